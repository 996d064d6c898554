//! The proof of the product through its public face: the built command line, and the portal that it really serves.
//! One function `sys_…` for each row of the inventory that works, named after the row. How a part works inside is
//! proven in the crate of that part, not here.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod command_access;
mod command_check;
mod command_draw;
mod command_interview;
mod command_key;
mod command_line;
mod command_match;
mod command_others;
mod command_plan;
mod command_roadmap;
mod command_serve;
mod command_staff;
mod command_vault;
mod pack_copy;
mod portal;
mod run;
mod sys_account;
mod sys_agreements;
mod sys_ask;
mod sys_cofinance;
mod sys_europe;
mod sys_facilities;
mod sys_finance;
mod sys_front_door;
mod sys_ledger;
mod sys_mit;
mod sys_names;
mod sys_register;
mod sys_roadmap;
mod sys_rounds;
mod sys_scope;
mod sys_steering;
