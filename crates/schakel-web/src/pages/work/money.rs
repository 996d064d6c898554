//! Public money: what performances and programmes have, spent and owe, what reserves keep, how the budget was changed, and
//! what is only proposed. Every figure leads to its postings. What the figures are lives in `schakel-ledger`.

use axum::extract::Path;
use axum::response::Response;
use schakel_account::decision_view;
use schakel_desk::{BooksError, BooksNow};
use schakel_identity::Permission;
use schakel_ledger::{Account, Cause, Entry, Key, Ledger, Line, Name, Operation};
use schakel_register::{Cents, MoneyRecord, ResultCause};

use crate::headers::private;
use crate::pages::frame::Visit;
use crate::pages::parts::LinkView;
use crate::pages::work::figures::TablesPage;
use crate::pages::work::tables::{CellView, TableView};
use crate::pages::work::{AtWork, WorkHead, failed, frame};
use crate::pages::{missing_page, page};

/// The path of the page.
pub const PATH: &str = "/werk/geld";

/// The path of the postings behind a figure.
pub const POSTINGS_PATH: &str = "/werk/geld/boekingen";

/// The fields of the query that name what is behind a figure: an account, or a decision.
const ACCOUNT_FIELD: &str = "rekening";
const DECISION_FIELD: &str = "besluit";

/// Shows the money.
pub async fn show(at: AtWork) -> Response {
    let staff = match at.staff(Permission::SeeRegionFigures, "money").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let Ok(books) = books(visit).await else { return failed(visit) };
    private(page(&TablesPage {
        frame: frame(visit, &visit.texts().get("work-money")),
        head: WorkHead::new(visit, &staff, PATH),
        lead: visit.texts().get("work-money-lead"),
        terms: Vec::new(),
        tables: tables(visit, &books),
    }))
}

/// One table as a file.
pub async fn file(at: AtWork, Path(name): Path<String>) -> Response {
    if let Err(instead) = at.staff(Permission::SeeRegionFigures, "money").await {
        return *instead;
    }
    let visit = &at.visit;
    let Ok(books) = books(visit).await else { return failed(visit) };
    match tables(visit, &books).iter().find(|it| name.strip_suffix(".csv") == Some(it.id)) {
        Some(table) => table.file(),
        None => private(missing_page(visit)),
    }
}

/// Shows the postings behind a figure.
pub async fn postings(at: AtWork) -> Response {
    let staff = match at.staff(Permission::SeeRegionFigures, "money").await {
        Ok(staff) => staff,
        Err(instead) => return *instead,
    };
    let visit = &at.visit;
    let Ok(books) = books(visit).await else { return failed(visit) };
    let asked = |field: &str| visit.query.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str());
    let (account, decision) = (asked(ACCOUNT_FIELD), asked(DECISION_FIELD));
    let behind = |entry: &&Entry| {
        let on_account = entry.postings.iter().any(|it| account.is_none_or(|asked| it.account.to_string() == asked));
        let of_decision = decision.is_none_or(|asked| entry.order.key().to_string() == asked);
        of_decision && (on_account || (account.is_none() && entry.postings.is_empty()))
    };
    let table = postings_table(visit, books.ledger.journal().iter().filter(behind));
    if table.rows.is_empty() {
        return private(missing_page(visit));
    }
    private(page(&TablesPage {
        frame: frame(visit, &visit.texts().get("work-postings")),
        head: WorkHead::new(visit, &staff, PATH),
        lead: asked_words(visit, &books.ledger, account, decision),
        terms: Vec::new(),
        tables: vec![table],
    }))
}

/// What the postings belong to: the account in words, or the number of the decision.
fn asked_words(visit: &Visit, ledger: &Ledger, account: Option<&str>, decision: Option<&str>) -> String {
    let mut accounts = ledger.journal().iter().flat_map(|it| &it.postings).map(|it| &it.account);
    let named = account.and_then(|asked| accounts.find(|it| it.to_string() == asked));
    let decided = || ledger.journal().iter().find(|it| decision == Some(it.order.key().to_string().as_str()));
    match named {
        Some(account) => account_words(visit, account),
        None => decided().map(|entry| entry_words(visit, entry)).unwrap_or_default(),
    }
}

