//! Reading `governance.toml` and the plans in `landsdelen/`.

use std::sync::Arc;

use schakel_criteria::Bilingual;

use crate::governance::{
    Director, EarlierAction, EarlierOutcome, FindingCheck, FindingRule, Function, Governance, Group, LandsdeelPlan,
    Meeting, PlanTask, Seat, Structure, Table, TaskContribution,
};
use crate::load::PackFiles;
use crate::load::agreements::read_due;
use crate::load::files::{Draft, GOVERNANCE, LANDSDELEN, document, each_record};
use crate::load::records::read_head;
use crate::pack::Pack;
use crate::reader::{Notes, Reader, Target};
use crate::source::Id;

/// Reads how the agenda is steered, when the pack says so.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    if let Some((path, text)) = files.get_key_value(GOVERNANCE) {
        document(path, text, notes, |reader| {
            pack.governance = read_governance(reader);
            reader.finish();
        });
    }
    each_record(files, LANDSDELEN, notes, |draft| {
        if let Some(plan) = read_plan(draft) {
            pack.landsdeel_plans.insert(Arc::clone(&plan.landsdeel), plan);
        }
        draft.reader.finish();
    });
}

fn read_governance(reader: &Reader<'_>) -> Governance {
    Governance {
        signatories: reader.references("signatories", Target::Organisation),
        state_side: reader.references("state_side", Target::Organisation),
        province_side: reader.references("province_side", Target::Organisation),
        groups: all(reader, "group", read_group),
        tables: all(reader, "table", read_table),
        meetings: all(reader, "meeting", read_meeting),
        structures: all(reader, "structure", read_structure),
        functions: all(reader, "function", read_function),
        rules: all(reader, "rule", read_rule),
    }
}

/// Every table of an array that can be read; what nobody asked for in one is reported.
fn all<T>(reader: &Reader<'_>, field: &'static str, read: fn(&Reader<'_>) -> Option<T>) -> Vec<T> {
    let read = |entry: Reader<'_>| {
        let value = read(&entry);
        entry.finish();
        value
    };
    reader.tables(field).into_iter().filter_map(read).collect()
}

fn id(entry: &Reader<'_>) -> Option<Id> {
    entry.required_text("id").map(|it| Arc::from(it.value))
}

fn read_group(entry: &Reader<'_>) -> Option<Group> {
    let id = entry.required_reference("id", Target::Organisation);
    let members = entry.references("members", Target::Organisation);
    let source = entry.required_source("source");
    Some(Group { id: id?, members, source: source? })
}

fn read_table(entry: &Reader<'_>) -> Option<Table> {
    let (id, name) = (id(entry), entry.required_bilingual("name", "name_en"));
    let every_months = entry.count("every_months");
    let valid = entry.period("valid").map(|it| it.value);
    let mirrors = entry.text("mirrors").map(|it| Arc::from(it.value));
    let seats = all(entry, "seat", read_seat);
    let source = entry.required_source("source");
    Some(Table { id: id?, name: name?, every_months, valid, mirrors, seats, source: source? })
}

fn read_seat(entry: &Reader<'_>) -> Option<Seat> {
    let organisation = entry.required_reference("organisation", Target::Organisation);
    let from = entry.date("from");
    let source = entry.required_source("source");
    Some(Seat { organisation: organisation?, from, source: source? })
}

fn read_meeting(entry: &Reader<'_>) -> Option<Meeting> {
    let (id, table) = (id(entry), entry.required_text("table"));
    let when = read_due(entry, "when");
    if when.is_none() {
        entry.error(entry.span(), "`when` is missing: the day or the period of the meeting");
    }
    let about = entry.required_bilingual("about", "about_en");
    let held = entry.flag("held");
    let source = entry.required_source("source");
    Some(Meeting { id: id?, table: Arc::from(table?.value), when: when?, about: about?, held, source: source? })
}

