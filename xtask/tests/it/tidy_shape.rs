//! Lengths and opening comments, on samples that break them.

use std::path::Path;

use xtask::tidy::{FILE_LINES_MAX, FUNCTION_LINES_MAX, check_shape};

fn check(path: &str, text: &str, expected: &[&str]) {
    let findings: Vec<String> = check_shape(Path::new(path), text).iter().map(ToString::to_string).collect();
    assert_eq!(findings, expected, "{text}");
}

/// A function of so many lines, its own two included.
fn function_of(lines: usize, name: &str) -> String {
    format!("fn {name}() {{\n{}}}\n", "    step();\n".repeat(lines - 2))
}

#[test]
fn a_long_function_is_found_with_its_place() {
    let text = format!("//! Sample.\n\n{}\n{}", function_of(3, "short"), function_of(83, "long"));
    check(
        "src/sample.rs",
        &text,
        &["src/sample.rs:7: function `long` has 83 lines, 13 over the 70 that are allowed: \
           name its parts and make them functions"],
    );
}

#[test]
fn a_function_may_have_the_limit_and_no_line_more() {
    let at_limit = format!("//! Sample.\n{}", function_of(FUNCTION_LINES_MAX, "full"));
    check("src/sample.rs", &at_limit, &[]);
    let over = format!("//! Sample.\n{}", function_of(FUNCTION_LINES_MAX + 1, "over"));
    assert_eq!(check_shape(Path::new("src/sample.rs"), &over).len(), 1);
}

#[test]
fn braces_in_comments_and_literals_do_not_count() {
    // Each of these lines would end the function early if its brace counted, and
    // the function would then be short enough.
    let traps = [
        "// }",
        "/* } /* } */ } */",
        "let text = \"}\";",
        "let text = \"\\\"}\";",
        "let text = r\"\\\"; let other = \"}\";",
        "let text = r#\"\"}\"#;",
        "let text = br##\"\"#}\"##;",
        "let letter = '}';",
        "let letter = '\\''; let other = '}';",
        "let letter = '\\u{7d}';",
        "let text = \"\n}\n\";",
    ];
    for trap in traps {
        let steps = "    step();\n".repeat(80);
        let text = format!("//! Sample.\nfn f<'a>(word: &'a str) {{\n{trap}\n'outer: loop {{}}\n{steps}}}\n");
        assert_eq!(check_shape(Path::new("src/sample.rs"), &text).len(), 1, "{trap}");
    }
}

#[test]
fn openings_in_literals_do_not_make_a_function_longer() {
    for trap in ["// {", "let text = \"{\";", "let letter = '{';", "let r#fn = r\"{\";", "let number_r = other_r;"] {
        let text = format!("//! Sample.\nfn short() {{\n{trap}\n}}\n{}", "const A: u8 = 1;\n".repeat(90));
        check("src/sample.rs", &text, &[]);
    }
}

#[test]
fn only_functions_with_a_body_are_measured() {
    let rest = "const A: u8 = 1;\n".repeat(90);
    for declaration in [
        "trait Door { fn open(&self, lock: [u8; 4]); }",
        "type Reader = fn(&str) -> u8;",
        "struct S { read: fn(&str) }",
        "const fn_name: u8 = 1;",
        "fn f(x: [u8; { 1 + 2 }]) {}",
    ] {
        check("src/sample.rs", &format!("//! Sample.\n{declaration}\n{rest}"), &[]);
    }
}

#[test]
fn a_nested_function_is_measured_too() {
    let text =
        format!("//! Sample.\nimpl Door {{\npub(crate) async fn open() {{\n{}}}\n}}\n", function_of(80, "inner"));
    let findings = check_shape(Path::new("src/sample.rs"), &text);
    assert_eq!(findings.iter().map(|finding| finding.line).collect::<Vec<_>>(), [3, 4]);
}

#[test]
fn a_long_file_is_found() {
    let text = format!("//! Sample.\n{}", "const A: u8 = 1;\n".repeat(FILE_LINES_MAX));
    check(
        "src/sample.rs",
        &text,
        &["src/sample.rs:501: the file has 501 lines, 1 over the 500 that are allowed: give one of its ideas a file \
           of its own"],
    );
    assert_eq!(check_shape(Path::new("web-checks/run.mjs"), &text).len(), 1);
    check("packs/oost/codes/sbi.csv", &text, &[]);
}

#[test]
fn rust_code_opens_with_what_lives_in_it() {
    let finding = "src/sample.rs:1: the file does not open with `//!`: say first what lives here and what does not";
    check("src/sample.rs", "use std::fmt;\n//! Sample.\n", &[finding]);
    check("src/sample.rs", "", &[finding]);
    check("src/sample.rs", "\n//! Sample.\n", &[]);
    check("src/sample.rs", "#![doc = include_str!(\"../README.md\")]\n", &[]);
    check("web-checks/run.mjs", "export {};\n", &[]);
}
