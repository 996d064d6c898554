// Checks every kind of page, in Dutch and in English: the HTML that is sent, and what a browser makes of it on a phone
// and on a wide screen, in light and in dark.

import axe from "axe-core";
import { check } from "./report.mjs";
import { htmlProblems } from "./html.mjs";
import { KINDS, pathOf } from "./kinds.mjs";

/** What accessibility is measured against: WCAG 2.2, levels A and AA, and axe's best practices. */
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

/** The rules whose outcome depends on the colours; only these are new in the dark. */
const AXE_COLOUR_RULES = ["color-contrast", "link-in-text-block"];

const PHONE = { width: 360, height: 740 };
const WIDE = { width: 1280, height: 900 };

/** The ways to look at a page, one after the other. */
const VIEWS = [
  { name: "360 px", size: PHONE, colorScheme: "light", runOnly: { type: "tag", values: AXE_TAGS } },
  { name: "1280 px", size: WIDE, colorScheme: "light", runOnly: { type: "tag", values: AXE_TAGS } },
  { name: "1280 px, dark", size: WIDE, colorScheme: "dark", runOnly: { type: "rule", values: AXE_COLOUR_RULES } },
];

/** Pages that are open at the same time: as many as a small machine has processors. */
const PAGES_AT_ONCE = 2;

/** Checks all kinds of pages; `links` gathers the links on them. */
export async function checkPages(browser, portals, report, links) {
  report.heading("Pages: status, HTML, accessibility, sideways scrolling, console, hosts");
  const tasks = ["nl", "en"].flatMap((language) => KINDS.map((kind) => ({ kind, language })));
  const worker = async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    for (let task = tasks.shift(); task; task = tasks.shift()) {
      const checks = await checkKind(page, task.kind, task.language, portals, links);
      report.tell(`${task.kind.name}, ${task.language}`, checks);
      page.removeAllListeners();
    }
    await context.close();
  };
  await Promise.all(Array.from({ length: PAGES_AT_ONCE }, worker));
}

async function checkKind(page, kind, language, portals, links) {
  const portal = portals[kind.on ?? "main"];
  return checkPage(page, new URL(pathOf(kind, language), portal.address).href, kind, links);
}

/** Checks the page at an address; `links` gathers the links on it, when anybody wants them. */
export async function checkPage(page, address, kind = {}, links = undefined) {
  const status = kind.status ?? 200;
  const checks = [];
  try {
    const watch = watchPage(page, address, kind.formStatus ?? status);
    await look(page, VIEWS[0]);
    const answer = await page.goto(address);
    const html = kind.act ? await actAndRead(page, kind, answer) : await answer.text();
    checks.push(check("status", answer.status() === status ? [] : [`${answer.status()} instead of ${status}`]));
    checks.push(check("HTML", await htmlProblems(html)));
    links?.add(address, status, await linksOn(page));
    for (const view of VIEWS) {
      checks.push(...await checkInView(page, view));
    }
    checks.push(check("console", watch.messages));
    checks.push(check("other hosts", watch.strangers));
  } catch (error) {
    checks.push(check("the page can be looked at", [error.message]));
  }
  return checks;
}

async function look(page, view) {
  await page.setViewportSize(view.size);
  await page.emulateMedia({ colorScheme: view.colorScheme });
}

async function checkInView(page, view) {
  await look(page, view);
  const folded = await widthProblems(page);
  await setFolds(page, true);
  const unfolded = await widthProblems(page);
  const violations = await axeProblems(page, { runOnly: view.runOnly });
  await setFolds(page, false);
  return [
    check(`sideways scrolling at ${view.name}`, folded),
    check(`sideways scrolling at ${view.name}, all unfolded`, unfolded),
    check(`accessibility at ${view.name}`, violations),
  ];
}

/** Does what a visitor does, and gives the HTML of the page that one then sees. */
async function actAndRead(page, kind, answer) {
  let shown = answer;
  page.on("response", (response) => {
    if (response.request().isNavigationRequest()) {
      shown = response;
    }
  });
  await kind.act(page);
  return shown.text();
}

/** Notes what a page says in the console and which other hosts it asks. */
function watchPage(page, address, status) {
  const messages = [];
  const strangers = [];
  page.on("console", (message) => {
    const { url } = message.location();
    // A browser calls a page that answers 400 or 404 a failure; where that is the right answer, it is none.
    const wanted = status !== 200 && url === address && message.text().includes(`status of ${status}`);
    if (["error", "warning"].includes(message.type()) && !wanted) {
      messages.push(`${message.text()} (${url})`);
    }
  });
  page.on("pageerror", (error) => messages.push(error.message));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.host !== new URL(address).host) {
      strangers.push(url.href);
    }
  });
  return { messages, strangers };
}

/** Opens everything that is folded, so that it is looked at too; the day picker lies over the page and stays. */
async function setFolds(page, open) {
  await page.evaluate((wanted) => {
    const others = wanted ? ":not([open])" : "[data-unfolded]";
    for (const details of document.querySelectorAll(`details:not(.schakel-as-of)${others}`)) {
      details.open = wanted;
      details.toggleAttribute("data-unfolded", wanted);
    }
  }, open);
}

async function axeProblems(page, options) {
  if (!await page.evaluate(() => "axe" in globalThis)) {
    await page.evaluate(axe.source);
  }
  const given = { ...options, resultTypes: ["violations"] };
  const result = await page.evaluate((wanted) => globalThis.axe.run(document, wanted), given);
  return result.violations.map((violation) => {
    const places = violation.nodes.slice(0, 3).map((node) =>
      `  ${node.html.slice(0, 160)}\n    ${node.failureSummary.replaceAll("\n", " ")}`);
    return [`${violation.id} (${violation.nodes.length} times): ${violation.help}`, ...places].join("\n");
  });
}

/** What sticks out to the right, when the page can be scrolled sideways. */
function widthProblems(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= width) {
      return [];
    }
    const right = (element) => Math.round(element.getBoundingClientRect().right);
    const isInScroller = (element) =>
      element && (getComputedStyle(element).overflowX !== "visible" || isInScroller(element.parentElement));
    const sticksOut = (element) => right(element) > width && !isInScroller(element.parentElement);
    const out = [...document.body.querySelectorAll("*")].filter(sticksOut).slice(0, 5);
    const named = out.map((element) => `${element.tagName.toLowerCase()}.${element.className} to ${right(element)}`);
    return [`${document.scrollingElement.scrollWidth} px wide on ${width} px: ${named.join(", ")}`];
  });
}

/** Every address that the page leads to: links, icons and style, with whether it is the page in the other language. */
function linksOn(page) {
  return page.evaluate(() => {
    const found = [...document.querySelectorAll("a[href], link[href]")];
    return found.map((element) => ({ href: element.href, otherLanguage: element.hasAttribute("hreflang") }));
  });
}
