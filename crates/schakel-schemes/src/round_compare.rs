//! Two versions of a round side by side, of one round or of two: which parameters differ, and whether each change is
//! major or an improvement. The pack says which fields are major (source 002, §1: MIT changes only in small steps).

use schakel_criteria::{Bilingual, Language, Number};
use schakel_register::{
    Ceiling, FieldChange, Honest, Id, MoneyPot, Pack, Ranking, RankingCriterion, RoundVersion, SettlementRule, Sourced,
    SpanOfTime, TermUnit, change_class, number_with_unit,
};

use crate::round_words::{at_ceiling_words, decide_after_words, settlement_words, tie_words};

/// The parameters in which two versions differ; empty for equal ones.
pub fn compare_rounds(old: &RoundVersion, new: &RoundVersion, pack: &Pack, language: Language) -> Vec<FieldChange> {
    let plain = fields(old, pack, language).into_iter().zip(fields(new, pack, language));
    let changed = plain.filter(|((.., from), (.., to))| from != to);
    let mut changes: Vec<FieldChange> =
        changed.map(|((field, major, from), (.., to))| change(field, major, from, to, pack)).collect();
    changes.extend(criterion_changes(old, new, pack, language));
    changes
}

/// A parameter: its name, the name by which the pack calls it major, and what it is in words.
type Field = (&'static str, &'static str, Option<String>);

fn fields(version: &RoundVersion, pack: &Pack, language: Language) -> Vec<Field> {
    let mut fields = money_fields(version, pack, language);
    let terms = &version.terms;
    let span = |term: &Option<Sourced<SpanOfTime>>| term.as_ref().map(|it| span_words(it.value, language));
    let ranking = version.ranking.as_ref();
    let list = |items: Vec<String>| (!items.is_empty()).then(|| items.join("; "));
    let text = |text: &Bilingual| text.get(language).to_owned();
    fields.extend([
        ("window", "window", list(version.windows.iter().map(|it| it.words(language)).collect())),
        ("committee", "procedure", version.committee.as_ref().map(|it| yes_or_no(it.value, language))),
        (
            "participants",
            "participants",
            version.participants.as_ref().map(|it| format!("{}–{}", bound(it.minimum), bound(it.maximum))),
        ),
        ("decide_within", "terms", span(&terms.decide_within)),
        (
            "decide_after",
            "terms",
            terms.decide_after.as_ref().map(|it| decide_after_words(it.value, language).to_owned()),
        ),
        ("extend_by", "terms", span(&terms.extend_by)),
        ("repair_within", "terms", span(&terms.repair_within)),
        ("settle_within", "terms", span(&terms.settle_within)),
        ("min_total", "criterion", ranking.and_then(|it| it.minimum_total.as_ref()).map(|it| it.value.to_string())),
        ("tie_criteria", "procedure", ranking.and_then(|it| list(tie_criteria(it, language)))),
        ("tie", "procedure", ranking.and_then(|it| it.tie.as_ref()).map(|it| tie_words(it.value, language).to_owned())),
        ("document", "documents", list(version.documents.iter().map(|it| text(&it.name)).collect())),
        ("field", "documents", list(version.fields.iter().map(|it| text(&it.label)).collect())),
        ("settlement", "terms", list(version.settlements.iter().map(|it| settlement_rule(it, language)).collect())),
    ]);
    fields
}

fn money_fields(version: &RoundVersion, pack: &Pack, language: Language) -> Vec<Field> {
    let figure = |honest: &Option<Honest>, unit| honest.as_ref().map(|it| it.words(unit, language));
    let list = |items: Vec<String>| (!items.is_empty()).then(|| items.join("; "));
    let code = |list: &str, id: &str| {
        let code = pack.codes(list).iter().find(|code| &*code.id == id);
        code.map_or(id, |code| code.name.get(language)).to_owned()
    };
    let amounts = &version.amounts;
    vec![
        ("procedure", "procedure", version.procedure.as_ref().map(|it| code("procedures", it.value.name()))),
        (
            "at_ceiling",
            "procedure",
            version.at_ceiling.as_ref().map(|it| at_ceiling_words(it.value, language).to_owned()),
        ),
        ("rate", "rate", figure(&amounts.rate, "%")),
        ("min", "min", figure(&amounts.minimum, "EUR")),
        ("max", "max", figure(&amounts.maximum, "EUR")),
        ("min_each", "min", figure(&amounts.minimum_each, "EUR")),
        ("max_each", "max", figure(&amounts.maximum_each, "EUR")),
        ("max_cost_share", "criterion", figure(&amounts.maximum_cost_share, "%")),
        ("cost", "criterion", list(version.costs.iter().map(|it| code("cost-kinds", &it.kind)).collect())),
        ("ceiling", "budget", list(version.ceilings.iter().map(|it| ceiling_words(it, language)).collect())),
        ("pot", "budget", list(version.pots.iter().map(|it| pot_words(it, pack, language)).collect())),
    ]
}

