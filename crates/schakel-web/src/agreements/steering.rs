//! How the agenda is steered, and what is wrong in the system, as documents.

use schakel_account::{
    FunctionRow, MirrorDifference, ReportStanding, SubjectKind, SystemFinding, due_before_meeting, due_words,
    function_matrix, meeting_gaps, meeting_slots, mirror_differences, plan_on, system_findings,
};
use schakel_criteria::Language;
use schakel_register::{Id, LandsdeelPlan, Meeting, Pack, Table};
use schakel_time::{Date, Period};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::values::{Named, SourceView, Span, Words};

/// How the agenda is steered, on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SteeringDocument {
    /// The day for which we looked.
    #[schema(format = Date)]
    pub peildatum: String,
    /// The tables.
    pub overleggen: Vec<TableDocument>,
    /// Meetings, with what was due before each.
    pub bijeenkomsten: Vec<MeetingDocument>,
    /// The plans of the landsdelen.
    pub regioplannen: Vec<PlanDocument>,
    /// Who fulfils which function where.
    pub functies: Vec<FunctionDocument>,
}

/// A table on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SteeringTable)]
pub struct TableDocument {
    /// Identifier.
    pub id: String,
    /// Name.
    pub naam: String,
    /// The parties that sit at it on that day.
    pub partijen: Vec<Named>,
    /// The longest time between two meetings, months.
    pub om_de_maanden: Option<u32>,
    /// The periods of this year in each of which it meets.
    pub perioden: Vec<Span>,
    /// Times without a known meeting that are longer than was agreed.
    pub gaten: Vec<Span>,
    /// Parties of the mirrored table that do not sit at it.
    pub ontbreekt: Vec<Named>,
    /// Parties that sit at it, and not at the mirrored table.
    pub extra: Vec<Named>,
    /// Where it comes from.
    pub bron: SourceView,
}

/// A meeting that a source names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SteeringMeeting)]
pub struct MeetingDocument {
    /// Identifier.
    pub id: String,
    /// The table.
    pub overleg: Named,
    /// When, in words.
    pub wanneer: String,
    /// What it was about.
    pub onderwerp: String,
    /// Whether a source says that it took place.
    pub gehouden: bool,
    /// The agreements whose last day lies before it, as they stood then.
    pub afspraken_ervoor: Vec<MeetingAgreement>,
}

/// An agreement that was due before a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MeetingAgreement {
    /// Identifier.
    pub id: String,
    /// Name.
    pub naam: String,
    /// Its state on the day of the meeting.
    pub stand: &'static str,
    /// `done` or `overdue`.
    pub op_tijd: &'static str,
}

/// The plan of a landsdeel on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SteeringPlan)]
pub struct PlanDocument {
    /// The landsdeel.
    pub landsdeel: Named,
    /// What it wants to reach.
    pub samenvatting: String,
    /// Who directs the process; exactly one is what was agreed.
    pub procesregisseurs: Vec<Named>,
    /// Whether its tasks are known and each has somebody who contributes.
    pub ingevuld: bool,
    /// Whether it should have been by that day.
    pub te_laat: bool,
    /// By when it must be filled in.
    pub invullen: Option<String>,
    /// `there`, `awaited`, `overdue` or `not-asked`.
    pub verslag: &'static str,
    /// The day of the report, or since when it is late.
    #[schema(format = Date)]
    pub verslag_dag: Option<String>,
    /// Its tasks.
    pub opgaven: Vec<PlanTaskDocument>,
    /// What became of the actions of the agenda before.
    pub eerder: Vec<EarlierDocument>,
    /// Where it comes from.
    pub bron: SourceView,
}

/// A task of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PlanTaskDocument {
    /// Identifier.
    pub id: String,
    /// What must be done.
    pub naam: String,
    /// Who contributes what.
    pub bijdragen: Vec<ContributionDocument>,
    /// What came of it.
    pub resultaat: Option<String>,
}

/// What somebody contributes to a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContributionDocument {
    /// Who.
    pub organisatie: Named,
    /// What.
    pub tekst: String,
}

/// What became of an action of the agenda before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EarlierDocument {
    /// Identifier.
    pub id: String,
    /// The action.
    pub naam: String,
    /// `kept`, `changed` or `dropped`.
    pub uitkomst: &'static str,
    /// Why.
    pub reden: String,
    /// The agreement or topic in which it goes on.
    pub gaat_door_in: Option<String>,
}

