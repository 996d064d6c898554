// The kinds of pages that the portal has, each with an address that shows it. A kind that has more than one face (with
// and without a result, with a mistake, for another day) is listed once per face.

import { KNOWN_NUMBER, UNKNOWN_NUMBER } from "./server.mjs";

/** A firm with a few answers, in the way of writing of each language. */
export const FIRM = {
  nl: "plan=feasibility&municipality=GM0193&employees=12&turnover=2.000.000&autonomous=ja&themes=htsm",
  en: "plan=feasibility&municipality=GM0193&employees=12&turnover=2,000,000&autonomous=yes&themes=htsm",
};

/** The costs of a project in two years of the past day. */
const COSTS = "kosten-secondment-2017=80000&kosten-secondment-2018=150000.50&kosten-experimental-development-2017=20000" +
  "&kosten-knowledge-transfer-2017=9000&steun-dag-1=2016-03-01&steun-bedrag-1=20000";

/** Questions as entrepreneurs ask them. The second and third name a place. */
export const QUESTIONS = {
  nl: [
    "Mijn dochter neemt het bedrijf over",
    "Ik wil in Zwolle een robot laten lassen",
    "Wie helpt mij in Deventer met subsidie voor een nieuw idee?",
    "De bank wil niet",
    "Ons product werkt in het lab, wat nu?",
    "Ik zoek een partner in Duitsland",
    "Waar kan ik kunststof testen?",
    "Ik wil mijn personeel scholen",
    "Ik wil met de universiteit samenwerken",
    "Mijn bedrijf zit in zwaar weer",
  ],
  en: [
    "My daughter is taking over the business",
    "I want a robot to do the welding in Zwolle",
    "Who in Deventer helps me with a grant for a new idea?",
    "The bank says no",
    "Our product works in the lab, what now?",
    "I am looking for a partner in Germany",
    "Where can I test plastics?",
    "I want to train my staff",
    "I want to work with a university",
    "My firm is in trouble",
  ],
};

/** The path of the answer to a question. */
export function asked(question) {
  return `/vraag?${new URLSearchParams({ vraag: question })}`;
}

/** "No", as each language writes it. */
const NO = { nl: "nee", en: "no" };

/** A day on which the papers of the first pack were in force. */
export const PAST_DAY = "2017-05-01";

/**
 * Every kind: its name, its path without the language (or a function of the language), the status that it answers, and
 * for a page that only a form leads to, what a visitor does to get there. `on` names another portal than the
 * main one: `keyless` has no key for the register, `staffed` an address for which passkeys can be made.
 */