fn change(field: &str, major: &str, from: Option<String>, to: Option<String>, pack: &Pack) -> FieldChange {
    let class = change_class(major, to.is_none(), pack);
    FieldChange { field: field.to_owned(), from, to, class }
}

/// The criteria of the ranking that are scored otherwise now, came, or went. Better words for the same are no change.
fn criterion_changes(old: &RoundVersion, new: &RoundVersion, pack: &Pack, language: Language) -> Vec<FieldChange> {
    let of = |version: &RoundVersion| version.ranking.as_ref().map(|it| it.criteria.clone()).unwrap_or_default();
    let (old, new) = (of(old), of(new));
    let came = new.iter().filter(|it| !old.iter().any(|other| other.id == it.id)).map(|to| (&to.id, None, Some(to)));
    let stayed = old.iter().map(|from| (&from.id, Some(from), new.iter().find(|it| it.id == from.id)));
    let mut changes = Vec::new();
    for (id, from, to) in stayed.chain(came) {
        if from.map(points) != to.map(points) {
            let words = |it: &RankingCriterion| criterion_words(it, language);
            let field = format!("criterion {id}");
            changes.push(change(&field, "criterion", from.map(words), to.map(words), pack));
        }
    }
    changes
}

fn points(criterion: &RankingCriterion) -> (Number, Number, Option<Number>, Number, Option<Number>) {
    let heavier = criterion.heavier.as_ref().map(|it| it.weight);
    (criterion.points_from, criterion.points_to, criterion.minimum, criterion.weight, heavier)
}

fn criterion_words(criterion: &RankingCriterion, language: Language) -> String {
    let text = criterion.text.get(language);
    let (from, to) = (criterion.points_from, criterion.points_to);
    let [dutch, english] = match criterion.minimum {
        Some(minimum) => {
            [format!("{from}–{to} punten, minstens {minimum}"), format!("{from}–{to} points, at least {minimum}")]
        }
        None => [format!("{from}–{to} punten"), format!("{from}–{to} points")],
    };
    match language {
        Language::Dutch => format!("{text}: {dutch}"),
        Language::English => format!("{text}: {english}"),
    }
}

fn ceiling_words(ceiling: &Ceiling, language: Language) -> String {
    format!("{}: {}", ceiling.label.get(language), ceiling.amount.words("EUR", language))
}

fn pot_words(pot: &MoneyPot, pack: &Pack, language: Language) -> String {
    let name = |id: &str| pack.organisations.get(id).map_or(id, |it| it.name.get(language)).to_owned();
    let funders =
        pot.funders.iter().map(|it| format!("{} {}", name(&it.organisation), it.amount.words("EUR", language)));
    let funders: Vec<String> = funders.collect();
    format!("{}: {}", pot.label.get(language), funders.join(" + "))
}

fn settlement_rule(rule: &SettlementRule, language: Language) -> String {
    let below = rule.below.map(|it| format!("< {}: ", number_with_unit(it, "EUR", language))).unwrap_or_default();
    format!("{below}{}", settlement_words(rule.arrangement, language))
}

/// The criteria that decide between equal scores, in plain words.
fn tie_criteria(ranking: &Ranking, language: Language) -> Vec<String> {
    let words = |id: &Id| {
        let criterion = ranking.criteria.iter().find(|it| it.id == *id);
        criterion.map_or(&**id, |it| it.text.get(language)).to_owned()
    };
    ranking.tie_criteria.iter().map(words).collect()
}

/// A number of days, weeks or months in words.
pub fn span_words(span: SpanOfTime, language: Language) -> String {
    let [one, more] = match (span.unit, language) {
        (TermUnit::Days, Language::Dutch) => ["dag", "dagen"],
        (TermUnit::Weeks, Language::Dutch) => ["week", "weken"],
        (TermUnit::Months, Language::Dutch) => ["maand", "maanden"],
        (TermUnit::Days, Language::English) => ["day", "days"],
        (TermUnit::Weeks, Language::English) => ["week", "weeks"],
        (TermUnit::Months, Language::English) => ["month", "months"],
    };
    format!("{} {}", span.count, if span.count == 1 { one } else { more })
}

fn bound(count: Option<u32>) -> String {
    count.map(|it| it.to_string()).unwrap_or_default()
}

fn yes_or_no(truth: bool, language: Language) -> String {
    match (truth, language) {
        (true, Language::Dutch) => "ja",
        (true, Language::English) => "yes",
        (false, Language::Dutch) => "nee",
        (false, Language::English) => "no",
    }
    .to_owned()
}
