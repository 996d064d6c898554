// One round from set-up to settlement, as everybody sees it who has a part in it: the executor, two applicants for money
// that is enough for one, and whoever checks the draw. What is said of a page on its own is in `pages`.

import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stepsOf } from "./steps.mjs";
import { Town } from "./town.mjs";
import { mainText, submit, unfoldAround } from "./visitor.mjs";

/** A day on which the round is open, one on which it is closed, and one after the project. */
const DAYS = { open: "2030-02-11", closed: "2030-03-04", done: "2030-09-02" };

const ROUND = "ronde-voor-de-controle";

/** Who carries the round out. */
const STAFF = { executor: ["round@provincie.example", "provincie-overijssel", "adviser"] };

/** The two firms: each asks for all the money that there is. */
const FIRMS = {
  first: { name: "Wit Metaal bv", email: "wit@bedrijf.example" },
  second: { name: "Blauw Staal bv", email: "blauw@bedrijf.example" },
};

const ASKED = { nl: "5.000", en: "5,000" };

const WORDS = {
  nl: {
    both: /kans bij de loting is 1 op 2/, genuine: "Dit bewijs is echt", tampered: "Dit bewijs klopt niet",
    right: "Deze loting klopt", wrong: "Deze loting klopt niet", compared: /plaats [12] van 2/, granted: "U krijgt subsidie",
    refused: "Uw aanvraag is afgewezen", usedUp: /geld van de ronde is op/, object: /bezwaar maken/,
    asked: "U heeft om vaststelling gevraagd", settled: /Vastgesteld€\s*4\.000/, overview: "1 subsidie",
  },
  en: {
    both: /chance in the draw is 1 in 2/, genuine: "This receipt is genuine", tampered: "This receipt is not right",
    right: "This draw is right", wrong: "This draw is not right", compared: /place [12] of 2/, granted: "You get a grant",
    refused: "Your application was refused", usedUp: /money of the round is used up/, object: /You can object/,
    asked: "You asked for the settlement", settled: /Settled€\s*4,000/, overview: "1 grant",
  },
};

/** A round of which everything is known; the pack has none, and real rounds do not say all of this. */
const ROUND_FILE = `+++
name = "Ronde voor de controle"
instruments = ["mit-haalbaarheid-oost"]
executor = "provincie-overijssel"
summary = "Een verzonnen ronde met geld voor één aanvraag."
source = "mkb-agenda-2016 §1"
checked_on = 2030-01-01

[[version]]
valid = "2030-01-01..2031-01-01"
procedure = "order-of-completeness"
at_ceiling = "stop"
rate = "40%"
min = 1000
max = 5000

[[version.window]]
from = "2030-02-01T09:00"
until = 2030-03-01

[[version.ceiling]]
label = "Alles"
value = 5000

[[version.cost]]
kind = "feasibility-study"

[[version.cost]]
kind = "innovation-advice"

[version.terms]
decide_within = "13 weeks"
decide_after = "closing"
repair_within = "2 weeks"

[[version.document]]
id = "plan"
name = "Projectplan"
file_types = ["pdf"]
megabytes = 1

[[version.document]]
id = "budget"
name = "Begroting"

[[version.field]]
id = "title"
label = "Titel van het project"
kind = "line"
about = "project"

[[version.field]]
id = "begins"
label = "Wanneer begint u?"
kind = "date"
about = "project"

[[version.settlement]]
arrangement = "report"
+++
Een verzonnen ronde voor de controle van de bladzijden.
`;

