// A portal in which several people have a part in the same thing: each with a browser of their own, mail that is read from
// the folder, and days that pass. The walks themselves are in `casework` and `schemes`.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inLanguage } from "./kinds.mjs";
import { checkPage } from "./pages.mjs";
import { check } from "./report.mjs";
import { databaseIn, mailIn, startPortal } from "./server.mjs";

/** How long a letter may take to arrive, milliseconds: the portal sends every five seconds. */
export const MAIL_WITHIN = 20_000;

/** How long a step may wait for what it expects, milliseconds. */
const STEP_WITHIN = 20_000;

/** The portal with its database and mail, and everybody's browser. */
export class Town {
  /** `staff` says of each name the address, the organisation and the role; `pack` is the folder of another pack. */
  constructor({ browser, program, folder, language, javaScriptEnabled, staff, pack }) {
    Object.assign(this, { browser, program, folder, language, javaScriptEnabled, staff, pack, seen: {} });
    for (const [email, organisation, role] of Object.values(staff)) {
      const where = ["--organisation", organisation, "--role", role, "--database", databaseIn(folder)];
      execFileSync(program, ["staff", "add", email, ...where], { stdio: "pipe" });
    }
  }

  async open(day) {
    this.portal = await startPortal(this.program, day, undefined, this.folder, this.pack);
  }

  /** The same database some days later. */
  async later(day) {
    await this.portal.stop();
    const before = this.portal.address;
    await this.open(day);
    // A cookie hangs on the machine and not on its port, so everybody stays signed in.
    this.moved = { from: before, to: this.portal.address };
  }

  /** The page of somebody, in a browser of their own. */
  async of(who) {
    if (!this.seen[who]) {
      const { javaScriptEnabled } = this;
      const context = await this.browser.newContext({ javaScriptEnabled, viewport: { width: 1280, height: 900 } });
      context.setDefaultTimeout(STEP_WITHIN);
      this.seen[who] = await context.newPage();
    }
    this.page = this.seen[who];
    return this.page;
  }

  at(path) {
    return new URL(inLanguage(path, this.language), this.portal.address).href;
  }

  async go(who, path) {
    const page = await this.of(who);
    await page.goto(this.at(path));
    return page;
  }

  /** The link to a path in the newest letter that has one, of those after the first `before`. */
  async linkFor(email, path, before = 0) {
    const until = Date.now() + MAIL_WITHIN;
    const link = new RegExp(`http://\\S*${path}\\S+`);
    for (;;) {
      const found = this.letters(email).slice(before).map((letter) => link.exec(letter)?.[0]).filter(Boolean);
      if (found.length > 0) {
        return found.at(-1);
      }
      assert.ok(Date.now() < until, `no letter to ${email} with a link to ${path} after ${MAIL_WITHIN} milliseconds`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  letters(email) {
    let names = [];
    try {
      names = readdirSync(mailIn(this.folder)).filter((name) => name.endsWith(".eml")).sort();
    } catch {
      return [];
    }
    const letters = names.map((name) => plainWords(readFileSync(join(mailIn(this.folder), name), "utf8")));
    return letters.filter((letter) => new RegExp(`^To: .*${email}`, "m").test(letter));
  }

  /** Signs a member of staff in by the link in the mail. */
  async signIn(who) {
    const [email] = this.staff[who];
    const before = this.letters(email).length;
    const page = await this.go(who, "/inloggen");
    await page.locator("#email").fill(email);
    await page.locator("form:has(#email) button[type=submit]").click();
    await page.goto(await this.linkFor(email, "/inloggen/", before));
    await page.locator("main form button[type=submit]").click();
    await page.goto(this.at("/werk"));
    assert.match(page.url(), /\/werk$/);
  }

  /** Checks pages as somebody sees them, now that something stands on them. */
  async checkPages(who, paths, report) {
    // The checks run in the page, so this browser has JavaScript whoever walked without it.
    const storageState = await (await this.of(who)).context().storageState();
    const context = await this.browser.newContext({ storageState });
    const page = await context.newPage();
    for (const path of paths) {
      const checks = await checkPage(page, this.at(path));
      checks.push(check("it is the page itself", page.url() === this.at(path) ? [] : [page.url()]));
      report.tell(`${withoutSecret(path)} for ${who}, ${this.language}`, checks);
      page.removeAllListeners();
    }
    await context.close();
  }

  async close() {
    for (const page of Object.values(this.seen)) {
      await page.context().close();
    }
    await this.portal?.stop();
  }
}

/** A path without the secret in it, which is another one in every run. */
function withoutSecret(path) {
  return path.replace(/\/[0-9a-f]{32}/, "/…");
}

/** A letter without the line breaks of its transport. */
function plainWords(text) {
  const bytes = (run) => Buffer.from(run.replaceAll("=", ""), "hex").toString("utf8");
  return text.replaceAll(/=\r?\n/g, "").replaceAll(/(?:=[0-9A-F]{2})+/g, bytes);
}
