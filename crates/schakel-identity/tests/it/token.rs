//! Tokens in links.

use schakel_identity::Token;

#[test]
fn a_token_reads_back_what_it_writes() {
    let token = Token::from_bytes([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 254, 255]);
    assert_eq!(token.to_text(), "000102030405060708090a0b0c0dfeff");
    assert_eq!(Token::parse(&token.to_text()), Some(token));
}

#[test]
fn anything_else_is_no_token() {
    for text in
        ["", "00", "000102030405060708090A0B0C0DFEFF", "000102030405060708090a0b0c0dfefg", "é".repeat(16).as_str()]
    {
        assert_eq!(Token::parse(text), None, "{text}");
    }
}

#[test]
fn a_token_does_not_show_itself() {
    assert!(!format!("{:?}", Token::from_bytes([7; 16])).contains('7'));
}
