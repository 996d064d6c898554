//! Effects of what was done: before and after where both are known, or else what a source reports, marked so.

use schakel_criteria::{Bilingual, Number};
use schakel_register::{Effect, Figure, Honest, Id, Pack};

use crate::figures::{Origin, origin_of_figure};

/// An effect for the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EffectView {
    /// Identifier.
    pub id: Id,
    /// What changed.
    pub name: Bilingual,
    /// By which part it changed; below nought is less.
    pub change: Honest,
    /// Whether it follows from before and after; otherwise a source reports it.
    pub is_computed: bool,
    /// The figures behind it.
    pub origins: Vec<Origin>,
}

/// The effects of a pack.
pub fn effects(pack: &Pack) -> Vec<EffectView> {
    pack.accounts.effects.values().map(|it| view(it, pack)).collect()
}

fn view(effect: &Effect, pack: &Pack) -> EffectView {
    let (before, after) = (named(effect.before.as_ref(), pack), named(effect.after.as_ref(), pack));
    let computed = before.zip(after).and_then(|((_, before), (_, after))| {
        let (from, to) = (before.value.value?, after.value.value?);
        let change = to.minus(from)?.divided_by(from)?;
        // Nothing is firmer than the weaker of the two.
        let qualifier = before.value.qualifier.max(after.value.qualifier);
        Some(Honest { value: Some(change), qualifier, source: None })
    });
    let reported = named(effect.reported.as_ref(), pack);
    let is_computed = computed.is_some();
    let change = computed.or_else(|| {
        let (_, figure) = reported?;
        let sign = if effect.is_decrease { Number::negated } else { |it: Number| it };
        Some(Honest { value: figure.value.value.map(sign), ..figure.value.clone() })
    });
    let used = if is_computed { vec![before, after] } else { vec![reported] };
    EffectView {
        id: Id::clone(&effect.id),
        name: effect.name.clone(),
        change: change.unwrap_or_else(crate::figures::not_known),
        is_computed,
        origins: used.into_iter().flatten().map(|(name, figure)| origin_of_figure(name, figure)).collect(),
    }
}

fn named<'a>(name: Option<&'a Id>, pack: &'a Pack) -> Option<(&'a Id, &'a Figure)> {
    name.and_then(|it| Some((it, pack.figure(it)?)))
}
