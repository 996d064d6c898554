// Keeps count of what was checked and prints it. A subject is a page or a walk through the portal; a check is one thing
// that must hold of it. What is checked lives in the other modules.

export class Report {
  #checks = 0;
  #failures = 0;
  #begun = Date.now();

  /** Begins a part, and says how far the clock is. */
  heading(text) {
    console.log(`\n${text} (after ${this.#seconds()} seconds)`);
  }

  #seconds() {
    return Math.round((Date.now() - this.#begun) / 1000);
  }

  /** Prints one line for a subject, and under it everything that does not hold. */
  tell(subject, checks) {
    const failed = checks.filter((check) => check.problems.length > 0);
    this.#checks += checks.length;
    this.#failures += failed.length;
    console.log(`  ${failed.length === 0 ? "ok  " : "FAIL"} ${subject} (${checks.length} checks)`);
    for (const check of failed) {
      console.log(`       ${check.name}:`);
      for (const problem of check.problems) {
        console.log(`         ${problem.replaceAll("\n", "\n         ")}`);
      }
    }
  }

  /** Prints the count; says whether everything holds. */
  finish() {
    const failures = this.#failures === 0 ? "all hold" : `${this.#failures} do not hold`;
    console.log(`\n${this.#checks} checks of the pages, ${failures}; ${this.#seconds()} seconds`);
    return this.#failures === 0;
  }
}

/** A check with its problems in words; none when it holds. */
export function check(name, problems) {
  return { name, problems };
}
