//! The financing plan as a page: what is certain and what is possible, each as a bar and a table, which rule binds, what
//! is in doubt, and who pays for projects of a programme. The address holds all answers.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use schakel_criteria::Language;
use schakel_guide::financing::{
    COST_KINDS, Certainty, Contribution, FinancingPlan, ProgrammeShares, Scenario, UnusedReason, cofinancing,
    financing_plan,
};
use schakel_register::{AidForm, Cents, PayerLevel};

use crate::pages::fields::contradictions;
use crate::pages::frame::{Frame, Visit};
use crate::pages::parts::{LinkView, capitalised, code_name};
use crate::pages::plan::{all_fields, firm_given, form_with_errors};
use crate::pages::plan_fields::GivenProject;
use crate::pages::{ErrorPage, page, page_with_status};

#[derive(Template)]
#[template(path = "plan_result.html")]
struct PlanResultPage {
    frame: Frame,
    intro: String,
    years: Vec<i16>,
    costs: Vec<RowView>,
    scenarios: Vec<ScenarioView>,
    unused: Vec<NoteView>,
    amount_unknown: Vec<NoteView>,
    small_aid: Vec<String>,
    programmes_intro: String,
    programmes: Vec<ProgrammeView>,
    change_link: String,
}

/// A line of a table: words, an amount per year, and their sum.
pub struct RowView {
    /// Words.
    pub label: String,
    /// Amounts per year and, last, their sum.
    pub amounts: Vec<String>,
    /// Whether it is a sum of lines above.
    pub is_sum: bool,
}

/// One way to pay.
pub struct ScenarioView {
    /// Anchor.
    pub id: &'static str,
    /// Heading.
    pub title: String,
    /// What it means.
    pub intro: String,
    /// The bar, its parts from left to right.
    pub bar: Vec<BarPart>,
    /// The bar in words.
    pub bar_words: String,
    /// The table.
    pub rows: Vec<RowView>,
    /// Aid intensity per kind of costs.
    pub shares: Vec<String>,
    /// Who pays, with the rule that binds and the doubts.
    pub contributions: Vec<ContributionView>,
    /// That loans are in it.
    pub has_loans: bool,
}

/// A part of the bar.
pub struct BarPart {
    /// certain, judgement, possible, loan or own: names the look.
    pub kind: &'static str,
    /// Words.
    pub label: String,
    /// The amount in words.
    pub amount: String,
    /// Where it begins, in thousandths of the bar.
    pub start: i64,
    /// How wide it is, in thousandths of the bar.
    pub width: i64,
}

/// What one piece of support pays.
pub struct ContributionView {
    /// The support.
    pub support: LinkView,
    /// certain, judgement, possible: names the look.
    pub kind: &'static str,
    /// Grant or loan, and how certain.
    pub words: String,
    /// The amount in words.
    pub total: String,
    /// The rule that binds.
    pub binds: String,
    /// Why it is not certain.
    pub doubts: Vec<String>,
}

/// Support with a remark.
pub struct NoteView {
    /// The support.
    pub support: LinkView,
    /// The remark; may be empty.
    pub words: String,
    /// What the remark is made of.
    pub details: Vec<String>,
}

/// A programme with who pays what of the budget.
pub struct ProgrammeView {
    /// Its name.
    pub name: String,
    /// What the programme pays.
    pub programme: String,
    /// What others must pay.
    pub required: String,
    /// What the state agreed to pay.
    pub state: String,
    /// What the region agreed to pay.
    pub region: String,
    /// What is open.
    pub open: String,
}

/// Shows the plan.
pub async fn show(visit: Visit) -> Response {
    let (given, given_project) = (firm_given(&visit), GivenProject::read(&visit));
    let is_wrong = !given.errors.is_empty() || !contradictions(&given, &visit).is_empty();
    let Some(project) = given_project.project.as_ref().filter(|_| !is_wrong) else {
        return form_with_errors(&visit, &given, &given_project);
    };
    let matcher = visit.app.matcher(visit.moment());
    let Ok(plan) = financing_plan(project, &given.facts, &matcher, visit.pack()) else { return no_plan(&visit) };
    let programmes = cofinancing(project.total(), visit.pack());
    let writer = Writer { visit: &visit, plan: &plan };
    page(&writer.page(&programmes, visit.link_with("/financieringsplan", &all_fields(&given, &given_project))))
}

fn no_plan(visit: &Visit) -> Response {
    let texts = visit.texts();
    let title = texts.get("plan-not-proven-title");
    let text = texts.get("plan-not-proven-text");
    let frame = Frame::new(visit, &title, "/financieringsplan");
    page_with_status(StatusCode::UNPROCESSABLE_ENTITY, &ErrorPage { frame, title, text })
}

struct Writer<'a, 'p> {
    visit: &'a Visit,
    plan: &'a FinancingPlan<'p>,
}

