//! The books in the forms of others: beancount, hledger, a table, and the delivery of a province to the State (Iv3).

mod iv3;
mod iv3_controls;
mod plain_text;

pub use iv3::{Iv3Contact, Iv3Delivery, Iv3Error, Iv3Period, Iv3Setup, iv3_delivery};
pub use iv3_controls::{Iv3Flaw, iv3_flaws};
pub use plain_text::{PlainTextForm, to_plain_text};

use crate::ledger::Ledger;

/// The postings as a table: one line a posting, with a heading; amounts in cents, debit above nought. Fields are between
/// quotes, and none begins with a character that a spreadsheet takes for a formula.
pub fn to_csv(ledger: &Ledger) -> String {
    let mut lines = vec!["day,day_known,decision,part,number,account,debit_cents,reason".to_owned()];
    for entry in ledger.journal() {
        let order = &entry.order;
        let number = order.decision.number.map(|it| it.to_string()).unwrap_or_default();
        let part = order.part.as_ref().map(ToString::to_string).unwrap_or_default();
        for posting in &entry.postings {
            let day = order.decision.day;
            let fields = [
                quoted(&day.latest().to_string()),
                day.is_known().to_string(),
                quoted(order.decision.id.as_str()),
                quoted(&part),
                quoted(&number),
                quoted(&posting.account.to_string()),
                posting.debit.count().to_string(),
                quoted(&order.reason),
            ];
            lines.push(fields.join(","));
        }
    }
    lines.push(String::new());
    lines.join("\r\n")
}

fn quoted(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("\"{}{}\"", if is_formula { "'" } else { "" }, text.replace('"', "\"\""))
}
