//! How much aid may go to the same costs: all aid together at most the highest share that the European rules allow (general
//! block exemption, article 8(3)). Where the pack knows no ceiling, aid on the same costs does not add up.

use schakel_register::{Cents, Pack};
use schakel_time::Date;

/// The costs of one kind, and the aid that goes to them already, small aid included (Regulation 2023/2831, article 5(2)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AidOnCosts {
    /// Code of `cost-kinds`.
    pub kind: String,
    /// The costs that count.
    pub costs: Cents,
    /// Each earlier grant on them.
    pub earlier: Vec<Cents>,
}

/// How much more aid may go to costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntensityRoom {
    /// This much.
    Known(Cents),
    /// The pack knows no ceiling and nothing went to these costs yet: only the round itself sets a limit.
    FirstAid,
    /// The pack knows no ceiling and other aid went to these costs: no more.
    NotTogether,
}

impl IntensityRoom {
    /// Whether this much fits.
    pub fn fits(self, amount: Cents) -> bool {
        match self {
            IntensityRoom::Known(room) => amount <= room,
            IntensityRoom::FirstAid => true,
            IntensityRoom::NotTogether => amount <= Cents::ZERO,
        }
    }
}

/// The room for aid on these costs on a day.
pub fn intensity_room(aid: &AidOnCosts, day: Date, pack: &Pack) -> IntensityRoom {
    let earlier: Cents = aid.earlier.iter().copied().sum();
    match pack.aid.ceiling(&aid.kind, day).and_then(|it| it.rate.value) {
        Some(rate) => IntensityRoom::Known((aid.costs.share(rate) - earlier).max(Cents::ZERO)),
        None if earlier > Cents::ZERO => IntensityRoom::NotTogether,
        None => IntensityRoom::FirstAid,
    }
}