async fn books(visit: &Visit) -> Result<BooksNow, BooksError> {
    visit.app.on_store(|app| app.books().now()).await
}

fn tables(visit: &Visit, books: &BooksNow) -> Vec<TableView> {
    let ledger = &books.ledger;
    let with_file = |mut table: TableView| {
        table.file = visit.link(&format!("{PATH}/{}.csv", table.id));
        table
    };
    let tables = [
        programmes(visit, ledger),
        reserves(visit, ledger),
        amendments(visit, ledger),
        proposals(visit, ledger),
        not_posted(visit, books),
    ];
    tables.map(with_file).to_vec()
}

/// Per performance and programme: what may be spent, what was, what is owed and what is left.
fn programmes(visit: &Visit, ledger: &Ledger) -> TableView {
    let columns = ["programme", "performance", "money-year", "budget", "spent", "committed", "money-left", "cause"];
    let mut table = TableView::new("programmas", &columns, visit);
    for (performance, year) in ledger.performance_years() {
        for line in ledger.programmes(&performance, year) {
            let result = ledger.result(year, &line);
            let cause = result.and_then(|_| ledger.cause(year, &line));
            table.add([
                CellView::words(programme_name(visit, &line)),
                CellView::words(performance.to_string()),
                CellView::count(year),
                budget_cell(visit, ledger, year, &line),
                spent_cell(visit, ledger, year, &line),
                amount(visit, ledger.committed(year, &line)),
                result
                    .map_or_else(|| CellView::unknown(visit.texts()), |it| result_cell(visit, ledger, year, &line, it)),
                CellView::words(cause_words(visit, cause.as_ref())),
            ]);
        }
    }
    table
}

/// The budget; where only a change of it is known, that change, and that the rest is not known.
fn budget_cell(visit: &Visit, ledger: &Ledger, year: i16, line: &Line) -> CellView {
    let account = Account::Budget { year, line: line.clone() };
    let posted = ledger.balance_of(&account);
    let cell = match ledger.budget(year, line) {
        Some(budget) => amount(visit, budget),
        None if posted == Cents::ZERO => return CellView::unknown(visit.texts()),
        None => CellView::words(visit.texts().with("work-money-more", "amount", &posted.words(visit.language))),
    };
    cell.leading_to(vec![to_account(visit, &account)])
}

fn spent_cell(visit: &Visit, ledger: &Ledger, year: i16, line: &Line) -> CellView {
    let account = Account::Spending { year, line: line.clone() };
    if ledger.entries_on(&account).next().is_none() {
        return CellView::unknown(visit.texts());
    }
    amount(visit, ledger.balance_of(&account)).leading_to(vec![to_account(visit, &account)])
}

/// What is left, with the decisions that it rests on.
fn result_cell(visit: &Visit, ledger: &Ledger, year: i16, line: &Line, result: Cents) -> CellView {
    let entries = ledger.entries_of_line(year, line);
    amount(visit, result).leading_to(entries.iter().map(|entry| to_decision(visit, entry)).collect())
}

