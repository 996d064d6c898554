//! The store contract on both engines.

fn main() {}
