//! The books as plain text that other bookkeeping programs read and check: beancount and hledger. What stands on each
//! account at the end is written as an assertion, so that those programs find out when our figures are wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use schakel_register::Cents;
use schakel_time::Date;

use crate::account::{Account, Class};
use crate::entry::Entry;
use crate::ledger::Ledger;

/// A form of plain text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlainTextForm {
    /// Of beancount 3.
    Beancount,
    /// Of hledger 1.25 and later.
    Hledger,
}

/// The books in a form of plain text. Entries without postings stand in it as remarks.
pub fn to_plain_text(ledger: &Ledger, form: PlainTextForm) -> String {
    let mut entries: Vec<&Entry> = ledger.journal().iter().collect();
    entries.sort_by_key(|entry| entry.order.decision.day.latest());
    let names = account_names(&entries);
    let mut text = match form {
        PlainTextForm::Beancount => "option \"operating_currency\" \"EUR\"\n".to_owned(),
        PlainTextForm::Hledger => "commodity 1000.00 EUR\n".to_owned(),
    };
    let first = entries.first().map(|entry| entry.order.decision.day.latest());
    for name in names.values() {
        let line = match (form, first) {
            (PlainTextForm::Beancount, Some(day)) => format!("{day} open {name} EUR"),
            _ => format!("account {name}"),
        };
        text.push_str(&line);
        text.push('\n');
    }
    for entry in &entries {
        text.push('\n');
        text.push_str(&entry_text(entry, &names, form));
    }
    let last = entries.last().map(|entry| entry.order.decision.day.latest());
    if let Some(day) = last.and_then(|day| day.tomorrow().ok()) {
        text.push_str(&assertions(ledger, &names, form, day));
    }
    text
}

fn entry_text(entry: &Entry, names: &BTreeMap<&Account, String>, form: PlainTextForm) -> String {
    let order = &entry.order;
    let (key, day) = (order.key(), order.decision.day);
    let reason = one_line(&order.reason);
    if entry.postings.is_empty() {
        return format!("; {} {key}: {reason} (nothing is posted)\n", day.latest());
    }
    let mut text = match form {
        PlainTextForm::Beancount => {
            let mut head = format!("{} * \"{}\" \"{reason}\"\n  decision: \"{key}\"\n", day.latest(), order.actor);
            if let Some(number) = order.decision.number {
                let _ = writeln!(head, "  number: \"{number}\"");
            }
            if !day.is_known() {
                let _ = writeln!(head, "  decided: \"{day}\"");
            }
            head
        }
        PlainTextForm::Hledger => {
            let remark = if day.is_known() { String::new() } else { format!("  ; decided {day}") };
            format!("{} * ({key}) {reason}{remark}\n", day.latest())
        }
    };
    for posting in &entry.postings {
        let name = names.get(&posting.account).map_or("", String::as_str);
        let _ = writeln!(text, "  {name}  {} EUR", decimal(posting.debit));
    }
    text
}

/// What stands on each account at the end.
fn assertions(ledger: &Ledger, names: &BTreeMap<&Account, String>, form: PlainTextForm, day: Date) -> String {
    let balance = |account: &Account| decimal(account.natural(ledger.balance_of(account)));
    let mut text = String::from("\n");
    if form == PlainTextForm::Hledger {
        let _ = writeln!(text, "{day} * what stands on each account");
    }
    for (account, name) in names {
        let _ = match form {
            PlainTextForm::Beancount => writeln!(text, "{day} balance {name}  {} EUR", balance(account)),
            PlainTextForm::Hledger => writeln!(text, "  {name}  0.00 EUR = {} EUR", balance(account)),
        };
    }
    text
}

/// A name for each account in the form that both programs take; no two accounts share one.
fn account_names<'a>(entries: &[&'a Entry]) -> BTreeMap<&'a Account, String> {
    let accounts: BTreeSet<&Account> =
        entries.iter().flat_map(|entry| &entry.postings).map(|posting| &posting.account).collect();
    let mut taken = BTreeSet::new();
    let mut names = BTreeMap::new();
    for account in accounts {
        let base = account_name(account);
        let mut name = base.clone();
        let mut copy = 1;
        while !taken.insert(name.clone()) {
            copy += 1;
            name = format!("{base}-{copy}");
        }
        names.insert(account, name);
    }
    names
}

fn account_name(account: &Account) -> String {
    let root = match account.class() {
        Class::Asset => "Assets",
        Class::Liability => "Liabilities",
        Class::Equity => "Equity",
        Class::Income => "Income",
        Class::Expense => "Expenses",
    };
    let parts = account.path();
    let parts = parts.iter().map(|part| component(part));
    [root.to_owned()].into_iter().chain(parts).collect::<Vec<_>>().join(":")
}

/// A part of a name: a capital or a digit first, then letters, digits and hyphens.
fn component(part: &str) -> String {
    let clean = part.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' });
    let mut clean = clean.collect::<String>();
    if let Some(first) = clean.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    clean
}

/// Without what the forms read as something else.
fn one_line(text: &str) -> String {
    let kept = |it: char| match it {
        '"' | '\\' => '\'',
        ';' => ',',
        it if it.is_control() => ' ',
        it => it,
    };
    text.chars().map(kept).collect::<String>().trim().to_owned()
}

fn decimal(amount: Cents) -> String {
    let cents = amount.count();
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
}