fn read_structure(entry: &Reader<'_>) -> Option<Structure> {
    let organisation = entry.required_reference("organisation", Target::Organisation);
    let subjects = all(entry, "subject", read_name);
    let source = entry.required_source("source");
    Some(Structure { organisation: organisation?, subjects, source: source? })
}

fn read_name(entry: &Reader<'_>) -> Option<Bilingual> {
    entry.required_bilingual("name", "name_en")
}

fn read_function(entry: &Reader<'_>) -> Option<Function> {
    let (id, name) = (id(entry), entry.required_bilingual("name", "name_en"));
    let roles = entry.references("roles", Target::Code("roles"));
    let source = entry.required_source("source");
    Some(Function { id: id?, name: name?, roles, source: source? })
}

fn read_rule(entry: &Reader<'_>) -> Option<FindingRule> {
    let id = id(entry);
    let names = FindingCheck::ALL.map(|(name, _)| name);
    let check = entry.required_name("check", &names);
    let text = entry.required_bilingual("text", "text_en");
    let most = entry.count("most");
    let source = entry.required_source("source");
    let check = check.and_then(|it| FindingCheck::ALL.into_iter().find(|(name, _)| **name == it.value));
    Some(FindingRule { id: id?, check: check?.1, text: text?, most, source: source? })
}

fn read_plan(draft: &Draft<'_>) -> Option<LandsdeelPlan> {
    let reader = &draft.reader;
    let head = read_head(draft);
    let landsdeel = reader.required_reference("landsdeel", Target::Area);
    let directors = all(reader, "director", read_director);
    let filled_in_by = read_due(reader, "filled_in_by");
    let report_due = read_due(reader, "report_due");
    let reported_on = reader.date("reported_on");
    let tasks = all(reader, "task", read_task);
    let earlier = all(reader, "earlier", read_earlier);
    draft.markdown();
    let head = head?;
    Some(LandsdeelPlan {
        landsdeel: landsdeel?,
        file: Arc::clone(reader.path()),
        name: head.name,
        summary: head.summary,
        directors,
        filled_in_by,
        report_due,
        reported_on,
        tasks,
        earlier,
        source: head.source,
    })
}

fn read_director(entry: &Reader<'_>) -> Option<Director> {
    let organisation = entry.required_reference("organisation", Target::Organisation);
    let valid = entry.required_period("valid").map(|it| it.value);
    let source = entry.required_source("source");
    Some(Director { organisation: organisation?, valid: valid?, source: source? })
}

fn read_task(entry: &Reader<'_>) -> Option<PlanTask> {
    let (id, name) = (id(entry), entry.required_bilingual("name", "name_en"));
    let contributions = all(entry, "contribution", read_contribution);
    let result = entry.bilingual("result", "result_en");
    let source = entry.required_source("source");
    Some(PlanTask { id: id?, name: name?, contributions, result, source: source? })
}

fn read_contribution(entry: &Reader<'_>) -> Option<TaskContribution> {
    let organisation = entry.required_reference("organisation", Target::Organisation);
    let text = entry.required_bilingual("text", "text_en");
    Some(TaskContribution { organisation: organisation?, text: text? })
}

fn read_earlier(entry: &Reader<'_>) -> Option<EarlierAction> {
    let (id, name) = (id(entry), entry.required_bilingual("name", "name_en"));
    let names = EarlierOutcome::ALL.map(|(name, _)| name);
    let outcome = entry.required_name("outcome", &names);
    let reason = entry.required_bilingual("reason", "reason_en");
    let continues_in = entry.text("continues_in").map(|it| Arc::from(it.value));
    let source = entry.required_source("source");
    let outcome = outcome.and_then(|it| EarlierOutcome::ALL.into_iter().find(|(name, _)| **name == it.value));
    Some(EarlierAction { id: id?, name: name?, outcome: outcome?.1, reason: reason?, continues_in, source: source? })
}
