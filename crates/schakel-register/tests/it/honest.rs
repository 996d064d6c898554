//! Honest values: their words, and sums that hide nothing.

use insta::assert_snapshot;
use proptest::prelude::*;
use schakel_criteria::{Language, Number};
use schakel_register::{Honest, HonestSum, Qualifier, number_with_unit};

fn figure(value: i64, qualifier: Qualifier) -> Honest {
    Honest { value: Some(Number::whole(value)), qualifier, source: None }
}

fn unknown() -> Honest {
    Honest { value: None, qualifier: Qualifier::Unknown, source: None }
}

#[test]
fn every_qualifier_in_words() {
    let line = |(name, qualifier): &(&str, Qualifier)| {
        let words = |language| figure(25_000, *qualifier).words("EUR", language);
        format!("{name}: {} | {}", words(Language::Dutch), words(Language::English))
    };
    let lines: Vec<String> = Qualifier::ALL.iter().map(line).collect();
    assert_snapshot!(lines.join("\n"), @r"
    exact: € 25.000 | € 25,000
    about: ca. € 25.000 | about € 25,000
    more_than: meer dan € 25.000 | more than € 25,000
    at_least: minimaal € 25.000 | at least € 25,000
    less_than: minder dan € 25.000 | less than € 25,000
    at_most: hooguit € 25.000 | at most € 25,000
    part_of: een deel van € 25.000 | part of € 25,000
    provisional: in beginsel € 25.000 | in principle € 25,000
    possible: mogelijk € 25.000 | possibly € 25,000
    intention: voornemen: € 25.000 | intended: € 25,000
    inferred: afgeleid: € 25.000 | inferred: € 25,000
    unknown: nog niet bekend € 25.000 | not known yet € 25,000
    ");
}

#[test]
fn a_figure_without_number_says_so() {
    assert_eq!(unknown().words("EUR", Language::Dutch), "nog niet bekend");
    assert_eq!(unknown().words("EUR", Language::English), "not known yet");
    let possible = Honest { value: None, qualifier: Qualifier::Possible, source: None };
    assert_eq!(possible.words("EUR", Language::Dutch), "mogelijk");
}

#[test]
fn names_of_qualifiers_are_read_back() {
    for (name, qualifier) in Qualifier::ALL {
        assert_eq!((Qualifier::named(name), qualifier.name()), (Some(qualifier), name));
    }
    assert_eq!(Qualifier::named("ongeveer"), None);
}

#[test]
fn numbers_with_their_unit() {
    let check = |text: &str, unit: &str, dutch: &str, english: &str| {
        let number = Number::parse(text).unwrap();
        assert_eq!(number_with_unit(number, unit, Language::Dutch), dutch);
        assert_eq!(number_with_unit(number, unit, Language::English), english);
    };
    check("25000", "EUR", "€\u{a0}25.000", "€\u{a0}25,000");
    check("3750.5", "EUR", "€\u{a0}3.750,50", "€\u{a0}3,750.50");
    check("3750.55", "EUR", "€\u{a0}3.750,55", "€\u{a0}3,750.55");
    check("0.35", "%", "35%", "35%");
    check("0.055", "%", "5,5%", "5.5%");
    check("1234", "aanvragen", "1.234 aanvragen", "1,234 aanvragen");
    check("7", "", "7", "7");
}

#[test]
fn a_sum_keeps_what_is_certain_apart() {
    let sum = HonestSum::of(&[
        figure(20, Qualifier::Provisional),
        figure(3, Qualifier::Exact),
        figure(4, Qualifier::Exact),
        figure(100, Qualifier::PartOf),
        unknown(),
    ]);
    assert_eq!(sum.part(Qualifier::Exact), Some(Number::whole(7)));
    assert_eq!(sum.part(Qualifier::Provisional), Some(Number::whole(20)));
    assert_eq!(sum.part(Qualifier::About), None);
    assert_eq!(sum.without_number, 1);
    let order: Vec<Qualifier> = sum.parts.iter().map(|(qualifier, _)| *qualifier).collect();
    assert_eq!(order, [Qualifier::Exact, Qualifier::PartOf, Qualifier::Provisional]);
}

#[test]
fn a_total_has_the_weakest_qualifier_or_is_not_given() {
    let total = |values: &[Honest]| HonestSum::of(values).together().map(|it| it.words("", Language::English));
    let (exact, about) = (figure(3, Qualifier::Exact), figure(4, Qualifier::About));
    assert_eq!(total(&[exact.clone(), exact.clone()]).as_deref(), Some("6"));
    assert_eq!(total(&[exact.clone(), about.clone()]).as_deref(), Some("about 7"));
    assert_eq!(total(&[exact.clone(), figure(4, Qualifier::MoreThan)]).as_deref(), Some("more than 7"));
    assert_eq!(total(&[about.clone(), figure(4, Qualifier::AtMost)]).as_deref(), Some("about 8"));
    assert_eq!(total(&[]), None);
    assert_eq!(total(&[exact.clone(), figure(100, Qualifier::PartOf)]), None, "a part of something is never added");
    assert_eq!(total(&[exact, unknown()]), None, "what is not known is not nought");
}

fn any_honest() -> impl Strategy<Value = Honest> {
    let qualifier = (0..Qualifier::ALL.len()).prop_map(|index| Qualifier::ALL[index].1);
    (proptest::option::of(-1_000_000_i64..1_000_000), 1_i64..100, qualifier).prop_map(|(value, parts, qualifier)| {
        Honest { value: value.and_then(|value| Number::fraction(value, parts)), qualifier, source: None }
    })
}

proptest! {
    #[test]
    fn the_order_of_a_sum_does_not_matter(
        (values, shuffled) in proptest::collection::vec(any_honest(), 0..20)
            .prop_flat_map(|values| (Just(values.clone()), Just(values).prop_shuffle())),
    ) {
        let sum = HonestSum::of(&values);
        prop_assert_eq!(&sum, &HonestSum::of(&shuffled));
        prop_assert_eq!(sum.together(), HonestSum::of(&shuffled).together());
    }

    #[test]
    fn a_total_is_exact_only_when_everything_is(values in proptest::collection::vec(any_honest(), 1..6)) {
        let all_exact = values.iter().all(|it| it.qualifier == Qualifier::Exact && it.value.is_some());
        let total = HonestSum::of(&values).together();
        prop_assert_eq!(total.is_some_and(|it| it.qualifier == Qualifier::Exact), all_exact);
    }
}
