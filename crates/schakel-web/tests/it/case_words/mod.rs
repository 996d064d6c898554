//! The words of cases: every state, reason and outcome has words in both languages, and the sentences read well.

mod every;
mod timeline;

use schakel_casework::{
    CaseId, Choice, Distance, Fit, Grounds, Load, NotHelped, Outcome, PersonRef, Role, Sentence, StateForEntrepreneur,
};
use schakel_criteria::Language;
use schakel_time::{Date, DateTime};
use schakel_web::CaseWords;

use crate::support::APP;

pub const BOTH: [Language; 2] = [Language::Dutch, Language::English];

pub fn words(language: Language) -> CaseWords<'static> {
    CaseWords::new(APP.pack(), language)
}

pub fn organisation(id: &str) -> schakel_casework::OrganisationId {
    schakel_casework::OrganisationId::new(id).unwrap()
}

pub fn code(id: &str) -> schakel_casework::Code {
    schakel_casework::Code::new(id).unwrap()
}

pub const fn day(month: i8, day: i8) -> Date {
    Date::constant(2018, month, day)
}

pub fn noon(on: Date) -> DateTime {
    on.at(12, 0, 0, 0)
}

/// Words that were found and filled in: no key, no empty place.
#[track_caller]
pub fn is_filled_in(text: &str) {
    let is_key =
        !text.contains(' ') && text.contains('-') && text.chars().all(|it| it.is_ascii_lowercase() || it == '-');
    assert!(!text.is_empty() && !is_key, "there are no words for `{text}`");
    assert!(!text.contains(['{', '}', '$']), "a place is not filled in: {text}");
}

/// The sentence of a state in both languages, with and without the name of the person.
#[track_caller]
fn check(sentence: Sentence, dutch: &str, english: &str) {
    let state = StateForEntrepreneur { sentence, late_since: None };
    for (language, expected) in [(Language::Dutch, dutch), (Language::English, english)] {
        let told = words(language).state(&state, Some("Jo Bakker"));
        assert_eq!(told.sentence, expected);
        assert_eq!(told.late, None);
        assert_eq!(told.sentence.matches('.').count(), 1, "one sentence: {expected}");
    }
}

#[test]
fn a_state_is_one_sentence_with_who_and_when() {
    let (door, other) = (organisation("kennispoort-regio-zwolle"), organisation("novel-t"));
    let by = day(3, 8);
    check(
        Sentence::Received { organisation: door.clone(), by },
        "Kennispoort Regio Zwolle leest uw vraag en neemt uiterlijk op 8 maart 2018 contact met u op.",
        "Kennispoort Regio Zwolle reads your question and contacts you by 8 March 2018 at the latest.",
    );
    check(
        Sentence::Waiting {
            asked: vec![other.clone(), organisation("kennispark-twente")],
            organisation: door.clone(),
            by,
        },
        "Wij vroegen Novel-T en Kennispark Twente om u te helpen; Kennispoort Regio Zwolle zorgt dat u uiterlijk op 8 maart 2018 iets \
         hoort.",
        "We asked Novel-T and Kennispark Twente to help you; Kennispoort Regio Zwolle makes sure that you hear something by 8 March \
         2018.",
    );
    check(
        Sentence::Waiting { asked: Vec::new(), organisation: door.clone(), by },
        "Nog niemand kon uw vraag aannemen; Kennispoort Regio Zwolle zoekt door en u hoort meer uiterlijk op 8 maart \
         2018.",
        "Nobody could take your question yet; Kennispoort Regio Zwolle keeps looking and you hear more by 8 March 2018.",
    );
    check(
        Sentence::Helped { organisation: door.clone(), person: Some(PersonRef(1)), by },
        "Jo Bakker van Kennispoort Regio Zwolle helpt u; u spreekt elkaar uiterlijk op 8 maart 2018.",
        "Jo Bakker of Kennispoort Regio Zwolle is helping you; you will speak by 8 March 2018 at the latest.",
    );
    check(
        Sentence::Searching { organisation: other, is_director: true, by },
        "Nog niemand kon uw vraag aannemen; Novel-T let op alle vragen in de regio en vindt uiterlijk op 8 maart 2018 \
         iemand voor u.",
        "Nobody could take your question yet; Novel-T watches over all questions in the region and finds somebody for \
         you by 8 March 2018.",
    );
    check(
        Sentence::Together { lead: CaseId(7) },
        "Deze vraag loopt mee met uw andere vraag, nummer 7.",
        "This question goes along with your other question, number 7.",
    );
}

#[test]
fn every_end_is_a_sentence() {
    let ends = [Outcome::Helped, Outcome::NotReachable, Outcome::TakenBack];
    let reasons =
        [NotHelped::NoSupportExists, NotHelped::ConditionsNotMet, NotHelped::NoRoom, NotHelped::OutsideRegion];
    for outcome in ends.into_iter().chain(reasons.map(Outcome::NotHelped)) {
        for language in BOTH {
            let sentence = Sentence::Over { outcome, at: noon(day(3, 8)) };
            let told = words(language).state(&StateForEntrepreneur { sentence, late_since: None }, None);
            is_filled_in(&told.sentence);
            assert!(told.sentence.contains("2018"), "{}", told.sentence);
        }
    }
}

#[test]
fn a_promise_that_was_not_kept_is_said() {
    let sentence = Sentence::Received { organisation: organisation("kvk"), by: day(3, 12) };
    let state = StateForEntrepreneur { sentence, late_since: Some(day(3, 8)) };
    let late = |language| words(language).state(&state, None).late.unwrap();
    assert_eq!(
        late(Language::Dutch),
        "Wij zijn te laat: wij beloofden dat u uiterlijk op 8 maart 2018 iemand zou spreken."
    );
    assert_eq!(late(Language::English), "We are late: we promised that you would speak to somebody by 8 March 2018.");
}

#[test]
fn a_choice_explains_itself() {
    let grounds = Grounds {
        theme: Fit::Yes,
        area: Fit::Yes,
        size: Fit::NotKnown,
        language: Fit::NotKnown,
        present_from: day(3, 5),
        load: Load { in_hand: 3, capacity: 30 },
        distance: Distance::Kilometres(12),
    };
    let choice = Choice { ranked: vec![(organisation("kvk"), grounds)], ..Choice::default() };
    let (_, grounds) = &choice.ranked[0];
    insta::assert_snapshot!(words(Language::Dutch).grounds(grounds, day(3, 1)).join("\n"), @r"
    Werkt voor dit thema
    Werkt in de gemeente of regio van het bedrijf
    Niet bekend voor welke grootte het werkt
    Niet bekend welke taal het spreekt
    Er is iemand vanaf 5 maart 2018
    Heeft 3 van 30 plekken bezet
    12 km ver
    ");
    let full = Grounds { load: Load { in_hand: 30, capacity: 30 }, present_from: day(3, 1), ..grounds.clone() };
    for language in BOTH {
        for line in words(language).grounds(&full, day(3, 1)).iter().chain(&words(language).grounds(grounds, day(3, 1)))
        {
            is_filled_in(line);
        }
    }
    assert!(words(Language::English).grounds(&full, day(3, 1)).contains(&"Is full: 30 of 30 places taken".to_owned()));
}

#[test]
fn a_refusal_says_who_can_do_it() {
    let refusal = schakel_casework::Refusal::NotAllowed { by: vec![Role::Responsible, Role::Director] };
    assert_eq!(
        words(Language::Dutch).refusal(&refusal),
        "Dit kan nu alleen de organisatie die nu zorgt voor de vraag en de procesregisseur. Vraag het daar."
    );
}