export const KINDS = [
  { name: "accounts", path: "/verantwoording" },
  { name: "page of the accounts", path: "/verantwoording/5.3.2/2017" },
  { name: "page of the accounts without a text on the finances", path: "/verantwoording/5.4.1/2017" },
  { name: "page of the accounts that is not there", path: "/verantwoording/3.4.4/2017", status: 404 },
  { name: "figures of the accounts", path: "/verantwoording/cijfers" },
  { name: "figures of another year", path: "/verantwoording/cijfers?jaar=2018" },
  { name: "indicator", path: "/verantwoording/cijfers/events" },
  { name: "indicator that is not known yet", path: "/verantwoording/cijfers/mit-rd-projects" },
  { name: "home", path: "/" },
  { name: "home on another day", path: `/?peildatum=${PAST_DAY}`, act: openDayPicker },
  { name: "question box", path: "/vraag" },
  { name: "answer", path: (language) => asked(QUESTIONS[language][0]) },
  { name: "answer with a place taken from the question", path: (language) => asked(QUESTIONS[language][1]) },
  { name: "answer with facts on another day", path: (language) => `${asked(QUESTIONS[language][2])}&employees=12&peildatum=${PAST_DAY}` },
  { name: "answer with nothing found", path: asked("xyzzy") },
  { name: "form", path: "/wat-past" },
  { name: "form with answers", path: (language) => `/wat-past?${FIRM[language]}&project_costs=90000` },
  { name: "form with mistakes", path: "/wat-past/uitkomst?employees=veel&trl=12&plan=innovate", status: 400 },
  { name: "form filled by the register", path: "/wat-past", act: (page) => lookUp(page, KNOWN_NUMBER) },
  { name: "form with an unknown number", path: "/wat-past", act: (page) => lookUp(page, UNKNOWN_NUMBER) },
  { name: "form without a key", path: "/wat-past", on: "keyless" },
  { name: "result", path: (language) => `/wat-past/uitkomst?${FIRM[language]}` },
  { name: "result on another day", path: (language) => `/wat-past/uitkomst?${FIRM[language]}&peildatum=${PAST_DAY}` },
  { name: "result without answers", path: "/wat-past/uitkomst" },
  { name: "interview", path: "/gesprek" },
  { name: "interview without a key", path: "/gesprek", on: "keyless" },
  { name: "interview with an answer", path: "/gesprek?municipality=GM0193&gevraagd=municipality" },
  { name: "interview about a shortlist", path: `/gesprek?steun=mit-haalbaarheid-oost,bmkb&peildatum=${PAST_DAY}` },
  { name: "interview with a mistake", path: "/gesprek?vraag=employees&employees=veel&steun=bmkb", status: 400 },
  { name: "interview at its end", path: "/gesprek?plan=export&steun=bmkb" },
  { name: "financing plan, form", path: "/financieringsplan" },
  { name: "financing plan, a year more", path: "/financieringsplan", act: addYear },
  { name: "financing plan, form with answers",
    path: (language) => `/financieringsplan?${FIRM[language]}&${COSTS}&peildatum=${PAST_DAY}` },
  { name: "financing plan, mistakes", status: 400,
    path: `/financieringsplan/uitkomst?kosten-training-2017=veel&steun-dag-1=2016-03-01&peildatum=${PAST_DAY}` },
  { name: "financing plan, result",
    path: (language) => `/financieringsplan/uitkomst?${FIRM[language]}&${COSTS}&peildatum=${PAST_DAY}` },
  { name: "financing plan, nothing found", path: `/financieringsplan/uitkomst?kosten-other-2017=5000&peildatum=${PAST_DAY}` },
  { name: "roadmap", path: (language) => `/routekaart?${FIRM[language]}` },
  { name: "roadmap on another day", path: (language) => `/routekaart?${FIRM[language]}&peildatum=${PAST_DAY}` },
  { name: "roadmap without answers", path: "/routekaart" },
  { name: "roadmap with rules that clash", path: `/routekaart?doel=mit-haalbaarheid-oost&doel=mit-haalbaarheid-landelijk&doel=vff-mkb&peildatum=${PAST_DAY}` },
  { name: "roadmap, situation and intake", path: (language) => `/routekaart?${FIRM[language]}&knows_how=${NO[language]}`, act: openIntake },
  { name: "roadmap for who does not want to", path: (language) => `/routekaart?${FIRM[language]}&wants_to_start=${NO[language]}` },
  { name: "roadmap with readiness that grew", path: (language) => `/routekaart?${FIRM[language]}&klaar=&peildatum=${PAST_DAY}` },
  { name: "saved roadmap", path: (language) => `/routekaart?${FIRM[language]}`, act: saveRoadmap },
  { name: "saved roadmap that does not exist", path: "/routekaart/00000000000000000000000000000000", status: 404 },
  { name: "register", path: "/register" },
  { name: "register, second part", path: "/register?bladzijde=2" },
  { name: "register with filters", path: "/register?behoefte=finance&soort=loan&gemeente=GM0193&zoek=krediet" },
  { name: "register with nothing found", path: "/register?zoek=xyzzy" },
  { name: "register with a wrong filter", path: "/register?soort=bestaat-niet" },
  { name: "instrument", path: "/register/mit-haalbaarheid-oost" },
  { name: "instrument on another day", path: `/register/mit-haalbaarheid-oost?peildatum=${PAST_DAY}` },
  { name: "loan", path: "/register/bmkb" },
  { name: "facility", path: "/register/polymer-science-park-zwolle" },
  { name: "organisations", path: "/organisaties" },
  { name: "organisations with a search", path: "/organisaties?zoek=oost" },
  { name: "organisation", path: "/organisaties/rvo" },
  { name: "front door", path: "/loket" },
  { name: "signs of difficulty", path: "/zwaar-weer" },
  { name: "front door found", path: "/loket?gemeente=GM0193" },
  { name: "checking a draw", path: "/loting" },
  { name: "checking a receipt", path: "/ontvangstbewijs" },
  { name: "application that does not exist", path: "/aanvraag/00000000000000000000000000000000", status: 404 },
  { name: "rounds", path: "/regelingen" },
  { name: "rounds with a status", path: "/regelingen?status=closed" },
  { name: "agreements", path: "/afspraken" },
  { name: "agreements of a party, overdue", path: "/afspraken?partij=provincie-overijssel&te-laat=ja&peildatum=2016-07-02" },
  { name: "agreement", path: "/afspraken/de-mit-samen-voortzetten-en-uitbouwen" },
  { name: "agreement that is overdue", path: "/afspraken/betere-afspraken-tussen-tkis-en-roms?peildatum=2016-07-02" },
  { name: "topics of the agenda", path: "/afspraken/onderwerpen?provincie=PV23" },
  { name: "topic that is refused", path: "/afspraken/onderwerpen?voorstel=grensoverschrijdende+economie" },
  { name: "steering of the agenda", path: "/afspraken/sturing" },
  { name: "report on progress", path: "/afspraken/rapportage/2016-07-01" },
  { name: "recommendations", path: "/aanbevelingen" },
  { name: "recommendations without an answer", path: "/aanbevelingen?open=ja" },
  { name: "findings about the system", path: "/bevindingen" },
  { name: "round with points", path: "/regelingen/mit-rd-landelijk-2025" },
  { name: "round with money and what changed", path: "/regelingen/mit-haalbaarheid-landelijk-2017" },
  { name: "themes", path: "/themas" },
  { name: "themes of a part of the country", path: "/themas/oost" },
  { name: "record", path: "/dossiers/mit" },
  { name: "about", path: "/over" },
  { name: "accessibility", path: "/toegankelijkheid" },
  { name: "signing in", path: "/inloggen" },
  { name: "signing in, no address", path: "/inloggen", act: askWithoutAddress, formStatus: 400 },
  { name: "signing in, look in your mail", path: "/inloggen", act: askForLink },
  { name: "signing in, several ways", path: "/inloggen", on: "staffed" },
  { name: "signing in with a passkey", path: "/inloggen/met-sleutel", on: "staffed" },
  { name: "signing in, unknown link", path: "/inloggen/00000000000000000000000000000000", status: 404 },
  { name: "question to a person", path: "/hulp" },
  { name: "question to a person with what was told", path: (language) => `/hulp?${FIRM[language]}&vraag=Ik+wil+hulp` },
  { name: "question to a person, mistakes", path: "/hulp", act: askNothing, formStatus: 400 },
  { name: "own question", path: "/hulp", act: askPerson },
  { name: "own question that does not exist", path: "/mijn-vraag/00000000000000000000000000000000", status: 404 },
  { name: "referral that does not exist", path: "/verwijzing/00000000000000000000000000000000", status: 404 },
  { name: "page that is missing", path: "/register/bestaat-niet", status: 404 },
];