/// What each reserve keeps for each performance, and every movement.
fn reserves(visit: &Visit, ledger: &Ledger) -> TableView {
    let columns = ["reserve", "performance", "money-year", "day", "change", "posted"];
    let mut table = TableView::new("reserves", &columns, visit);
    let texts = visit.texts();
    for ((reserve, performance), earmark) in ledger.earmarks() {
        let account = Account::Reserve { reserve: reserve.clone(), performance: performance.clone() };
        let stands = match earmark.opening {
            Some(_) => amount(visit, ledger.balance_of(&account)),
            None => CellView::unknown(texts),
        };
        table.add([
            CellView::words(record_name(visit, reserve)),
            CellView::words(performance.to_string()),
            CellView::default(),
            CellView::words(texts.get("work-money-now")),
            stands.leading_to(vec![to_account(visit, &account)]),
            CellView::default(),
        ]);
    }
    let reserves: std::collections::BTreeSet<&Name> = ledger.earmarks().keys().map(|(reserve, _)| reserve).collect();
    for reserve in reserves {
        for it in ledger.reserve_movements(reserve) {
            let state = if it.is_posted { "work-money-posted" } else { "work-money-proposed" };
            let entry = ledger.entry(&it.key);
            table.add([
                CellView::words(record_name(visit, reserve)),
                CellView::words(it.performance.to_string()),
                it.year.map_or_else(|| CellView::unknown(texts), CellView::count),
                CellView::words(day_words(visit, it.day)),
                amount(visit, it.amount).leading_to(entry.iter().map(|entry| to_decision(visit, entry)).collect()),
                CellView::words(texts.get(state)),
            ]);
        }
    }
    table
}

/// The amendments of the budget, line by line.
fn amendments(visit: &Visit, ledger: &Ledger) -> TableView {
    let columns = ["decision", "line", "before", "change", "after", "money-reason"];
    let mut table = TableView::new("begrotingswijzigingen", &columns, visit);
    let known = |figure: Option<Cents>| figure.map_or_else(|| CellView::unknown(visit.texts()), |it| amount(visit, it));
    for (performance, year) in ledger.performance_years() {
        for amendment in ledger.amendments(&performance, year) {
            for line in &amendment.lines {
                table.add([
                    CellView::words(decision_words(visit, amendment.key.decision.as_str())),
                    CellView::words(account_words(visit, &line.account)),
                    known(line.before),
                    amount(visit, line.change).leading_to(vec![to_account(visit, &line.account)]),
                    known(line.after()),
                    CellView::words(reason_words(visit, &amendment.key, &amendment.reason)),
                ]);
            }
        }
    }
    table
}

/// What the executive proposed and the council did not decide on yet.
fn proposals(visit: &Visit, ledger: &Ledger) -> TableView {
    let mut table =
        TableView::new("voorstellen", &["proposal", "money-year", "reserve", "performance", "change"], visit);
    for (name, it) in ledger.proposals().iter().filter(|(_, it)| !it.posted) {
        table.add([
            CellView::words(proposal_words(visit, ledger, name)),
            CellView::count(it.year),
            CellView::words(record_name(visit, &it.reserve)),
            CellView::words(it.performance.to_string()),
            amount(visit, it.amount),
        ]);
    }
    table
}

fn proposal_words(visit: &Visit, ledger: &Ledger, name: &Name) -> String {
    let proposes =
        |entry: &&Entry| matches!(&entry.order.operation, Operation::ProposeAppropriation(it) if it.proposal == *name);
    let entry = ledger.journal().iter().find(proposes);
    entry.map_or_else(|| name.to_string(), |entry| entry_words(visit, entry))
}

/// What happened in a scheme and the books refuse.
fn not_posted(visit: &Visit, books: &BooksNow) -> TableView {
    let mut table = TableView::new("niet-geboekt", &["journal", "why"], visit);
    table.empty = visit.texts().get("work-money-all-posted");
    for it in &books.refused {
        table.add([CellView::count(it.journal), CellView::words(it.why.clone())]);
    }
    table
}

fn postings_table<'a>(visit: &Visit, entries: impl Iterator<Item = &'a Entry>) -> TableView {
    let mut table = TableView::new("boekingen", &["decision", "day", "account", "change", "money-reason"], visit);
    for entry in entries {
        let (name, day) = (entry_words(visit, entry), day_words(visit, entry.order.decision.day));
        let row = |account: String, change: CellView| {
            [
                CellView::words(name.clone()),
                CellView::words(day.clone()),
                CellView::words(account),
                change,
                CellView::words(reason_words(visit, &entry.order.key(), &entry.order.reason)),
            ]
        };
        if entry.postings.is_empty() {
            table.add(row(visit.texts().get("work-money-nothing"), CellView::default()));
        }
        for posting in &entry.postings {
            table.add(row(account_words(visit, &posting.account), amount(visit, posting.natural())));
        }
    }
    table
}

