//! A financing plan as a table on paper. The document for programs comes from `schakel-web`.

use schakel_criteria::Language;
use schakel_guide::financing::{
    COST_KINDS, Certainty, Contribution, FinancingPlan, KindShare, ProgrammeShares, Scenario, SmallAidRoom, Unused,
    UnusedReason,
};
use schakel_register::{AidForm, Cents, Pack, PayerLevel};

use crate::commands::written_date;

/// The lines of a plan.
pub fn lines(
    plan: &FinancingPlan<'_>,
    programmes: &[ProgrammeShares<'_>],
    pack: &Pack,
    language: Language,
) -> Vec<String> {
    let writer = Writer { plan, pack, language, years: plan.project.years() };
    let mut lines = vec![writer.title()];
    lines.extend(writer.costs());
    lines.extend(writer.certain());
    lines.extend(writer.possible());
    lines.extend(writer.left_out());
    lines.extend(writer.small_aid(&plan.small_aid));
    lines.extend(writer.cofinance(programmes));
    lines
}

struct Writer<'a, 'p> {
    plan: &'a FinancingPlan<'p>,
    pack: &'a Pack,
    language: Language,
    years: Vec<i16>,
}

/// A line of a table: words, an amount per year and their sum.
struct Row {
    label: String,
    amounts: Vec<Cents>,
    total: Cents,
}

impl Writer<'_, '_> {
    fn say<T>(&self, dutch: T, english: T) -> T {
        match self.language {
            Language::Dutch => dutch,
            Language::English => english,
        }
    }

    fn euros(&self, amount: Cents) -> String {
        amount.words(self.language)
    }

    fn title(&self) -> String {
        let (region, day) = (&self.pack.settings.name, written_date(self.plan.day, self.language));
        self.say(
            format!("Financieringsplan, {region}, gemaakt voor {day}"),
            format!("Financing plan, {region}, made for {day}"),
        )
    }

    fn kind(&self, id: &str) -> String {
        let code = self.pack.vocabulary.code_list(COST_KINDS).and_then(|list| list.get(id));
        code.map_or(id, |code| code.name.get(self.language)).to_owned()
    }

    fn costs(&self) -> Vec<String> {
        let project = &self.plan.project;
        let of_kind = |kind: &str| {
            let in_year = |year: &i16| {
                let costs = project.costs.iter().filter(|cost| *cost.kind == *kind && cost.year == *year);
                costs.map(|cost| cost.amount).sum()
            };
            let amounts = self.years.iter().map(in_year).collect();
            Row { label: format!("  {}", self.kind(kind)), amounts, total: project.of_kind(kind) }
        };
        let mut rows: Vec<Row> = project.kinds().into_iter().map(|kind| of_kind(kind)).collect();
        let amounts = self.years.iter().map(|year| project.of_year(*year)).collect();
        rows.push(Row { label: self.say("  Samen", "  Together").to_owned(), amounts, total: project.total() });
        let mut lines = vec![String::new()];
        lines.extend(self.table(self.say("Kosten", "Costs"), &rows));
        lines
    }

    fn certain(&self) -> Vec<String> {
        let heading = self.say("Zeker geld", "Certain money");
        let mut lines = vec![String::new()];
        if self.plan.certain.contributions.is_empty() {
            lines.push(heading.to_owned());
            lines.push(self.say("  Geen enkel bedrag is nu zeker.", "  No amount is certain now.").to_owned());
        }
        lines.extend(self.scenario(heading, &self.plan.certain));
        lines
    }

    fn possible(&self) -> Vec<String> {
        let heading = self.say("Mogelijk, als alles meezit", "Possible, if all goes well");
        let scenario = &self.plan.possible;
        let mut lines = vec![String::new()];
        if scenario.contributions.is_empty() {
            lines.push(heading.to_owned());
            let none = self.say("  Geen steun gevonden voor deze kosten.", "  No support found for these costs.");
            lines.push(none.to_owned());
        }
        lines.extend(self.scenario(heading, scenario));
        let unused: Vec<String> = scenario
            .unused
            .iter()
            .filter(|it| !matches!(it.reason, UnusedReason::NoCosts))
            .flat_map(|it| self.unused(it))
            .collect();
        if !unused.is_empty() {
            lines.push(String::new());
            lines.push(self.say("Niet in het plan", "Not in the plan").to_owned());
            lines.extend(unused);
        }
        lines
    }

    fn unused(&self, it: &Unused<'_>) -> Vec<String> {
        let (name, words) = (it.support.name.get(self.language), it.reason.words(self.language));
        let mut lines = vec![format!("  {name}: {words}")];
        if let UnusedReason::NotMet(refusal) = &it.reason {
            let details = refusal.details(&self.pack.vocabulary, self.language);
            lines.extend(details.iter().map(|line| format!("    - {line}")));
        }
        lines
    }

    fn scenario(&self, heading: &str, scenario: &Scenario<'_>) -> Vec<String> {
        if scenario.contributions.is_empty() {
            let own = self.euros(scenario.own_contribution());
            return vec![self.say(format!("  Eigen bijdrage: {own}"), format!("  Own contribution: {own}"))];
        }
        let mut rows: Vec<Row> = Vec::new();
        for it in &scenario.contributions {
            rows.extend(self.contribution(it));
        }
        let of_form = |form| scenario.contributions.iter().filter(move |it| it.form == form).collect::<Vec<_>>();
        let (grants, loans) = (of_form(AidForm::Grant), of_form(AidForm::Loan));
        rows.push(self.sum(self.say("  Subsidie samen", "  Grants together"), &grants));
        if !loans.is_empty() {
            rows.push(self.sum(self.say("  Leningen samen", "  Loans together"), &loans));
        }
        let paid = self.sum("", &scenario.contributions.iter().collect::<Vec<_>>());
        let years = self.years.iter().zip(&paid.amounts);
        let own = years.map(|(year, paid)| self.plan.project.of_year(*year) - *paid).collect();
        let label = match loans.is_empty() {
            true => self.say("  Eigen bijdrage", "  Own contribution"),
            false => self.say("  Eigen geld", "  Own money"),
        };
        rows.push(Row { label: label.to_owned(), amounts: own, total: scenario.own_money() });
        let mut lines = self.table(heading, &rows);
        lines.extend(self.shares(scenario));
        lines.push(String::new());
        scenario.contributions.iter().for_each(|it| lines.extend(self.remarks(it)));
        if !loans.is_empty() {
            let remark = self.say(
                "  Een lening betaalt u terug. Hoeveel steun erin zit, is niet bekend en telt hier niet mee.",
                "  You pay back a loan. How much aid is in it is not known, and does not count here.",
            );
            lines.push(remark.to_owned());
        }
        lines
    }

    fn contribution(&self, it: &Contribution<'_>) -> Vec<Row> {
        let mut kinds: Vec<&str> = it.rows.iter().map(|row| &*row.kind).collect();
        kinds.dedup();
        let rows = kinds.into_iter().map(|kind| {
            let in_year = |year: &i16| {
                let rows = it.rows.iter().filter(|row| *row.kind == *kind && row.year == *year);
                rows.map(|row| row.amount).sum()
            };
            let amounts: Vec<Cents> = self.years.iter().map(in_year).collect();
            let total = amounts.iter().copied().sum();
            Row { label: format!("  {}: {}", it.support.name.get(self.language), self.kind(kind)), amounts, total }
        });
        rows.collect()
    }

    fn sum(&self, label: &str, contributions: &[&Contribution<'_>]) -> Row {
        let in_year = |year: &i16| {
            let rows = contributions.iter().flat_map(|it| &it.rows).filter(|row| row.year == *year);
            rows.map(|row| row.amount).sum()
        };
        let total = contributions.iter().map(|it| it.total).sum();
        Row { label: label.to_owned(), amounts: self.years.iter().map(in_year).collect(), total }
    }

    /// The aid intensity of each kind of costs.
    fn shares(&self, scenario: &Scenario<'_>) -> Vec<String> {
        let aided = scenario.kinds.iter().filter(|it| it.aid > Cents::ZERO);
        let line = |it: &KindShare| {
            let (kind, share) = (self.kind(&it.kind), it.words(self.language));
            self.say(
                format!("  Steun op {kind}: {share} van de kosten"),
                format!("  Aid on {kind}: {share} of the costs"),
            )
        };
        aided.map(line).collect()
    }

    /// How certain it is, which rule binds, and what is in doubt.
    fn remarks(&self, it: &Contribution<'_>) -> Vec<String> {
        let (name, words) = (it.support.name.get(self.language), it.certainty.words(self.language));
        let form = match it.form {
            AidForm::Grant => self.say("subsidie", "grant"),
            AidForm::Loan => self.say("lening", "loan"),
        };
        let binds = it.binding.words(self.language);
        let mut lines = vec![self.say(
            format!("  {name} ({form}, {words}): meer kan niet door {binds}"),
            format!("  {name} ({form}, {words}): no more because of {binds}"),
        )];
        if it.certainty != Certainty::Certain {
            lines.extend(it.doubts.iter().map(|doubt| format!("    - {}", doubt.words(self.language))));
        }
        lines
    }

    fn left_out(&self) -> Vec<String> {
        if self.plan.amount_unknown.is_empty() {
            return Vec::new();
        }
        let heading = self.say(
            "Past misschien ook, maar het bedrag is niet te berekenen",
            "May fit as well, but the amount cannot be worked out",
        );
        let line = |it: &schakel_guide::financing::AmountUnknown<'_>| {
            let name = it.it.on_day.support.name.get(self.language);
            let most = it.maximum.as_ref().map(|most| most.words("EUR", self.language));
            let most =
                most.map(|most| self.say(format!(" (hoogste bedrag: {most})"), format!(" (largest amount: {most})")));
            format!("  {name}{}", most.unwrap_or_default())
        };
        let mut lines = vec![String::new(), heading.to_owned()];
        lines.extend(self.plan.amount_unknown.iter().map(line));
        lines
    }

    fn small_aid(&self, room: &SmallAidRoom) -> Vec<String> {
        let Some(ceiling) = room.ceiling.map(|ceiling| self.euros(ceiling)) else { return Vec::new() };
        let heading =
            self.say("De-minimissteun (kleine steun) van u en uw groep", "De minimis aid of you and your group");
        let mut lines = vec![String::new(), heading.to_owned()];
        lines
            .push(self.say(format!("  Grens in drie jaar: {ceiling}"), format!("  Ceiling in three years: {ceiling}")));
        match (room.earlier, room.room()) {
            (Some(earlier), Some(left)) => {
                let (earlier, left) = (self.euros(earlier), self.euros(left));
                lines.push(self.say(
                    format!("  Al gekregen: {earlier}; er is nog ruimte voor {left}"),
                    format!("  Already had: {earlier}; there is room for {left}"),
                ));
            }
            _ => lines.push(
                self.say(
                    "  Wat u al kreeg, is niet bekend. Daarom is steun die hieronder valt niet zeker.",
                    "  What you already had is not known. So aid under this rule is not certain.",
                )
                .to_owned(),
            ),
        }
        for (day, amount) in &room.frees {
            let (day, amount) = (written_date(*day, self.language), self.euros(*amount));
            lines.push(self.say(
                format!("  Vanaf {day} telt {amount} niet meer mee"),
                format!("  From {day}, {amount} no longer counts"),
            ));
        }
        lines
    }

    fn cofinance(&self, programmes: &[ProgrammeShares<'_>]) -> Vec<String> {
        if programmes.is_empty() {
            return Vec::new();
        }
        let budget = self.euros(self.plan.project.total());
        let heading = self.say(
            format!("Cofinanciering per programma, bij een begroting van {budget}"),
            format!("Co-financing per programme, for a budget of {budget}"),
        );
        let mut lines = vec![String::new(), heading];
        programmes.iter().for_each(|it| lines.extend(self.programme(it)));
        lines
    }

    fn programme(&self, it: &ProgrammeShares<'_>) -> Vec<String> {
        let unknown = self.say("niet bekend", "not known");
        let amount = |amount: Option<Cents>| amount.map_or_else(|| unknown.to_owned(), |it| self.euros(it));
        let agreed = |level| {
            it.of_level(level).map_or_else(|| self.say("geen afspraak", "no agreement").to_owned(), |it| self.euros(it))
        };
        let share = it.cofinance.share.as_ref().map(|share| format!(" ({})", share.words("%", self.language)));
        let pays = format!("{}{}", amount(it.programme), share.unwrap_or_default());
        let (required, state, region) = (amount(it.required), agreed(PayerLevel::State), agreed(PayerLevel::Region));
        let open = match it.open {
            Some(Cents::ZERO) => self.say("alles is afgesproken", "all is agreed").to_owned(),
            Some(open) => self
                .say(format!("OPEN: wie {} betaalt", self.euros(open)), format!("OPEN: who pays {}", self.euros(open))),
            None => self.say("OPEN: niet bekend wie wat betaalt", "OPEN: not known who pays what").to_owned(),
        };
        vec![
            format!("  {}: {open}", it.name.get(self.language)),
            self.say(
                format!("    programma: {pays}; cofinanciering: {required}; Rijk: {state}; regio: {region}"),
                format!("    programme: {pays}; co-financing: {required}; state: {state}; region: {region}"),
            ),
        ]
    }

    /// A table with a heading over its first column and the years over the others.
    fn table(&self, heading: &str, rows: &[Row]) -> Vec<String> {
        let mut texts = vec![self.heading_row(heading)];
        texts.extend(rows.iter().map(|row| {
            let amounts = row.amounts.iter().chain([&row.total]);
            [row.label.clone()].into_iter().chain(amounts.map(|amount| self.euros(*amount))).collect()
        }));
        let columns = self.years.len() + 2;
        let length = |row: &Vec<String>, column: usize| row.get(column).map_or(0, |text| text.chars().count());
        let widths: Vec<usize> =
            (0..columns).map(|column| texts.iter().map(|row| length(row, column)).max().unwrap_or(0)).collect();
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&widths).enumerate().map(|(column, (text, width))| match column {
                0 => format!("{text:<width$}"),
                _ => format!("  {text:>width$}"),
            });
            cells.collect::<String>().trim_end().to_owned()
        };
        texts.iter().map(line).collect()
    }

    fn heading_row(&self, heading: &str) -> Vec<String> {
        let years = self.years.iter().map(i16::to_string);
        [heading.to_owned()].into_iter().chain(years).chain([self.say("samen", "together").to_owned()]).collect()
    }
}
