//! The parts of a page of the accounts in words, in their fixed order.

use schakel_account::{
    Achievement, AmendedAccount, BalanceView, IndicatorResult, Origin, Page, PagePart, PartRow, Sentence, TextBlock,
    Traced, Word, decision_view,
};
use schakel_criteria::{Bilingual, Language};
use schakel_ledger::ReserveMovement;
use schakel_register::{AccountRole, Cents, Duration, Honest, Pack, ResultStatus};
use schakel_time::dutch_date;

use crate::accounts::document::{AccountDocument, AccountSection, Block, Run, Table};
use crate::texts::Texts;

/// The page in words.
pub fn account_document(page: &Page, pack: &Pack) -> AccountDocument {
    let maker = Maker { page, pack, texts: Texts::new(Language::Dutch) };
    let texts = &maker.texts;
    let title = texts.with_all(
        "account-page-title",
        &[
            ("number", (&*page.number).into()),
            ("name", page.name.nl.as_str().into()),
            ("year", page.year.to_string().into()),
        ],
    );
    let core_task = match &page.core_task {
        (number, Some(name)) => format!("{number} ({})", name.nl),
        (number, None) => number.to_string(),
    };
    let lead =
        texts.with_all("account-page-lead", &[("core", core_task.into()), ("day", dutch_date(page.as_of).into())]);
    AccountDocument { title, lead, sections: maker.sections(), as_of: page.as_of }
}

struct Maker<'a> {
    page: &'a Page,
    pack: &'a Pack,
    texts: Texts,
}

