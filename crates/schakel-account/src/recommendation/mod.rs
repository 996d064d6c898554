//! Advice and the answers to it: which part was answered how, and what is still open.

use schakel_register::{AnsweredPart, NO_ANSWER, Pack, Recommendation};

/// How far an advice was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Answered {
    /// Every part has an answer.
    Whole,
    /// Some parts have an answer, or the answer itself is partial.
    Partly,
    /// No part has an answer.
    Not,
}

impl Answered {
    /// Every value.
    pub const ALL: [Answered; 3] = [Answered::Whole, Answered::Partly, Answered::Not];

    /// Its name in addresses and files.
    pub fn name(self) -> &'static str {
        match self {
            Answered::Whole => "whole",
            Answered::Partly => "partly",
            Answered::Not => "not",
        }
    }
}

/// The code of `answers` for an answer that covers a part of what was asked.
const PARTLY: &str = "partly";

/// Whether a part has no answer.
pub fn is_unanswered(part: &AnsweredPart) -> bool {
    &*part.status == NO_ANSWER
}

/// How far an advice was answered.
pub fn answered(recommendation: &Recommendation) -> Answered {
    let parts = &recommendation.parts;
    if parts.iter().all(is_unanswered) {
        Answered::Not
    } else if parts.iter().any(|it| is_unanswered(it) || &*it.status == PARTLY) {
        Answered::Partly
    } else {
        Answered::Whole
    }
}

/// All advice in the order of its numbers.
pub fn recommendations_in_order(pack: &Pack) -> Vec<&Recommendation> {
    let mut all: Vec<&Recommendation> = pack.recommendations.values().collect();
    all.sort_by(|one, other| key(one).cmp(&key(other)));
    all
}

fn key(it: &Recommendation) -> (schakel_time::Date, Vec<u32>, &str) {
    let numbers = it.number.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect();
    (it.advised_on, numbers, &it.id)
}
