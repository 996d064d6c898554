//! From text to tokens: signs, names, numbers and texts, each with its place. What is written otherwise than in a rule
//! is reported here and read as what was probably meant, so that the parser can go on. Which token may follow which
//! is the parser's matter.

use crate::construct::Construct;
use crate::error::ExpressionError;
use crate::number::Number;
use crate::span::Span;
use crate::syntax_problem::SyntaxProblem;
use crate::tree::{Comparison, Operator};

/// A token and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) span: Span,
}

/// The kinds of tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Name,
    Truth(bool),
    Figure(Number),
    Quoted(String),
    Not,
    And,
    Or,
    In,
    Compare(Comparison),
    Calculate(Operator),
    Open(Bracket),
    Close(Bracket),
    Comma,
    Dot,
    Question,
    Colon,
    Percent,
    /// Something that was reported and can stand for any value.
    Mistake,
    /// The end of the text.
    End,
}

/// The kinds of brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bracket {
    Round,
    Square,
    Curly,
}

impl Bracket {
    pub(crate) fn opening(self) -> char {
        match self {
            Bracket::Round => '(',
            Bracket::Square => '[',
            Bracket::Curly => '{',
        }
    }

    pub(crate) fn closing(self) -> char {
        match self {
            Bracket::Round => ')',
            Bracket::Square => ']',
            Bracket::Curly => '}',
        }
    }
}

/// Reads a text to its end. The last token is always [`TokenKind::End`].
pub(crate) fn tokens(text: &str) -> (Vec<Token>, Vec<ExpressionError>) {
    let mut lexer = Lexer { text, position: 0, tokens: Vec::new(), errors: Vec::new() };
    while let Some(first) = lexer.peek() {
        let start = lexer.position;
        lexer.skip(first);
        lexer.token(start, first);
    }
    lexer.push(TokenKind::End, text.len());
    (lexer.tokens, lexer.errors)
}

struct Lexer<'a> {
    text: &'a str,
    /// Offset of the next character.
    position: usize,
    tokens: Vec<Token>,
    errors: Vec<ExpressionError>,
}

