#![doc = include_str!("../README.md")]

mod arguments;
mod commands;
mod database;
mod files;
mod printer;
mod worker;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command};
use crate::printer::Printer;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut printer = Printer::new();
    let result = match arguments.command.unwrap_or_default() {
        Command::Serve(serve) => commands::serve::run(&serve, &mut printer),
        Command::Check(check) => commands::check::run(&check, &mut printer),
        Command::Key(key) => commands::key::run(&key, &mut printer),
        Command::Staff(staff) => commands::staff::run(&staff, &mut printer),
        Command::Match(matching) => commands::matching::run(&matching, &mut printer),
        Command::Plan(plan) => commands::plan::run(&plan, &mut printer),
        Command::Ask(ask) => commands::ask::run(&ask, &mut printer),
        Command::Roadmap(roadmap) => commands::roadmap::run(&roadmap, &mut printer),
        Command::Interview(interview) => commands::interview::run(&interview, &mut printer),
        Command::Index(index) => commands::index::run(&index, &mut printer),
        Command::Diff(diff) => commands::diff::run(&diff, &mut printer),
        Command::Coverage(coverage) => commands::coverage::run(&coverage, &mut printer),
        Command::Figures(figures) => commands::figures::run(&figures, &mut printer),
        Command::Page(page) => commands::page::run(&page, &mut printer),
        Command::Agreements(list) => commands::agreements::run(&list, &mut printer),
        Command::Topics(topics) => commands::agreements::run_topics(&topics, &mut printer),
        Command::Recommendations(list) => commands::agreements::run_recommendations(&list, &mut printer),
        Command::Steering(steering) => commands::agreements::run_steering(&steering, &mut printer),
        Command::Report(report) => commands::agreements::run_report(&report, &mut printer),
        Command::Draw(draw) => commands::draw::run(&draw, &mut printer),
        Command::Ledger(ledger) => commands::ledger::run(&ledger, &mut printer),
        Command::VerifyDraw(verify) => commands::draw::run_verify(&verify, &mut printer),
        Command::Access(access) => commands::access::run(&access, &mut printer),
        Command::Themes(themes) => commands::themes::run(&themes, &mut printer),
        Command::Round(round) => commands::round::run(&round, &mut printer),
        Command::Verify(verify) => commands::vault::run_verify(&verify, &mut printer),
        Command::Backup(backup) => commands::vault::run_backup(&backup, &mut printer),
        Command::Restore(restore) => commands::vault::run_restore(&restore, &mut printer),
    };
    match result {
        Ok(outcome) => outcome.into(),
        Err(error) => printer.fail(&error),
    }
}
