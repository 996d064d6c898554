"""Checks a published draw, without any part of Schakel: python3 docs/draw.py FILE

Prints the order that follows from the seed, one application a line, and ends with 1 when the file says otherwise.
The words that go with it are in docs/loting.md.
"""

import hashlib
import json
import sys


def sha256(text):
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def check(draw):
    seed, applications = draw["seed"], draw["applications"]
    order = sorted(applications, key=lambda number: sha256(f"{seed}:{number}"))
    if sha256(seed) != draw["commitment"]:
        yield f"commitment: the file says {draw['commitment']}, SHA-256 of the seed is {sha256(seed)}"
    if not applications or applications != sorted(set(applications)):
        yield "applications: the list is empty, not ascending, or has a number twice"
    if draw["order"] != order:
        yield "order: the file has another order than the one printed above"
    for number in order:
        print(number)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        flaws = list(check(json.load(file)))
    for flaw in flaws:
        print(flaw, file=sys.stderr)
    sys.exit(1 if flaws else 0)