/// A function with who fulfils it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FunctionDocument {
    /// Identifier and name.
    pub functie: Named,
    /// Per landsdeel.
    pub landsdelen: Vec<FunctionCellDocument>,
}

/// Who fulfils a function in a landsdeel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FunctionCellDocument {
    /// The landsdeel.
    pub landsdeel: Named,
    /// Organisations of the landsdeel or a part of it.
    pub eigen: Vec<Named>,
    /// Organisations that work in the whole country.
    pub landelijk: Vec<Named>,
    /// `gap`, `crowded` or `good`.
    pub oordeel: &'static str,
}

/// What is wrong in the system of support, on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingList {
    /// The day for which we looked.
    #[schema(format = Date)]
    pub peildatum: String,
    /// How many there are.
    pub totaal: usize,
    /// The findings, in the order of the rules.
    pub bevindingen: Vec<FindingDocument>,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FindingDocument {
    /// The rule of the pack.
    pub regel: String,
    /// What the rule asks.
    pub eis: String,
    /// `agreement`, `topic`, `table`, `landsdeel`, `support` or `recommendation`.
    pub soort: &'static str,
    /// What it is about.
    pub over: String,
    /// What is wrong.
    pub tekst: String,
    /// Where the rule comes from.
    pub bron_regel: SourceView,
    /// Where the record comes from.
    pub bron: Option<SourceView>,
}

/// How the agenda is steered on a day. `held` gives meetings beside those in the pack, by table.
pub fn steering_document(pack: &'static Pack, day: Date, held: &[(Id, Date)], language: Language) -> SteeringDocument {
    let words = Words { pack, language };
    let most = pack.governance.rules.iter().find_map(|it| it.most);
    SteeringDocument {
        peildatum: day.to_string(),
        overleggen: pack.governance.tables.iter().map(|it| table(it, day, held, words)).collect(),
        bijeenkomsten: pack.governance.meetings.iter().map(|it| meeting(it, words)).collect(),
        regioplannen: pack.landsdeel_plans.values().map(|it| plan(it, day, words)).collect(),
        functies: function_matrix(pack).iter().map(|it| function(it, most, words)).collect(),
    }
}

fn table(table: &Table, day: Date, held: &[(Id, Date)], words: Words) -> TableDocument {
    let seats = table.seats.iter().filter(|it| it.from.is_none_or(|from| from <= day));
    let differences = mirror_differences(table, words.pack, day);
    let of = |extra: bool| {
        let wanted = differences.iter().filter_map(move |it| match it {
            MirrorDifference::Missing(id) if !extra => Some(words.organisation(id)),
            MirrorDifference::Extra(id) if extra => Some(words.organisation(id)),
            _ => None,
        });
        wanted.collect()
    };
    let days: Vec<Date> = held.iter().filter(|(id, _)| *id == table.id).map(|(_, day)| *day).collect();
    let gap = |it: &schakel_account::MeetingGap| Span {
        van: Some(it.from.to_string()),
        tot: it.until.map(|day| day.to_string()),
    };
    TableDocument {
        id: table.id.to_string(),
        naam: table.name.get(words.language).to_owned(),
        partijen: seats.map(|it| words.organisation(&it.organisation)).collect(),
        om_de_maanden: table.every_months,
        perioden: slots_of_year(table, day).iter().map(Span::from).collect(),
        gaten: meeting_gaps(table, &days, day).iter().map(gap).collect(),
        ontbreekt: of(false),
        extra: of(true),
        bron: words.source(&table.source),
    }
}

fn slots_of_year(table: &Table, day: Date) -> Vec<Period> {
    let first = Date::new(day.year(), 1, 1);
    let next = Date::new(day.year().saturating_add(1), 1, 1);
    first.ok().zip(next.ok()).map(|(first, next)| meeting_slots(table, first, next)).unwrap_or_default()
}

fn meeting(meeting: &Meeting, words: Words) -> MeetingDocument {
    let table = words.pack.governance.tables.iter().find(|it| it.id == meeting.table);
    let due = due_before_meeting(meeting, words.pack).into_iter().map(|it| MeetingAgreement {
        id: it.agreement.id.to_string(),
        naam: it.agreement.name.get(words.language).to_owned(),
        stand: it.progress.state.name(),
        op_tijd: it.standing.name(),
    });
    MeetingDocument {
        id: meeting.id.to_string(),
        overleg: Named {
            id: meeting.table.to_string(),
            naam: table.map_or(&*meeting.table, |it| it.name.get(words.language)).to_owned(),
        },
        wanneer: due_words(&meeting.when, words.language),
        onderwerp: meeting.about.get(words.language).to_owned(),
        gehouden: meeting.held,
        afspraken_ervoor: due.collect(),
    }
}

