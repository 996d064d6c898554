//! What the books know between two entries: the balances, and the facts that later operations depend on. How an entry
//! changes it lives in `apply`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use schakel_register::Cents;

use crate::account::{Account, Line};
use crate::name::Name;
use crate::operation::{CommitmentKind, StateBalance, Term};
use crate::pot_operation::{BasisPoints, CofinancePart, ContributeInKind, NamePot};

/// What the books know. Two sequences of entries that differ only in the order of independent entries give the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    /// Debit balances; accounts at nought are left out.
    pub(crate) balances: HashMap<Account, Cents>,
    /// Parts of reserves, by reserve and performance.
    pub(crate) earmarks: BTreeMap<(Name, Name), Earmark>,
    /// Balances as they were stated, by performance and year.
    pub(crate) statements: BTreeMap<(Name, i16), StateBalance>,
    /// Budgets that were assigned with an amount: what stands there is the whole.
    pub(crate) whole_budgets: BTreeSet<(i16, Line)>,
    /// Budgets that were assigned without an amount.
    pub(crate) unknown_budgets: BTreeSet<(i16, Line)>,
    /// What was paid ahead, by scheme.
    pub(crate) prefinancing: BTreeMap<Name, Prefinancing>,
    /// Proposals for a result.
    pub(crate) proposals: BTreeMap<Name, Proposal>,
    /// Ceilings, by round.
    pub(crate) ceilings: BTreeMap<Name, RoundMoney>,
    /// Grants and vouchers.
    pub(crate) grants: BTreeMap<Name, GrantMoney>,
    /// Pots.
    pub(crate) pots: BTreeMap<Name, PotMoney>,
    /// Who pays which part, by programme.
    pub(crate) cofinance: BTreeMap<Name, Vec<CofinancePart>>,
    /// Contributions in kind without a value.
    pub(crate) unvalued: BTreeMap<(Name, Name), Vec<ContributeInKind>>,
    /// How long programmes run.
    pub(crate) terms: BTreeMap<Name, Term>,
    /// Years that were closed.
    pub(crate) closed: BTreeSet<i16>,
}

/// A part of a reserve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earmark {
    /// What stood in it; `None`: no source says.
    pub opening: Option<Cents>,
    /// Whether the rules of the reserve let the executive move money of it.
    pub executive_may_move: bool,
}

/// What was paid ahead for a scheme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prefinancing {
    /// What the reserve advanced.
    pub advanced: Cents,
    /// What the State paid of it.
    pub received: Cents,
    /// What the council added to the reserve again.
    pub appropriated: Cents,
    /// What is back in the reserve and settled.
    pub settled: Cents,
}

/// A proposal for a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The year of the result.
    pub year: i16,
    /// The reserve.
    pub reserve: Name,
    /// For which performance.
    pub performance: Name,
    /// How much.
    pub amount: Cents,
    /// The scheme whose money it is.
    pub scheme: Option<Name>,
    /// Where the accounts process it.
    pub processed_in: Option<String>,
    /// Whether the council decided and it was posted.
    pub posted: bool,
}

/// The money of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundMoney {
    /// The most that can be granted.
    pub ceiling: Cents,
    /// What was granted.
    pub committed: Cents,
    /// In which order applications are decided on.
    pub order_rule: String,
}

/// The money of a grant or voucher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantMoney {
    /// The round.
    pub round: Name,
    /// What it is.
    pub kind: CommitmentKind,
    /// What it is charged to.
    pub line: Line,
    /// The year to which it is charged.
    pub year: i16,
    /// What was granted.
    pub granted: Cents,
    /// What was paid, less what came back.
    pub paid: Cents,
    /// At what it was settled.
    pub settled: Option<Cents>,
    /// What was let go.
    pub let_go: Cents,
}

/// The money of a pot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PotMoney {
    /// What each party promised.
    pub parties: BTreeMap<Name, PartyMoney>,
    /// What grants were given from it.
    pub committed: Cents,
    /// Where else it is named.
    pub named: Vec<NamePot>,
}

