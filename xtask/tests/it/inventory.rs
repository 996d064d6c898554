//! The pack against the inventory.

use xtask::steps::compare_inventory;

const INVENTORY: &str = "\
# Inventory
| id | name |
|---|---|
| INS-001 | MIT |
| INS-002 | voucher, see ORG-009 |
| ORG-047 | Novel-T |
| SYS-A01 (R) | agenda |
";

#[test]
fn rows_are_compared_both_ways() {
    let records = ["+++\ninventory = [\"INS-001\", \"ORG-047\", \"INS-300\"]\n+++\nINS-002\n", "+++\n+++\n"];
    let coverage = compare_inventory(INVENTORY, records);
    assert_eq!(coverage.covered_count, 2);
    assert_eq!(coverage.missing.into_iter().collect::<Vec<_>>(), ["INS-002"]);
    assert_eq!(coverage.unknown.into_iter().collect::<Vec<_>>(), ["INS-300"]);
}
