//! Applications, rounds and vouchers over the store, on each engine.

mod dividing;
mod round;
mod submitting;
mod vouchers;