/// What one party puts into a pot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartyMoney {
    /// Its agreed share.
    pub share: BasisPoints,
    /// What it promised firmly.
    pub firm: Cents,
    /// What it promised "in beginsel".
    pub provisional: Cents,
    /// What it paid.
    pub deposited: Cents,
}

impl State {
    /// What stands on an account, as it is read there.
    pub(crate) fn natural(&self, account: &Account) -> Cents {
        account.natural(self.balances.get(account).copied().unwrap_or_default())
    }

    /// What a reserve keeps for a performance; `None` when no source says what stood in it.
    pub(crate) fn earmark_left(&self, reserve: &Name, performance: &Name) -> Option<Cents> {
        let key = (reserve.clone(), performance.clone());
        self.earmarks.get(&key)?.opening?;
        let account = Account::Reserve { reserve: reserve.clone(), performance: performance.clone() };
        Some(self.natural(&account))
    }

    /// What a budget has left: its slice less what was spent; `None` when its amount is not known.
    pub(crate) fn budget_left(&self, year: i16, line: &Line) -> Option<Cents> {
        self.whole_budgets.contains(&(year, line.clone())).then(|| {
            let budget = self.natural(&Account::Budget { year, line: line.clone() });
            budget - self.natural(&Account::Spending { year, line: line.clone() })
        })
    }

    /// The result of a programme: what was stated, or else what its budget has left.
    pub(crate) fn result_of(&self, year: i16, line: &Line) -> Option<Cents> {
        let statement = self.statements.get(&(line.performance.clone(), year));
        let stated = statement.and_then(|it| it.results.iter().find(|part| part.programme == line.programme));
        stated.map(|part| part.result).or_else(|| self.budget_left(year, line))
    }

    /// The result of a year as far as the books know it: income, cover and what budgets left.
    pub(crate) fn year_result(&self, year: i16) -> Cents {
        let booked: Cents = self
            .balances
            .iter()
            .filter(|(account, _)| {
                account.year() == Some(year)
                    && matches!(account, Account::Income { .. } | Account::Cover { .. } | Account::Result { .. })
            })
            .map(|(account, debit)| account.natural(*debit))
            .sum();
        if self.closed.contains(&year) {
            return booked;
        }
        let stated = self.statements.iter().filter(|((_, of), _)| *of == year).flat_map(|((performance, _), it)| {
            let line = |part: &crate::operation::StatedResult| Line {
                performance: performance.clone(),
                programme: part.programme.clone(),
            };
            it.results.iter().map(line)
        });
        let whole = self.whole_budgets.iter().filter(|(of, _)| *of == year).map(|(_, line)| line.clone());
        let lines: BTreeSet<Line> = stated.chain(whole).collect();
        booked + lines.iter().filter_map(|line| self.result_of(year, line)).sum()
    }
}

impl Prefinancing {
    /// What the State still has to pay of what was advanced.
    pub fn open(&self) -> Cents {
        self.advanced - self.received
    }

    /// What is not back in the reserve yet.
    pub fn outside_reserve(&self) -> Cents {
        self.advanced - self.settled
    }
}

impl RoundMoney {
    /// What can still be granted.
    pub fn left(&self) -> Cents {
        self.ceiling - self.committed
    }

    /// Whether nothing is left.
    pub fn is_exhausted(&self) -> bool {
        self.left() == Cents::ZERO
    }
}

impl GrantMoney {
    /// What is still owed: the settlement or the grant, less what was paid; below nought when too much was.
    pub fn owed(&self) -> Cents {
        self.settled.unwrap_or(self.granted) + self.let_go - self.paid
    }
}

impl PotMoney {
    /// What is firm.
    pub fn firm(&self) -> Cents {
        self.parties.values().map(|it| it.firm).sum()
    }

    /// What is promised "in beginsel".
    pub fn provisional(&self) -> Cents {
        self.parties.values().map(|it| it.provisional).sum()
    }

    /// What a commitment can be given from.
    pub fn free(&self) -> Cents {
        self.firm() - self.committed
    }
}
