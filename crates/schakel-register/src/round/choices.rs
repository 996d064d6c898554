//! The choices that a round makes from a short list, each with its name in a pack.

/// How money is divided among applications.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Procedure {
    /// Whoever comes first; an application that had to be completed counts from then.
    OrderOfReceipt,
    /// Whoever is complete first, with a draw among those of the day on which the ceiling is reached.
    OrderOfCompleteness,
    /// The best first.
    Ranking,
    /// By draw.
    Lottery,
    /// Everybody the same part of what was asked.
    ProRata,
    /// A committee says which.
    Committee,
}

/// From when the time for a decision runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecideAfter {
    /// From the day on which the application came in.
    Receipt,
    /// From the last day on which one could apply.
    Closing,
}

/// What happens to the first application for which there is too little money left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AtCeiling {
    /// It gets nothing, and nobody after it does.
    Stop,
    /// It gets nothing; a smaller one after it may.
    TakeSmaller,
    /// It gets what is left.
    GrantRest,
}

/// Which enterprises count as one when an undertaking gets one grant a calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupScope {
    /// Those that control each other (Regulation 2023/2831, article 2(2)).
    Undertaking,
    /// Those, and their partners of 25 to 50 % (Recommendation 2003/361, annex, article 3(2)).
    WithPartners,
}

/// What decides between applications with equal scores, when no criterion does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TieRule {
    /// A draw.
    Draw,
    /// Who came first.
    Receipt,
}

/// The kind of answer in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldKind {
    /// A line of text.
    Line,
    /// Several lines of text.
    Text,
    /// An amount of money.
    Money,
    /// A number.
    Number,
    /// A day.
    Date,
    /// A number in the trade register (KVK).
    Register,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A bank account (IBAN).
    Account,
}

/// Whom or what a field is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldSubject {
    /// Who applies.
    Applicant,
    /// Somebody to reach at the applicant.
    Contact,
    /// The plan.
    Project,
    /// Each of the others that take part.
    Participant,
}

/// How a grant is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SettlementKind {
    /// By the executor itself, without an application to settle.
    Automatic,
    /// On a report and a list of income, without an accountant.
    Report,
    /// On a report with the statement of an accountant.
    Audited,
}

impl Procedure {
    /// Every procedure with its code in `procedures`.
    pub const ALL: [(&'static str, Procedure); 6] = [
        ("order-of-receipt", Procedure::OrderOfReceipt),
        ("order-of-completeness", Procedure::OrderOfCompleteness),
        ("ranking", Procedure::Ranking),
        ("lottery", Procedure::Lottery),
        ("pro-rata", Procedure::ProRata),
        ("committee", Procedure::Committee),
    ];

    /// Its code in `procedures`.
    pub fn name(self) -> &'static str {
        name_of(self, &Procedure::ALL)
    }
}

impl DecideAfter {
    /// Each with its name in a pack.
    pub const ALL: [(&'static str, DecideAfter); 2] =
        [("receipt", DecideAfter::Receipt), ("closing", DecideAfter::Closing)];

    /// Its name in a pack.
    pub fn name(self) -> &'static str {
        name_of(self, &DecideAfter::ALL)
    }
}

impl AtCeiling {
    /// Each with its name in a pack.
    pub const ALL: [(&'static str, AtCeiling); 3] =
        [("stop", AtCeiling::Stop), ("take-smaller", AtCeiling::TakeSmaller), ("grant-rest", AtCeiling::GrantRest)];

    /// Its name in a pack.
    pub fn name(self) -> &'static str {
        name_of(self, &AtCeiling::ALL)
    }
}

impl GroupScope {
    /// Each with its name in a pack.
    pub const ALL: [(&'static str, GroupScope); 2] =
        [("undertaking", GroupScope::Undertaking), ("with-partners", GroupScope::WithPartners)];

    /// Its name in a pack.
    pub fn name(self) -> &'static str {
        name_of(self, &GroupScope::ALL)
    }
}

impl TieRule {
    /// Each with its name in a pack.
    pub const ALL: [(&'static str, TieRule); 2] = [("draw", TieRule::Draw), ("receipt", TieRule::Receipt)];

    /// Its name in a pack.
    pub fn name(self) -> &'static str {
        name_of(self, &TieRule::ALL)
    }
}

impl FieldKind {
    /// Each with its name in a pack.
    pub const ALL: [(&'static str, FieldKind); 9] = [
        ("line", FieldKind::Line),
        ("text", FieldKind::Text),
        ("money", FieldKind::Money),
        ("number", FieldKind::Number),
        ("date", FieldKind::Date),
        ("register", FieldKind::Register),
        ("email", FieldKind::Email),
        ("phone", FieldKind::Phone),
        ("account", FieldKind::Account),
    ];
}

impl FieldSubject {
    /// Each with its name in a pack.
    pub const ALL: [(&'static str, FieldSubject); 4] = [
        ("applicant", FieldSubject::Applicant),
        ("contact", FieldSubject::Contact),
        ("project", FieldSubject::Project),
        ("participant", FieldSubject::Participant),
    ];
}

impl SettlementKind {
    /// Each with its name in a pack.
    pub const ALL: [(&'static str, SettlementKind); 3] = [
        ("automatic", SettlementKind::Automatic),
        ("report", SettlementKind::Report),
        ("audited", SettlementKind::Audited),
    ];

    /// Its name in a pack.
    pub fn name(self) -> &'static str {
        name_of(self, &SettlementKind::ALL)
    }
}

fn name_of<T: PartialEq>(value: T, names: &[(&'static str, T)]) -> &'static str {
    names.iter().find(|(_, it)| *it == value).map_or("", |(name, _)| *name)
}