impl Maker<'_> {
    fn sections(&self) -> Vec<AccountSection> {
        let page = self.page;
        vec![
            self.section("context", PagePart::Context, self.blocks(&page.context)),
            self.section("acties", PagePart::Actions, self.actions()),
            self.section("voortgang", PagePart::Progress, self.progress()),
            self.section("financien", PagePart::Finances, self.finances()),
            self.section("begrotingswijziging", PagePart::Amendment, self.amendment()),
            self.section("basisinformatie", PagePart::Basis, self.basis()),
        ]
    }

    /// A part; one of which nothing is known says so.
    fn section(&self, id: &'static str, part: PagePart, mut blocks: Vec<Block>) -> AccountSection {
        if self.page.missing.contains(&part) {
            blocks.insert(0, self.sentence("account-part-missing"));
        }
        AccountSection { id, title: self.texts.get(&format!("account-part-{id}")), blocks }
    }

    fn sentence(&self, key: &str) -> Block {
        Block::Paragraph(vec![Run::plain(self.texts.get(key))])
    }

    fn blocks(&self, blocks: &[TextBlock]) -> Vec<Block> {
        let block = |it: &TextBlock| match it {
            TextBlock::Heading(text, actions) => Block::Heading(self.heading(text, actions)),
            TextBlock::Paragraph(sentence) => Block::Paragraph(self.runs(sentence)),
            TextBlock::List(points) => Block::List(points.iter().map(|it| self.runs(it)).collect()),
        };
        blocks.iter().map(block).collect()
    }

    fn heading(&self, text: &str, actions: &[u32]) -> String {
        if actions.is_empty() {
            return text.to_owned();
        }
        let numbers: Vec<String> = actions.iter().map(u32::to_string).collect();
        let numbers = numbers.join(", ");
        self.texts.with_all("account-action-heading", &[("numbers", numbers.into()), ("text", text.into())])
    }

    fn runs(&self, sentence: &Sentence) -> Vec<Run> {
        sentence.iter().map(|word| self.run(word)).collect()
    }

    fn run(&self, word: &Word) -> Run {
        match word {
            Word::Text(text) => Run::plain(text.as_str()),
            Word::Figure(traced) => self.figure(traced),
            Word::Decision(id, number) => Run::link(number.as_str(), decision_path(id)),
            Word::Name(id, name) => Run::link(name.nl.as_str(), record_path(id, self.pack)),
        }
    }

    /// A figure with its qualifier; money and shares with their unit.
    fn figure(&self, traced: &Traced) -> Run {
        let unit = if ["EUR", "%"].contains(&traced.unit.nl.as_str()) { traced.unit.nl.as_str() } else { "" };
        let sources: Vec<String> =
            traced.origins.iter().filter_map(|it| it.source.as_ref()).map(ToString::to_string).collect();
        Run {
            text: traced.value.words(unit, Language::Dutch),
            is_figure: true,
            path: traced.origins.first().map(|it| self.origin_path(it)).unwrap_or_default(),
            source: sources.join("; "),
        }
    }

    fn origin_path(&self, origin: &Origin) -> String {
        record_path(&origin.record, self.pack)
    }

    fn actions(&self) -> Vec<Block> {
        let actions = self.page.actions.iter().map(|it| (it.number, self.runs(&it.text))).collect();
        let mut blocks = vec![Block::Numbered(actions)];
        let silent = self.page.actions.iter().filter(|it| !it.has_progress);
        let silent: Vec<String> = silent.map(|it| it.number.to_string()).collect();
        if !silent.is_empty() {
            let text = self.texts.with("account-actions-silent", "numbers", &silent.join(", "));
            blocks.push(Block::Paragraph(vec![Run::plain(text)]));
        }
        blocks
    }

    fn progress(&self) -> Vec<Block> {
        let mut blocks = self.blocks(&self.page.progress);
        if !self.page.results.is_empty() {
            let at = blocks.iter().position(|it| matches!(it, Block::Heading(_))).unwrap_or(blocks.len());
            blocks.insert(at, Block::Table(self.results()));
        }
        if !self.page.follow_ups.is_empty() {
            blocks.push(Block::Heading(self.texts.get("account-follow-ups")));
            let point = |it: &schakel_account::FollowUp| match &it.record {
                Some(id) => vec![Run::link(it.label.nl.as_str(), record_path(id, self.pack))],
                None => vec![Run::plain(it.label.nl.as_str())],
            };
            blocks.push(Block::List(self.page.follow_ups.iter().map(point).collect()));
        }
        blocks
    }

    fn results(&self) -> Table {
        let columns = ["account-indicator", "account-target", "account-result", "account-verdict"];
        Table {
            caption: self.texts.with("account-results", "year", &self.page.year.to_string()),
            columns: columns.iter().map(|key| self.texts.get(key)).collect(),
            rows: self.page.results.iter().map(|(name, result)| self.result_row(name, result)).collect(),
            total: None,
        }
    }

    fn result_row(&self, name: &Bilingual, result: &IndicatorResult) -> Vec<Vec<Run>> {
        let words = |honest: &Honest| honest.words("", Language::Dutch);
        let path = format!("/verantwoording/cijfers/{}", result.indicator);
        let figure = Run { text: words(&result.value), is_figure: true, path, source: String::new() };
        let target = match &result.target {
            Some(target) => Run { is_figure: true, ..Run::plain(words(target)) },
            None => Run::plain(self.texts.get("account-no-target")),
        };
        let verdict = result.achievement.map_or_else(String::new, |it| self.texts.get(verdict_key(it)));
        let status = result.reported.filter(|it| it.status == ResultStatus::Told);
        let verdict = match status {
            Some(_) => format!("{verdict} ({})", self.texts.get("account-status-told")),
            None => verdict,
        };
        vec![vec![Run::plain(name.nl.as_str())], vec![target], vec![figure], vec![Run::plain(verdict)]]
    }

    fn finances(&self) -> Vec<Block> {
        let mut blocks = self.blocks(&self.page.finances);
        blocks.extend(self.page.balance.as_ref().map(|it| Block::Table(self.balance(it))));
        if !self.page.movements.is_empty() {
            blocks.push(Block::Table(self.movements()));
        }
        blocks
    }

    fn balance(&self, balance: &BalanceView) -> Table {
        let row = |part: &PartRow| {
            let name = Run::link(part.name.nl.as_str(), record_path(&part.programme, self.pack));
            let cause = part.cause.clone().unwrap_or_else(|| self.texts.get("account-no-cause"));
            vec![vec![name], vec![euros(part.amount)], vec![Run::plain(cause)]]
        };
        Table {
            caption: self.texts.get("account-balance"),
            columns: self.columns(&["account-programme", "account-amount", "account-cause"]),
            rows: balance.parts.iter().map(row).collect(),
            total: Some(vec![
                vec![Run::plain(self.texts.get("account-balance-total"))],
                vec![euros(balance.total)],
                vec![Run::plain("")],
            ]),
        }
    }

    fn movements(&self) -> Table {
        let row = |it: &ReserveMovement| {
            let decision = decision_view(it.key.decision.as_str(), self.pack);
            let name = decision.map(|it| it.name.nl).unwrap_or_default();
            let state = if it.is_posted { "account-posted" } else { "account-proposed" };
            vec![vec![Run::plain(name)], vec![euros(it.amount)], vec![Run::plain(self.texts.get(state))]]
        };
        Table {
            caption: self.texts.get("account-movements"),
            columns: self.columns(&["account-movement", "account-amount", "account-state"]),
            rows: self.page.movements.iter().map(row).collect(),
            total: None,
        }
    }

    /// The changes of the budget, line by line; those of one decision are together nought.
    fn amendment(&self) -> Vec<Block> {
        let mut blocks = self.blocks(&self.page.amendment);
        for amendment in &self.page.amendments {
            let row = |(account, before, change): &(AmendedAccount, Option<Cents>, Cents)| {
                let unknown = || Run::plain(self.texts.get("not-known"));
                let after = before.map_or_else(unknown, |it| euros(it + *change));
                let before = before.map_or_else(unknown, euros);
                vec![vec![Run::plain(self.account(account))], vec![before], vec![euros(*change)], vec![after]]
            };
            let columns = ["account-line", "account-before", "account-change", "account-after"];
            blocks.push(Block::Table(Table {
                caption: amendment.decision.nl.clone(),
                columns: self.columns(&columns),
                rows: amendment.lines.iter().map(row).collect(),
                total: None,
            }));
        }
        blocks
    }

    fn account(&self, account: &AmendedAccount) -> String {
        match account {
            AmendedAccount::Budget(year, name) => self.texts.with_all(
                "account-budget-line",
                &[("year", year.to_string().into()), ("name", name.nl.as_str().into())],
            ),
            AmendedAccount::Reserve(name, performance) => self.texts.with_all(
                "account-reserve-line",
                &[("name", name.nl.as_str().into()), ("performance", performance.as_str().into())],
            ),
            AmendedAccount::Other(name) => name.clone(),
        }
    }

    fn columns(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.texts.get(key)).collect()
    }

    fn basis(&self) -> Vec<Block> {
        let basis = &self.page.basis.basis;
        let roles: Vec<String> = basis.roles.iter().map(|it| self.texts.get(role_key(*it))).collect();
        let reserve = match &self.page.basis.reserve {
            Some((id, name)) => vec![
                Run::plain(self.texts.get("account-reserve-yes")),
                Run::link(name.nl.as_str(), record_path(id, self.pack)),
            ],
            None => vec![Run::plain(self.texts.get("account-reserve-no"))],
        };
        let site = basis.website.clone().or_else(|| basis.website_name.as_ref().map(|it| it.nl.clone()));
        let mut points = vec![
            self.labelled("account-holder", vec![Run::plain(basis.portfolio_holder.nl.as_str())]),
            self.labelled("account-role", vec![Run::plain(roles.join(", "))]),
            self.labelled("account-duration", vec![Run::plain(self.duration(basis.duration))]),
            self.labelled("account-reserve", reserve),
            self.labelled("account-website", vec![Run::plain(site.unwrap_or_default())]),
        ];
        points.extend(self.page.basis.decisions.iter().map(|it| {
            let number = it.number.clone().unwrap_or_default();
            let repaired = it.repaired_from.as_deref();
            let note = repaired.map(|from| self.texts.with("account-repaired", "from", from)).unwrap_or_default();
            let link = Run::link(number, decision_path(&it.id));
            self.labelled("account-decision", vec![link, Run::plain(format!(", {}{note}", it.name.nl))])
        }));
        vec![Block::List(points)]
    }

    fn labelled(&self, key: &str, runs: Vec<Run>) -> Vec<Run> {
        [Run::plain(format!("{}: ", self.texts.get(key)))].into_iter().chain(runs).collect()
    }

    fn duration(&self, duration: Duration) -> String {
        match duration {
            Duration::Structural => self.texts.get("account-duration-structural"),
            Duration::Temporary { last_year: None, .. } => self.texts.get("account-duration-temporary"),
            Duration::Temporary { last_year: Some(year), .. } => {
                self.texts.with("account-duration-until", "year", &year.to_string())
            }
        }
    }
}