fn plan(plan: &LandsdeelPlan, day: Date, words: Words) -> PlanDocument {
    let standing = plan_on(plan, day);
    let language = words.language;
    let (report, report_day) = match standing.report {
        ReportStanding::There(on) => ("there", Some(on)),
        ReportStanding::Awaited => ("awaited", None),
        ReportStanding::Overdue(since) => ("overdue", Some(since)),
        ReportStanding::NotAsked => ("not-asked", None),
    };
    let task = |task: &schakel_register::PlanTask| PlanTaskDocument {
        id: task.id.to_string(),
        naam: task.name.get(language).to_owned(),
        bijdragen: task
            .contributions
            .iter()
            .map(|it| ContributionDocument {
                organisatie: words.organisation(&it.organisation),
                tekst: it.text.get(language).to_owned(),
            })
            .collect(),
        resultaat: task.result.as_ref().map(|it| it.get(language).to_owned()),
    };
    let earlier = |it: &schakel_register::EarlierAction| EarlierDocument {
        id: it.id.to_string(),
        naam: it.name.get(language).to_owned(),
        uitkomst: it.outcome.name(),
        reden: it.reason.get(language).to_owned(),
        gaat_door_in: it.continues_in.as_ref().map(|id| id.to_string()),
    };
    PlanDocument {
        landsdeel: words.area(&plan.landsdeel),
        samenvatting: plan.summary.get(language).to_owned(),
        procesregisseurs: standing.directors.iter().map(|it| words.organisation(&it.organisation)).collect(),
        ingevuld: standing.is_filled_in,
        te_laat: standing.is_late,
        invullen: plan.filled_in_by.as_ref().map(|due| due_words(due, language)),
        verslag: report,
        verslag_dag: report_day.map(|day| day.to_string()),
        opgaven: plan.tasks.iter().map(task).collect(),
        eerder: plan.earlier.iter().map(earlier).collect(),
        bron: words.source(&plan.source),
    }
}

fn function(row: &FunctionRow<'_>, most: Option<u32>, words: Words) -> FunctionDocument {
    let named = |list: &[&schakel_register::Organisation]| list.iter().map(|it| words.organisation(&it.id)).collect();
    let cell = |cell: &schakel_account::FunctionCell<'_>| FunctionCellDocument {
        landsdeel: words.area(&cell.landsdeel.id),
        eigen: named(&cell.own),
        landelijk: named(&cell.national),
        oordeel: match most {
            _ if cell.is_gap() => "gap",
            Some(most) if cell.is_crowded(most) => "crowded",
            _ => "good",
        },
    };
    FunctionDocument {
        functie: Named { id: row.function.id.to_string(), naam: row.function.name.get(words.language).to_owned() },
        landsdelen: row.cells.iter().map(cell).collect(),
    }
}

/// What is wrong in the system on a day. `held` gives meetings beside those in the pack, by table.
pub fn finding_list(pack: &'static Pack, day: Date, held: &[(Id, Date)], language: Language) -> FindingList {
    let words = Words { pack, language };
    let found = system_findings(pack, day, held);
    FindingList {
        peildatum: day.to_string(),
        totaal: found.len(),
        bevindingen: found.iter().map(|it| finding(it, words)).collect(),
    }
}

fn finding(it: &SystemFinding<'_>, words: Words) -> FindingDocument {
    FindingDocument {
        regel: it.rule.id.to_string(),
        eis: it.rule.text.get(words.language).to_owned(),
        soort: match it.kind {
            SubjectKind::Agreement => "agreement",
            SubjectKind::Topic => "topic",
            SubjectKind::Table => "table",
            SubjectKind::Landsdeel => "landsdeel",
            SubjectKind::Support => "support",
            SubjectKind::Recommendation => "recommendation",
        },
        over: it.subject.to_string(),
        tekst: it.title.get(words.language).to_owned(),
        bron_regel: words.source(&it.rule.source),
        bron: it.source.as_ref().map(|source| words.source(source)),
    }
}