fn amount(visit: &Visit, cents: Cents) -> CellView {
    CellView { is_number: true, ..CellView::words(cents.words(visit.language)) }
}

fn to_account(visit: &Visit, account: &Account) -> LinkView {
    let name = visit.texts().get("work-money-postings");
    LinkView { name, link: visit.link_with(POSTINGS_PATH, &[(ACCOUNT_FIELD, &account.to_string())]) }
}

fn to_decision(visit: &Visit, entry: &Entry) -> LinkView {
    let key = entry.order.key().to_string();
    LinkView { link: visit.link_with(POSTINGS_PATH, &[(DECISION_FIELD, &key)]), name: entry_words(visit, entry) }
}

/// A decision in words: its number, or else what it decided.
fn decision_words(visit: &Visit, id: &str) -> String {
    let Some(decision) = decision_view(id, visit.pack()) else { return id.to_owned() };
    decision.number.unwrap_or_else(|| decision.name.get(visit.language).to_owned())
}

/// The decision of an entry in words, with its part when it has several.
fn entry_words(visit: &Visit, entry: &Entry) -> String {
    let key = entry.order.key();
    let decision = decision_words(visit, key.decision.as_str());
    match key.part {
        Some(part) => format!("{decision}, {}", record_name(visit, &part)),
        None => decision,
    }
}

fn programme_name(visit: &Visit, line: &Line) -> String {
    record_name(visit, &line.programme)
}

/// The name that the pack gives to a programme or a reserve.
fn record_name(visit: &Visit, name: &Name) -> String {
    let record = visit.pack().records.get(name.as_str());
    record.map_or_else(|| name.to_string(), |it| it.name.get(visit.language).to_owned())
}

/// An account in words: its kind, and what it belongs to.
fn account_words(visit: &Visit, account: &Account) -> String {
    let path = account.path();
    let kind = path.first().map(|kind| visit.texts().get(&format!("work-account-{kind}"))).unwrap_or_default();
    let rest =
        path.iter().skip(1).map(|part| Name::new(part).map_or_else(|_| part.clone(), |name| record_name(visit, &name)));
    [kind].into_iter().chain(rest).collect::<Vec<_>>().join(", ")
}

fn cause_words(visit: &Visit, cause: Option<&Cause>) -> String {
    match cause {
        Some(Cause::Given(text)) => given_cause(visit, text),
        Some(_) => visit.texts().get("work-money-no-cause"),
        None => String::new(),
    }
}

/// A cause in the visitor's language, when the pack has it in both.
fn given_cause(visit: &Visit, text: &str) -> String {
    let mut causes = visit.pack().money.iter().flat_map(|it| &it.results).filter_map(|it| it.cause.as_ref());
    let named = causes.find_map(|it| match it {
        ResultCause::Given(cause) if cause.nl == text => Some(cause.get(visit.language).to_owned()),
        _ => None,
    });
    named.unwrap_or_else(|| text.to_owned())
}

/// Why money moved, in the visitor's language when the pack has it in both.
fn reason_words(visit: &Visit, key: &Key, reason: &str) -> String {
    let part = key.part.as_ref().map(Name::as_str);
    let is_of_key = |it: &&MoneyRecord| *it.decision == *key.decision.as_str() && it.part.as_deref() == part;
    let record = visit.pack().money.iter().find(is_of_key);
    record.map_or_else(|| reason.to_owned(), |it| it.reason.get(visit.language).to_owned())
}

fn day_words(visit: &Visit, day: schakel_ledger::Day) -> String {
    match day {
        schakel_ledger::Day::On(day) => visit.day(day),
        schakel_ledger::Day::Before(day) => visit.texts().with("work-money-before", "day", &visit.day(day)),
    }
}
