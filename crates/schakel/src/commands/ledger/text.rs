//! What `schakel ledger balance` prints as text: the same figures as its JSON, in euros. What is not known is said.

use schakel_criteria::Language;
use schakel_register::Cents;
use serde_json::Value as Json;

/// The lines of a document of `schakel ledger balance`.
pub(super) fn lines(document: &Json) -> Vec<String> {
    let mut lines = Vec::new();
    for balance in rows(document, "balances") {
        lines.push(format!(
            "performance {} in {}: {}",
            word(balance, "performance"),
            balance["year"],
            euros(&balance["balance_cents"])
        ));
        for part in rows(balance, "parts") {
            lines.push(format!(
                "  {}  {}  budget {}, realised {}; {}",
                euros(&part["result_cents"]),
                word(part, "programme"),
                euros(&part["budget_cents"]),
                euros(&part["realised_cents"]),
                word(part, "cause"),
            ));
        }
    }
    for reserve in rows(document, "reserves") {
        lines.push(format!("reserve {}", word(reserve, "reserve")));
        for earmark in rows(reserve, "earmarks") {
            let (performance, opening) = (word(earmark, "performance"), euros(&earmark["opening_cents"]));
            lines.push(format!("  for {performance}: opening {opening}, now {}", euros(&earmark["balance_cents"])));
        }
        for it in rows(reserve, "movements") {
            let (cents, state) = (euros(&it["cents"]), word(it, "state"));
            let year = it["accounts_of"].as_i64().map_or_else(|| "year not stated".to_owned(), |year| year.to_string());
            lines.push(format!("  {cents}  {state}, {}, {year}  {}", word(it, "performance"), word(it, "decision")));
        }
        for (year, sum) in reserve["reported_cents"].as_object().into_iter().flatten() {
            lines.push(format!("  {}  all that the accounts of {year} report, proposals included", euros(sum)));
        }
    }
    for amendment in rows(document, "amendments") {
        lines.push(format!("amendment {}: {}", word(amendment, "decision"), word(amendment, "reason")));
        for line in rows(amendment, "lines") {
            let [before, change, after] =
                ["before_cents", "change_cents", "after_cents"].map(|field| euros(&line[field]));
            lines.push(format!("  {}  {before} + {change} = {after}", word(line, "account")));
        }
    }
    for it in rows(document, "prefinancing") {
        let [advanced, received, open] =
            ["advanced_cents", "received_cents", "open_cents"].map(|field| euros(&it[field]));
        lines.push(format!("paid ahead for {}: {advanced}, received {received}, open {open}", word(it, "scheme")));
    }
    for it in rows(document, "proposals") {
        lines.push(format!("proposal {}: {}, {}", word(it, "proposal"), euros(&it["cents"]), word(it, "state")));
    }
    for it in rows(document, "pots") {
        let (firm, provisional) = (euros(&it["firm_cents"]), euros(&it["provisional_cents"]));
        lines.push(format!("pot {}: firm {firm}, in principle {provisional}", word(it, "pot")));
    }
    lines
}

fn rows<'a>(document: &'a Json, field: &str) -> impl Iterator<Item = &'a Json> {
    document[field].as_array().into_iter().flatten()
}

fn word<'a>(row: &'a Json, field: &str) -> &'a str {
    row[field].as_str().unwrap_or("not known")
}

fn euros(cents: &Json) -> String {
    cents.as_i64().map_or_else(|| "not known".to_owned(), |it| Cents::new(it).words(Language::English))
}
