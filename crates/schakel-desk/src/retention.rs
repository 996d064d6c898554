//! What is kept of people, what for, on which ground and for how long: one table. The register of processing is printed
//! from it, and `erase` does what it says. A test walks over every column of the database and finds it here.

use std::collections::BTreeMap;

use schakel_register::Pack;

/// A kind of data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataKind {
    /// Roadmaps that visitors asked to keep.
    Roadmaps,
    /// Questions, summaries and messages, in the words of people.
    Words,
    /// Documents in a case.
    Documents,
    /// What firms told of themselves, and the people of a firm.
    Firms,
    /// Cases as codes and numbers: what happened, without who.
    Cases,
    /// What stands in applications for a grant: the answers and the files.
    Applications,
    /// The accounts of people who work for an organisation.
    Staff,
    /// Lists of firms that an organisation goes to by itself.
    CallLists,
    /// When people are away.
    Absences,
    /// Links to questions and referrals.
    Links,
    /// Signing in: links, sessions, keys.
    SignIns,
    /// Mail that was sent or waits.
    Outbox,
    /// Keys of forms, so that a form that is sent twice does its work once.
    Forms,
    /// Who took part in what, by keys.
    Contributions,
    /// The secrets with which those keys are made.
    ContributionSecrets,
    /// The journal: codes and numbers.
    Journal,
}

/// The ground of GDPR (Regulation (EU) 2016/679), article 6, first paragraph, on which a kind of data is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ground {
    /// Point (a): the person consented, and can take that back.
    Consent,
    /// Point (e): a task in the public interest.
    PublicTask,
    /// Point (c), with article 5, second paragraph: showing afterwards what was done.
    Accountability,
}

/// How long a kind of data is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// So many days after it was saved, or as much shorter as the pack says of one of the answers.
    DaysAfterSaving(u32),
    /// So many days after it was made.
    DaysAfterMaking(u32),
    /// So many days after the last question of the firm came in and ended.
    DaysAfterQuestion(u32),
    /// So many days after it ended, expired, was sent or was closed.
    DaysAfterEnd(u32),
    /// For ever: nobody can be found in it once the rest is erased.
    ForEver,
}

/// The terms that a pack sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// How long what belongs to a question is kept, days.
    pub question_days: u32,
    /// How long a saved roadmap is kept, days.
    pub roadmap_days: u32,
    /// Facts of a firm that are kept shorter, days, by fact.
    pub fact_days: BTreeMap<String, u32>,
}

