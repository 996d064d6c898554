// The HTML validator, with the rules of `.htmlvalidate.json`; README.md says why a rule is off.

import { join } from "node:path";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

const validator = new HtmlValidate(new FileSystemConfigLoader());

/** How often the same rule is told about one page. */
const EXAMPLES_MAX = 3;

/** What the validator has to say about a page, in words with line and column; nothing when it is right. */
export async function htmlProblems(html) {
  // The name only tells the validator where to look for its rules.
  const report = await validator.validateString(html, join(import.meta.dirname, "page.html"));
  const lines = html.split("\n");
  const byRule = new Map();
  for (const message of report.results.flatMap((result) => result.messages)) {
    byRule.set(message.ruleId, [...(byRule.get(message.ruleId) ?? []), message]);
  }
  return [...byRule].flatMap(([rule, messages]) => messages.slice(0, EXAMPLES_MAX).map((message) => {
    const text = lines[message.line - 1]?.trim().slice(0, 160) ?? "";
    return `${rule} (${messages.length} times) at ${message.line}:${message.column}: ${message.message}\n  ${text}`;
  }));
}
