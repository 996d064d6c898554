//! The short lists of names that files under `accounts/` choose from.

/// The part that a government takes in a performance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AccountRole {
    /// Regisseur: brings parties together and keeps an eye on the whole.
    Director,
    /// Faciliteerder: gives others what they need.
    Facilitator,
    /// Financier: pays.
    Funder,
    /// Uitvoerder: does it itself.
    Executor,
}

impl AccountRole {
    /// Every role with its name in a pack.
    pub const ALL: [(&'static str, AccountRole); 4] = [
        ("regisseur", AccountRole::Director),
        ("faciliteerder", AccountRole::Facilitator),
        ("financier", AccountRole::Funder),
        ("uitvoerder", AccountRole::Executor),
    ];

    /// Its name in a pack.
    pub fn name(self) -> &'static str {
        named(&AccountRole::ALL, self)
    }
}

/// What somebody did that may count for an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Contribution {
    /// A meeting took place.
    Event,
    /// Somebody took part in a meeting.
    Attendance,
    /// An organisation joined a consortium.
    ConsortiumMember,
    /// A firm got money.
    FinancialSupport,
    /// A firm was guided.
    Guidance,
    /// A firm was founded out of business development.
    SpinOff,
    /// A trajectory began in which the government is the first customer.
    LaunchingCustomer,
    /// A voucher was given out.
    Voucher,
    /// Somebody joined a circle.
    CircleMember,
    /// An adviser reached a firm.
    Reach,
}

impl Contribution {
    /// Every kind with its name in a pack and in what is kept.
    pub const ALL: [(&'static str, Contribution); 10] = [
        ("event", Contribution::Event),
        ("attendance", Contribution::Attendance),
        ("consortium-member", Contribution::ConsortiumMember),
        ("financial-support", Contribution::FinancialSupport),
        ("guidance", Contribution::Guidance),
        ("spin-off", Contribution::SpinOff),
        ("launching-customer", Contribution::LaunchingCustomer),
        ("voucher", Contribution::Voucher),
        ("circle-member", Contribution::CircleMember),
        ("reach", Contribution::Reach),
    ];

    /// Its name in a pack and in what is kept.
    pub fn name(self) -> &'static str {
        named(&Contribution::ALL, self)
    }

    /// The kind with this name.
    pub fn named(name: &str) -> Option<Contribution> {
        Contribution::ALL.iter().find(|(it, _)| *it == name).map(|(_, kind)| *kind)
    }
}

/// What of the contributions is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Counted {
    /// Each contribution.
    Contributions,
    /// Each group once: a meeting, a consortium, a circle.
    Groups,
    /// Each firm once.
    Firms,
    /// Each person once.
    Participants,
}

impl Counted {
    /// Every way of counting with its name in a pack.
    pub const ALL: [(&'static str, Counted); 4] = [
        ("contributions", Counted::Contributions),
        ("groups", Counted::Groups),
        ("firms", Counted::Firms),
        ("participants", Counted::Participants),
    ];
}

/// How firm a result from elsewhere is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResultStatus {
    /// Printed in accounts that were adopted.
    Adopted,
    /// Told, not adopted.
    Told,
}

impl ResultStatus {
    /// Every status with its name in a pack.
    pub const ALL: [(&'static str, ResultStatus); 2] =
        [("adopted", ResultStatus::Adopted), ("told", ResultStatus::Told)];
}

/// How far an evaluation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EvaluationState {
    /// Agreed, not begun.
    Planned,
    /// Begun.
    Running,
    /// Ready.
    Ready,
}

impl EvaluationState {
    /// Every state with its name in a pack.
    pub const ALL: [(&'static str, EvaluationState); 3] = [
        ("planned", EvaluationState::Planned),
        ("running", EvaluationState::Running),
        ("ready", EvaluationState::Ready),
    ];
}

fn named<T: Copy + PartialEq>(names: &[(&'static str, T)], wanted: T) -> &'static str {
    names.iter().find(|(_, it)| *it == wanted).map_or("", |(name, _)| name)
}
