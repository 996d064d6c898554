// Makes the pictures for the README and the documents: always the same for the same pages, because the day is fixed.
// The words on the pages are kept beside them, so that a picture that is no longer true is noticed on every machine,
// whatever its fonts.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FIRM } from "./kinds.mjs";
import { check } from "./report.mjs";

/** The words of every page in a picture. */
const WORDS_FILE = "words.json";

const PAGES = {
  home: "/",
  result: `/wat-past/uitkomst?${FIRM.nl}`,
  register: "/register",
  instrument: "/register/mit-haalbaarheid-oost",
};

/** A picture shows what one sees first; what is further down is not in it. */
const LINES_MAX = 60;

const SIZES = [{ width: 1280, height: 900 }, { width: 360, height: 740 }];

/** Saves what one sees first of each page, on a wide screen and on a phone. */
export async function makeScreenshots(browser, portal, folder) {
  mkdirSync(folder, { recursive: true });
  for (const viewport of SIZES) {
    const context = await browser.newContext({ viewport, colorScheme: "light", reducedMotion: "reduce" });
    const page = await context.newPage();
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(new URL(path, portal.address).href);
      await page.evaluate(() => document.fonts.ready);
      const file = join(folder, `${name}-${viewport.width}.png`);
      await page.screenshot({ path: file, animations: "disabled" });
      console.log(file);
    }
    await context.close();
  }
  writeFileSync(join(folder, WORDS_FILE), `${JSON.stringify(await wordsOfPages(browser, portal), null, 1)}\n`);
}

/** Tells whether the pages still say what they say in the pictures. */
export async function checkScreenshots(browser, portal, folder, report) {
  report.heading("Pictures in the documents");
  const kept = JSON.parse(readFileSync(join(folder, WORDS_FILE), "utf8"));
  const now = await wordsOfPages(browser, portal);
  const changed = Object.keys(PAGES).flatMap((name) => difference(name, kept[name] ?? [], now[name]));
  const advice = changed.length === 0 ? [] : ["`cargo xtask screenshots` makes the pictures anew"];
  report.tell(`${Object.keys(PAGES).length} pages`, [check("still say what the pictures show", [...changed, ...advice])]);
}

function difference(name, kept, now) {
  const line = now.findIndex((text, index) => text !== kept[index]);
  const shorter = kept.length > now.length ? now.length : -1;
  const at = line >= 0 ? line : shorter;
  return at < 0 ? [] : [`${name}: "${now[at] ?? ""}" instead of "${kept[at] ?? ""}"`];
}

async function wordsOfPages(browser, portal) {
  const page = await browser.newPage();
  const words = {};
  for (const [name, path] of Object.entries(PAGES)) {
    await page.goto(new URL(path, portal.address).href);
    const text = await page.evaluate(() => document.body.innerText);
    words[name] = text.split("\n").map((line) => line.trim()).filter((line) => line !== "").slice(0, LINES_MAX);
  }
  await page.close();
  return words;
}