impl Writer<'_, '_> {
    fn page(&self, programmes: &[ProgrammeShares<'_>], change_link: String) -> PlanResultPage {
        let texts = self.visit.texts();
        let title = texts.get("plan-result-title");
        let (total, day) = (self.euros(self.plan.project.total()), self.visit.day(self.plan.day));
        let intro = texts.with_all("plan-result-intro", &[("total", total.clone().into()), ("day", day.into())]);
        let steps = [(texts.get("plan-title"), "/financieringsplan")];
        PlanResultPage {
            frame: Frame::new(self.visit, &title, "/financieringsplan").under(self.visit, &steps),
            intro,
            years: self.plan.project.years(),
            costs: self.costs(),
            scenarios: vec![self.scenario("zeker", &self.plan.certain), self.scenario("mogelijk", &self.plan.possible)],
            unused: self.unused(),
            amount_unknown: self.amount_unknown(),
            small_aid: self.small_aid(),
            programmes_intro: texts.with("plan-programmes-intro", "total", &total),
            programmes: programmes.iter().map(|it| self.programme(it)).collect(),
            change_link,
        }
    }

    fn language(&self) -> Language {
        self.visit.language
    }

    fn euros(&self, amount: Cents) -> String {
        amount.words(self.language())
    }

    fn kind(&self, id: &str) -> String {
        code_name(COST_KINDS, id, self.visit.pack(), self.language())
    }

    fn support(&self, support: &schakel_register::Support) -> LinkView {
        let link = self.visit.link(&format!("/register/{}", support.id));
        LinkView { name: support.name.get(self.language()).to_owned(), link }
    }

    fn row(&self, label: String, by_year: Vec<Cents>, is_sum: bool) -> RowView {
        let total = by_year.iter().copied().sum();
        let amounts = by_year.into_iter().chain([total]).map(|amount| self.euros(amount)).collect();
        RowView { label, amounts, is_sum }
    }

    fn costs(&self) -> Vec<RowView> {
        let project = &self.plan.project;
        let years = project.years();
        let of_kind = |kind: &str| -> Vec<Cents> {
            let in_year = |year: &i16| {
                let costs = project.costs.iter().filter(|cost| *cost.kind == *kind && cost.year == *year);
                costs.map(|cost| cost.amount).sum()
            };
            years.iter().map(in_year).collect()
        };
        let kinds = project.kinds().into_iter();
        let mut rows: Vec<RowView> = kinds.map(|kind| self.row(self.kind(kind), of_kind(kind), false)).collect();
        let sums = years.iter().map(|year| project.of_year(*year)).collect();
        rows.push(self.row(self.visit.texts().get("plan-together"), sums, true));
        rows
    }

    fn scenario(&self, id: &'static str, scenario: &Scenario<'_>) -> ScenarioView {
        let texts = self.visit.texts();
        let nothing = scenario.contributions.is_empty();
        let intro = texts.get(&format!("plan-{id}-{}", if nothing { "nothing" } else { "intro" }));
        let bar = self.bar(scenario);
        let parts: Vec<String> = bar.iter().map(|part| format!("{}: {}", part.label, part.amount)).collect();
        let share = |kind: &str, words: String| {
            let values = [("kind", self.kind(kind).into()), ("share", words.into())];
            texts.with_all("plan-share", &values)
        };
        let aided = scenario.kinds.iter().filter(|it| it.aid > Cents::ZERO);
        ScenarioView {
            id,
            title: texts.get(&format!("plan-{id}")),
            intro,
            bar_words: parts.join("; "),
            bar,
            rows: self.rows(scenario),
            shares: aided.map(|it| share(&it.kind, it.words(self.language()))).collect(),
            contributions: scenario.contributions.iter().map(|it| self.contribution(it)).collect(),
            has_loans: scenario.of_form(AidForm::Loan) > Cents::ZERO,
        }
    }

    fn bar(&self, scenario: &Scenario<'_>) -> Vec<BarPart> {
        let parts = [
            ("certain", scenario.grants(Certainty::Certain)),
            ("judgement", scenario.grants(Certainty::Judgement)),
            ("possible", scenario.grants(Certainty::Possible)),
            ("loan", scenario.of_form(AidForm::Loan)),
            ("own", scenario.own_money()),
        ];
        let whole = i128::from(scenario.total.count().max(1));
        let mut before = Cents::ZERO;
        let mut bar = Vec::new();
        for (kind, amount) in parts.into_iter().filter(|(_, amount)| *amount > Cents::ZERO) {
            let place = |cents: Cents| i64::try_from(i128::from(cents.count()) * BAR_WIDTH / whole).unwrap_or(0);
            let start = place(before);
            before += amount;
            let label = self.visit.texts().get(&format!("plan-part-{kind}"));
            // Nothing that is there is invisible.
            let width = (place(before) - start).max(PART_WIDTH_MIN);
            bar.push(BarPart { kind, label, amount: self.euros(amount), start, width });
        }
        bar
    }

    fn rows(&self, scenario: &Scenario<'_>) -> Vec<RowView> {
        let texts = self.visit.texts();
        let years = self.plan.project.years();
        let in_years = |of: &dyn Fn(&Contribution<'_>) -> bool, kind: Option<&str>| -> Vec<Cents> {
            let in_year = |year: &i16| {
                let rows = scenario.contributions.iter().filter(|it| of(it)).flat_map(|it| &it.rows);
                rows.filter(|row| row.year == *year && kind.is_none_or(|kind| *row.kind == *kind))
                    .map(|row| row.amount)
                    .sum()
            };
            years.iter().map(in_year).collect()
        };
        let mut rows = Vec::new();
        for it in &scenario.contributions {
            let mut kinds: Vec<&str> = it.rows.iter().map(|row| &*row.kind).collect();
            kinds.dedup();
            for kind in kinds {
                let label = format!("{}: {}", it.support.name.get(self.language()), self.kind(kind));
                rows.push(self.row(label, in_years(&|other| other.support.id == it.support.id, Some(kind)), false));
            }
        }
        for (form, key) in [(AidForm::Grant, "plan-grants"), (AidForm::Loan, "plan-loans")] {
            if scenario.of_form(form) > Cents::ZERO {
                rows.push(self.row(texts.get(key), in_years(&|it| it.form == form, None), true));
            }
        }
        let paid = in_years(&|_| true, None);
        let own = years.iter().zip(paid).map(|(year, paid)| self.plan.project.of_year(*year) - paid).collect();
        rows.push(self.row(texts.get("plan-part-own"), own, true));
        rows
    }

    fn contribution(&self, it: &Contribution<'_>) -> ContributionView {
        let texts = self.visit.texts();
        let form = texts.get(if it.form == AidForm::Grant { "plan-grant" } else { "plan-loan" });
        let doubts = if it.certainty == Certainty::Certain { &[][..] } else { it.doubts.as_slice() };
        ContributionView {
            support: self.support(it.support),
            kind: if it.form == AidForm::Loan { "loan" } else { it.certainty.code() },
            words: format!("{form}, {}", it.certainty.words(self.language())),
            total: self.euros(it.total),
            binds: texts.with("plan-binds", "rule", it.binding.words(self.language())),
            doubts: doubts.iter().map(|doubt| doubt.words(self.language())).collect(),
        }
    }

    fn unused(&self) -> Vec<NoteView> {
        let all = self.plan.possible.unused.iter().filter(|it| !matches!(it.reason, UnusedReason::NoCosts));
        let vocabulary = &self.visit.pack().vocabulary;
        let note = |it: &schakel_guide::financing::Unused<'_>| NoteView {
            support: self.support(it.support),
            words: capitalised(&it.reason.words(self.language())),
            details: match &it.reason {
                UnusedReason::NotMet(refusal) => refusal.details(vocabulary, self.language()),
                _ => Vec::new(),
            },
        };
        all.map(note).collect()
    }

