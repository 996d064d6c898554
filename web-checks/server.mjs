// Starts what the checks talk to: the program itself, and a stand-in for the Handelsregister.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { join } from "node:path";

/** How long the program may take until it says that it is ready, milliseconds. */
const READY_WITHIN = 30_000;

/** The number that the stand-in knows. */
export const KNOWN_NUMBER = "69599084";

/** A number that it does not know. */
export const UNKNOWN_NUMBER = "12345679";

/**
 * Starts the portal on a free port of this machine, as if it were `day`.
 * With a register it may look up numbers there; without one it has no key. What it keeps is gone when it stops, unless
 * a folder is named: then the database and the mail are there. `pack` is the folder of another pack than the usual one.
 * `said` is what it prints after it is ready.
 */
export async function startPortal(program, day, register, folder, pack) {
  const environment = { ...process.env };
  delete environment.SCHAKEL_KVK_URL;
  delete environment.SCHAKEL_KVK_KEY;
  if (register) {
    environment.SCHAKEL_KVK_URL = register.address;
    environment.SCHAKEL_KVK_KEY = register.key;
  }
  const kept = folder ? ["--database", databaseIn(folder), "--mail", mailIn(folder)] : ["--database", "sqlite::memory:"];
  const from = pack ? ["--pack", pack] : [];
  return serve(program, ["--listen", "127.0.0.1:0", "--as-of", day, ...from, ...kept], environment);
}

/**
 * Starts the portal for people who work with it: an organisation, and for each of the names a colleague with an address.
 * Passkeys need an address with a name. Letters are written to the folder `mail`.
 */
export async function startStaffedPortal(program, organisation, names) {
  const folder = mkdtempSync(join(tmpdir(), "schakel-web-checks-"));
  const database = databaseIn(folder);
  const colleagues = Object.fromEntries(names.map((name) => [name, `${name.toLowerCase()}@loket.example`]));
  for (const address of Object.values(colleagues)) {
    const role = ["--organisation", organisation, "--role", "adviser", "--database", database];
    execFileSync(program, ["staff", "add", address, ...role], { stdio: "ignore" });
  }
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const mail = mailIn(folder);
  const arguments_ = ["--listen", `127.0.0.1:${port}`, "--address", address, "--database", database, "--mail", mail];
  const portal = await serve(program, arguments_, process.env);
  const stop = async () => {
    await portal.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...portal, address, mail, colleagues, stop };
}

async function serve(program, arguments_, environment) {
  const portal = spawn(program, ["serve", ...arguments_], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  const address = await readyAddress(portal, said);
  const stop = () => new Promise((resolve) => {
    portal.once("exit", resolve);
    portal.kill();
  });
  return { address, said, stop };
}

/** The address of the database in a folder. */
export function databaseIn(folder) {
  return `sqlite:${join(folder, "schakel.db")}`;
}

/** The folder with the mail that went out. */
export function mailIn(folder) {
  return join(folder, "mail");
}

/** A port that nobody listens on at the moment. */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The address that the portal says it serves. Where mail goes is no complaint; everything else that it prints is one, and
 * goes to `said`. */
function readyAddress(portal, said) {
  return new Promise((resolve, reject) => {
    const fail = (what) => reject(new Error(`the portal ${what}\n${said.join("\n")}`));
    const late = setTimeout(() => fail("does not say that it is ready"), READY_WITHIN);
    portal.on("error", (error) => fail(`cannot be started: ${error.message}`));
    portal.on("exit", (code) => fail(`stopped with code ${code} before it was ready`));
    createInterface({ input: portal.stderr }).on("line", (line) => said.push(line));
    createInterface({ input: portal.stdout }).on("line", (line) => {
      const found = /^Schakel: (http:\/\/\S+)$/.exec(line);
      if (found) {
        clearTimeout(late);
        resolve(found[1]);
      } else if (!line.startsWith("Mail: ")) {
        said.push(line);
      }
    });
  });
}

/**
 * Starts the stand-in. It answers as the Handelsregister does (API Basisprofiel v1): the profile of one firm, and for
 * every other number that there is none. Who brings no key is refused.
 */
export async function startRegister(root) {
  const key = "key-for-checks";
  const profile = knownProfile(root);
  const server = createServer((request, response) => {
    const answer = (status, body) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    if (request.headers.apikey !== key) {
      answer(401, { fault: { faultstring: "Invalid ApiKey" } });
    } else if (request.url === `/v1/basisprofielen/${KNOWN_NUMBER}`) {
      answer(200, profile);
    } else {
      answer(404, { fout: [{ code: "IPD5200", omschrijving: "Er zijn geen gegevens gevonden." }] });
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${server.address().port}`;
  return { address, key, profile, stop: () => server.close() };
}

/** The answer that the register itself publishes for its test environment, when it is at hand; else one like it. */
function knownProfile(root) {
  const published = join(root, "..", "shared", "data", "kvk-test", "basisprofiel_response.json");
  return existsSync(published) ? JSON.parse(readFileSync(published, "utf8")) : MADE_UP_PROFILE;
}

const MADE_UP_PROFILE = {
  kvkNummer: KNOWN_NUMBER,
  naam: "Verzonnen Voorbeeld",
  formeleRegistratiedatum: "20170710",
  materieleRegistratie: { datumAanvang: "20170108" },
  totaalWerkzamePersonen: 1,
  sbiActiviteiten: [{ sbiCode: "1011", sbiOmschrijving: "Slachterijen (geen pluimvee-)", indHoofdactiviteit: "Ja" }],
  _embedded: {
    hoofdvestiging: {
      vestigingsnummer: "000000000000",
      kvkNummer: KNOWN_NUMBER,
      adressen: [{ type: "bezoekadres", straatnaam: "Voorbeeldweg", huisnummer: 1, plaats: "Zwolle" }],
    },
    eigenaar: { rechtsvorm: "Eenmanszaak", uitgebreideRechtsvorm: "Eenmanszaak" },
  },
};
