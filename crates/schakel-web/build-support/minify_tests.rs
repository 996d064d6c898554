//! What the minifier takes away and what it must leave alone. Included by the crate's test binary.

#[path = "minify.rs"]
mod minify;

fn check(css: &str, expected: &str) {
    assert_eq!(minify::minify(css).unwrap(), expected);
}

#[test]
fn takes_comments_and_loose_space_away() {
    check("/* a */ p {\n  color : red ;\n}\n", "p{color :red}");
    check("a ,\n b { margin: 0 auto !important; }", "a,b{margin:0 auto!important}");
    check(
        "@media (min-width: 40rem) and ( width > 2px ) { a { b: c } }",
        "@media (min-width:40rem) and (width > 2px){a{b:c}}",
    );
}

#[test]
fn keeps_space_that_carries_meaning() {
    check("nav :focus { a: b }", "nav :focus{a:b}");
    check("a { width: calc( 100% - ( 2 * var(--x) ) ) }", "a{width:calc(100% - (2 * var(--x)))}");
    check("a { --empty: ; --other: b }", "a{--empty: ;--other:b}");
    check("a/* between */b { }", "a b{}");
}

#[test]
fn leaves_strings_and_urls_alone() {
    check(r#"a::after { content: "/* no  comment */ \" ;" }"#, r#"a::after{content:"/* no  comment */ \" ;"}"#);
    check("a { b: url( data:image/svg+xml;x,/*y*/ ) }", "a{b:url(data:image/svg+xml;x,/*y*/ )}");
    check("a { b: url( \"x  y\" ) }", "a{b:url(\"x  y\")}");
}

#[test]
fn minifying_twice_changes_nothing() {
    let sheets =
        [include_str!("../style/theme.css"), include_str!("../style/layout.css"), include_str!("../style/parts.css")];
    for sheet in sheets {
        let once = minify::minify(sheet).unwrap();
        assert_eq!(minify::minify(&once).unwrap(), once);
    }
}

#[test]
fn refuses_what_would_swallow_the_next_file() {
    for (css, word) in [("a { } /* open", "comment"), ("a { b: \"open }", "string"), ("a { b: url(open", "url")] {
        let message = minify::minify(css).unwrap_err();
        assert!(message.contains(word), "{message}");
    }
}

#[test]
fn takes_the_charset_off_the_start_only() {
    assert_eq!(minify::without_charset("\u{feff}@charset \"UTF-8\";\na{}"), "\na{}");
    assert_eq!(minify::without_charset("a{}"), "a{}");
}