    fn amount_unknown(&self) -> Vec<NoteView> {
        let texts = self.visit.texts();
        let most = |words: String| texts.with("plan-largest", "amount", &words);
        let note = |it: &schakel_guide::financing::AmountUnknown<'_>| NoteView {
            support: self.support(it.it.on_day.support),
            words: it.maximum.as_ref().map(|it| most(it.words("EUR", self.language()))).unwrap_or_default(),
            details: Vec::new(),
        };
        self.plan.amount_unknown.iter().map(note).collect()
    }

    fn small_aid(&self) -> Vec<String> {
        let texts = self.visit.texts();
        let room = &self.plan.small_aid;
        let mut lines = Vec::new();
        lines.extend(room.ceiling.map(|it| texts.with("plan-small-ceiling", "amount", &self.euros(it))));
        lines.push(match (room.earlier, room.room()) {
            (Some(earlier), Some(left)) => {
                let values = [("earlier", self.euros(earlier).into()), ("room", self.euros(left).into())];
                texts.with_all("plan-small-room", &values)
            }
            _ => texts.get("plan-small-unknown"),
        });
        for (day, amount) in &room.frees {
            let values = [("day", self.visit.day(*day).into()), ("amount", self.euros(*amount).into())];
            lines.push(texts.with_all("plan-small-frees", &values));
        }
        lines
    }

    fn programme(&self, it: &ProgrammeShares<'_>) -> ProgrammeView {
        let texts = self.visit.texts();
        let amount = |amount: Option<Cents>, key: &str| amount.map_or_else(|| texts.get(key), |it| self.euros(it));
        let share = it.cofinance.share.as_ref().map(|share| format!(" ({})", share.words("%", self.language())));
        let open = match it.open {
            Some(Cents::ZERO) => texts.get("plan-all-agreed"),
            Some(open) => texts.with("plan-open-amount", "amount", &self.euros(open)),
            None => texts.get("plan-open-unknown"),
        };
        ProgrammeView {
            name: it.name.get(self.language()).to_owned(),
            programme: format!("{}{}", amount(it.programme, "not-known"), share.unwrap_or_default()),
            required: amount(it.required, "not-known"),
            state: amount(it.of_level(PayerLevel::State), "plan-no-agreement"),
            region: amount(it.of_level(PayerLevel::Region), "plan-no-agreement"),
            open,
        }
    }
}

/// The width of the whole bar.
const BAR_WIDTH: i128 = 1000;

/// The smallest width of a part.
const PART_WIDTH_MIN: i64 = 4;
