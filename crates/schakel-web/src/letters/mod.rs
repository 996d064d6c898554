//! Letters on an application for a grant: from the application as it stands and its history, so that the same letter comes
//! out again whenever it is asked for. Sending them is not done here; the words are in the Fluent files.

mod scene;

use fluent_bundle::FluentValue;
use schakel_casework::Course;
use schakel_criteria::Language;
use schakel_desk::GrantingError;
use schakel_print::{Block, Document, Row};
use schakel_register::Cents;
use schakel_schemes::{Application, Arrangement, RefusalGround, Verdict};

use crate::letters::scene::Scene;
use crate::state::App;

/// A letter of the executor to the applicant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LetterKind {
    /// That the application was received.
    Receipt,
    /// What has to be added, and by when.
    Complete,
    /// The grant.
    Grant,
    /// The refusal, or that the application is not dealt with.
    Refusal,
    /// That the applicant is on the reserve list.
    Reserve,
    /// That the objection was received.
    Objection,
    /// The settlement.
    Settlement,
    /// What has to be paid back.
    Recovery,
}

impl LetterKind {
    /// Every kind, in the order of an application.
    pub const ALL: [LetterKind; 8] = [
        LetterKind::Receipt,
        LetterKind::Complete,
        LetterKind::Grant,
        LetterKind::Refusal,
        LetterKind::Reserve,
        LetterKind::Objection,
        LetterKind::Settlement,
        LetterKind::Recovery,
    ];

    /// Its name in addresses and texts.
    pub fn name(self) -> &'static str {
        match self {
            LetterKind::Receipt => "ontvangst",
            LetterKind::Complete => "aanvullen",
            LetterKind::Grant => "verlening",
            LetterKind::Refusal => "afwijzing",
            LetterKind::Reserve => "reservelijst",
            LetterKind::Objection => "bezwaar",
            LetterKind::Settlement => "vaststelling",
            LetterKind::Recovery => "terugvordering",
        }
    }

    /// The kind of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The letters that an application has now. A decision has one only once the applicant may know it.
    pub fn of(application: &Application) -> Vec<Self> {
        Self::ALL.into_iter().filter(|it| it.is_there(application)).collect()
    }

    fn is_there(self, application: &Application) -> bool {
        let told = application.decided.as_ref().filter(|it| it.announced_on.is_some()).map(|it| &it.verdict);
        let grant = application.grant.as_ref();
        match self {
            LetterKind::Receipt => !application.receipts.is_empty(),
            LetterKind::Complete => application.repair_until.is_some(),
            LetterKind::Grant => matches!(told, Some(Verdict::Granted(_))),
            LetterKind::Refusal => matches!(told, Some(Verdict::Refused(_) | Verdict::NotDealtWith)),
            LetterKind::Reserve => {
                let only_money = [RefusalGround::CeilingReached].into();
                matches!(told, Some(Verdict::Refused(grounds)) if *grounds == only_money)
            }
            LetterKind::Objection => !application.objections.is_empty(),
            LetterKind::Settlement => grant.is_some_and(|it| it.settled.is_some()),
            LetterKind::Recovery => grant.is_some_and(|it| it.settled.is_some() && it.paid > settled(application)),
        }
    }
}

/// What a grant was settled at.
fn settled(application: &Application) -> Cents {
    application.grant.as_ref().and_then(|it| it.settled).map_or(Cents::ZERO, |(amount, _)| amount)
}

/// A letter on an application, in a language; nothing when the application has no such letter now. Looks at no rights:
/// whoever asks has to be the applicant or the executor.
///
/// # Errors
/// When the database fails.
pub fn letter(
    app: &App,
    application: &Application,
    kind: LetterKind,
    language: Language,
) -> Result<Option<Document>, GrantingError> {
    if !kind.is_there(application) {
        return Ok(None);
    }
    let scene = Scene::read(app, application, kind, language)?;
    let mut blocks = scene.head();
    blocks.extend(body(kind, &scene));
    blocks.extend(scene.foot(kind));
    let title = scene.texts.get(&format!("letter-{}-title", kind.name()));
    Ok(Some(Document { title, language, made_on: scene.made_on, blocks }))
}

fn body(kind: LetterKind, scene: &Scene<'_>) -> Vec<Block> {
    let application = scene.application;
    match kind {
        LetterKind::Receipt => receipt(scene),
        LetterKind::Complete => complete(scene),
        LetterKind::Grant => grant(scene),
        LetterKind::Refusal => refusal(scene),
        LetterKind::Reserve => reserve(scene),
        LetterKind::Objection => objection(scene),
        LetterKind::Settlement => settlement(scene, settled(application)),
        LetterKind::Recovery => recovery(scene, settled(application)),
    }
}

fn receipt(scene: &Scene<'_>) -> Vec<Block> {
    let Some(receipt) = scene.application.receipts.last() else { return Vec::new() };
    let mut blocks = vec![scene.say("letter-ontvangst-text", &[("moment", scene.moment(receipt.received_at).into())])];
    blocks.push(Block::Table(vec![
        scene.row("letter-number", scene.application.number.to_string()),
        scene.row("letter-asked", scene.application.requested().map(|it| scene.euros(it)).unwrap_or_default()),
        scene.row("letter-digest", String::from(receipt.seal)),
    ]));
    let due = scene.application.decision_due().map(|day| scene.day(day));
    blocks.push(match due {
        Some(day) => scene.say("letter-ontvangst-term", &[("day", day.into())]),
        None => scene.plain("letter-ontvangst-no-term"),
    });
    blocks.push(scene.plain("letter-ontvangst-check"));
    blocks
}