impl Lexer<'_> {
    fn token(&mut self, start: usize, first: char) {
        match first {
            _ if first.is_whitespace() => {}
            'b' | 'B' | 'r' | 'R' if self.prefixes_quotes(start) => self.prefixed_text(start, first),
            '0'..='9' => self.number(start),
            '.' if self.next_is(|next| next.is_ascii_digit()) && !self.follows_value() => self.number(start),
            '_' => self.word(start),
            _ if first.is_alphabetic() => self.word(start),
            '"' | '\'' => self.quoted(start, first, &[first]),
            '“' | '”' | '„' | '«' | '»' => self.curly_quoted(start, first, &['”', '“', '«', '»', '"']),
            '‘' | '’' | '‚' => self.curly_quoted(start, first, &['’', '‘', '\'']),
            '/' if self.next_is(|next| next == '/') => self.comment(start),
            _ => self.sign(start, first),
        }
    }

    /// Operators, brackets and the rest.
    fn sign(&mut self, start: usize, first: char) {
        let two = |second| TWO_SIGNS.iter().find(|(signs, ..)| *signs == [first, second]);
        if let Some(([_, second], kind, instead)) = self.peek().and_then(two) {
            self.skip(*second);
            self.spelled(start, kind.clone(), *instead);
        } else if let Some((_, kind, instead)) = ONE_SIGNS.iter().find(|(sign, ..)| *sign == first) {
            self.spelled(start, kind.clone(), *instead);
        } else {
            self.report(start, SyntaxProblem::UnknownSign(first));
            // Before an amount the sign for euros is superfluous; anything else stands in the place of something.
            if first != '€' {
                self.push(TokenKind::Mistake, start);
            }
        }
    }

    fn spelled(&mut self, start: usize, kind: TokenKind, instead: Option<&str>) {
        if let Some(instead) = instead {
            let found = self.since(start).to_owned();
            self.report(start, SyntaxProblem::Spelling { found, instead: instead.to_owned() });
        }
        self.push(kind, start);
    }

    fn word(&mut self, start: usize) {
        self.skip_while(|next| next.is_alphanumeric() || next == '_');
        let word = self.since(start).to_owned();
        let kind = match word.as_str() {
            "true" => TokenKind::Truth(true),
            "false" => TokenKind::Truth(false),
            "in" => TokenKind::In,
            "null" => {
                self.report(start, SyntaxProblem::LeftOut(Construct::Null));
                TokenKind::Mistake
            }
            _ if !word.is_ascii() => {
                self.report(start, SyntaxProblem::StrangeWord(word));
                TokenKind::Mistake
            }
            _ => TokenKind::Name,
        };
        self.push(kind, start);
    }

    fn number(&mut self, start: usize) {
        self.skip_while(|next| next.is_ascii_digit() || next == '_');
        while self.next_is(|next| next == '.') && self.rest().chars().nth(1).is_some_and(|it| it.is_ascii_digit()) {
            self.skip('.');
            self.skip_while(|next| next.is_ascii_digit() || next == '_');
        }
        let digits = self.since(start).to_owned();
        self.skip_while(|next| next.is_alphanumeric() || next == '_');
        let suffix = self.since(start).strip_prefix(digits.as_str()).unwrap_or_default().to_owned();
        if matches!(suffix.as_str(), "e" | "E") && self.next_if(|next| matches!(next, '+' | '-')).is_some() {
            self.skip_while(|next| next.is_ascii_digit());
        }
        let problem = match Number::parse(&digits) {
            _ if !suffix.is_empty() => Some(suffix_problem(self.since(start), &digits, &suffix)),
            None => Some(digits_problem(&digits)),
            Some(_) if is_ambiguous(&digits) => Some(SyntaxProblem::AmbiguousNumber(digits.clone())),
            Some(_) => None,
        };
        if let Some(problem) = problem {
            self.report(start, problem);
        }
        let kind = Number::parse(&digits).map_or(TokenKind::Mistake, TokenKind::Figure);
        self.push(kind, start);
    }

    fn comment(&mut self, start: usize) {
        self.skip_while(|next| next != '\n');
        self.report(start, SyntaxProblem::LeftOut(Construct::Comment));
    }

    /// Whether a `b` or `r` here (or both) stands right before a quote.
    fn prefixes_quotes(&self, start: usize) -> bool {
        let after = self.text.get(start..).unwrap_or_default();
        let letters = after.chars().take_while(char::is_ascii_alphabetic).count();
        letters <= 2
            && after.chars().take(letters).all(|letter| "bBrR".contains(letter))
            && after.chars().nth(letters).is_some_and(|next| next == '"' || next == '\'')
    }

    fn prefixed_text(&mut self, start: usize, first: char) {
        let mut construct = if matches!(first, 'b' | 'B') { Construct::Bytes } else { Construct::RawText };
        if let Some('b' | 'B') = self.next_if(|next| next.is_ascii_alphabetic()) {
            construct = Construct::Bytes;
        }
        self.report(start, SyntaxProblem::LeftOut(construct));
        let quote_start = self.position;
        if let Some(quote) = self.next_if(|_| true) {
            self.quoted(quote_start, quote, &[quote]);
        }
    }

    fn curly_quoted(&mut self, start: usize, first: char, closing: &[char]) {
        let instead = "\"".to_owned();
        self.report(start, SyntaxProblem::Spelling { found: first.to_string(), instead });
        self.quoted(start, first, closing);
    }

    /// A text from its opening quote, which has been read, to one of these closing quotes.
    fn quoted(&mut self, start: usize, quote: char, closing: &[char]) {
        if self.text.get(start..).is_some_and(|text| text.starts_with(&String::from(quote).repeat(3))) {
            self.triple_quoted(start, quote);
            return;
        }
        let mut content = String::new();
        while let Some(next) = self.next_if(|next| next != '\n') {
            if closing.contains(&next) {
                self.push(TokenKind::Quoted(content), start);
                return;
            }
            if next == '\\' { self.escape(&mut content) } else { content.push(next) }
        }
        self.report(start, SyntaxProblem::UnclosedText);
        self.push(TokenKind::Mistake, start);
    }

    fn triple_quoted(&mut self, start: usize, quote: char) {
        let mut quotes = 1;
        let mut closed = false;
        while let Some(next) = self.next_if(|_| !closed) {
            quotes = if next == quote { quotes + 1 } else { 0 };
            closed = quotes == 6 || (quotes == 3 && self.since(start).len() > 3);
        }
        self.report(start, SyntaxProblem::LeftOut(Construct::TripleQuotes));
        self.push(TokenKind::Mistake, start);
    }

    /// The escapes that a code or a start of a code could need.
    fn escape(&mut self, content: &mut String) {
        let backslash = self.position - '\\'.len_utf8();
        let escaped = match self.next_if(|next| next != '\n') {
            Some(plain @ ('\\' | '"' | '\'')) => Some(plain),
            Some('n') => Some('\n'),
            Some('t') => Some('\t'),
            Some('r') => Some('\r'),
            Some('u') => self.hexadecimal(4),
            Some('U') => self.hexadecimal(8),
            _ => None,
        };
        match escaped {
            Some(character) => content.push(character),
            None => self.report(backslash, SyntaxProblem::UnknownEscape(self.since(backslash).to_owned())),
        }
    }

    fn hexadecimal(&mut self, length: usize) -> Option<char> {
        let mut code = 0_u32;
        for _ in 0..length {
            let digit = self.next_if(|next| next.is_ascii_hexdigit())?;
            code = code.checked_mul(16)?.checked_add(digit.to_digit(16)?)?;
        }
        char::from_u32(code)
    }

    /// Whether the token before can be followed by a dot: `plan.`, `list[0].`, `f(x).`, `"a".`.
    fn follows_value(&self) -> bool {
        let last = self.tokens.last().map(|token| &token.kind);
        matches!(last, Some(TokenKind::Name | TokenKind::Close(_) | TokenKind::Quoted(_) | TokenKind::Mistake))
    }

    fn rest(&self) -> &str {
        self.text.get(self.position..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next_is(&self, test: impl Fn(char) -> bool) -> bool {
        self.peek().is_some_and(test)
    }

    fn next_if(&mut self, test: impl Fn(char) -> bool) -> Option<char> {
        let next = self.peek().filter(|next| test(*next))?;
        self.skip(next);
        Some(next)
    }

    fn skip(&mut self, character: char) {
        self.position += character.len_utf8();
    }

    fn skip_while(&mut self, test: impl Fn(char) -> bool) {
        while self.next_if(&test).is_some() {}
    }

    /// The text from `start` to where reading has come.
    fn since(&self, start: usize) -> &str {
        self.text.get(start..self.position).unwrap_or_default()
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        let span = Span::new(start, self.position);
        self.tokens.push(Token { kind, span });
    }

    fn report(&mut self, start: usize, problem: SyntaxProblem) {
        let span = Span::new(start, self.position);
        self.errors.push(ExpressionError::syntax(span, problem));
    }
}

/// Two signs that belong together, the token they are and, when it is not the right way, what to write.
const TWO_SIGNS: [([char; 2], TokenKind, Option<&str>); 9] = [
    (['&', '&'], TokenKind::And, None),
    (['|', '|'], TokenKind::Or, None),
    (['=', '='], TokenKind::Compare(Comparison::Equal), None),
    (['!', '='], TokenKind::Compare(Comparison::NotEqual), None),
    (['<', '='], TokenKind::Compare(Comparison::LessOrEqual), None),
    (['>', '='], TokenKind::Compare(Comparison::GreaterOrEqual), None),
    (['=', '<'], TokenKind::Compare(Comparison::LessOrEqual), Some("<=")),
    (['=', '>'], TokenKind::Compare(Comparison::GreaterOrEqual), Some(">=")),
    (['<', '>'], TokenKind::Compare(Comparison::NotEqual), Some("!=")),
];

/// One sign, the token it is and, when it is not the right way, what to write.
const ONE_SIGNS: [(char, TokenKind, Option<&str>); 34] = [
    ('!', TokenKind::Not, None),
    ('<', TokenKind::Compare(Comparison::Less), None),
    ('>', TokenKind::Compare(Comparison::Greater), None),
    ('+', TokenKind::Calculate(Operator::Plus), None),
    ('-', TokenKind::Calculate(Operator::Minus), None),
    ('*', TokenKind::Calculate(Operator::Times), None),
    ('/', TokenKind::Calculate(Operator::DividedBy), None),
    ('(', TokenKind::Open(Bracket::Round), None),
    (')', TokenKind::Close(Bracket::Round), None),
    ('[', TokenKind::Open(Bracket::Square), None),
    (']', TokenKind::Close(Bracket::Square), None),
    ('{', TokenKind::Open(Bracket::Curly), None),
    ('}', TokenKind::Close(Bracket::Curly), None),
    (',', TokenKind::Comma, None),
    ('.', TokenKind::Dot, None),
    ('?', TokenKind::Question, None),
    (':', TokenKind::Colon, None),
    ('%', TokenKind::Percent, None),
    ('=', TokenKind::Compare(Comparison::Equal), Some("==")),
    ('&', TokenKind::And, Some("&&")),
    ('|', TokenKind::Or, Some("||")),
    ('≤', TokenKind::Compare(Comparison::LessOrEqual), Some("<=")),
    ('≥', TokenKind::Compare(Comparison::GreaterOrEqual), Some(">=")),
    ('≠', TokenKind::Compare(Comparison::NotEqual), Some("!=")),
    ('∧', TokenKind::And, Some("&&")),
    ('∨', TokenKind::Or, Some("||")),
    ('¬', TokenKind::Not, Some("!")),
    ('∈', TokenKind::In, Some("in")),
    ('–', TokenKind::Calculate(Operator::Minus), Some("-")),
    ('—', TokenKind::Calculate(Operator::Minus), Some("-")),
    ('−', TokenKind::Calculate(Operator::Minus), Some("-")),
    ('×', TokenKind::Calculate(Operator::Times), Some("*")),
    ('·', TokenKind::Calculate(Operator::Times), Some("*")),
    ('÷', TokenKind::Calculate(Operator::DividedBy), Some("/")),
];

/// `50.000`: exactly three decimals after one to three digits that are not a nought reads as thousands in Dutch.
fn is_ambiguous(digits: &str) -> bool {
    digits.split_once('.').is_some_and(|(whole, decimals)| {
        decimals.len() == 3 && whole.len() <= 3 && !whole.starts_with('0') && !digits.contains('_')
    })
}

fn digits_problem(digits: &str) -> SyntaxProblem {
    let mut parts = digits.split('.');
    let well_formed = parts.clone().count() <= 2 && parts.all(is_grouped);
    if well_formed { SyntaxProblem::NumberTooLong } else { SyntaxProblem::MalformedNumber(digits.to_owned()) }
}

fn is_grouped(part: &str) -> bool {
    !part.is_empty() && !part.starts_with('_') && !part.ends_with('_') && !part.contains("__")
}

fn suffix_problem(whole: &str, digits: &str, suffix: &str) -> SyntaxProblem {
    let hexadecimal = digits == "0" && suffix.starts_with(['x', 'X']);
    let exponent = suffix.starts_with(['e', 'E']) && suffix.chars().skip(1).all(|it| it.is_ascii_digit());
    if hexadecimal {
        SyntaxProblem::LeftOut(Construct::Hexadecimal)
    } else if exponent {
        SyntaxProblem::LeftOut(Construct::Exponent)
    } else if matches!(suffix, "u" | "U") {
        SyntaxProblem::LeftOut(Construct::Unsigned)
    } else {
        SyntaxProblem::MalformedNumber(whole.to_owned())
    }
}
