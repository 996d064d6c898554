//! The words of the executor's pages: states, reasons, what is missing, and why something was refused.

use fluent_bundle::FluentValue;
use schakel_casework::Course;
use schakel_desk::GrantingError;
use schakel_schemes::{
    AllocationError, Application, ApplicationOutcome, ApplicationRefusal, ApplicationState, AssessmentError,
    GrantRefusal, MissingItem, RefusalGround, ReviewReason, RoundRules, VoucherRefusal,
};
use schakel_time::DateTime;

use super::euros;
use crate::pages::frame::Visit;
use crate::pages::parts::last_day;

/// From and until when one can apply.
pub fn window(rules: &RoundRules, visit: &Visit) -> String {
    let values: [(&str, FluentValue<'_>); 2] = [
        ("from", visit.day(rules.application.opens_at.date()).into()),
        ("until", visit.day(last_day(rules.application.closes_at)).into()),
    ];
    visit.texts().with_all("grants-window", &values)
}

/// A moment: the day and the time.
pub fn moment(at: DateTime, visit: &Visit) -> String {
    let time = format!("{}:{:02}:{:02}", at.hour(), at.minute(), at.second());
    let values: [(&str, FluentValue<'_>); 2] = [("day", visit.day(at.date()).into()), ("time", time.into())];
    visit.texts().with_all("grants-moment", &values)
}

/// Where an application stands.
pub fn state(application: &Application, visit: &Visit) -> String {
    let key = match &application.course {
        Course::Open(open) => match open.state {
            ApplicationState::Draft => "draft",
            ApplicationState::Submitted => "submitted",
            ApplicationState::Incomplete => "incomplete",
            ApplicationState::Unrepaired => "unrepaired",
            ApplicationState::Complete => "complete",
            ApplicationState::InAssessment => "in-assessment",
            ApplicationState::Decided => "decided",
            ApplicationState::Announced => "announced",
            ApplicationState::Objection => "objection",
            ApplicationState::ObjectionDecided => "objection-decided",
            ApplicationState::Appeal => "appeal",
        },
        Course::Ended { outcome, .. } => match outcome {
            ApplicationOutcome::NeverSubmitted => "never-submitted",
            ApplicationOutcome::Withdrawn => "withdrawn",
            ApplicationOutcome::NotDealtWith => "not-dealt-with",
            ApplicationOutcome::Refused => "refused",
            ApplicationOutcome::Granted => "granted",
        },
    };
    visit.texts().get(&format!("grants-state-{key}"))
}

/// Something that is missing, with the label of the field or document.
pub fn missing(item: &MissingItem, labels: &dyn Fn(&str) -> String, visit: &Visit) -> String {
    let (key, about) = match item {
        MissingItem::Field(id) => ("field", labels(id.as_str())),
        MissingItem::Document(id) => ("document", labels(id.as_str())),
        MissingItem::TooLarge(id) => ("too-large", labels(id.as_str())),
        MissingItem::WrongKind(id) => ("wrong-kind", labels(id.as_str())),
        MissingItem::NotAskedFor(id) => ("not-asked-for", labels(id.as_str())),
        MissingItem::Consent(firm) => ("consent", firm.0.to_string()),
        MissingItem::Costs(firm) => ("costs", firm.0.to_string()),
        MissingItem::Partners => ("partners", String::new()),
    };
    visit.texts().with(&format!("grants-missing-{key}"), "about", &about)
}

/// The key of a reason to refuse, and what it is about.
pub fn ground_key(ground: &RefusalGround) -> (&'static str, String) {
    match ground {
        RefusalGround::CeilingReached => ("ceiling-reached", String::new()),
        RefusalGround::Criterion(code) => ("criterion", code.to_string()),
        RefusalGround::CriterionBelowMinimum(code) => ("criterion-below-minimum", code.to_string()),
        RefusalGround::TotalBelowMinimum => ("total-below-minimum", String::new()),
        RefusalGround::DeMinimisExceeded => ("de-minimis-exceeded", String::new()),
        RefusalGround::AidIntensityExceeded => ("aid-intensity-exceeded", String::new()),
        RefusalGround::GrantedThisYear => ("granted-this-year", String::new()),
        RefusalGround::BegunBefore => ("begun-before", String::new()),
        RefusalGround::ActivitiesUnlikely => ("activities-unlikely", String::new()),
        RefusalGround::ObligationsUnlikely => ("obligations-unlikely", String::new()),
        RefusalGround::AccountUnlikely => ("account-unlikely", String::new()),
        RefusalGround::WrongData => ("wrong-data", String::new()),
        RefusalGround::Insolvent => ("insolvent", String::new()),
        RefusalGround::RecoveryOutstanding => ("recovery-outstanding", String::new()),
        RefusalGround::NotWinnerOfPhase(code) => ("not-winner-of-phase", code.to_string()),
        RefusalGround::OtherPot(code) => ("other-pot", code.to_string()),
    }
}

/// A reason to refuse.
pub fn ground(ground: &RefusalGround, labels: &dyn Fn(&str) -> String, visit: &Visit) -> String {
    let (key, about) = ground_key(ground);
    visit.texts().with(&format!("grants-ground-{key}"), "about", &labels(&about))
}

/// Why somebody has to look first.
pub fn review(reason: &ReviewReason, visit: &Visit) -> String {
    let (key, about) = match reason {
        ReviewReason::DeclarationNeeded(firm) => ("declaration-needed", firm.0.to_string()),
        ReviewReason::SmallAidCeilingUnknown => ("ceiling-unknown", String::new()),
        ReviewReason::AboveGeneralIntensity => ("above-intensity", String::new()),
        ReviewReason::LinkedThroughPerson(linked) => ("linked", linked.firm.0.to_string()),
    };
    visit.texts().with(&format!("grants-review-{key}"), "about", &about)
}

/// Why something was not done, and what to do.
pub fn refusal(error: &GrantingError, visit: &Visit) -> String {
    let texts = visit.texts();
    let say = |key: &str| texts.get(&format!("grants-refused-{key}"));
    let with = |key: &str, value: String| texts.with(&format!("grants-refused-{key}"), "value", &value);
    match error {
        GrantingError::Refused(refusal) => of_application(refusal, visit),
        GrantingError::CeilingReached(shortage) => with("ceiling", euros(shortage.left, visit.language)),
        GrantingError::CeilingBelowGranted { granted } => with("below-granted", euros(*granted, visit.language)),
        GrantingError::WindowOpen { until } => with("window-open", moment(*until, visit)),
        GrantingError::Commitment => say("commitment"),
        GrantingError::OtherSeed => say("other-seed"),
        GrantingError::Unchecked(numbers) => with("unchecked", numbers.len().to_string()),
        GrantingError::Division(AllocationError::DrawNeeded(numbers)) => with("draw-needed", numbers.len().to_string()),
        GrantingError::Division(_) => say("division"),
        GrantingError::NoDivision => say("no-division"),
        GrantingError::DecidedOn => say("decided-on"),
        GrantingError::FallsOut(grounds) => {
            let plain = |code: &str| code.to_owned();
            let grounds: Vec<String> = grounds.iter().map(|it| ground(it, &plain, visit)).collect();
            with("falls-out", grounds.join(" "))
        }
        GrantingError::Interest(_) => say("interest"),
        GrantingError::Sheet(AssessmentError::TooFew { .. }) => say("sheet-too-few"),
        GrantingError::Sheet(AssessmentError::Undecided) => say("sheet-undecided"),
        GrantingError::Sheet(AssessmentError::NoReason(..)) => say("sheet-reason"),
        GrantingError::Sheet(_) => say("sheet-points"),
        GrantingError::WordsNeeded => say("words"),
        GrantingError::CarryOver { max } => with("carry-over", euros(*max, visit.language)),
        GrantingError::VoucherRefused(refusal) => of_voucher(refusal, visit),
        _ => say("other"),
    }
}

fn of_application(refusal: &ApplicationRefusal, visit: &Visit) -> String {
    let texts = visit.texts();
    let say = |key: &str| texts.get(&format!("grants-refused-{key}"));
    let with = |key: &str, value: String| texts.with(&format!("grants-refused-{key}"), "value", &value);
    match refusal {
        ApplicationRefusal::NotAllowed { .. } | ApplicationRefusal::Grant(GrantRefusal::NotAllowed { .. }) => {
            say("not-now")
        }
        ApplicationRefusal::NothingMissing => say("nothing-missing"),
        ApplicationRefusal::StillMissing(items) => with("still-missing", items.len().to_string()),
        ApplicationRefusal::TermState { runs } => say(if *runs { "term-runs" } else { "term-stands" }),
        ApplicationRefusal::NoExtension => say("no-extension"),
        ApplicationRefusal::DateTooEarly { after } => with("date-early", visit.day(*after)),
        ApplicationRefusal::DateTooLate { latest } => with("date-late", visit.day(*latest)),
        ApplicationRefusal::NotInDefault { last_day } => {
            with("not-in-default", last_day.map(|day| visit.day(day)).unwrap_or_default())
        }
        ApplicationRefusal::NotComplete => say("not-complete"),
        ApplicationRefusal::NotAskedToComplete => say("not-asked"),
        ApplicationRefusal::NotDealingTooLate { last_day } => with("not-dealing-late", visit.day(*last_day)),
        ApplicationRefusal::NoGround => say("no-ground"),
        ApplicationRefusal::GrantOutOfRange { requested } => with("grant-range", euros(*requested, visit.language)),
        ApplicationRefusal::ObjectionLate => say("objection-late"),
        ApplicationRefusal::NothingToObjectTo => say("nothing-to-object"),
        ApplicationRefusal::VerdictNeeded { .. } => say("verdict-needed"),
        ApplicationRefusal::Grant(refusal) => of_grant(refusal, visit),
        _ => say("other"),
    }
}

fn of_grant(refusal: &GrantRefusal, visit: &Visit) -> String {
    let texts = visit.texts();
    let say = |key: &str| texts.get(&format!("grants-refused-{key}"));
    let with = |key: &str, value: String| texts.with(&format!("grants-refused-{key}"), "value", &value);
    match refusal {
        GrantRefusal::NotAllowed { .. } => say("not-now"),
        GrantRefusal::AmountOutOfRange { max } => with("amount-range", euros(*max, visit.language)),
        GrantRefusal::PaymentsHeld { until } => with("payments-held", visit.day(*until)),
        GrantRefusal::NoSuchObligation => say("no-obligation"),
        GrantRefusal::ObligationsOpen { due } => with("obligations-open", visit.day(*due)),
        GrantRefusal::CommitmentsDiffer { amount, .. } => with("commitments", euros(*amount, visit.language)),
        GrantRefusal::DocumentsMissing(_) => say("documents"),
        GrantRefusal::TooEarly { until } => with("too-early", visit.day(*until)),
        GrantRefusal::TooLate { last_day } => with("too-late", visit.day(*last_day)),
        GrantRefusal::GroundNeeded { needed } => say(if *needed { "no-ground" } else { "ground-not-needed" }),
    }
}

fn of_voucher(refusal: &VoucherRefusal, visit: &Visit) -> String {
    let texts = visit.texts();
    let say = |key: &str| texts.get(&format!("grants-refused-{key}"));
    let with = |key: &str, value: String| texts.with(&format!("grants-refused-{key}"), "value", &value);
    match refusal {
        VoucherRefusal::Over => say("voucher-ended"),
        VoucherRefusal::NoLongerValid { last_day } => with("voucher-over", visit.day(*last_day)),
        VoucherRefusal::NotListed(_) => say("voucher-provider"),
        VoucherRefusal::AmountOutOfRange { worth } => with("amount-range", euros(*worth, visit.language)),
        VoucherRefusal::NotAllowed { .. } | VoucherRefusal::StillValid { .. } => say("not-now"),
    }
}

/// The key of why a term stands still.
pub fn suspension(ground: schakel_schemes::SuspensionGround) -> &'static str {
    use schakel_schemes::SuspensionGround;
    match ground {
        SuspensionGround::Repair => "grants-pause-repair",
        SuspensionGround::ForeignInformation => "grants-pause-foreign",
        SuspensionGround::Agreed => "grants-pause-agreed",
        SuspensionGround::DueToApplicant => "grants-pause-applicant",
        SuspensionGround::ForceMajeure => "grants-pause-force",
    }
}