/// Where a decision stands in the register of decisions.
pub fn decision_path(id: &str) -> String {
    format!("/verantwoording#{}", decision_anchor(id))
}

/// The name of the place of a decision in that register.
pub fn decision_anchor(id: &str) -> String {
    format!("besluit-{}", id.replace('.', "-"))
}

/// An amount as a figure.
fn euros(amount: Cents) -> Run {
    Run { is_figure: true, ..Run::plain(amount.words(Language::Dutch)) }
}

/// The words for a verdict.
pub fn verdict_key(achievement: Achievement) -> &'static str {
    match achievement {
        Achievement::Achieved => "account-achieved",
        Achievement::NotAchieved => "account-not-achieved",
        Achievement::Undecided => "account-undecided",
        Achievement::NotKnownYet => "account-not-known",
    }
}

/// The words for a role.
pub fn role_key(role: AccountRole) -> &'static str {
    match role {
        AccountRole::Director => "account-role-regisseur",
        AccountRole::Facilitator => "account-role-faciliteerder",
        AccountRole::Funder => "account-role-financier",
        AccountRole::Executor => "account-role-uitvoerder",
    }
}

/// The page of a record, of support, of an organisation or of a performance.
pub fn record_path(id: &str, pack: &Pack) -> String {
    if pack.records.contains_key(id) {
        format!("/dossiers/{id}")
    } else if pack.support.contains_key(id) {
        format!("/register/{id}")
    } else if pack.organisations.contains_key(id) {
        format!("/organisaties/{id}")
    } else {
        "/verantwoording".to_owned()
    }
}
