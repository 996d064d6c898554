//! Applications, rounds and vouchers over the store, on each engine.

mod books;
mod committee;
mod dividing;
mod limiting;
mod objecting;
mod round;
mod submitting;
mod vouchers;
