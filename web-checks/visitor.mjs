// What a visitor does and reads on the pages: filling in fields, sending forms, and taking down what a page says.

/** The answers of the walks: twelve employees, a turnover of two million, on its own, in high-tech systems. */
export async function fillFirm(page, language) {
  await page.locator("#f-employees").fill("12");
  await page.locator("#f-turnover").fill(language === "nl" ? "2.000.000" : "2,000,000");
  await unfoldAround(page.locator("#f-themes-htsm"));
  await page.locator(`input[name=autonomous][value=${language === "nl" ? "ja" : "yes"}]`).check();
  await page.locator("#f-themes-htsm").check();
}

/** Unfolds what hides a field or form. */
export async function unfoldAround(field) {
  const folds = field.page().locator("details:not([open])", { has: field });
  for (let left = await folds.count(); left > 0; left -= 1) {
    await folds.first().locator("> summary").click();
  }
}

/** Sends a form with its main button, and waits for the page that follows. */
export async function submit(form) {
  const page = form.page();
  const answered = page.waitForResponse((response) => {
    const redirects = response.status() >= 300 && response.status() < 400;
    return response.request().isNavigationRequest() && !redirects;
  });
  await form.locator("button[type=submit]:not([name]):visible").click();
  await answered;
  await page.waitForLoadState();
}

/** What the form about the firm holds: field name and values, without what is empty, the number and the day. */
export function formValues(page) {
  return page.locator("form:has(#f-employees)").evaluate((form) => {
    const values = {};
    for (const [name, value] of new FormData(form)) {
      if (value !== "" && name !== "kvk" && name !== "peildatum") {
        values[name] = [...(values[name] ?? []), value];
      }
    }
    return values;
  });
}

/** The facts that a result says it knows: label and value. */
export function knownFacts(page) {
  return page.evaluate(() => Object.fromEntries([...document.querySelectorAll(".schakel-known__row")].map((row) =>
    [row.querySelector("dt").textContent.trim(), row.querySelector(".schakel-known__value").textContent.trim()])));
}

/** How many outcomes a result has in each group. */
export function tallies(page) {
  return page.evaluate(() => Object.fromEntries([...document.querySelectorAll(".schakel-tally__link")].map((link) =>
    [link.hash, Number(link.querySelector(".schakel-tally__number").textContent)])));
}

/** All words of a page between header and footer. */
export async function mainText(page) {
  return (await page.locator("main").textContent()).replaceAll(/\s+/g, " ").trim();
}

/** Answers the first question of a form in a way that it takes; gives the name of the fact. */
export async function answerFirstQuestion(form) {
  const field = form.locator("fieldset, .utrecht-form-field").first();
  const control = field.locator("input:not([type=hidden]), select").first();
  const name = await control.getAttribute("name");
  const type = await control.evaluate((element) => (element.tagName === "SELECT" ? "select" : element.type));
  if (type === "select") {
    await control.selectOption({ index: 1 });
  } else if (type === "radio" || type === "checkbox") {
    await control.check();
  } else {
    await control.fill(type === "date" ? "2016-01-01" : "1");
  }
  return name;
}

/** An address without the day that it asks for and without empty fields. */
export function withoutDay(address) {
  const kept = [...address.searchParams].filter(([name, value]) => name !== "peildatum" && value !== "");
  return `${address.pathname}?${new URLSearchParams(kept)}`;
}
