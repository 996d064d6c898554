//! A competition in phases.

use schakel_casework::FirmRef;
use schakel_schemes::{Application, ApplicationNumber, Phases, RefusalGround};

use crate::small_round::{APPLICANT, Counter, code, euros, granted, refused};

#[test]
fn sys_h06_only_winners_of_the_phase_before_enter_the_next() {
    let phases = Phases(vec![code("phase-1"), code("phase-2")]);
    let application = |number, phase: &str, firm, counter: Counter| Application {
        number: ApplicationNumber(number),
        round: code(phase),
        applicant: FirmRef(firm),
        ..counter.application
    };
    let decided = |verdict| Counter::decided(verdict, "2017-01-09", "2017-03-01");
    let all = [
        application(1, "phase-1", 7, decided(granted(euros(50_000)))),
        application(2, "phase-1", 8, decided(refused())),
        application(3, "phase-1", 9, Counter::in_assessment(euros(50_000), "2017-01-09")),
        application(4, "phase-2", 7, Counter::submitted(euros(200_000), "2017-03-20")),
    ];
    let check = |phase: &str, firm, expected| {
        assert_eq!(phases.entrance(&code(phase), FirmRef(firm), &all), expected, "{firm} into {phase}");
    };
    let no = || Err(RefusalGround::NotWinnerOfPhase(code("phase-1")));
    check("phase-2", 7, Ok(Some(ApplicationNumber(1))));
    check("phase-2", 8, no());
    check("phase-2", 9, no());
    check("phase-2", 10, no());
    check("phase-1", 8, Ok(None));

    let results = phases.results(&code("phase-1"), &all);
    let told: Vec<_> = results.iter().map(|it| (it.application.0, it.granted, it.next.map(|it| it.0))).collect();
    assert_eq!(told, [(1, Some(euros(50_000)), Some(4)), (2, None, None)]);
    let published = serde_json::to_string(&results).unwrap();
    assert!(!published.contains("firm") && APPLICANT == FirmRef(7), "results name no firm: {published}");
}
