//! The order of steps: by kind and day, and never against a rule.

use super::Step;

/// The steps in an order in which every step stands after those that must come first. Rules that contradict each other
/// cannot be kept; the pack's check reports them, and the steps then stand in the order of their kind.
pub(super) fn in_order(mut steps: Vec<Step<'_>>) -> Vec<Step<'_>> {
    // Steps without a day come after those with one.
    let day = |step: &Step<'_>| step.earliest.or(step.latest);
    steps.sort_by_key(|step| (step.kind, day(step).is_none(), day(step)));
    let mut ordered: Vec<Step<'_>> = Vec::with_capacity(steps.len());
    while !steps.is_empty() {
        let waits = |step: &Step<'_>| steps.iter().any(|other| step.after.contains(&other.id));
        let next = steps.iter().position(|step| !waits(step)).unwrap_or(0);
        ordered.push(steps.remove(next));
    }
    ordered
}
