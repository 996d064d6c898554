"""Lets others check what schakel-ledger writes: beancount its journals, the schema of the State and its lists of codes the
deliveries. Arguments: a folder of exports, and the folder of the Iv3 standard or nothing."""

import json
import sys
from pathlib import Path

from beancount import loader
from jsonschema import Draft7Validator


def main() -> int:
    folder = Path(sys.argv[1])
    flaws = beancount_flaws(sorted(folder.glob("*.beancount")))
    if len(sys.argv) > 2:
        flaws += delivery_flaws(sorted(folder.glob("*.iv3.json")), Path(sys.argv[2]))
    for flaw in flaws[:20]:
        print(flaw)
    return 1 if flaws else 0


def beancount_flaws(files):
    if not files:
        return ["there is nothing for beancount to check"]
    flaws = []
    for file in files:
        _, errors, _ = loader.load_file(str(file))
        flaws += [f"{file}: {error.message}" for error in errors]
    print(f"beancount read {len(files)} ledgers")
    return flaws


def delivery_flaws(files, standard):
    if not files:
        return ["there is no delivery to check"]
    validator = Draft7Validator(json.loads((standard / "iv3_data_schema_v2_1_1.json").read_text()))
    definitions = json.loads((standard / "iv3_definities_Provincie_2026.json").read_text())
    lists = {name: codes(tree) for name, tree in definitions["codelijsten"].items()}
    grey = {part: {tuple(cell.values()) for cell in cells} for part, cells in definitions["grijze_cellen"].items()}
    parts = {
        "lasten": ("taakveld", "categorie_lasten"),
        "baten": ("taakveld", "categorie_baten"),
        "balans_lasten": ("balanscode", "categorie_lasten"),
        "balans_baten": ("balanscode", "categorie_baten"),
    }
    flaws = []
    for file in files:
        delivery = json.loads(file.read_text())
        flaws += [f"{file}: {error.message}" for error in validator.iter_errors(delivery)]
        for part, (place, categories) in parts.items():
            for row in delivery["data"][part]:
                pair = (row[place], row["categorie"])
                known = row[place] in lists[place] and row["categorie"] in lists[categories]
                if not known or pair in grey[part]:
                    flaws.append(f"{file}: {part} may not hold {pair}")
        for row in delivery["data"]["balans_standen"]:
            if row["balanscode"] not in lists["balanscode"] or row["standper"] not in lists["standper"]:
                flaws.append(f"{file}: no such standing {row}")
    print(f"the schema and the lists of the State were held against {len(files)} deliveries")
    return flaws


def codes(tree):
    """The codes of a list, those within others included."""
    found = set()
    unseen = list(tree["codelijst"])
    while unseen:
        item = unseen.pop()
        found.add(item["code"])
        unseen += item.get("subcodes", [])
    return found


if __name__ == "__main__":
    sys.exit(main())
