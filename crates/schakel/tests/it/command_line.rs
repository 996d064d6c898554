//! The command line as a whole: wrong use, and the reference of all commands in `docs/cli.md`.

use std::fmt::Write;
use std::fs;

use crate::run::{PACK, repository, schakel};

/// Unknown commands and options, and options without a value, end with 2 and name what was probably meant.
#[test]
fn wrong_use_ends_with_2() {
    let check = |arguments: &[&str], expected: &str| {
        let ended = schakel(arguments);
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ended.err.contains(expected), "{arguments:?}: {}", ended.err);
    };
    check(&["macth"], "a similar subcommand exists: 'match'");
    check(&["check", PACK, "--formt", "json"], "a similar argument exists: '--format'");
    check(&["check", PACK, "--format", "yaml"], "[possible values: text, json]");
    check(&["match", PACK], "--facts <FILE>");
    check(&["match", PACK, "--facts", "x.json", "--as-of", "2017-13-01"], "`2017-13-01` is not a day");
    check(&["match", PACK, "--facts"], "a value is required");
    check(&["coverage", PACK], "--province <CODE>");
}

/// `--version` and `--help` are good use.
#[test]
fn version_and_help() {
    let version = schakel(["--version"]);
    assert_eq!((version.code, version.out.trim()), (0, concat!("schakel ", env!("CARGO_PKG_VERSION"))));
    assert_eq!(schakel(["--help"]).code, 0);
}

/// `docs/cli.md` is what the commands say of themselves. Renew it with `UPDATE=1 cargo test -p schakel command_line`.
#[test]
fn reference_is_up_to_date() {
    let path = repository().join("docs/cli.md");
    let reference = reference();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &reference).expect("docs/cli.md is written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == reference,
        "docs/cli.md is not what the commands say; renew it with `UPDATE=1 cargo test -p schakel command_line`"
    );
}

fn reference() -> String {
    let mut text = String::from(
        "# The command line\n\n\
         This page is made from the `--help` of every command; do not edit it. Renew it with\n\
         `UPDATE=1 cargo test -p schakel command_line`; a test says when it is out of date.\n\n\
         How a command ends: 0 is good; 1 means findings, or that what was asked cannot be done; 2 is wrong use. Errors\n\
         say what is wrong, where, and what to do.\n\n\
         `serve` reads two variables from the environment: `SCHAKEL_KVK_KEY`, the key of the Handelsregister API, and\n\
         `SCHAKEL_KVK_URL`, its address when that is not the usual one. Without a key the portal says how to go on.\n",
    );
    let overview = help(&[]);
    section(&mut text, "schakel", &overview);
    for command in commands(&overview) {
        let own = help(&[command]);
        section(&mut text, &format!("schakel {command}"), &own);
        for part in commands(&own) {
            section(&mut text, &format!("schakel {command} {part}"), &help(&[command, part]));
        }
    }
    text
}

/// The names under "Commands:", without the help that describes itself.
fn commands(overview: &str) -> Vec<&str> {
    let list = overview.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names = list.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").collect()
}

fn help(command: &[&str]) -> String {
    let ended = schakel(command.iter().chain(&["--help"]));
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.out
}

fn section(text: &mut String, title: &str, help: &str) {
    // Lines end without spaces, so that no editor changes the page.
    let help: Vec<&str> = help.lines().map(str::trim_end).collect();
    write!(text, "\n## {title}\n\n```text\n{}\n```\n", help.join("\n").trim_end()).expect("writing to a string");
}
