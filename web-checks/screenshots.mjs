// Makes the pictures for the README and the documents: always the same for the same pages, because the day is fixed.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { FIRM } from "./kinds.mjs";

const PAGES = {
  home: "/",
  result: `/wat-past/uitkomst?${FIRM.nl}`,
  register: "/register",
  instrument: "/register/mit-haalbaarheid-oost",
};

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
}
