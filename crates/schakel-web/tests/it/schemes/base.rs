//! The counter of grants stands behind the portal, with the rounds that can be executed.

use super::{ROUND, SUCCESSORS, TENDER, portal};

#[test]
fn the_rounds_that_can_be_executed_are_open_at_the_counter() {
    let (app, hands) = portal();
    let grants = app.grants();
    let rounds: Vec<&str> = grants.rounds().keys().map(schakel_casework::Code::as_str).collect();
    assert_eq!(rounds, [SUCCESSORS, ROUND, TENDER], "no round of the pack says everything");
    let rules = &grants.rounds()[&schakel_casework::Code::new(TENDER).unwrap()].application;
    assert_eq!(rules.executor.0.as_str(), "provincie-overijssel");
    assert_eq!(rules.partners_min, 1);
    // After the window it is still carried out.
    hands.set("2030-05-01T10:00:00");
    assert_eq!(app.grants().rounds().len(), 3);
}
