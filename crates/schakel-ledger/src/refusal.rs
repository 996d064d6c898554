//! Why an operation is refused, with the facts. Deciding it lives in `decide`.

use std::error::Error;
use std::fmt;

use schakel_criteria::Language;
use schakel_register::Cents;
use schakel_time::Date;

use crate::account::{Account, Line};
use crate::decision::Body;
use crate::entry::Key;
use crate::name::Name;
use crate::operation::StatedResult;
use crate::pot_operation::BasisPoints;

/// Why an operation is refused. Nothing was posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The decision was posted before, with something else in it (`MON-19`).
    DecisionPostedOtherwise {
        /// The decision.
        key: Key,
    },
    /// An amount of nought, below it, or too large.
    Amount {
        /// The amount.
        amount: Cents,
    },
    /// No reason is given.
    NoReason,
    /// Somebody else decides this.
    WrongBody {
        /// Who decided.
        body: Body,
        /// Who must.
        needed: Body,
    },
    /// Nothing of the reserve is kept for the performance.
    NoEarmark {
        /// The reserve.
        reserve: Name,
        /// The performance.
        performance: Name,
    },
    /// The part of a reserve was opened before.
    EarmarkExists {
        /// The reserve.
        reserve: Name,
        /// The performance.
        performance: Name,
    },
    /// More than the reserve keeps for the performance.
    BeyondEarmark {
        /// The reserve.
        reserve: Name,
        /// The performance.
        performance: Name,
        /// What it keeps.
        left: Cents,
        /// What is asked.
        asked: Cents,
    },
    /// The results are not together the balance that is stated.
    PartsDoNotAdd {
        /// The performance.
        performance: Name,
        /// The balance as stated.
        stated: Cents,
        /// The results together.
        sum: Cents,
        /// The results.
        results: Vec<StatedResult>,
    },
    /// A result is not what the books say.
    PartDiffers {
        /// The programme.
        line: Line,
        /// As stated.
        stated: Cents,
        /// Budget less spending.
        computed: Cents,
    },
    /// A result above the threshold without a cause.
    NoCause {
        /// The programme.
        programme: Name,
        /// Its result.
        result: Cents,
        /// From which amount a cause must be given.
        threshold: Cents,
    },
    /// The balance of this year was stated before.
    BalanceStated {
        /// The performance.
        performance: Name,
        /// The year.
        year: i16,
    },
    /// The year to which money goes does not follow the one it comes from.
    YearOrder {
        /// The year it comes from.
        from: i16,
        /// The year it goes to.
        to: i16,
    },
    /// More than was left over, or more than the shortfall.
    BeyondResult {
        /// The programme.
        line: Line,
        /// The result as stated.
        result: Cents,
        /// What is asked.
        asked: Cents,
    },
    /// More is paid ahead than the State is expected to pay.
    BeyondExpected {
        /// The scheme.
        scheme: Name,
        /// What is expected.
        expected: Cents,
        /// What would have been paid ahead.
        advanced: Cents,
    },
    /// More than was paid ahead and is still open.
    BeyondPrefinanced {
        /// The scheme.
        scheme: Name,
        /// What is open.
        open: Cents,
        /// What is asked.
        asked: Cents,
    },
    /// There is no such proposal.
    NoProposal {
        /// The proposal.
        proposal: Name,
    },
    /// The proposal was made, or decided on, before.
    ProposalDone {
        /// The proposal.
        proposal: Name,
    },
    /// More than the result of the year.
    BeyondYearResult {
        /// The year.
        year: i16,
        /// Its result.
        result: Cents,
        /// What is asked.
        asked: Cents,
    },
    /// The lines of an amendment are not together nought.
    LinesDoNotBalance {
        /// What they are together.
        sum: Cents,
    },
    /// A line of an amendment is neither a budget nor an earmark.
    NotAmendable {
        /// The account.
        account: Account,
    },
    /// What an amendment says stood there did not.
    OtherBefore {
        /// The account.
        account: Account,
        /// What the amendment says.
        stated: Cents,
        /// What stands there.
        actual: Cents,
    },
    /// A budget would be below nought.
    BeyondBudget {
        /// The programme.
        line: Line,
        /// The year.
        year: i16,
        /// What is left.
        left: Cents,
        /// What is asked.
        asked: Cents,
    },
    /// No application waits for a decision.
    NothingPending,
    /// The round has no ceiling.
    NoCeiling {
        /// The round.
        round: Name,
    },
    /// The ceiling is set, or is below what was granted.
    CeilingStands {
        /// The round.
        round: Name,
        /// What was granted of it.
        committed: Cents,
    },
    /// More than is left under the ceiling.
    BeyondCeiling {
        /// The round.
        round: Name,
        /// What is left.
        left: Cents,
        /// What is asked.
        asked: Cents,
    },
    /// The programme has ended.
    ProgrammeEnded {
        /// The programme.
        programme: Name,
        /// Its first day without.
        end: Date,
    },
    /// A grant is there already, or is not.
    Grant {
        /// The grant.
        grant: Name,
        /// Whether it is there.
        exists: bool,
    },
    /// More than can be paid, settled, received back or let go.
    BeyondGrant {
        /// The grant.
        grant: Name,
        /// The most.
        most: Cents,
        /// What is asked.
        asked: Cents,
    },
    /// A grant that is settled is settled once more, or one that is not is closed.
    GrantSettled {
        /// The grant.
        grant: Name,
        /// Whether it is settled.
        settled: bool,
    },
    /// There is no such pot, or it is there already.
    Pot {
        /// The pot.
        pot: Name,
        /// Whether it is there.
        exists: bool,
    },
    /// A party leaves its agreed share.
    ShareBroken {
        /// The pot.
        pot: Name,
        /// Who.
        funder: Name,
        /// What it puts in.
        amount: Cents,
        /// What its share is.
        agreed: Cents,
    },
    /// The shares are not together the whole.
    SharesDoNotAdd {
        /// What they are together.
        sum: BasisPoints,
    },
    /// More than is firm in the pot.
    BeyondFirm {
        /// The pot.
        pot: Name,
        /// What is firm and free.
        firm: Cents,
        /// What is only promised in principle.
        provisional: Cents,
        /// What is asked.
        asked: Cents,
    },
    /// The funder did not promise so much.
    BeyondPromise {
        /// The pot.
        pot: Name,
        /// Who.
        funder: Name,
        /// What it promised and is open.
        open: Cents,
        /// What is asked.
        asked: Cents,
    },
    /// A key of another year, or without weights.
    Key {
        /// Why it cannot be used.
        problem: String,
    },
    /// Nobody is known to pay a part.
    NoPayer {
        /// The programme.
        programme: Name,
    },
    /// The same pot is said to hold another amount elsewhere.
    OtherAmount {
        /// The pot.
        pot: Name,
        /// What it holds.
        holds: Cents,
        /// What is said.
        said: Cents,
    },
    /// A year that was closed.
    YearClosed {
        /// The year.
        year: i16,
    },
    /// The same budget, contribution or term was recorded before.
    RecordedBefore {
        /// What.
        what: String,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&words(self))
    }
}

