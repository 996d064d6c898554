// The HTML validator, with the rules of `.htmlvalidate.json`; README.md says why a rule is off.

import { join } from "node:path";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

const validator = new HtmlValidate(new FileSystemConfigLoader());

/** What the validator has to say about a page, in words with line and column; nothing when it is right. */
export async function htmlProblems(html) {
  // The name only tells the validator where to look for its rules.
  const name = join(import.meta.dirname, "page.html");
  const report = await validator.validateString(html, name);
  const lines = html.split("\n");
  return report.results.flatMap((result) => result.messages).map((message) => {
    const text = lines[message.line - 1]?.trim().slice(0, 160) ?? "";
    return `${message.ruleId} at ${message.line}:${message.column}: ${message.message}\n  ${text}`;
  });
}
