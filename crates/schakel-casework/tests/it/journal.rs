//! Events: plain, versioned data in which no personal data fits, and a total way back to the state.

use std::sync::OnceLock;

use proptest::prelude::*;
use schakel_casework::{Case, Code, Event, apply, replay};

use crate::simulated::plan;
use crate::simulation::{Lived, run};

fn lived() -> &'static [Lived] {
    static LIVED: OnceLock<Vec<Lived>> = OnceLock::new();
    LIVED.get_or_init(|| run(plan(3)).unwrap().1)
}

#[test]
fn events_and_state_survive_json() {
    for Lived { case, journal } in lived() {
        let text = serde_json::to_string(&journal).unwrap();
        let again: Vec<Event> = serde_json::from_str(&text).unwrap();
        assert_eq!(&again, journal);
        assert_eq!(replay(&again).as_ref(), Some(case));
        let state = serde_json::to_string(&case).unwrap();
        assert_eq!(serde_json::from_str::<Case>(&state).unwrap(), *case);
    }
}

#[test]
fn an_event_in_a_form_of_later_is_refused() {
    let journal = &lived()[0].journal;
    let text = serde_json::to_string(&journal[0]).unwrap();
    assert!(text.starts_with(r#"{"format":"case-1","case":0,"number":1,"#), "{text}");
    assert!(serde_json::from_str::<Event>(&text.replace("case-1", "case-2")).is_err());
}

#[test]
fn no_personal_data_fits_in_a_code() {
    for wrong in ["", "J. de Vries", "j@example.org", "0612345678", "06-12345678", "8011 PW", "12345678", "naïef"] {
        assert!(Code::new(wrong).is_err(), "{wrong}");
        assert!(serde_json::from_str::<Code>(&format!("{wrong:?}")).is_err(), "{wrong}");
    }
    assert!(Code::new(&"a".repeat(81)).is_err());
    for right in ["GM0193", "novel-t", "group_turnover", "nl"] {
        assert_eq!(Code::new(right).unwrap().as_str(), right);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Whatever order events come in and whichever case they belong to, there is a state, the first event decides which
    /// case it is, and what does not fit is counted.
    #[test]
    fn applying_is_total(order in proptest::collection::vec((0_usize..40, 0_usize..30), 1..200)) {
        let all = lived();
        let mut state = None;
        let mut taken = 0;
        for (case, number) in order {
            let Some(event) = all[case].journal.get(number) else { continue };
            let before = state.as_ref().map(|it: &Case| it.id);
            state = apply(state, event);
            taken += u32::from(before.is_some());
            if let (Some(before), Some(after)) = (before, &state) {
                prop_assert_eq!(before, after.id);
            }
        }
        if let Some(case) = state {
            prop_assert!(case.misfits <= taken);
            prop_assert_eq!(case.events - 1 + case.misfits, taken);
        }
    }
}
