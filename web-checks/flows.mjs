// Walks through the portal as an entrepreneur does, in Dutch and in English, with JavaScript and without. Each walk is
// a list of steps; a step that fails ends its walk, because the next steps stand on it.

import assert from "node:assert/strict";
import { FIRM, PAST_DAY, inLanguage, lookUp, saveRoadmap } from "./kinds.mjs";
import { walkPasskeys } from "./passkeys.mjs";
import { walkTenQuestions } from "./questions.mjs";
import { KNOWN_NUMBER, UNKNOWN_NUMBER } from "./server.mjs";
import { stepsOf } from "./steps.mjs";
import {
  answerFirstQuestion, fillFirm, formValues, knownFacts, mainText, submit, tallies, withoutDay,
} from "./visitor.mjs";

/** How long a step may wait for what it expects, milliseconds. */
const STEP_WITHIN = 30_000;

/** What the checks look for in words, where the words themselves matter. */
const WORDS = {
  nl: { drawPlace: "plaats 2 van 5", goOn: /vul zelf in/i, noKey: /geen sleutel/i, pastDay: "1 mei 2017", wrong: "veel" },
  en: { drawPlace: "place 2 of 5", goOn: /fill in what you know yourself/i, noKey: /no key/i, pastDay: "1 May 2017", wrong: "many" },
};

const WALKS = {
  "main job": walkMainJob,
  "ten questions": walkTenQuestions,
  "look-up in the register": walkLookUp,
  "a wrong value": walkWrongValue,
  "language and day": walkLanguageAndDay,
  "a roadmap to keep": walkRoadmap,
  interview: walkInterview,
  passkeys: walkPasskeys,
  "checking a draw": walkDraw,
};

/** Walks at the same time: as many as a small machine has processors. */
const WALKS_AT_ONCE = 2;

/** Walks every walk in both languages, with JavaScript on and off. */
export async function checkFlows(browser, portals, register, report) {
  report.heading("Walks through the portal");
  const left = ["nl", "en"].flatMap((language) => [true, false].flatMap((javaScriptEnabled) =>
    Object.entries(WALKS).map(([name, walk]) => ({ name, walk, language, javaScriptEnabled }))));
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const { name, walk, language, javaScriptEnabled } = next;
      const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1280, height: 900 } });
      context.setDefaultTimeout(STEP_WITHIN);
      const page = await context.newPage();
      const visit = { browser, page, portals, register, language, javaScriptEnabled, words: WORDS[language] };
      const manner = `${language}, ${javaScriptEnabled ? "with" : "without"} JavaScript`;
      report.tell(`${name}, ${manner}`, await stepsOf(walk, visit));
      await context.close();
    }
  };
  await Promise.all(Array.from({ length: WALKS_AT_ONCE }, worker));
}

function at(portal, path, language) {
  return new URL(inLanguage(path, language), portal.address).href;
}

/** From the front page to a result with reasons, an answer more, an instrument with its sources, a link to share. */
async function walkMainJob(visit, step) {
  const { page, language, portals } = visit;
  await step("home leads to the form with plan and municipality filled in", async () => {
    await page.goto(at(portals.main, "/", language));
    await page.locator("select[name=plan]").selectOption("feasibility");
    await page.locator("select[name=municipality]").selectOption("GM0193");
    await submit(page.locator("form:has(select[name=plan])"));
    const values = await formValues(page);
    assert.deepEqual([values.plan, values.municipality], [["feasibility"], ["GM0193"]]);
  });
  await step("the form takes facts and gives a result", async () => {
    await fillFirm(page, language);
    await submit(page.locator("form:has(#f-employees)"));
    assert.match(page.url(), /\/wat-past\/uitkomst\?/);
  });
  await step("every group has as many outcomes as it says, with verdicts", () => checkGroups(page));
  await step("an answer more keeps the earlier answers", () => answerOneMore(page));
  const result = { address: page.url(), text: await mainText(page) };
  await step("an instrument has conditions with their sources", () => openInstrument(page));
  await step("the way back leads to the same result", async () => {
    await page.goBack();
    assert.deepEqual({ address: page.url(), text: await mainText(page) }, result);
  });
  await step("the link to share gives somebody else the same result", () => openSharedLink(visit, result));
  await step("the enter key in a field gives a result", async () => {
    await page.goto(at(portals.main, `/wat-past?${FIRM[language]}`, language));
    await page.locator("#f-employees").press("Enter");
    await page.waitForURL(/\/wat-past\/uitkomst\?.*employees=12/);
  });
}