impl Error for Refusal {}

fn words(refusal: &Refusal) -> String {
    reserve_words(refusal).or_else(|| budget_words(refusal)).unwrap_or_else(|| grant_words(refusal))
}

fn reserve_words(refusal: &Refusal) -> Option<String> {
    Some(match refusal {
        Refusal::NoEarmark { reserve, performance } => {
            format!("reserve `{reserve}` keeps nothing for performance {performance}: record its earmark first")
        }
        Refusal::EarmarkExists { reserve, performance } => {
            format!("the earmark of performance {performance} in reserve `{reserve}` was opened before")
        }
        Refusal::BeyondEarmark { reserve, performance, left, asked } => format!(
            "{} is more than reserve `{reserve}` keeps for performance {performance}: {}",
            euros(*asked),
            euros(*left)
        ),
        Refusal::BeyondExpected { scheme, expected, advanced } => format!(
            "{} would be paid ahead for `{scheme}`, and the State is expected to pay {}",
            euros(*advanced),
            euros(*expected)
        ),
        Refusal::BeyondPrefinanced { scheme, open, asked } => {
            format!("{} is more than is open of what was paid ahead for `{scheme}`: {}", euros(*asked), euros(*open))
        }
        Refusal::NoProposal { proposal } => {
            format!("there is no proposal `{proposal}`: the executive proposes first, then the council decides")
        }
        Refusal::ProposalDone { proposal } => format!("proposal `{proposal}` was made or decided on before"),
        Refusal::BeyondYearResult { year, result, asked } => {
            format!("{} is more than the result of {year}: {}", euros(*asked), euros(*result))
        }
        _ => return None,
    })
}

