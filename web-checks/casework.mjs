// One question from the first word to its outcome, as everybody sees it who has a part in it: the entrepreneur, two front
// doors, an organisation that refuses, one that stays silent, and the process director. What is said of a page on its own
// is in `pages`.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stepsOf } from "./steps.mjs";
import { MAIL_WITHIN, Town } from "./town.mjs";
import { mainText, unfoldAround } from "./visitor.mjs";

/** The day of the question, a Monday, and a day on which every answer that was promised is late. */
const DAYS = ["2027-01-11", "2027-01-25"];

const FIRM = "walk@bedrijf.example";

/** Who works where. The first is the front door of Zwolle, the second that of Enschede. */
const STAFF = {
  door: ["door@loket.example", "kennispoort-regio-zwolle", "adviser"],
  other: ["other@loket.example", "novel-t", "adviser"],
  asked: ["asked@loket.example", "oost-nl", "adviser"],
  silent: ["silent@loket.example", "kvk", "adviser"],
  keeper: ["keeper@loket.example", "kennispoort-regio-zwolle", "administrator"],
  manager: ["manager@loket.example", "kennispoort-regio-zwolle", "manager"],
  director: ["director@provincie.example", "provincie-overijssel", "process-director"],
};

const WORDS = {
  nl: {
    joined: "samen", silent: "Kamer van Koophandel", withdrawn: "U trok uw toestemming in",
    escalated: /procesregisseur|Provincie Overijssel/, helped: "geholpen",
  },
  en: {
    joined: "together", silent: "Kamer van Koophandel", withdrawn: "You took your consent back",
    escalated: /process director|Overijssel/, helped: "helped",
  },
};

/** The pages of work as they are after the walk, and who looks at them. */
const WORK_PAGES = {
  door: [
    "/werk", "/werk?toon=eerder", "/werk/zaken/1", "/werk/nieuw", "/werk/afwezig", "/werk/activering", "/werk/leads",
    "/werk/telt-mee",
  ],
  keeper: ["/werk/mensen"],
  manager: ["/werk/team"],
  director: ["/werk", "/werk/regio", "/werk/cijfers", "/werk/geld", "/werk/geld/boekingen"],
};