/** Walks the round in both languages: in Dutch without JavaScript, in English with it. */
export async function checkSchemes(browser, program, report) {
  report.heading("A round from set-up to settlement");
  for (const [language, javaScriptEnabled] of [["nl", false], ["en", true]]) {
    const folder = mkdtempSync(join(tmpdir(), "schakel-round-"));
    const pack = join(folder, "pack");
    cpSync(join("packs", "oost"), pack, { recursive: true });
    writeFileSync(join(pack, "rounds", `${ROUND}.md`), ROUND_FILE);
    const town = new Town({ browser, program, folder, language, javaScriptEnabled, staff: STAFF, pack });
    const own = {};
    try {
      await town.open(DAYS.open);
      report.tell(`one round, ${language}`, await stepsOf((it, step) => walk(it, step, own, report), town));
    } finally {
      await town.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

/** The walk; `own` gets the path of the application of each firm. */
async function walk(town, step, own, report) {
  await apply(town, step, own, report);
  await step("after closing both applicants know their chance in the draw", async () => {
    await town.later(DAYS.closed);
    await town.signIn("executor");
    for (const number of [1, 2]) {
      await act(town, `/werk/aanvragen/${number}`, "grant-complete");
    }
    for (const firm of Object.keys(FIRMS)) {
      assert.match(await mainText(await town.go(firm, own[firm])), WORDS[town.language].both);
    }
  });
  const winner = await draw(town, step);
  await decide(town, step, own, winner);
  await checkBoth(town, own, report, "after the decision");
  await settle(town, step, own, winner);
  await checkBoth(town, own, report, "after the settlement");
  await step("the portal said nothing of anything that went wrong", () => assert.deepEqual(town.portal.said, []));
}

/** From the round as everybody sees it to two applications that were handed in. */
async function apply(town, step, own, report) {
  const words = WORDS[town.language];
  await step("everybody sees the round, and that one can apply", async () => {
    const page = await town.go("first", `/regelingen/${ROUND}`);
    assert.match(await mainText(page), /Provincie Overijssel/);
    assert.equal(await page.locator(`main a[href$='/regelingen/${ROUND}/aanvragen']`).count(), 1);
  });
  await step("the executor publishes the commitment of the draw", async () => {
    await town.signIn("executor");
    await act(town, `/werk/regelingen/${ROUND}`, "round-commit");
    own.commitment = commitmentOn(await mainText(town.page));
  });
  for (const firm of Object.keys(FIRMS)) {
    await step(`the ${firm} firm begins an application, and gets its link by mail`, async () => {
      own[firm] = await begin(town, firm);
      const link = await town.linkFor(FIRMS[firm].email, "/aanvraag/");
      assert.equal((await town.page.goto(link)).status(), 200);
    });
  }
  await checkForms(town, own, report);
  await step("the first firm fills everything in and hands it in", async () => {
    await fillIn(town, "first", own.first, ["plan", "budget"]);
    await handIn(town);
  });
  await step("the second firm hands in without a budget, and sees that it is missing", async () => {
    await fillIn(town, "second", own.second, ["plan"]);
    await handIn(town);
    assert.match(await mainText(town.page), /Begroting/);
  });
  await step("the executor sees both and asks the second firm to complete its application", async () => {
    const page = await town.go("executor", `/werk/regelingen/${ROUND}`);
    assert.match(await mainText(page), new RegExp(FIRMS.second.name));
    const papers = await mainText(await town.go("executor", "/werk/aanvragen/2"));
    assert.ok(papers.includes(FIRMS.second.email) && papers.includes("Een robot die last") && !papers.includes("{"), papers);
    await act(town, "/werk/aanvragen/2", "grant-ask", (form) => form.locator("[value=stuk-budget]").check());
  });
  await step("the second firm completes it the same day", async () => {
    await town.go("second", own.second);
    await upload(town.page, "budget");
    await handIn(town);
  });
  await step("both receipts are genuine, and one that was changed is not", async () => {
    for (const firm of Object.keys(FIRMS)) {
      const lines = await receiptOf(town, firm, own[firm]);
      assert.ok((await checkReceipt(town, firm, lines)).includes(words.genuine));
      assert.ok((await checkReceipt(town, firm, lines.replace(ROUND, `${ROUND}-2`))).includes(words.tampered));
    }
  });
}

/** The draw, and how anybody checks it; gives the number of the application that came first. */
async function draw(town, step) {
  const words = WORDS[town.language];
  let published = {};
  await step("the executor draws lots", async () => {
    await act(town, `/werk/regelingen/${ROUND}`, "round-draw");
  });
  await step("the public page shows the draw, and it follows from the commitment made before", async () => {
    const page = await town.go("visitor", `/loting?ronde=${ROUND}`);
    assert.ok((await outcomeOn(page)).includes(words.right));
    published = JSON.parse(await page.locator("#bestand").inputValue());
    const commitment = commitmentOn(await mainText(await town.go("executor", `/werk/regelingen/${ROUND}`)));
    assert.equal(published.commitment, commitment);
    assert.deepEqual([...published.order].sort(), [1, 2]);
  });
  await step("anybody checks the file against the commitment and finds an application in it", async () => {
    const said = await checkDraw(town, published);
    assert.ok(said.includes(words.right) && words.compared.test(said), said);
  });
  await step("with the two applications exchanged the draw is wrong", async () => {
    const said = await checkDraw(town, { ...published, order: [...published.order].reverse() });
    assert.ok(said.includes(words.wrong), said);
  });
  return published.order[0];
}

/** Dividing, deciding and telling: one is granted, one is refused. */
async function decide(town, step, own, winner) {
  const words = WORDS[town.language];
  const { granted, refused } = sides(winner);
  await step("the executor divides the money, decides and tells everybody", async () => {
    const path = `/werk/regelingen/${ROUND}`;
    await act(town, path, "round-divide");
    await act(town, path, "round-decide", async (form) => {
      await form.locator("[name=activiteiten-tot]").fill("2030-08-31");
      await form.locator("[name=boekjaar]").fill("2030");
    });
    await town.go(granted, own[granted]);
    assert.ok(!(await mainText(town.page)).includes(words.granted), "nobody knows before it is told");
    await act(town, path, "round-announce");
  });
  await step("who was drawn first gets the grant, with a letter", async () => {
    const text = await mainText(await town.go(granted, own[granted]));
    assert.ok(text.includes(words.granted) && words.object.test(text), text);
    await downloadLetter(town, "verlening");
  });
  await step("the other is refused, with the reason, how to object, and a letter", async () => {
    const text = await mainText(await town.go(refused, own[refused]));
    assert.ok(text.includes(words.refused) && words.usedUp.test(text) && words.object.test(text), text);
    await downloadLetter(town, "afwijzing");
  });
}

/** From asking for the settlement to the public overview. */
async function settle(town, step, own, winner) {
  const words = WORDS[town.language];
  const { granted } = sides(winner);
  await step("after the project the granted firm asks for the settlement", async () => {
    await town.later(DAYS.done);
    const page = await town.go(granted, own[granted]);
    const form = page.locator("form:has(#kosten)");
    await unfoldAround(form);
    await form.locator("#kosten").fill(town.language === "nl" ? "10.000" : "10,000");
    for (const box of await form.locator("input[type=checkbox]").all()) {
      await box.check();
    }
    await form.locator("button[value=vaststellen]").click();
    await page.waitForURL(/gedaan=vaststellen/);
    assert.ok((await mainText(page)).includes(words.asked));
  });
  await step("the executor settles it at less, and pays", async () => {
    await town.signIn("executor");
    const path = `/werk/aanvragen/${winner}`;
    await act(town, path, "grant-settle", async (form) => {
      await form.locator("[name=bedrag-euro]").fill(town.language === "nl" ? "4.000" : "4,000");
      await form.locator("[value=lower-costs]").check();
    });
    await act(town, path, "grant-pay-rest");
  });
  await step("the firm sees at what it was settled, with a letter", async () => {
    const text = await mainText(await town.go(granted, own[granted]));
    assert.match(text.replaceAll(/\s+/g, " "), words.settled);
    await downloadLetter(town, "vaststelling");
  });
  await step("the public overview has the one grant, with the firm and the round", async () => {
    const text = await mainText(await town.go("visitor", "/regelingen/verleend"));
    assert.ok(text.includes(words.overview) && text.includes("Ronde voor de controle"), text);
  });
}

/** Which firm was granted and which refused: the first firm has application 1. */
function sides(winner) {
  return winner === 1 ? { granted: "first", refused: "second" } : { granted: "second", refused: "first" };
}

/** Checks the pages of a beginning, while there is a form. */
async function checkForms(town, own, report) {
  await town.checkPages("first", [`/regelingen/${ROUND}`, `/regelingen/${ROUND}/aanvragen`, own.first], report);
}

/** Checks the pages of both sides. */
async function checkBoth(town, own, report, when) {
  report.heading(`The pages of a round, ${when}`);
  for (const firm of Object.keys(FIRMS)) {
    await town.checkPages(firm, [own[firm], `${own[firm]}/ontvangstbewijs`], report);
  }
  await town.checkPages("visitor", [`/loting?ronde=${ROUND}`, "/regelingen/verleend", "/ontvangstbewijs"], report);
  const ofExecutor = ["/werk/regelingen", `/werk/regelingen/${ROUND}`, "/werk/aanvragen/1", "/werk/aanvragen/2"];
  await town.checkPages("executor", ofExecutor, report);
}

/** Sends a form of the executor. */
async function act(town, path, form, fillIn = async () => {}) {
  const page = await town.go("executor", path);
  const found = page.locator(`#formulier-${form}`);
  await unfoldAround(found);
  await fillIn(found);
  await found.locator("button[type=submit]").click();
  await page.waitForURL(/gedaan=/);
}

/** Begins an application; gives the path of its own page. */
async function begin(town, firm) {
  const page = await town.go(firm, `/regelingen/${ROUND}`);
  await page.locator(`main a[href$='/regelingen/${ROUND}/aanvragen']`).click();
  await page.locator("#bedrijf").fill(FIRMS[firm].name);
  await page.locator("#email").fill(FIRMS[firm].email);
  await submit(page.locator("form:has(#email)"));
  assert.match(page.url(), /\/aanvraag\/[0-9a-f]+\?gedaan=begonnen/);
  return new URL(page.url()).pathname.replace(/^\/en/, "");
}

/** Fills in everything that the round asks, with these documents. */
async function fillIn(town, firm, path, documents) {
  const page = await town.go(firm, path);
  const amount = town.language === "nl" ? "10.000" : "10,000";
  await page.locator("#veld-title").fill("Een robot die last");
  await page.locator("#veld-begins").fill("2030-05-01");
  await page.locator(".schakel-apply__costs input[name$='feasibility-study']").fill(amount);
  await page.locator(".schakel-apply__costs input[name$='innovation-advice']").fill(amount);
  await page.locator("#bedrag").fill(ASKED[town.language]);
  for (const document of documents) {
    await upload(page, document);
  }
  await page.locator("button[value=bewaren]").click();
  await page.waitForURL(/gedaan=bewaard/);
  assert.equal(await page.locator("#veld-title").inputValue(), "Een robot die last", "what was typed is kept");
}

async function upload(page, document) {
  const buffer = Buffer.from(`%PDF-1.7\n${document}`);
  await page.locator(`#bestand-${document}`).setInputFiles({ name: `${document}.pdf`, mimeType: "application/pdf", buffer });
}

/** Hands in, or completes, the application on the page. */
async function handIn(town) {
  await town.page.locator("#naar-waarheid").check();
  await town.page.locator("button[value=indienen]").click();
  await town.page.waitForURL(/gedaan=(ingediend|aangevuld)/);
}

/** The lines of a receipt, after its page was looked at and its document downloaded. */
async function receiptOf(town, firm, path) {
  const page = await town.go(firm, path);
  await page.locator("main a[href$='/ontvangstbewijs']").click();
  await downloadFrom(page, "main a[href$='/ontvangstbewijs.pdf']");
  return page.locator("#bewijs").textContent();
}

async function checkReceipt(town, firm, lines) {
  const page = await town.go(firm, "/ontvangstbewijs");
  await page.locator("#bewijs").fill(lines);
  await submit(page.locator("form:has(#bewijs)"));
  return outcomeOn(page);
}

/** Checks a draw as anybody can, with the commitment and the number of an application. */
async function checkDraw(town, published) {
  const page = await town.go("visitor", "/loting");
  await page.locator("#bestand").fill(JSON.stringify(published));
  await page.locator("#belofte").fill(published.commitment);
  await page.locator("#aanvraag").fill("2");
  await submit(page.locator("form:has(#bestand)"));
  return outcomeOn(page);
}

async function outcomeOn(page) {
  return (await page.locator("section:has(#uitkomst)").textContent()).replaceAll(/\s+/g, " ");
}

/** The commitment on the page of a round. */
function commitmentOn(text) {
  const found = /[0-9a-f]{64}/.exec(text);
  assert.ok(found, `no commitment: ${text}`);
  return found[0];
}

async function downloadLetter(town, name) {
  await downloadFrom(town.page, `main a[href$='/brieven/${name}.pdf']`);
}

/** Downloads what a link leads to, and looks whether it is a PDF. */
async function downloadFrom(page, link) {
  const started = page.waitForEvent("download");
  await page.locator(link).click();
  const content = readFileSync(await (await started).path());
  assert.equal(content.subarray(0, 5).toString("latin1"), "%PDF-");
}