/** The path of a kind in a language. */
export function pathOf(kind, language) {
  const path = typeof kind.path === "function" ? kind.path(language) : kind.path;
  return inLanguage(path, language);
}

/** A path without language as the address in that language: `/register` and `/en/register`. */
export function inLanguage(path, language) {
  if (language === "nl") {
    return path;
  }
  return path === "/" || path.startsWith("/?") ? `/en${path.slice(1)}` : `/en${path}`;
}

/** Looks up a number of the Handelsregister in the form. */
export async function lookUp(page, number) {
  await page.locator("input[name=kvk]").fill(number);
  await page.locator("button[name=ophalen]").click();
  await page.locator(".utrecht-alert--ok, #kvk-error").first().waitFor();
}

async function addYear(page) {
  await page.locator("button[name=meer]").click();
  await page.locator("details[id^=jaar-]").nth(2).waitFor();
}

/** Saves the roadmap on the page, and waits for its own address. */
export async function saveRoadmap(page) {
  await page.locator("section[aria-labelledby=bewaren] form button").click();
  await page.waitForURL(/\/routekaart\/[0-9a-f]{32}$/);
}

async function openIntake(page) {
  await page.locator("section[aria-labelledby=situatie] details > summary").click();
}

async function openDayPicker(page) {
  await page.locator("details.schakel-as-of > summary").click();
}

/** Asks for a link to sign in. */
async function askForLink(page) {
  await page.locator("input[name=email]").fill("niemand@example.nl");
  await page.locator("main form button").click();
  await page.locator("#geen-mail").waitFor();
}

/** Asks for a link to sign in with something that is no address. */
async function askWithoutAddress(page) {
  await page.locator("input[name=email]").fill("niemand");
  await page.locator("main form button").click();
  await page.locator("#email-error").waitFor();
}

async function askNothing(page) {
  await page.locator(".schakel-send button.nl-button--primary").click();
  await page.locator(".utrecht-alert--error").waitFor();
}

/** Asks a question, and waits for its own page. */
export async function askPerson(page) {
  await page.locator("#vraag").fill("Wie kan met mij meedenken over een lasrobot?");
  await page.locator("#email").fill("vraag@bedrijf.example");
  await page.locator(".schakel-send button.nl-button--primary").click();
  await page.locator(".schakel-case__timeline").waitFor();
}