/// A table and those of its columns that say something of a person, or lead to one.
pub type Columns = (&'static str, &'static [&'static str]);

impl DataKind {
    /// Every kind, in the order of the register.
    pub const ALL: [DataKind; 16] = [
        DataKind::Words,
        DataKind::Documents,
        DataKind::Firms,
        DataKind::Cases,
        DataKind::Applications,
        DataKind::Roadmaps,
        DataKind::Links,
        DataKind::SignIns,
        DataKind::Outbox,
        DataKind::Forms,
        DataKind::CallLists,
        DataKind::Staff,
        DataKind::Absences,
        DataKind::Contributions,
        DataKind::ContributionSecrets,
        DataKind::Journal,
    ];

    /// The name, as the texts of the register have it.
    pub fn name(self) -> &'static str {
        match self {
            DataKind::Roadmaps => "roadmaps",
            DataKind::Words => "words",
            DataKind::Documents => "documents",
            DataKind::Firms => "firms",
            DataKind::Cases => "cases",
            DataKind::Applications => "applications",
            DataKind::Staff => "staff",
            DataKind::CallLists => "call-lists",
            DataKind::Absences => "absences",
            DataKind::Links => "links",
            DataKind::SignIns => "sign-ins",
            DataKind::Outbox => "outbox",
            DataKind::Forms => "forms",
            DataKind::Contributions => "contributions",
            DataKind::ContributionSecrets => "contribution-secrets",
            DataKind::Journal => "journal",
        }
    }

    /// On which ground it is kept. Sharing with a receiver always has consent of its own besides.
    pub fn ground(self) -> Ground {
        match self {
            DataKind::Roadmaps => Ground::Consent,
            DataKind::Journal => Ground::Accountability,
            _ => Ground::PublicTask,
        }
    }

    /// How long it is kept.
    pub fn term(self, terms: &Terms) -> Term {
        match self {
            DataKind::Roadmaps => Term::DaysAfterSaving(terms.roadmap_days),
            DataKind::CallLists => Term::DaysAfterMaking(terms.question_days),
            DataKind::Words | DataKind::Documents | DataKind::Firms => Term::DaysAfterQuestion(terms.question_days),
            DataKind::Cases | DataKind::Journal | DataKind::Contributions => Term::ForEver,
            DataKind::ContributionSecrets => Term::DaysAfterEnd(CONTRIBUTION_SECRET_DAYS),
            DataKind::Applications => Term::DaysAfterEnd(APPLICATION_DAYS),
            DataKind::Staff => Term::DaysAfterEnd(STAFF_DAYS),
            DataKind::Absences => Term::DaysAfterEnd(ABSENCE_DAYS),
            DataKind::Links => Term::DaysAfterEnd(LINK_DAYS),
            DataKind::SignIns => Term::DaysAfterEnd(SIGN_IN_DAYS),
            DataKind::Outbox => Term::DaysAfterEnd(OUTBOX_DAYS),
            DataKind::Forms => Term::DaysAfterEnd(FORM_DAYS),
        }
    }

    /// Where it stands in the database. The number of a row that is nobody's by itself is not among them.
    pub fn columns(self) -> &'static [Columns] {
        match self {
            DataKind::Roadmaps => {
                &[("saved_roadmap", &["token_sha256", "answers", "goals", "skipped", "done", "ready"])]
            }
            DataKind::Words => &[("words", &["case_id", "body"]), ("post", &["case_id", "account", "words"])],
            DataKind::Documents => &[("document", &["case_id", "account", "name", "content"])],
            DataKind::Firms => &[
                ("firm", &["kvk_number", "name", "municipality", "facts"]),
                ("account", &["email", "name", "telephone", "language", "mail", "firm"]),
            ],
            DataKind::Cases => &[
                ("case_file", &["firm", "service", "theme", "municipality", "body"]),
                ("case_party", &["case_id"]),
                ("lead", &["words", "body"]),
                ("application", &["applicant", "requested", "merits", "body"]),
                ("application_partner", &["firm"]),
                ("small_aid", &["firm", "granted_on", "exported_on", "body"]),
                ("small_aid_declaration", &["firm", "body"]),
                ("firm_link", &["body"]),
                ("other_aid", &["body"]),
                ("score_sheet", &["account", "has_interest", "works_for", "advice"]),
                ("score", &["account", "criterion", "points"]),
                ("voucher", &["firm", "body"]),
            ],
            DataKind::Applications => &[
                ("application_form", &["answers"]),
                ("application_file", &["body", "name", "content"]),
                ("objection", &["grounds", "reasons"]),
                ("score", &["reason"]),
            ],
            DataKind::CallLists => &[
                ("campaign", &["name", "aim"]),
                ("campaign_firm", &["kvk_number", "name", "municipality", "branch", "employees"]),
                ("campaign_contact", &["account"]),
            ],
            DataKind::Staff => &[
                ("account", &["email", "name", "telephone", "language", "mail"]),
                ("staff_role", &["account", "role"]),
                ("role_request", &["account", "role", "asked_by", "decided_by"]),
                ("inbox_settings", &["email"]),
            ],
            DataKind::Absences => &[("absence", &["account", "starts_on", "ends_on"])],
            DataKind::Links => &[
                ("case_link", &["digest", "case_id", "is_proven"]),
                ("application_link", &["digest", "application", "firm", "is_proven"]),
                ("referral_link", &["digest", "case_id"]),
                ("passed_on", &["reference", "content", "case_id"]),
            ],
            DataKind::SignIns => &[
                ("sign_in_link", &["digest", "account", "used_at"]),
                ("session", &["digest", "account"]),
                ("api_key", &["digest", "name"]),
                ("pending_sign_in", &["digest", "body"]),
                ("passkey", &["credential", "account", "body", "used_at"]),
                ("outside_identity", &["issuer", "subject", "account"]),
                ("user_handle", &["account", "handle"]),
                ("representative", &["issuer", "subject", "kvk_number", "firm", "account"]),
            ],
            DataKind::Outbox => &[("outbox", &["once", "case_id", "firm", "account", "message"])],
            DataKind::Forms => &[("form_sent", &["form_key", "answer"])],
            DataKind::Contributions => &[("contribution", &["firm", "participant"]), ("contribution_item", &["name"])],
            DataKind::ContributionSecrets => &[("contribution_secret", &["secret"])],
            DataKind::Journal => &[("journal", &["subject", "body"]), ("ledger_entry", &["body"])],
        }
    }
}

/// How long the papers of an application are kept after it ended, days: ten years, as long as it has to be possible to
/// show which aid was granted on what (Regulation (EU) 2023/2831, article 6(3)).
pub(crate) const APPLICATION_DAYS: u32 = 3_653;

/// How long after the account of somebody of an organisation was closed, days: time to hand over. Our choice.
const STAFF_DAYS: u32 = 30;

/// How long an absence is kept after it ended, days: our choice.
const ABSENCE_DAYS: u32 = 30;

/// How long an expired link still says that it has expired, days: our choice.
const LINK_DAYS: u32 = 30;

/// How long a link or session that is over is recognised as such, days: our choice.
const SIGN_IN_DAYS: u32 = 30;

/// How long after its year the secret of the keys is kept, days: until the accounts of that year are adopted, and no
/// longer. Our choice.
pub(crate) const CONTRIBUTION_SECRET_DAYS: u32 = 365;

/// How long the outbox shows what was sent, days: as long as somebody asks where a letter is. Our choice.
const OUTBOX_DAYS: u32 = 90;

/// How long a form that is sent again is recognised, days: our choice.
const FORM_DAYS: u32 = 30;

/// How long a roadmap is kept in a region without a pack, days.
const ROADMAP_DAYS_WITHOUT_PACK: u32 = 365;

impl Terms {
    /// The terms of a pack.
    pub fn from_pack(pack: &Pack) -> Self {
        let details = pack.vocabulary.facts().iter().zip(&pack.fact_details);
        let shorter = details.filter_map(|(fact, details)| Some((fact.id.to_string(), details.keep_days?)));
        Terms {
            question_days: pack.settings.casework.keep_days,
            roadmap_days: pack.settings.roadmap.keep_days,
            fact_days: shorter.collect(),
        }
    }

    /// The terms of a region without a pack.
    pub fn days(question_days: u32) -> Self {
        Terms { question_days, roadmap_days: ROADMAP_DAYS_WITHOUT_PACK, fact_days: BTreeMap::new() }
    }
}

impl Term {
    /// The days, when there is an end to it.
    pub fn days(self) -> Option<u32> {
        match self {
            Term::DaysAfterSaving(days)
            | Term::DaysAfterMaking(days)
            | Term::DaysAfterQuestion(days)
            | Term::DaysAfterEnd(days) => Some(days),
            Term::ForEver => None,
        }
    }
}
