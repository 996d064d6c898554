// Checks the pages of the portal in a browser. README.md says what this needs; the modules beside it do the work:
// `pages` and `links` look at every kind of page, `flows` walks through the main job, `screenshots` makes pictures.

import { chromium } from "playwright-core";
import { checkCasework } from "./casework.mjs";
import { checkFlows } from "./flows.mjs";
import { Links } from "./links.mjs";
import { checkPages } from "./pages.mjs";
import { Report, check } from "./report.mjs";
import { checkSchemes } from "./schemes.mjs";
import { checkScreenshots, makeScreenshots } from "./screenshots.mjs";
import { startPortal, startRegister, startStaffedPortal } from "./server.mjs";

/** The day that the portals take for today, so that nothing depends on when the checks run. */
const TODAY = "2026-06-01";

/** An organisation of the pack for which people sign in. */
const ORGANISATION = "kennispoort-regio-zwolle";

const BROWSER_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"];

const { SCHAKEL_BIN, CHROMIUM, SCREENSHOTS_DIR } = process.env;
if (!SCHAKEL_BIN || !CHROMIUM) {
  console.error("Set SCHAKEL_BIN to the program and CHROMIUM to the browser, or run `cargo xtask test`.");
  process.exit(2);
}

const stops = [];
const begin = async (starting) => {
  const started = await starting;
  stops.unshift(() => (started.stop ?? started.close).call(started));
  return started;
};

try {
  const register = await begin(startRegister(process.cwd()));
  const main = await begin(startPortal(SCHAKEL_BIN, TODAY, register));
  const browser = await begin(chromium.launch({ executablePath: CHROMIUM, args: BROWSER_ARGUMENTS }));
  if (SCREENSHOTS_DIR) {
    await makeScreenshots(browser, main, SCREENSHOTS_DIR);
  } else {
    const keyless = await begin(startPortal(SCHAKEL_BIN, TODAY));
    const colleagues = ["nl", "en"].flatMap((language) => [`${language}-true`, `${language}-false`]);
    const staffed = await begin(startStaffedPortal(SCHAKEL_BIN, ORGANISATION, colleagues));
    const portals = { main, keyless, staffed };
    const report = new Report();
    const links = new Links();
    await checkPages(browser, portals, report, links);
    await links.checkAll(report);
    await checkFlows(browser, portals, register, report);
    await checkCasework(browser, SCHAKEL_BIN, report);
    await checkSchemes(browser, SCHAKEL_BIN, report);
    await checkScreenshots(browser, main, "docs/screenshots", report);
    report.heading("The program");
    report.tell("the portals", [check("print nothing after they are ready", [...main.said, ...keyless.said, ...staffed.said])]);
    process.exitCode = report.finish() ? 0 : 1;
  }
} finally {
  for (const stop of stops) {
    await stop();
  }
}
