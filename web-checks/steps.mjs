// Walking step by step, and what to say when a step fails. The walks themselves are in `flows` and `casework`.

import { stripVTControlCharacters } from "node:util";
import { check } from "./report.mjs";

/** Walks a walk; gives its steps as checks. A step that fails ends the walk, because the next steps stand on it. */
export async function stepsOf(walk, visit) {
  const checks = [];
  const step = async (name, work) => {
    try {
      const result = await work();
      checks.push(check(name, []));
      return result;
    } catch (error) {
      checks.push(check(name, [`${words(error)}\non ${visit.page.url()}`]));
      throw error;
    }
  };
  try {
    await walk(visit, step);
  } catch (error) {
    if (checks.every(({ problems }) => problems.length === 0)) {
      checks.push(check("the way to the first step", [words(error)]));
    }
  }
  return checks;
}

/** What went wrong, without the colours of a terminal. */
function words(error) {
  return stripVTControlCharacters(error.message).split("\n").slice(0, 12).join("\n");
}
