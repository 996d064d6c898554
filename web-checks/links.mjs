// Follows every link to the portal itself: the page answers, the place on it exists, and its HTML is right. Links to
// other hosts are only looked at, never followed.

import { check } from "./report.mjs";
import { htmlProblems } from "./html.mjs";

/** Requests at the same time. */
const REQUESTS_AT_ONCE = 4;

export class Links {
  /** Address without fragment: the statuses to expect, the page that leads there, and the fragments that are named. */
  #wanted = new Map();
  #badHosts = [];
  /** Pages whose HTML was looked at already. */
  #validated = new Set();

  /** Notes the links of a page. A page with mistakes hands on what was typed, so that nothing is lost; so what it leads
   * to may answer as the page itself does. And what can be asked on one day may be a mistake on another. */
  add(page, status, links) {
    this.#validated.add(page);
    for (const { href, otherLanguage } of links) {
      const url = new URL(href);
      const fragment = decodeURIComponent(url.hash.slice(1));
      url.hash = "";
      if (url.host !== new URL(page).host) {
        if (!["http:", "https:", "mailto:", "tel:"].includes(url.protocol)) {
          this.#badHosts.push(`${href} on ${page}`);
        }
        continue;
      }
      const mustBeTheSame = otherLanguage || url.href === page;
      const expected = mustBeTheSame ? [status] : [200, status, ...(onAnotherDay(url.href, page) ? [400] : [])];
      const wanted = this.#wanted.get(url.href) ?? { statuses: expected, from: page, fragments: new Set() };
      if (fragment) {
        wanted.fragments.add(fragment);
      }
      this.#wanted.set(url.href, wanted);
    }
  }

  /** On another day a page has the same parts, so it is validated for today alone. */
  #mustValidate(address) {
    return !this.#validated.has(address) && !new URL(address).searchParams.has("peildatum");
  }

  /** Follows them all. */
  async checkAll(report) {
    report.heading("Links: every page of the portal that a page leads to");
    const broken = [];
    const invalid = [];
    const left = [...this.#wanted];
    const worker = async () => {
      for (let next = left.shift(); next; next = left.shift()) {
        const found = await follow(...next, this.#mustValidate(next[0]));
        broken.push(...found.broken);
        invalid.push(...found.invalid);
      }
    };
    await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, worker));
    report.tell(`${this.#wanted.size} addresses`, [
      check("answers, and the place on the page exists", broken),
      check("HTML", invalid),
      check("links elsewhere are web, mail or telephone addresses", this.#badHosts),
    ]);
  }
}

/** Whether two addresses are the same but for the day. */
function onAnotherDay(one, other) {
  const withoutDay = (address) => {
    const url = new URL(address);
    url.searchParams.delete("peildatum");
    return url.href;
  };
  return withoutDay(one) === withoutDay(other);
}

async function follow(address, wanted, mustValidate) {
  let answer;
  let text;
  try {
    answer = await fetch(address);
    text = await answer.text();
  } catch (error) {
    const why = error.cause?.message ?? error.message;
    return { broken: [`${address} gives no answer (${why}); on ${wanted.from}`], invalid: [] };
  }
  if (!wanted.statuses.includes(answer.status)) {
    return { broken: [`${address} answers ${answer.status}; on ${wanted.from}`], invalid: [] };
  }
  if (!answer.headers.get("content-type")?.startsWith("text/html")) {
    return { broken: [], invalid: [] };
  }
  const absent = [...wanted.fragments].filter((fragment) => !text.includes(`id="${fragment}"`));
  const problems = mustValidate ? await htmlProblems(text) : [];
  return {
    broken: absent.map((fragment) => `${address} has no place #${fragment}; on ${wanted.from}`),
    invalid: problems.length === 0 ? [] : [`${address}\n${problems.slice(0, 3).join("\n")}`],
  };
}
