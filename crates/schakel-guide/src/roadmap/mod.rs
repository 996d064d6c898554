//! A route along the support: the steps of one firm in order, each with who helps, when, what to bring and why.
//!
//! Choosing the support lives in `choose`, the rules between steps in `rules`, the order in `order`, the days in
//! `dates`, whom to call in `person`, what is still missing in `readiness`, and the proof that no situation leads
//! nowhere in `dead_ends`.

mod choose;
mod dates;
mod dead_ends;
mod examples;
mod order;
mod person;
mod readiness;
mod situation;
mod steps;

use schakel_criteria::FactSet;
use schakel_register::{Exclusion, Id, Record, Requirement, StartRule, Term, YearLimit};
use schakel_time::Date;

use self::choose::Route;
use crate::firm::Firm;
use crate::matcher::{Contact, Match, Matcher};

pub use dead_ends::{DeadEnd, DeadEndKind, dead_ends};
pub use readiness::{Readiness, ReadyItem};
pub use situation::SituationFound;
pub(crate) use situation::Situations;

/// What a route is asked for.
#[derive(Clone, Copy, Debug)]
pub struct RoadmapRequest<'f> {
    /// What is known of the firm.
    pub facts: &'f FactSet,
    /// The support that the firm wants; empty: what fits best.
    pub goals: &'f [Id],
    /// The support that the firm does not want.
    pub skipped: &'f [Id],
}

/// A route for one firm on one day.
#[derive(Clone, Debug)]
pub struct Roadmap<'a> {
    /// The day from which it counts.
    pub day: Date,
    /// The situation of the entrepreneur, when the answers tell.
    pub situation: Option<SituationFound<'a>>,
    /// The steps, in the order in which to take them.
    pub steps: Vec<Step<'a>>,
    /// Support that does not fit in the route, and why.
    pub left_out: Vec<LeftOut<'a>>,
    /// Other support that could be chosen, best first.
    pub choices: Vec<Match<'a>>,
    /// How ready the firm is for what it can choose among the levels that the pack names.
    pub readiness: Vec<Readiness<'a>>,
}

/// One step of a route.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// Identifier: the kind, and the support when it is about one. It stays the same while the choice stays the same.
    pub id: String,
    /// What kind of step it is.
    pub kind: StepKind,
    /// The support that it is about.
    pub support: Option<Match<'a>>,
    /// The organisation that does it, or runs it; nothing when it is the firm itself.
    pub owner: Option<Id>,
    /// Whom to call.
    pub contact: Option<Contact>,
    /// The first day on which it can be done.
    pub earliest: Option<Date>,
    /// The last day on which it can be done.
    pub latest: Option<Date>,
    /// Why there is no day, when there is none.
    pub wait: Option<Wait>,
    /// What to bring.
    pub documents: &'a [String],
    /// Projects of others that show how it goes.
    pub examples: Vec<&'a Record>,
    /// Why it stands here.
    pub reasons: Vec<Reason<'a>>,
    /// The identifiers of steps that must come first because of a rule.
    pub after: Vec<String>,
}

/// Kinds of step, in the order in which they come when no rule says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StepKind {
    /// Look at what others did.
    Look,
    /// Talk to an adviser or the front door.
    Talk,
    /// Get ready: find out or arrange what is missing.
    Prepare,
    /// Join a circle or a network.
    Join,
    /// Visit or use a place.
    Use,
    /// Ask for something that comes before the project itself, such as a voucher.
    First,
    /// Apply.
    Apply,
    /// Begin with the project.
    Start,
    /// Finish and report.
    Report,
}

impl StepKind {
    /// Every kind, in order.
    pub const ALL: [StepKind; 9] = [
        StepKind::Look,
        StepKind::Talk,
        StepKind::Prepare,
        StepKind::Join,
        StepKind::Use,
        StepKind::First,
        StepKind::Apply,
        StepKind::Start,
        StepKind::Report,
    ];