fn budget_words(refusal: &Refusal) -> Option<String> {
    Some(match refusal {
        Refusal::PartsDoNotAdd { performance, stated, sum, results } => format!(
            "the balance of performance {performance} is stated as {}, and its parts are together {} ({}), {} apart: \
             look up which part is wrong",
            euros(*stated),
            euros(*sum),
            results.iter().map(|it| format!("`{}` {}", it.programme, euros(it.result))).collect::<Vec<_>>().join(", "),
            euros(*sum - *stated),
        ),
        Refusal::PartDiffers { line, stated, computed } => format!(
            "the result of programme `{}` of performance {} is stated as {}, and its budget less its spending is {}",
            line.programme,
            line.performance,
            euros(*stated),
            euros(*computed)
        ),
        Refusal::NoCause { programme, result, threshold } => format!(
            "programme `{programme}` has a result of {} without a cause: from {} on, say why, or that the source does \
             not",
            euros(*result),
            euros(*threshold)
        ),
        Refusal::BalanceStated { performance, year } => {
            format!("the balance of performance {performance} in {year} was stated before")
        }
        Refusal::YearOrder { from, to } => format!("money of {from} cannot go to {to}: name a later year"),
        Refusal::BeyondResult { line, result, asked } => {
            format!("{} does not fit the result of programme `{}`, {}", euros(*asked), line.programme, euros(*result))
        }
        Refusal::LinesDoNotBalance { sum } => {
            format!(
                "the changes of the amendment are together {}, not nought: what one line gets another gives",
                euros(*sum)
            )
        }
        Refusal::NotAmendable { account } => format!("`{account}` is no budget and no earmark: it cannot be amended"),
        Refusal::OtherBefore { account, stated, actual } => {
            format!(
                "the amendment says that `{account}` stood at {}, and it stands at {}",
                euros(*stated),
                euros(*actual)
            )
        }
        Refusal::BeyondBudget { line, year, left, asked } => format!(
            "{} is more than is left of the budget of {year} for programme `{}`: {}",
            euros(*asked),
            line.programme,
            euros(*left)
        ),
        Refusal::NothingPending => {
            "no application waits for a decision: name those for which the money is kept".to_owned()
        }
        Refusal::YearClosed { year } => format!("{year} was closed: what changes it belongs to a later year"),
        _ => return None,
    })
}

fn grant_words(refusal: &Refusal) -> String {
    match refusal {
        Refusal::DecisionPostedOtherwise { key } => format!(
            "decision `{key}` was posted before with something else in it: a decision is posted once; correct it with \
             a new decision"
        ),
        Refusal::Amount { amount } => format!("{} cannot be posted: an amount is above nought", euros(*amount)),
        Refusal::NoReason => "no reason is given: say why, in the words of the decision".to_owned(),
        Refusal::WrongBody { body, needed } => {
            format!("the {} decided; this is for the {} to decide", body_words(*body), body_words(*needed))
        }
        Refusal::NoCeiling { round } => format!("round `{round}` has no ceiling: set it first"),
        Refusal::CeilingStands { round, committed } => {
            format!("the ceiling of round `{round}` cannot be below the {} that was granted", euros(*committed))
        }
        Refusal::BeyondCeiling { round, left, asked } => {
            format!("{} is more than is left under the ceiling of round `{round}`: {}", euros(*asked), euros(*left))
        }
        Refusal::ProgrammeEnded { programme, end } => {
            format!("programme `{programme}` ended: from {end} on nothing is committed")
        }
        Refusal::Grant { grant, exists: true } => format!("grant `{grant}` was given before"),
        Refusal::Grant { grant, exists: false } => format!("there is no grant `{grant}`"),
        Refusal::BeyondGrant { grant, most, asked } => {
            format!("{} is more than grant `{grant}` allows now: {}", euros(*asked), euros(*most))
        }
        Refusal::GrantSettled { grant, settled: true } => format!("grant `{grant}` was settled"),
        Refusal::GrantSettled { grant, settled: false } => format!("grant `{grant}` is not settled yet"),
        other => pot_words(other),
    }
}

fn pot_words(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Pot { pot, exists: true } => {
            format!("pot `{pot}` is there already: name it instead of filling it twice")
        }
        Refusal::Pot { pot, exists: false } => format!("there is no pot `{pot}`"),
        Refusal::ShareBroken { pot, funder, amount, agreed } => {
            format!("`{funder}` puts {} into pot `{pot}`; its agreed share is {}", euros(*amount), euros(*agreed))
        }
        Refusal::SharesDoNotAdd { sum } => {
            format!("the shares are together {}.{:02} %, not 100 %", sum.0 / 100, sum.0 % 100)
        }
        Refusal::BeyondFirm { pot, firm, provisional, asked } => format!(
            "{} is more than is firm and free in pot `{pot}`: {}; {} more is promised in principle and backs nothing",
            euros(*asked),
            euros(*firm),
            euros(*provisional)
        ),
        Refusal::BeyondPromise { pot, funder, open, asked } => {
            format!("{} is more than `{funder}` still owes pot `{pot}`: {}", euros(*asked), euros(*open))
        }
        Refusal::Key { problem } => problem.clone(),
        Refusal::NoPayer { programme } => format!("programme `{programme}` has a part for which no payer is known"),
        Refusal::OtherAmount { pot, holds, said } => {
            format!("pot `{pot}` holds {}, and is said to hold {}: one of them is wrong", euros(*holds), euros(*said))
        }
        Refusal::RecordedBefore { what } => format!("{what} was recorded before"),
        _ => String::new(),
    }
}

fn body_words(body: Body) -> &'static str {
    match body {
        Body::Council => "council",
        Body::Executive => "executive",
        Body::State => "State",
        Body::Party => "party itself",
    }
}

fn euros(amount: Cents) -> String {
    amount.words(Language::English)
}
