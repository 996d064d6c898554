// Signing in with a passkey, as somebody of an organisation does: once with a link in a mail to make the passkey, and from
// then on with the device alone. Chromium stands in for the device.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inLanguage } from "./kinds.mjs";

/** How long a mail may take, milliseconds: mail goes out every five seconds. */
const MAIL_WITHIN = 20_000;

/** A device that checks its owner and keeps passkeys. */
const DEVICE = {
  protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
  automaticPresenceSimulation: true,
};

const OWN = "/inloggen/sleutel";
const SIGN_IN = "/inloggen/met-sleutel";

/** Without JavaScript the page says what to do instead; with it a passkey is made, used, refused and removed. */
export async function walkPasskeys(visit, step) {
  const { page, portals: { staffed }, language } = visit;
  const at = (path) => new URL(inLanguage(path, language), staffed.address).href;
  const colleague = staffed.colleagues[`${language}-${visit.javaScriptEnabled}`];
  await step("a link in a mail leads in", async () => {
    const before = new Set(lettersTo(staffed.mail, colleague));
    await page.goto(at(`/inloggen?verder=${OWN}`));
    await page.locator("#email").fill(colleague);
    await page.locator("form:has(#email) button[type=submit]").click();
    await page.waitForLoadState();
    await page.goto(await signInLink(staffed, colleague, before));
    await page.locator("main form button[type=submit]").click();
    await page.waitForURL(/\/inloggen\/sleutel$|\/werk/);
    await page.goto(at(OWN));
  });
  if (!visit.javaScriptEnabled) {
    await step("without JavaScript the pages say what to do", async () => {
      for (const path of [OWN, SIGN_IN]) {
        await page.goto(at(path));
        await page.locator("[data-passkey-note=without]").waitFor({ state: "visible" });
        assert.equal(await page.locator("form[data-passkey]").isVisible(), false, path);
      }
    });
    return;
  }
  const device = await page.context().newCDPSession(page);
  await device.send("WebAuthn.enable");
  const { authenticatorId } = await device.send("WebAuthn.addVirtualAuthenticator", { options: DEVICE });
  const kept = async () => (await device.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
  await step("a passkey is made on the device", async () => {
    await page.locator("[data-passkey=make] button").click();
    await page.waitForURL(/gedaan=gemaakt/);
    assert.equal((await kept()).length, 1);
    assert.equal(await page.locator("input[name=sleutel]").count(), 1);
  });
  await step("a second one on the same device is refused", async () => {
    await page.goto(at(OWN));
    await page.locator("[data-passkey=make] button").click();
    await page.locator("[data-passkey-note=double]").waitFor({ state: "visible" });
    assert.equal((await kept()).length, 1);
  });
  const signIn = async () => {
    await page.goto(at("/inloggen?verder=/werk/afwezig"));
    await page.locator(`a[href*="${SIGN_IN}"]`).click();
    await page.locator("[data-passkey=use] button").click();
  };
  await step("signing out and in with the passkey leads to the page that was asked for", async () => {
    await signOut(page);
    await signIn();
    await page.waitForURL(/\/werk\/afwezig$/);
    assert.equal(await page.locator(".schakel-who__name").count(), 1);
  });
  await step("an answer that is sent again signs nobody in", async () => {
    await signOut(page);
    await page.goto(at(SIGN_IN));
    const [request] = await Promise.all([
      page.waitForRequest((it) => it.method() === "POST"),
      page.locator("[data-passkey=use] button").click(),
    ]);
    const form = request.postData();
    await page.waitForURL(/\/werk/);
    await signOut(page);
    const headers = { "content-type": "application/x-www-form-urlencoded", origin: new URL(staffed.address).origin };
    const again = await page.request.post(at(SIGN_IN), { data: form, headers, maxRedirects: 0 });
    assert.equal(again.status(), 410);
  });
  await step("a passkey that its owner removed opens nothing", async () => {
    await signIn();
    await page.waitForURL(/\/werk\/afwezig$/);
    await page.goto(at(OWN));
    await page.locator("form:has(input[name=sleutel]) button").click();
    await page.waitForURL(/gedaan=verwijderd/);
    assert.equal(await page.locator("input[name=sleutel]").count(), 0);
    await signOut(page);
    const [answer] = await Promise.all([
      page.waitForResponse((it) => it.request().method() === "POST"),
      signIn(),
    ]);
    assert.equal(answer.status(), 403);
  });
}

async function signOut(page) {
  await page.locator(".schakel-who form button").click();
  await page.waitForURL(/\/uitloggen$/);
}

/** The files with letters to an address. */
function lettersTo(folder, address) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".eml"));
  return names.filter((name) => readFileSync(join(folder, name), "utf8").includes(address));
}

/** The link to sign in of the first new letter. */
async function signInLink(portal, address, before) {
  for (const last = Date.now() + MAIL_WITHIN; Date.now() < last;) {
    for (const name of lettersTo(portal.mail, address).filter((it) => !before.has(it))) {
      const letter = readFileSync(join(portal.mail, name), "utf8").replaceAll(/=\r?\n/g, "");
      const found = /\/inloggen\/[0-9a-f]{32}/.exec(letter);
      if (found) {
        return new URL(found[0], portal.address).href;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`no letter to ${address} within ${MAIL_WITHIN} ms`);
}