    /// Its name in identifiers and in the API.
    pub fn name(self) -> &'static str {
        match self {
            StepKind::Look => "look",
            StepKind::Talk => "talk",
            StepKind::Prepare => "prepare",
            StepKind::Join => "join",
            StepKind::Use => "use",
            StepKind::First => "first",
            StepKind::Apply => "apply",
            StepKind::Start => "start",
            StepKind::Report => "report",
        }
    }

    /// Whether somebody else must do something, so that there must be somebody to call.
    pub fn needs_contact(self) -> bool {
        !matches!(self, StepKind::Look | StepKind::Start | StepKind::Report)
    }
}

/// Why a step has no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// No source says when it is open.
    NotKnown,
    /// It is announced, without a day.
    Announced,
    /// It is closed, or the money is gone.
    Closed,
    /// It waits for a decision that others take.
    Decision,
}

/// Why a step stands in the route, or stands where it stands.
#[derive(Clone, Debug)]
pub enum Reason<'a> {
    /// It is the first step in this situation.
    Situation(SituationFound<'a>),
    /// It serves the plan of the firm.
    ServesPlan,
    /// It is about the theme of the firm.
    ServesTheme,
    /// The firm asked for it.
    Chosen,
    /// Another step requires it.
    RequiredBy(&'a str, &'a Requirement),
    /// The project may not begin before it.
    BeforeStart(&'a str, &'a StartRule),
    /// The project must begin within this time.
    StartWithin(&'a str, &'a Term),
    /// The project must be done within this time.
    FinishWithin(&'a str, &'a Term),
    /// One must report within this time.
    ReportWithin(&'a str, &'a Term),
    /// It moves to a later calendar year.
    NextYear {
        /// The other support, which is asked for first.
        other: &'a str,
        /// The rule.
        limit: &'a YearLimit,
        /// The first day of the year to which it moves.
        to: Date,
    },
    /// Something is still to be found out or arranged: so many conditions.
    StillToKnow(usize),
}

/// Support that is left out of a route.
#[derive(Clone, Debug)]
pub struct LeftOut<'a> {
    /// The support.
    pub support: Match<'a>,
    /// Why.
    pub reason: LeftOutReason<'a>,
}

/// Why support is left out of a route. The identifier is of the other support, which is in the route.
#[derive(Clone, Debug)]
pub enum LeftOutReason<'a> {
    /// It cannot be had for the same project.
    Excluded(&'a str, &'a Exclusion),
    /// Only one in a calendar year, and this one is open in this year only.
    YearLimit(&'a str, &'a YearLimit),
}

impl<'a> Matcher<'a> {
    /// A route for a firm. There is always a first step: when nothing else is known, it is a talk with somebody.
    pub fn roadmap(&self, request: RoadmapRequest<'_>) -> Roadmap<'a> {
        self.roadmap_from(&self.match_firm(request.facts), request)
    }

    /// The same from matches that were made before.
    fn roadmap_from(&self, matches: &[Match<'a>], request: RoadmapRequest<'_>) -> Roadmap<'a> {
        let day = self.moment().date();
        let phase = situation::phase(request.facts, day, self.pack());
        let (route, steps) = self.steps(matches, &self.firm(request.facts), &request);
        Roadmap {
            day,
            situation: self.situations.of_firm(request.facts),
            steps,
            choices: choose::choices(&route, matches, &request, phase.as_ref()),
            left_out: route.left_out,
            readiness: readiness::of_levels(matches, self.pack()),
        }
    }

    /// The chosen support and the steps that follow from it, in order.
    fn steps(
        &self,
        matches: &[Match<'a>],
        firm: &Firm<'_>,
        request: &RoadmapRequest<'_>,
    ) -> (Route<'a>, Vec<Step<'a>>) {
        let (pack, day) = (self.pack(), self.moment().date());
        let situation = self.situations.of_firm(request.facts);
        let phase = situation::phase(request.facts, day, pack);
        let route = choose::choose(matches, request, phase.as_ref(), day, pack);
        let mut steps = steps::steps(&route, situation.as_ref(), firm, pack);
        dates::set(&mut steps, day);
        (route, order::in_order(steps))
    }
}
