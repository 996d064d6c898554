// The walk that asks questions in plain words. How walks are run lives in `flows`.

import assert from "node:assert/strict";
import { QUESTIONS, asked, inLanguage } from "./kinds.mjs";
import { mainText, submit } from "./visitor.mjs";

/** Ten questions in plain words, a candidate followed to its page, a place taken away, and a question without an answer. */
export async function walkTenQuestions({ page, language, portals }, step) {
  await page.goto(at(portals.main, "/", language));
  for (const question of QUESTIONS[language]) {
    await step(`“${question}” has an answer with reasons`, async () => {
      await page.locator("#vraag").fill(question);
      await submit(page.locator("form:has(#vraag)"));
      assert.equal(new URL(page.url()).searchParams.get("vraag"), question);
      assert.equal(await page.locator("#vraag").inputValue(), question);
      await checkAnswer(page);
    });
  }
  await step("a candidate leads to its page, and back to the same answer", async () => {
    const answer = { address: page.url(), text: await mainText(page) };
    const link = page.locator(".schakel-answers h3 a").first();
    const name = (await link.textContent()).trim();
    await link.click();
    await page.waitForURL(/\/register\//);
    assert.equal((await page.locator("h1").textContent()).trim(), name);
    await page.goBack();
    assert.deepEqual({ address: page.url(), text: await mainText(page) }, answer);
  });
  await step("a place in the question is used, and can be taken away", async () => {
    await page.goto(at(portals.main, asked(QUESTIONS[language][1]), language));
    const chip = page.locator(".schakel-understood .schakel-chip");
    assert.ok((await chip.textContent()).includes("Zwolle"), await chip.textContent());
    await chip.click();
    await page.waitForURL(/zonder=municipality/);
    assert.equal(await page.locator(".schakel-understood .schakel-chip").count(), 0);
  });
  await step("the answer leads on to the interview about what was found", async () => {
    await page.locator("aside a[href*='/gesprek']").click();
    await page.waitForURL(/\/gesprek\?.*steun=/);
  });
  await step("the answer is the same in the other language", () => checkOtherLanguage(page, portals, language));
  await step("a question that means nothing leads to a person", async () => {
    await page.goto(at(portals.main, asked("xyzzy"), language));
    assert.equal(await page.locator(".schakel-answers").count(), 0);
    await page.locator("#mens ~ p a[href*='/hulp']").click();
    await page.waitForURL(/\/hulp/);
  });
}

/** At most seven candidates, each with what it is, why, a verdict, and an amount, a deadline and a contact or that they
 * are not known; or else something beside them. */
async function checkAnswer(page) {
  const cards = await page.locator(".schakel-answers > li").evaluateAll((items) => items.map((item) => [
    "h3 a", ".schakel-verdict", ".schakel-answer__what", ".schakel-answer__why",
    ".schakel-answer__facts > div:nth-child(1) dd", ".schakel-answer__facts > div:nth-child(2) dd",
    ".schakel-answer__facts > div:nth-child(3) dd",
  ].filter((part) => !item.querySelector(part)?.textContent.trim())));
  assert.ok(cards.length >= 1 && cards.length <= 7, `${cards.length} candidates`);
  assert.deepEqual(cards.flat(), [], "parts of candidates that say nothing");
}

async function checkOtherLanguage(page, portals, language) {
  const names = () => page.locator(".schakel-answers > li").evaluateAll((items) => items.map((item) => item.id));
  await page.goto(at(portals.main, asked(QUESTIONS[language][0]), language));
  const before = await names();
  await page.locator(".schakel-languages a").click();
  await page.waitForURL((url) => url.pathname === inLanguage("/vraag", language === "nl" ? "en" : "nl"));
  assert.deepEqual(await names(), before);
}

function at(portal, path, language) {
  return new URL(inLanguage(path, language), portal.address).href;
}
