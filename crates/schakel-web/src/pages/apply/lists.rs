//! Applications in the lists of others: those of a firm beside its questions, and the rounds in which a question can become
//! an application.

use schakel_casework::FirmRef;
use schakel_criteria::Verdict;
use schakel_desk::{CaseSheet, DetailsShown};
use schakel_register::facts_from_json;
use schakel_schemes::Application;

use crate::pages::apply::followed::state;
use crate::pages::apply::words::moment_words;
use crate::pages::frame::{Visit, address};
use crate::pages::parts::LinkView;

/// An application of a firm.
pub struct OwnApplication {
    /// Its number and round.
    pub name: String,
    /// Its page.
    pub link: String,
    /// The look, the icon and the words of where it stands.
    pub state: (&'static str, &'static str, String),
}

/// A round in which a firm can apply now.
pub struct ApplyView {
    /// The round.
    pub round: LinkView,
    /// Until when.
    pub state: String,
    /// Where one begins.
    pub action: String,
}

/// An application in the list of a firm.
pub fn own_application(firm: FirmRef, application: &Application, visit: &Visit) -> OwnApplication {
    let round = visit.pack().rounds.get(application.round.as_str());
    let name = round.map_or_else(|| application.round.to_string(), |it| it.name.get(visit.language).to_owned());
    let number = application.number.to_string();
    let part = if application.applicant == firm { number.clone() } else { format!("partner/{number}") };
    OwnApplication {
        name: format!("{}: {name}", visit.texts().with("apply-number", "number", &number)),
        link: visit.link(&format!("/aanvraag/{part}")),
        state: state(application, visit),
    }
}

/// The open rounds of which the facts of a question do not show that the firm falls outside.
pub fn to_apply(sheet: &CaseSheet, visit: &Visit) -> Vec<ApplyView> {
    let DetailsShown::Shown { firm, .. } = &sheet.details else { return Vec::new() };
    let json = serde_json::from_str(&firm.details.facts).unwrap_or_default();
    let facts = facts_from_json(&json, visit.pack(), visit.moment().date()).unwrap_or_default();
    let (grants, now, texts) = (visit.app.grants(), visit.app.now(), visit.texts());
    let matcher = visit.app.matcher(visit.moment());
    let is_open = |rules: &schakel_schemes::ApplicationRules| now >= rules.opens_at && now < rules.closes_at;
    let rounds = grants.rounds().values().map(|it| &it.application).filter(|it| is_open(it));
    let view = |rules: &schakel_schemes::ApplicationRules| {
        let round = visit.pack().rounds.get(rules.round.as_str())?;
        let fits = round.instruments.iter().filter_map(|it| matcher.match_one(it, &facts));
        let may_fit = fits.map(|it| it.answer.verdict).any(|it| it != Verdict::NotMet);
        let path = format!("/regelingen/{}", round.id);
        may_fit.then(|| ApplyView {
            round: LinkView { name: round.name.get(visit.language).to_owned(), link: visit.link(&path) },
            state: texts.with("apply-open-until", "until", &moment_words(rules.closes_at, texts)),
            action: address(visit.language, &format!("{path}/aanvragen"), &[]),
        })
    };
    rounds.filter_map(view).collect()
}