/** Walks the question in both languages: in Dutch without JavaScript, in English with it. */
export async function checkCasework(browser, program, report) {
  report.heading("A question from the first word to its outcome");
  for (const [language, javaScriptEnabled] of [["nl", false], ["en", true]]) {
    const folder = mkdtempSync(join(tmpdir(), "schakel-walk-"));
    const town = new Town({ browser, program, folder, language, javaScriptEnabled, staff: STAFF });
    try {
      await town.open(DAYS[0]);
      report.tell(`one question, ${language}`, await stepsOf(walk, town));
      for (const [who, paths] of Object.entries(WORK_PAGES)) {
        // Two weeks have passed: whoever did nothing since is signed out.
        await town.signIn(who);
        await town.checkPages(who, paths, report);
      }
    } finally {
      await town.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

async function walk(town, step) {
  const words = WORDS[town.language];
  let own = "";
  await step("the entrepreneur asks at the portal and gets a page of the question", async () => {
    own = await ask(town);
    assert.match(await mainText(town.page), /Kennispoort Regio Zwolle/);
  });
  await step("the page comes by mail as well", async () => {
    const link = await town.linkFor(FIRM, "/mijn-vraag/");
    assert.equal((await (await town.of("firm")).goto(link)).status(), 200);
    own = new URL(link).pathname.replace(/^\/en/, "");
  });
  await step("the firm rings another front door about it as well, and that writes the question down", async () => {
    await town.signIn("other");
    await takeCall(town);
    assert.match(await mainText(town.page), /Kennispoort Regio Zwolle/);
  });
  await step("the front door finds both in its inbox and puts them together, visibly", async () => {
    await town.signIn("door");
    await putTogether(town);
    await town.go("firm", own);
    assert.match(await mainText(town.page), new RegExp(words.joined, "i"));
  });
  let number = "";
  await step("the front door asks an organisation for help", async () => {
    number = await refer(town, "oost-nl");
    await town.signIn("asked");
  });
  await step("who was asked sees nothing of the firm before there is consent", async () => {
    await town.go("asked", `/werk/zaken/${number}`);
    assert.doesNotMatch(await mainText(town.page), new RegExp(FIRM));
  });
  await step("after consent it sees what was agreed, and the entrepreneur sees that it looked", async () => {
    await consent(town, own, "oost-nl");
    await town.go("asked", `/werk/zaken/${number}`);
    assert.match(await mainText(town.page), new RegExp(FIRM));
    await town.go("firm", own);
    assert.match(await town.page.locator("#toestemming ~ div table tbody, table tbody").first().innerText(), /Oost NL/);
  });
  await step("withdrawing consent hides it again", async () => {
    await town.page.locator("button[value=intrekken]").first().click();
    assert.match(await mainText(town.page), new RegExp(words.withdrawn));
    await town.go("asked", `/werk/zaken/${number}`);
    assert.doesNotMatch(await mainText(town.page), new RegExp(FIRM));
  });
  await step("a refusal with a reason sends it on by itself the same day", async () => {
    await refuse(town);
    await town.go("firm", own);
    assert.match(await mainText(town.page), new RegExp(words.silent));
  });
  await step("who stays silent loses it, and the process director has it before the promise is broken", async () => {
    await town.later(DAYS[1]);
    await town.signIn("director");
    await waitUntilEscalated(town, number);
    await town.go("firm", own);
    assert.match(await mainText(town.page), words.escalated);
  });
  await step("the process director speaks with the entrepreneur and ends it with an outcome", () => end(town, number));
  await step("the entrepreneur sees the outcome and says whether it helped", async () => {
    await town.go("firm", own);
    assert.match(await mainText(town.page), new RegExp(words.helped, "i"));
    await town.page.locator("button[value=nuttig]").click();
    assert.equal(await town.page.locator("button[value=nuttig]").count(), 0);
  });
  await step("the portal said nothing of anything that went wrong", () => assert.deepEqual(town.portal.said, []));
}

async function ask(town) {
  const page = await town.go("firm", "/hulp?municipality=GM0193");
  await page.locator("textarea[name=vraag]").fill("Wie helpt ons met een robot die onderdelen last?");
  await page.locator("select[name=dienst]").selectOption("sme-support");
  await page.locator("input[name=email]").fill(FIRM);
  await page.locator("form:has(textarea[name=vraag]) button[type=submit]:not([name]):visible").click();
  await page.waitForURL(/mijn-vraag/);
  return new URL(page.url()).pathname.replace(/^\/en/, "");
}

/** The other front door writes the same question down for somebody who rings. */
async function takeCall(town) {
  const page = await town.go("other", "/werk/nieuw");
  const form = page.locator("#formulier-new");
  await form.locator("[name=vraag]").fill("Belt over dezelfde lasrobot als in de vraag van vandaag.");
  await form.locator("[name=gemeente]").selectOption("GM0193");
  await form.locator("[name=email]").fill(FIRM);
  await form.locator("[name=hulp]").selectOption("sme-support");
  await form.locator("button[type=submit]").click();
  await page.waitForURL(/gedaan=|zaken/);
}

/** The front door joins the second question to the first. */
async function putTogether(town) {
  const page = await town.go("door", "/werk");
  assert.equal(await page.locator("main a[href*='/werk/zaken/']").count(), 2);
  await page.goto(town.at("/werk/zaken/2"));
  const form = page.locator("#formulier-join");
  await unfoldAround(form);
  await form.locator("input[name=zaak][value='1']").check();
  await form.locator("button[type=submit]").click();
  await page.waitForURL(/gedaan/);
}

/** The front door refers the question; gives its number. */
async function refer(town, receiver) {
  const page = await town.go("door", "/werk");
  await page.locator("main a[href*='/werk/zaken/']").first().click();
  const number = new URL(page.url()).pathname.split("/").at(-1);
  const form = page.locator("#formulier-refer");
  await unfoldAround(form);
  await unfoldAround(form.locator(`#ontvanger-${receiver}`));
  await form.locator(`#ontvanger-${receiver}`).check();
  await form.locator("button[type=submit]").click();
  await page.waitForURL(/gedaan/);
  return number;
}

async function consent(town, own, receiver) {
  const page = await town.go("firm", own);
  const form = page.locator(`form:has(input[name=ontvanger][value=${receiver}])`);
  await unfoldAround(form);
  for (const box of await form.locator("input[type=checkbox]").all()) {
    await box.check();
  }
  await form.locator("button[value=toestemming]").click();
}

async function refuse(town) {
  const form = town.page.locator("#formulier-refuse");
  await unfoldAround(form);
  await form.locator("[name=reden]").selectOption("no-capacity");
  await form.locator("button[type=submit]").click();
  await town.page.waitForLoadState();
}

/** Time passes once a minute; the first time at once. */
async function waitUntilEscalated(town, number) {
  const until = Date.now() + MAIL_WITHIN;
  for (;;) {
    const page = await town.go("director", "/werk");
    if (await page.locator(`main a[href$='/werk/zaken/${number}']`).count() > 0) {
      return;
    }
    assert.ok(Date.now() < until, `case ${number} did not come to the process director: ${await mainText(page)}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function end(town, number) {
  const page = await town.go("director", `/werk/zaken/${number}`);
  const contact = page.locator("#formulier-contact");
  await unfoldAround(contact);
  await contact.locator("button[type=submit]").click();
  await page.waitForURL(/gedaan/);
  const ending = page.locator("#formulier-end");
  await unfoldAround(ending);
  await ending.locator("input[value=helped]").check();
  await ending.locator("button[type=submit]").click();
  await page.waitForLoadState();
}
