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

/** The ways to look at a page. */
const VIEWS = [
  { name: "360 px", width: 360, height: 740, colorScheme: "light", axe: { runOnly: { type: "tag", values: AXE_TAGS } } },
  { name: "1280 px", width: 1280, height: 900, colorScheme: "light", axe: { runOnly: { type: "tag", values: AXE_TAGS } } },
  { name: "1280 px dark", width: 1280, height: 900, colorScheme: "dark", axe: { runOnly: { type: "rule", values: AXE_COLOUR_RULES } } },
];

/** Pages that are open at the same time: as many as a small machine has processors. */
const PAGES_AT_ONCE = 2;

/** Checks all kinds of pages; `links` gathers the links on them. */
export async function checkPages(browser, portals, report, links) {
  report.heading("Pages: HTML, accessibility, sideways scrolling, console, hosts");
  const views = await Promise.all(VIEWS.map(async (view) => ({ ...view, context: await openView(browser, view) })));
  const tasks = ["nl", "en"].flatMap((language) => KINDS.map((kind) => ({ kind, language })));
  const worker = async () => {
    for (let task = tasks.shift(); task; task = tasks.shift()) {
      await checkKind(task.kind, task.language, { views, portals, report, links });
    }
  };
  await Promise.all(Array.from({ length: PAGES_AT_ONCE }, worker));
  await Promise.all(views.map((view) => view.context.close()));
}

function openView(browser, view) {
  return browser.newContext({ viewport: { width: view.width, height: view.height }, colorScheme: view.colorScheme });
}

async function checkKind(kind, language, { views, portals, report, links }) {
  const portal = kind.keyless ? portals.keyless : portals.main;
  const address = new URL(pathOf(kind, language), portal.address).href;
  const checks = [];
  for (const view of views) {
    const page = await view.context.newPage();
    try {
      checks.push(...await checkInView(page, view, kind, address));
      if (view === views[0]) {
        links.add(address, kind.status ?? 200, await linksOn(page));
      }
    } catch (error) {
      checks.push(check(view.name, [error.message]));
    }
    await page.close();
  }
  report.tell(`${kind.name}, ${language}`, checks);
}

async function checkInView(page, view, kind, address) {
  const watch = watchPage(page, address);
  const answer = await page.goto(address);
  const checks = [];
  if (view.colorScheme === "light" && view.width === VIEWS[0].width) {
    const wanted = kind.status ?? 200;
    checks.push(check("status", answer.status() === wanted ? [] : [`${answer.status()} instead of ${wanted}`]));
    const html = kind.act ? await actAndRead(page, kind) : await answer.text();
    checks.push(check("HTML", await htmlProblems(html)));
  } else if (kind.act) {
    await kind.act(page);
  }
  checks.push(check(`sideways scrolling at ${view.name}`, await widthProblems(page)));
  await unfold(page);
  checks.push(check(`sideways scrolling at ${view.name}, all unfolded`, await widthProblems(page)));
  checks.push(check(`accessibility at ${view.name}`, await axeProblems(page, view.axe)));
  checks.push(check(`console at ${view.name}`, watch.messages(kind.status)));
  checks.push(check(`other hosts at ${view.name}`, watch.strangers()));
  return checks;
}

/** Does what a visitor does, and gives the HTML that the portal then sent (or had sent, when nothing was sent). */
async function actAndRead(page, kind) {
  let last;
  const listen = (response) => {
    if (response.request().isNavigationRequest()) {
      last = response;
    }
  };
  page.on("response", listen);
  await kind.act(page);
  page.off("response", listen);
  return last ? last.text() : page.content();
}

/** Notes what a page says in the console and which other hosts it asks. */
function watchPage(page, address) {
  const messages = [];
  const strangers = new Set();
  const host = new URL(address).host;
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) {
      messages.push({ text: message.text(), url: message.location().url });
    }
  });
  page.on("pageerror", (error) => messages.push({ text: error.message, url: "" }));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.host !== host) {
      strangers.add(url.href);
    }
  });
  return {
    // A browser reports a page that answers 400 or 404 as a failure; here that is the answer we want.
    messages: (status) => messages
      .filter((message) => !(status && message.text.includes(`status of ${status}`) && message.url === address))
      .map((message) => `${message.text} (${message.url})`),
    strangers: () => [...strangers],
  };
}

/** Opens everything that is folded, so that it is looked at too; the day picker lies over the page and stays. */
async function unfold(page) {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details:not(.schakel-as-of)")) {
      details.open = true;
    }
  });
}

async function axeProblems(page, options) {
  await page.evaluate(axe.source);
  const result = await page.evaluate((given) => globalThis.axe.run(document, given), { ...options, resultTypes: ["violations"] });
  return result.violations.map((violation) => {
    const places = violation.nodes.slice(0, 3).map((node) => `\n  ${node.html.slice(0, 160)}\n    ${node.failureSummary.replaceAll("\n", " ")}`);
    return `${violation.id} (${violation.nodes.length} times): ${violation.help}${places.join("")}`;
  });
}

/** What sticks out to the right, when the page can be scrolled sideways. */
function widthProblems(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= width) {
      return [];
    }
    const scrolls = (element) => element && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
    const out = [...document.body.querySelectorAll("*")].filter((element) =>
      element.getBoundingClientRect().right > width + 1 && !scrolls(element.parentElement));
    const named = out.slice(0, 5).map((element) => `${element.tagName.toLowerCase()}.${element.className} to ${Math.round(element.getBoundingClientRect().right)}`);
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