async function checkGroups(page) {
  const groups = await page.evaluate(() => [...document.querySelectorAll(".schakel-tally__link")].map((link) => {
    const id = link.hash.slice(1);
    const section = document.querySelector(`section[aria-labelledby="${id}"]`);
    const isSilent = (it) => !it.querySelector(".schakel-verdict, .schakel-source")?.textContent.trim();
    const outcomes = [...section.querySelectorAll("article, ul.schakel-list > li, ul.schakel-plain-list > li")];
    return {
      id,
      tally: Number(link.querySelector(".schakel-tally__number").textContent),
      heading: Number(/\((\d+)\)/.exec(document.getElementById(id).textContent)?.[1]),
      outcomes: outcomes.length,
      silent: outcomes.filter(isSilent).length,
    };
  }));
  assert.ok(groups.length >= 3, `only ${groups.length} groups`);
  for (const group of groups) {
    assert.deepEqual([group.heading, group.outcomes, group.silent], [group.tally, group.tally, 0], `group ${group.id}`);
  }
  const total = groups.reduce((sum, group) => sum + group.tally, 0);
  const intro = await page.locator("main .nl-paragraph--lead").first().textContent();
  assert.equal(Number(/\d+/.exec(intro)[0]), total, "the introduction gives another total");
}

async function answerOneMore(page) {
  const before = { address: new URL(page.url()), known: await knownFacts(page) };
  const form = page.locator("section[aria-labelledby=eerst] form");
  const answered = await answerFirstQuestion(form);
  await submit(form);
  const after = new URL(page.url()).searchParams;
  for (const [name, value] of before.address.searchParams) {
    assert.ok(value === "" || after.getAll(name).includes(value), `${name}=${value} is gone`);
  }
  assert.ok(after.get(answered), `${answered} is not in the address`);
  const known = await knownFacts(page);
  assert.equal(Object.keys(known).length, Object.keys(before.known).length + 1);
  for (const [label, value] of Object.entries(before.known)) {
    assert.equal(known[label], value, label);
  }
}