fn complete(scene: &Scene<'_>) -> Vec<Block> {
    let until = scene.application.repair_until.map(|day| scene.day(day)).unwrap_or_default();
    vec![
        scene.plain("letter-aanvullen-text"),
        Block::List(scene.missing.clone()),
        scene.say("letter-aanvullen-until", &[("day", until.into())]),
        scene.plain("letter-aanvullen-place"),
        scene.plain("letter-aanvullen-term"),
    ]
}

fn grant(scene: &Scene<'_>) -> Vec<Block> {
    let Some(Verdict::Granted(terms)) = scene.verdict() else { return Vec::new() };
    let mut blocks = vec![
        scene.say("letter-verlening-text", &[("amount", scene.euros(terms.amount).into())]),
        scene.say("letter-verlening-until", &[("day", scene.day(terms.activities_until).into())]),
    ];
    if terms.commitments.len() > 1 {
        let year =
            |it: &schakel_schemes::YearCommitment| Row { label: it.year.to_string(), value: scene.euros(it.amount) };
        blocks.push(scene.heading("letter-years"));
        blocks.push(Block::Table(terms.commitments.iter().map(year).collect()));
    }
    blocks.extend(scene.reasons());
    blocks.push(scene.heading("letter-obligations"));
    let mut obligations = vec![scene.words("letter-obligation-carry-out"), scene.words("letter-obligation-report")];
    obligations.extend(terms.obligations.iter().map(|it| {
        let values: [(&str, FluentValue<'_>); 2] =
            [("what", it.kind.as_str().into()), ("day", scene.day(it.due).into())];
        scene.texts.with_all("letter-obligation-own", &values)
    }));
    blocks.push(Block::List(obligations));
    let arrangement = scene.application.grant.as_ref().map(|it| match it.arrangement {
        Arrangement::ExOfficio => "letter-verlening-ex-officio",
        Arrangement::Performance => "letter-verlening-performance",
        Arrangement::Costs => "letter-verlening-costs",
    });
    blocks.extend(arrangement.map(|key| scene.plain(key)));
    if terms.de_minimis {
        blocks.push(scene.say("letter-de-minimis", &[("amount", scene.euros(terms.amount).into())]));
    }
    blocks
}

fn refusal(scene: &Scene<'_>) -> Vec<Block> {
    let Some(Verdict::Refused(_)) = scene.verdict() else { return vec![scene.plain("letter-afwijzing-not-dealt")] };
    let mut blocks = vec![scene.plain("letter-afwijzing-text"), scene.heading("letter-why")];
    blocks.push(Block::List(scene.grounds.clone()));
    blocks.extend(scene.reasons());
    blocks.push(scene.plain("letter-afwijzing-next"));
    blocks
}

fn reserve(scene: &Scene<'_>) -> Vec<Block> {
    let mut blocks = vec![scene.plain("letter-reservelijst-text")];
    if let Some(place) = &scene.reserve {
        blocks.push(scene.say("letter-reservelijst-place", &[("place", place.to_string().into())]));
    }
    blocks.push(scene.plain("letter-reservelijst-next"));
    blocks
}

fn objection(scene: &Scene<'_>) -> Vec<Block> {
    let Some(objection) = scene.application.objections.last() else { return Vec::new() };
    let due = match &scene.application.course {
        Course::Open(open) => Some(scene.day(open.due)),
        Course::Ended { .. } => None,
    };
    let mut blocks = vec![scene.say("letter-bezwaar-text", &[("day", scene.day(objection.received_on).into())])];
    if !objection.in_time {
        blocks.push(scene.plain("letter-bezwaar-late"));
    }
    blocks.push(scene.plain("letter-bezwaar-hearing"));
    blocks.extend(due.map(|day| scene.say("letter-bezwaar-due", &[("day", day.into())])));
    blocks
}

fn settlement(scene: &Scene<'_>, amount: Cents) -> Vec<Block> {
    let Some(grant) = &scene.application.grant else { return Vec::new() };
    let mut blocks = vec![scene.say("letter-vaststelling-text", &[("amount", scene.euros(amount).into())])];
    blocks.push(Block::Table(vec![
        scene.row("letter-granted", scene.euros(grant.terms.amount)),
        scene.row("letter-paid", scene.euros(grant.paid)),
        scene.row("letter-settled", scene.euros(amount)),
    ]));
    if !scene.lowered.is_empty() {
        blocks.push(scene.heading("letter-why-lower"));
        blocks.push(Block::List(scene.lowered.clone()));
    }
    let rest = amount - grant.paid;
    blocks.push(match rest.count() {
        0 => scene.plain("letter-vaststelling-even"),
        1.. => scene.say("letter-vaststelling-rest", &[("amount", scene.euros(rest).into())]),
        _ => scene.plain("letter-vaststelling-back"),
    });
    blocks
}

fn recovery(scene: &Scene<'_>, amount: Cents) -> Vec<Block> {
    let Some(grant) = &scene.application.grant else { return Vec::new() };
    let back = grant.paid - amount;
    let mut blocks = vec![scene.say("letter-terugvordering-text", &[("amount", scene.euros(back).into())])];
    blocks.push(Block::Table(vec![
        scene.row("letter-paid", scene.euros(grant.paid)),
        scene.row("letter-settled", scene.euros(amount)),
        scene.row("letter-back", scene.euros(back)),
    ]));
    if !scene.lowered.is_empty() {
        blocks.push(scene.heading("letter-why-lower"));
        blocks.push(Block::List(scene.lowered.clone()));
    }
    blocks.push(scene.plain("letter-terugvordering-when"));
    blocks
}
