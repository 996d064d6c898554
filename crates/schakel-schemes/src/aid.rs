//! State aid when a grant is given: small aid of the single undertaking in `small`, and how much aid may go to the same
//! costs in `intensity`. The ceilings are in the pack; the arithmetic of the three years is in the register, where plans
//! use it too.

mod intensity;
mod small;

pub use intensity::{AidOnCosts, IntensityRoom, intensity_room};
pub use small::{
    CentralRegister, Declaration, SmallAid, SmallAidExport, SmallAidRegister, SmallAidRequest, SmallAidVerdict,
};
