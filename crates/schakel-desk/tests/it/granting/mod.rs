//! Applications, rounds and vouchers over the store, on each engine.

mod books;
mod dividing;
mod round;
mod submitting;
mod vouchers;