async function openInstrument(page) {
  const link = page.locator("article:has(.schakel-chain__link) h3 a").first();
  const name = (await link.textContent()).trim();
  await link.click();
  await page.waitForURL(/\/register\//);
  assert.equal((await page.locator("h1").textContent()).trim(), name);
  const conditions = page.locator("section[aria-labelledby=voorwaarden] ol > li");
  assert.ok(await conditions.count() > 0, "no conditions");
  for (const source of await conditions.locator(".schakel-source").allTextContents()) {
    assert.match(source.trim(), /^(Bron|Source): ./);
  }
  assert.ok(await page.locator("section[aria-labelledby=bronnen] li").count() > 0, "no sources");
}

async function openSharedLink({ browser, page }, result) {
  await page.locator("details:has(.schakel-share) > summary").click();
  const link = page.locator(".schakel-share a");
  assert.ok(await link.isVisible(), "the link does not show");
  const address = await link.evaluate((element) => element.href);
  assert.ok(!/kvk/i.test(address), `the link names KVK: ${address}`);
  const other = await browser.newContext();
  const otherPage = await other.newPage();
  await otherPage.goto(address);
  const text = await mainText(otherPage);
  await other.close();
  assert.equal(text, result.text);
}

/** An interview to its end: an answer, not knowing, the way back, the register, and the result with what was said. */
async function walkInterview(visit, step) {
  const { page, language, portals } = visit;
  const form = page.locator("form:has(button[name=weet-niet])");
  await step("the form leads to the interview", async () => {
    await page.goto(at(portals.main, `/wat-past?peildatum=${PAST_DAY}`, language));
    await page.locator("main a[href*='/gesprek']").click();
    await page.waitForURL(/\/gesprek/);
    assert.equal(await form.count(), 1);
  });
  await step("the register answers what it knows, and its number travels nowhere", async () => {
    await page.locator("input[name=kvk]").fill(KNOWN_NUMBER);
    await page.locator("form:has(input[name=kvk]) button").click();
    await page.locator(".utrecht-alert--ok").waitFor();
    await numberIsNowhere(page, KNOWN_NUMBER);
  });
  await step("a question without an answer is asked again", async () => {
    const question = await form.locator("input[name=vraag]").getAttribute("value");
    await submit(form);
    assert.equal(await form.locator("input[name=vraag]").getAttribute("value"), question);
    assert.equal(await page.locator(".utrecht-form-field-error-message").count(), 1);
  });
  await step("the way back leads to the same question", async () => {
    const question = await form.locator("input[name=vraag]").getAttribute("value");
    await form.locator("button[name=weet-niet]").click();
    await page.waitForURL(/gevraagd=/);
    assert.notEqual(await form.locator("input[name=vraag]").getAttribute("value"), question);
    await page.locator("main a[href*='/gesprek']").first().click();
    await page.waitForURL((address) => !address.search.includes("gevraagd="));
    assert.equal(await form.locator("input[name=vraag]").getAttribute("value"), question);
  });
  await step("it comes to an end, and asks nothing twice", async () => {
    const asked = new Set();
    while (await form.count() > 0) {
      const question = await form.locator("input[name=vraag]").getAttribute("value");
      assert.ok(!asked.has(question) && asked.size < 60, `${question} is asked again`);
      asked.add(question);
      if (asked.size % 3 === 0) {
        await form.locator("button[name=weet-niet]").click();
        await page.waitForLoadState();
      } else {
        await answerFirstQuestion(form);
        await submit(form);
      }
    }
    assert.ok(asked.size > 1, "it ended at once");
  });
  await step("the result knows what was said", async () => {
    const said = new URL(page.url()).searchParams;
    await page.locator("section[aria-labelledby=einde] a.nl-button").click();
    await page.waitForURL(/\/wat-past\/uitkomst/);
    const kept = new URL(page.url()).searchParams;
    for (const [name, value] of said) {
      assert.ok(["gevraagd", "steun"].includes(name) || kept.getAll(name).includes(value), `${name}=${value} is gone`);
    }
  });
}

/** A number of the Handelsregister fills in the form and never travels in an address. */
async function walkLookUp(visit, step) {
  const { page, portals, language, words } = visit;
  await step("the register fills in what is not known, and what was typed stays", () => lookUpKnown(visit));
  await step("the number is in no address and in no hidden field", () => numberIsNowhere(page, KNOWN_NUMBER));
  await step("the result holds no number", async () => {
    await submit(page.locator("form:has(#f-employees)"));
    assert.match(page.url(), /legal_form=/);
    await numberIsNowhere(page, KNOWN_NUMBER);
    assert.ok(!(await page.content()).includes(KNOWN_NUMBER));
  });
  await step("a number that nobody looked up does not travel either", async () => {
    await page.goto(at(portals.main, `/wat-past?${FIRM[language]}`, language));
    await page.locator("input[name=kvk]").fill(KNOWN_NUMBER);
    await submit(page.locator("form:has(#f-employees)"));
    assert.match(page.url(), /uitkomst/);
    await numberIsNowhere(page, KNOWN_NUMBER);
  });
  await step("an unknown number says how to go on, and what was typed stays", async () => {
    await page.goto(at(portals.main, `/wat-past?${FIRM[language]}`, language));
    const before = await formValues(page);
    await lookUp(page, UNKNOWN_NUMBER);
    assert.match(await page.locator("#kvk-error").textContent(), words.goOn);
    assert.deepEqual(await formValues(page), before);
    assert.equal(await page.locator("input[name=kvk]").inputValue(), UNKNOWN_NUMBER);
    await numberIsNowhere(page, UNKNOWN_NUMBER);
  });
  await step("without a key the form says so and works", async () => {
    await page.goto(at(portals.keyless, "/wat-past", language));
    assert.equal(await page.locator("input[name=kvk]").count(), 0);
    assert.match(await page.locator("section[aria-labelledby=kvk-kop]").textContent(), words.noKey);
    await fillFirm(page, language);
    await submit(page.locator("form:has(#f-employees)"));
    assert.match(page.url(), /uitkomst\?.*employees=12/);
  });
}

async function lookUpKnown({ page, portals, register, language }) {
  await page.goto(at(portals.main, "/wat-past?plan=innovate", language));
  await page.locator("#f-employees").fill("7");
  await lookUp(page, KNOWN_NUMBER);
  const notice = await page.locator(".utrecht-alert--ok").textContent();
  assert.ok(notice.includes(register.profile.naam), notice);
  const values = await formValues(page);
  const began = register.profile.materieleRegistratie.datumAanvang;
  assert.deepEqual(values.founded, [`${began.slice(0, 4)}-${began.slice(4, 6)}-${began.slice(6)}`]);
  assert.deepEqual([values.plan, values.employees], [["innovate"], ["7"]], "what was typed is gone");
  assert.deepEqual(values.registered, [language === "nl" ? "ja" : "yes"]);
  assert.ok(values.legal_form?.[0], "no legal form");
}

async function numberIsNowhere(page, number) {
  const places = await page.evaluate((wanted) => {
    const holding = [...document.querySelectorAll("[href], [action], [formaction], input[type=hidden]")];
    const found = holding.filter((it) => it.outerHTML.includes(wanted) && !it.querySelector("input"));
    return found.map((it) => it.outerHTML);
  }, number);
  assert.deepEqual(places, []);
  assert.ok(!page.url().includes(number), page.url());
}

/** The example of docs/loting.md. */
const DRAW = {
  round: "voorbeeld",
  commitment: "3eb1bd439947eb762998e566ccc2e099c791118b2f40579cc4f7da2b5061b7f9",
  seed: "0123456789abcdef0123456789abcdef",
  applications: [1, 2, 3, 4, 5],
  order: [3, 4, 5, 2, 1],
};

/** A draw is found right, a changed one wrong, and half a file is given back. */
async function walkDraw({ page, portals, language, words }, step) {
  await page.goto(at(portals.main, "/loting", language));
  const form = page.locator("form:has(#bestand)");
  const paste = async (text) => {
    await page.locator("#bestand").fill(text);
    await submit(form);
  };
  await step("half a file comes back with the message above", async () => {
    await paste("{");
    await page.locator("[role=alert] a[href='#bestand']").waitFor();
    assert.equal(await page.locator("#bestand").inputValue(), "{");
  });
  await step("the published file is right, and says where an application stands", async () => {
    await page.locator("#belofte").fill(DRAW.commitment);
    await page.locator("#aanvraag").fill("4");
    await paste(JSON.stringify(DRAW));
    assert.ok((await page.locator("section:has(#uitkomst)").textContent()).includes(words.drawPlace));
  });
  await step("with two applications exchanged it is wrong", async () => {
    await paste(JSON.stringify({ ...DRAW, order: [4, 3, 5, 2, 1] }));
    const said = await page.locator("section:has(#uitkomst)").textContent();
    assert.ok(!said.includes(words.drawPlace) && said.includes("4"), said);
  });
}

/** A value that cannot be read gives the form back, with what is wrong and with everything else. */
async function walkWrongValue({ page, portals, language, words }, step) {
  await page.goto(at(portals.main, "/wat-past?plan=feasibility&municipality=GM0193", language));
  await fillFirm(page, language);
  const values = await formValues(page);
  await step("the form comes back with the message at the field and above", async () => {
    await page.locator("#f-employees").fill(words.wrong);
    await submit(page.locator("form:has(#f-employees)"));
    const message = (await page.locator("#f-employees-error").textContent()).trim();
    assert.ok(message.includes(words.wrong), message);
    assert.equal(await page.locator("#f-employees").getAttribute("aria-invalid"), "true");
    const above = page.locator("[role=alert] a[href='#f-employees']");
    assert.equal((await above.textContent()).trim(), message, "the message above the form");
  });
  await step("everything that was filled in is still there", async () => {
    const wanted = { ...values, employees: [words.wrong] };
    assert.deepEqual(plainNumbers(await formValues(page)), plainNumbers(wanted));
  });
  await step("mended, it gives the result", async () => {
    await page.locator("#f-employees").fill("12");
    await submit(page.locator("form:has(#f-employees)"));
    await page.locator(".schakel-tally").waitFor();
  });
}

/** From a result to a roadmap that is saved, marked, opened by somebody else, taken into a calendar and deleted. */
async function walkRoadmap({ browser, page, portals, language }, step) {
  const steps = () => page.locator("ol.schakel-route > li").evaluateAll((items) => items.map((item) => item.id));
  await step("a result leads to a roadmap with steps in order", async () => {
    await page.goto(at(portals.main, `/wat-past/uitkomst?${FIRM[language]}`, language));
    await page.locator("a[href*='/routekaart?']").first().click();
    await page.waitForURL(/\/routekaart\?/);
    const found = await steps();
    assert.ok(found.length >= 3 && found.includes("stap-talk"), found.join(" "));
    assert.ok(await page.locator("#stap-talk a[href*='/organisaties/']").count() > 0, "nobody to call");
  });
  await step("a step that is left out is gone", async () => {
    const skip = page.locator("ol.schakel-route > li:has(a[href*='zonder='])").last();
    const id = await skip.getAttribute("id");
    await skip.locator("a[href*='zonder=']").click();
    await page.waitForURL(/zonder=/);
    assert.ok(!(await steps()).includes(id), `${id} is still there`);
  });
  const kept = await step("saved, it has an address of its own with the same steps", async () => {
    const before = await steps();
    await saveRoadmap(page);
    assert.deepEqual(await steps(), before);
    assert.ok(!/plan=|municipality=/.test(page.url()), "the answers are in the address");
    return page.url();
  });
  await step("a step is marked as done", async () => {
    await page.locator("#stap-talk button[value=klaar]").click();
    await page.locator("#stap-talk button[value=niet-klaar]").waitFor();
    assert.equal(await page.locator(".schakel-route > .schakel-chain__link--met").count(), 1);
  });
  await step("whoever has the address sees it done, in both languages", async () => {
    const other = await browser.newContext();
    const otherPage = await other.newPage();
    for (const address of [kept, kept.includes("/en/") ? kept.replace("/en/", "/") : kept.replace("/routekaart/", "/en/routekaart/")]) {
      const answer = await otherPage.goto(address);
      assert.match(answer.headers()["x-robots-tag"], /noindex/);
      assert.ok(await otherPage.locator("#stap-talk button[value=niet-klaar]").isVisible(), address);
    }
    await other.close();
  });
  await step("the calendar has the steps with a day", async () => {
    const answer = await page.request.get(await page.locator("a[href$='/agenda.ics']").evaluate((link) => link.href));
    assert.match(answer.headers()["content-type"], /^text\/calendar/);
    assert.match(await answer.text(), /^BEGIN:VCALENDAR\r\n[^]*BEGIN:VEVENT/);
  });
  await step("the letter to the adviser holds the address", async () => {
    const letter = await page.locator("a[href^='mailto:']").getAttribute("href");
    assert.ok(decodeURIComponent(letter).includes(kept.split("#")[0]), letter);
  });
  await step("deleted, it is gone", async () => {
    await page.locator("details:has(button[value=verwijder]) > summary").click();
    await page.locator("button[value=verwijder]").click();
    await page.locator("h1").waitFor();
    const answer = await page.goto(kept);
    assert.equal(answer.status(), 404);
  });
}

/** Values without marks for thousands: the portal may write a number in its own way. */
function plainNumbers(values) {
  const plain = (text) => text.replaceAll(/(?<=\d)[.,](?=\d{3})/g, "");
  return Object.fromEntries(Object.entries(values).map(([name, texts]) => [name, texts.map(plain)]));
}

/** The other language and another day keep the page and the answers. */
async function walkLanguageAndDay({ page, portals, language, words }, step) {
  const other = language === "nl" ? "en" : "nl";
  await page.goto(at(portals.main, `/wat-past/uitkomst?${FIRM[language]}`, language));
  const facts = Object.keys(await knownFacts(page)).length;
  const before = { tallies: await tallies(page), facts, address: page.url() };
  await step("the other language keeps the page, the answers and the result", async () => {
    await page.locator(".schakel-languages a").click();
    await page.waitForURL((url) => url.pathname === inLanguage("/wat-past/uitkomst", other));
    assert.equal(await page.locator("html").getAttribute("lang"), other);
    assert.deepEqual(await tallies(page), before.tallies);
    assert.equal(Object.keys(await knownFacts(page)).length, before.facts);
  });
  await step("and back again", async () => {
    await page.locator(".schakel-languages a").click();
    await page.waitForURL((url) => url.pathname === inLanguage("/wat-past/uitkomst", language));
    assert.deepEqual(await tallies(page), before.tallies);
  });
  await step("the other language keeps what is filled in in the form", async () => {
    await page.goto(at(portals.main, `/wat-past?${FIRM[language]}`, language));
    const names = Object.keys(await formValues(page)).sort();
    await page.locator(".schakel-languages a").click();
    await page.waitForURL((url) => url.pathname === inLanguage("/wat-past", other));
    const values = await formValues(page);
    assert.deepEqual([Object.keys(values).sort(), values.employees], [names, ["12"]]);
  });
  await step("another day keeps the page and the answers", async () => {
    await page.goto(before.address);
    await chooseDay(page, PAST_DAY);
    const address = new URL(page.url());
    assert.equal(address.searchParams.get("peildatum"), PAST_DAY);
    assert.equal(withoutDay(address), withoutDay(new URL(before.address)));
    assert.ok((await page.locator(".schakel-strip").textContent()).includes(words.pastDay));
    assert.equal(Object.keys(await knownFacts(page)).length, before.facts);
  });
  await step("the day goes along to an instrument, and today is one step back", async () => {
    await page.locator("article h3 a").first().click();
    await page.waitForURL(/\/register\//);
    assert.equal(new URL(page.url()).searchParams.get("peildatum"), PAST_DAY);
    await page.locator("details.schakel-as-of > summary").click();
    await page.locator(".schakel-as-of a").click();
    await page.waitForURL((url) => !url.searchParams.has("peildatum"));
    assert.ok(!(await page.locator(".schakel-strip").textContent()).includes(words.pastDay));
  });
}

async function chooseDay(page, day) {
  await page.locator("details.schakel-as-of > summary").click();
  await page.locator("#peildatum").fill(day);
  await submit(page.locator(".schakel-as-of__form"));
}
