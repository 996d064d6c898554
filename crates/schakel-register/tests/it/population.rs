//! Counts of firms: what is read, and what is wrong with them.

use insta::assert_snapshot;
use schakel_criteria::Number;
use schakel_register::Spread;

use crate::small_pack::{files_with, good_pack, mistakes};

const GOOD: &str = r#"
source = "agenda"
[[size]]
from = 0
to = 9
[[size]]
from = 10
to = 1000
spread = "orders"
[[branch]]
by_size = [30, 10]
by_form = []
"#;

fn mistakes_in(text: &str) -> String {
    mistakes(&files_with(&[("population.toml", text)]))
}

#[test]
fn a_pack_may_go_without_counts() {
    assert!(good_pack(&files_with(&[])).firm_counts.is_none());
}

#[test]
fn counts_are_read() {
    let text = GOOD.replace("by_form = []", "by_form = []\n[[range]]\nfact = \"employees\"\nfrom = 0\nto = 40");
    let text = text.replace("by_size = [30, 10]", "by_size = [3, 4]");
    let pack = good_pack(&files_with(&[("population.toml", &text)]));
    let counts = pack.firm_counts.unwrap();
    assert_eq!(counts.branches[0].by_size, [3, 4]);
    assert_eq!((counts.sizes[0].spread, counts.sizes[1].spread), (Spread::Even, Spread::Orders));
    assert_eq!(counts.ranges[0].1.to, Number::whole(40));
    assert_eq!(counts.exception_one_in, 1);
}

#[test]
fn counts_that_do_not_add_up_or_do_not_fit() {
    assert_snapshot!(mistakes_in(&GOOD.replace("[30, 10]", "[300, 10]")));
    assert_snapshot!(mistakes_in(&GOOD.replace("[30, 10]", "[30]")));
    assert_snapshot!(mistakes_in(&GOOD.replace("from = 0\nto = 9", "from = 9\nto = 0")));
}

#[test]
fn facts_that_are_not_there_or_of_another_type() {
    let range =
        |fact: &str| format!("{}[[range]]\nfact = \"{fact}\"\nfrom = 0\nto = 4\n", GOOD.replace("30, 10", "3, 1"));
    assert_snapshot!(mistakes_in(&range("employes")));
    let exceptions = format!("{}[exceptions]\nfacts = [\"employees\"]\none_in = 0\n", GOOD.replace("30, 10", "3, 1"));
    assert_snapshot!(mistakes_in(&exceptions));
}
