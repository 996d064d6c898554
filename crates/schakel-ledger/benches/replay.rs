//! How long it takes to replay 200,000 postings.
fn main() {}
