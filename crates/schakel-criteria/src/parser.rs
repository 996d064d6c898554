//! From tokens to a tree: a Pratt parser for the rule language, a closed subset of the Common Expression Language. It
//! keeps every tree within fixed limits. Walking over the tokens and going on after a mistake is in `recovery`; names
//! and types are the checker's matter.

mod recovery;

use recovery::function_named;

use crate::construct::Construct;
use crate::error::ExpressionError;
use crate::lexer::{Bracket, Token, TokenKind, tokens};
use crate::span::Span;
use crate::suggestion::nearest;
use crate::syntax::{Function, Syntax, SyntaxNode};
use crate::syntax_problem::SyntaxProblem;
use crate::tree::{Comparison, Operator};

/// The longest text that is read: the longest rule of a scheme is under 1 KiB, and a list of all Dutch municipalities
/// takes about 4 KiB.
pub const EXPRESSION_BYTES_MAX: usize = 16 * 1024;

/// The deepest tree: a person loses the thread after about five levels, and 64 stays far from the end of the stack in
/// everything that walks the tree.
pub const NESTING_MAX: usize = 64;

/// The most elements of a list: all municipalities fit three times.
pub const LIST_MAX: usize = 1000;

/// The most mistakes that are reported at once: more than anyone repairs in one go.
const ERRORS_MAX: usize = 50;

/// Reads an expression. Gives every mistake found, in the order of the text.
pub fn parse_expression(text: &str) -> Result<Syntax, Vec<ExpressionError>> {
    let (syntax, errors) = parse_with_mistakes(text);
    if errors.is_empty() { Ok(syntax) } else { Err(errors) }
}

/// Reads as much as can be read: where a mistake was reported, the tree has a [`SyntaxNode::Mistake`].
pub(crate) fn parse_with_mistakes(text: &str) -> (Syntax, Vec<ExpressionError>) {
    let whole = Span::new(0, text.len());
    if text.len() > EXPRESSION_BYTES_MAX {
        let error = ExpressionError::syntax(whole, SyntaxProblem::TooLong(text.len()));
        return (Syntax::new(SyntaxNode::Mistake, whole), vec![error]);
    }
    let (tokens, errors) = tokens(text);
    let end = Token { kind: TokenKind::End, span: Span::new(text.len(), text.len()) };
    let mut parser = Parser { text, tokens, end, position: 0, depth: 0, stopped: false, errors };
    let syntax = parser.whole();
    let mut errors = parser.errors;
    errors.sort_by_key(|error| error.span);
    errors.dedup_by_key(|error| error.span);
    errors.truncate(ERRORS_MAX);
    (syntax, errors)
}

/// How strongly the operators bind, as in CEL; a comparison takes no second one.
mod power {
    pub(super) const ANY: u8 = 1;
    pub(super) const ALL: u8 = 2;
    pub(super) const COMPARISON: u8 = 3;
    pub(super) const SUM: u8 = 4;
    pub(super) const PRODUCT: u8 = 5;
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    end: Token,
    position: usize,
    depth: usize,
    /// Whether reading has been given up; what follows is then no longer reported.
    stopped: bool,
    errors: Vec<ExpressionError>,
}

/// What joins a left side to a right side.
#[derive(Clone, Copy)]
enum Infix {
    Any,
    All,
    Compare(Comparison),
    In,
    Calculate(Operator),
    Remainder,
}

impl Infix {
    fn power(self) -> u8 {
        match self {
            Infix::Any => power::ANY,
            Infix::All => power::ALL,
            Infix::Compare(_) | Infix::In => power::COMPARISON,
            Infix::Calculate(Operator::Plus | Operator::Minus) => power::SUM,
            Infix::Calculate(Operator::Times | Operator::DividedBy) | Infix::Remainder => power::PRODUCT,
        }
    }

    /// Whether it is `<`, `<=`, `>` or `>=`.
    fn is_order(self) -> bool {
        match self {
            Infix::Compare(comparison) => !matches!(comparison, Comparison::Equal | Comparison::NotEqual),
            _ => false,
        }
    }
}

impl Parser<'_> {
    fn whole(&mut self) -> Syntax {
        if self.tokens.len() <= 1 && self.errors.is_empty() {
            self.report(self.end.span, SyntaxProblem::Empty);
            return self.mistake(self.end.span);
        }
        let mut readable = vec![self.expression()];
        while self.peek() != &TokenKind::End {
            self.report_leftover();
            self.skip_to(|kind| matches!(kind, TokenKind::And | TokenKind::Or));
            if self.peek() != &TokenKind::End {
                self.advance();
                readable.push(self.expression());
            }
        }
        if readable.len() > 1 {
            // The parts are kept so that the checker finds the mistakes in each of them.
            return Syntax::new(SyntaxNode::All(readable), Span::new(0, self.text.len()));
        }
        readable.pop().unwrap_or_else(|| self.mistake(self.end.span))
    }

    /// An expression, with the choice `?:` recognised to say that it does not exist.
    fn expression(&mut self) -> Syntax {
        let condition = self.binary(power::ANY);
        if self.peek() != &TokenKind::Question {
            return condition;
        }
        let question = self.advance().span;
        self.report(question, SyntaxProblem::LeftOut(Construct::Choice));
        self.binary(power::ANY);
        if self.peek() == &TokenKind::Colon {
            self.advance();
        }
        let last = self.deeper(Self::expression);
        self.mistake(condition.span.to(last.span))
    }

    /// Operators that bind at least as strongly as `weakest`, and their parts.
    fn binary(&mut self, weakest: u8) -> Syntax {
        let mut left = self.prefix();
        while let Some(infix) = self.infix().filter(|infix| infix.power() >= weakest) {
            left = match infix {
                Infix::Any | Infix::All => self.junction(left, infix),
                Infix::Compare(_) | Infix::In => self.comparison(left, infix),
                Infix::Calculate(_) | Infix::Remainder => self.calculation(left, infix),
            };
            if left.height() > NESTING_MAX {
                return self.give_up(left.span);
            }
        }
        left
    }

    /// `left && … && …`, as one part with many sides.
    fn junction(&mut self, left: Syntax, infix: Infix) -> Syntax {
        let mut span = left.span;
        let mut parts = vec![left];
        while self.infix().is_some_and(|next| next.power() == infix.power()) {
            self.advance_over_junction(infix);
            let part = self.binary(infix.power() + 1);
            span = span.to(part.span);
            parts.push(part);
        }
        match infix {
            Infix::Any => Syntax::new(SyntaxNode::Any(parts), span),
            _ => Syntax::new(SyntaxNode::All(parts), span),
        }
    }

    fn comparison(&mut self, left: Syntax, infix: Infix) -> Syntax {
        let operator = self.advance_over_comparison();
        let right = self.binary(power::COMPARISON + 1);
        let span = left.span.to(right.span);
        if self.infix().is_some_and(|next| next.power() == power::COMPARISON) {
            return self.chain(left, infix, operator, right);
        }
        let (left, right) = (Box::new(left), Box::new(right));
        match infix {
            Infix::Compare(comparison) => Syntax::new(SyntaxNode::Compare(comparison, left, right), span),
            _ => Syntax::new(SyntaxNode::In(left, right), span),
        }
    }

    /// `a < b < c`: reports it, with the way to write it when its meaning is clear, and reads on to its end.
    fn chain(&mut self, left: Syntax, infix: Infix, operator: Span, middle: Syntax) -> Syntax {
        let mut written = format!("{} {} {}", self.shown(left.span), self.shown(operator), self.shown(middle.span));
        let mut clear = infix.is_order();
        let mut previous = middle.span;
        while let Some(infix) = self.infix().filter(|next| next.power() == power::COMPARISON) {
            let operator = self.advance_over_comparison();
            let next = self.binary(power::COMPARISON + 1).span;
            let link = format!("{} {} {}", self.shown(previous), self.shown(operator), self.shown(next));
            written = format!("{written} && {link}");
            clear &= infix.is_order();
            previous = next;
        }
        let span = left.span.to(previous);
        self.report(span, SyntaxProblem::Chain(clear.then_some(written)));
        self.mistake(span)
    }

    fn calculation(&mut self, left: Syntax, infix: Infix) -> Syntax {
        let sign = self.advance().span;
        let Infix::Calculate(operator) = infix else { return self.remainder(left, sign) };
        let right = self.binary(infix.power() + 1);
        let span = left.span.to(right.span);
        Syntax::new(SyntaxNode::Arithmetic(operator, Box::new(left), Box::new(right)), span)
    }

    /// `a % b`, or `35%` when no value follows.
    fn remainder(&mut self, left: Syntax, sign: Span) -> Syntax {
        if self.starts_value() {
            self.report(sign, SyntaxProblem::LeftOut(Construct::Remainder));
            let right = self.binary(power::PRODUCT + 1);
            return self.mistake(left.span.to(right.span));
        }
        let span = left.span.to(sign);
        self.report(span, SyntaxProblem::LeftOut(Construct::Percentage));
        self.mistake(span)
    }

    fn prefix(&mut self) -> Syntax {
        let start = self.span();
        let make: fn(Box<Syntax>) -> SyntaxNode = match self.peek() {
            TokenKind::Not => SyntaxNode::Not,
            TokenKind::Calculate(Operator::Minus) => SyntaxNode::Negate,
            TokenKind::Name if self.is_spelled_not() => {
                self.report_spelling(start, "!");
                SyntaxNode::Not
            }
            _ => return self.postfix(),
        };
        self.advance();
        let part = self.deeper(Self::prefix);
        let span = start.to(part.span);
        Syntax::new(make(Box::new(part)), span)
    }

    /// A value and what hangs on it: `.startsWith("28")`, and what CEL has but a rule has not.
    fn postfix(&mut self) -> Syntax {
        let mut value = self.primary();
        loop {
            value = match self.peek() {
                TokenKind::Dot => self.method(value),
                TokenKind::Open(Bracket::Square) => self.index(value),
                TokenKind::Open(Bracket::Curly) => {
                    let span = value.span.to(self.map());
                    self.mistake(span)
                }
                _ => return value,
            };
            if value.height() > NESTING_MAX {
                return self.give_up(value.span);
            }
        }
    }

    fn method(&mut self, receiver: Syntax) -> Syntax {
        self.advance();
        let name_span = self.span();
        if self.peek() != &TokenKind::Name {
            self.report_no_value();
            return self.mistake(receiver.span.to(name_span));
        }
        let name = self.advance_name();
        if self.peek() != &TokenKind::Open(Bracket::Round) {
            let span = receiver.span.to(name_span);
            self.report(span, SyntaxProblem::LeftOut(Construct::Field));
            return self.mistake(span);
        }
        let (arguments, end) = self.arguments(Bracket::Round);
        let span = receiver.span.to(end);
        match function_named(&name) {
            Some(function) if function.is_method() => {
                let all = std::iter::once(receiver).chain(arguments).collect();
                Syntax::new(SyntaxNode::Call(function, all), span)
            }
            Some(function) => {
                self.report(span, SyntaxProblem::WrongCallForm(function));
                self.mistake(span)
            }
            None => self.unknown_function(name, name_span, span),
        }
    }

    fn index(&mut self, list: Syntax) -> Syntax {
        let (_, end) = self.arguments(Bracket::Square);
        let span = list.span.to(end);
        self.report(span, SyntaxProblem::LeftOut(Construct::Index));
        self.mistake(span)
    }

    fn primary(&mut self) -> Syntax {
        let span = self.span();
        let node = match self.peek().clone() {
            TokenKind::Truth(truth) => SyntaxNode::Truth(truth),
            TokenKind::Figure(number) => SyntaxNode::Figure(number),
            TokenKind::Quoted(text) => SyntaxNode::Quoted(text),
            TokenKind::Mistake => SyntaxNode::Mistake,
            TokenKind::Name => return self.named(),
            TokenKind::Open(Bracket::Round) => return self.deeper(Self::bracketed),
            TokenKind::Open(Bracket::Square) => return self.list(),
            TokenKind::Open(Bracket::Curly) => {
                let span = self.map();
                return self.mistake(span);
            }
            TokenKind::Dot | TokenKind::Question | TokenKind::Colon | TokenKind::Percent => {
                self.report_no_value();
                SyntaxNode::Mistake
            }
            // What follows a missing value is still to be read: `a && && b`, `f(a, )`.
            _ => {
                self.report_no_value();
                return self.mistake(Span::new(span.start, span.start));
            }
        };
        self.advance();
        Syntax::new(node, span)
    }

    /// A fact, a threshold or a function with its arguments.
    fn named(&mut self) -> Syntax {
        let name_span = self.span();
        let name = self.advance_name();
        if self.peek() != &TokenKind::Open(Bracket::Round) {
            return Syntax::new(SyntaxNode::Name(name), name_span);
        }
        let (arguments, end) = self.arguments(Bracket::Round);
        let span = name_span.to(end);
        match function_named(&name) {
            Some(function) if !function.is_method() => Syntax::new(SyntaxNode::Call(function, arguments), span),
            Some(function) => {
                self.report(span, SyntaxProblem::WrongCallForm(function));
                self.mistake(span)
            }
            None => self.unknown_function(name, name_span, span),
        }
    }

    fn unknown_function(&mut self, name: String, name_span: Span, call: Span) -> Syntax {
        let problem = match Construct::called(&name) {
            Some(construct) => SyntaxProblem::LeftOut(construct),
            None => {
                let names = Function::ALL.iter().map(|function| function.name());
                let nearest = nearest(&name, names).and_then(|it| function_named(&it));
                SyntaxProblem::UnknownFunction { name, nearest }
            }
        };
        self.report(name_span, problem);
        self.mistake(call)
    }

    fn bracketed(&mut self) -> Syntax {
        let open = self.advance().span;
        let mut inner = self.expression();
        let close = self.close(Bracket::Round, open);
        inner.span = open.to(close);
        inner
    }

    fn list(&mut self) -> Syntax {
        let start = self.span();
        let (mut elements, end) = self.arguments(Bracket::Square);
        let span = start.to(end);
        if elements.len() > LIST_MAX {
            self.report(span, SyntaxProblem::ListTooLong);
            elements.truncate(LIST_MAX);
        }
        Syntax::new(SyntaxNode::List(elements), span)
    }

    /// `(a, b)` or `[a, b]` with its opening bracket still to be read; gives the place of the closing bracket too. As
    /// in CEL, a list may end with a comma.
    fn arguments(&mut self, bracket: Bracket) -> (Vec<Syntax>, Span) {
        let open = self.advance().span;
        let mut arguments = Vec::new();
        while !matches!(self.peek(), TokenKind::Close(_) | TokenKind::End) {
            arguments.push(self.deeper(Self::expression));
            if self.peek() != &TokenKind::Comma {
                break;
            }
            self.advance();
            if bracket == Bracket::Round && matches!(self.peek(), TokenKind::Close(_)) {
                self.report_no_value();
            }
        }
        let close = self.close(bracket, open);
        (arguments, close)
    }

    /// The closing bracket; reports what stands in its way. Gives its place, or where it is missing.
    fn close(&mut self, bracket: Bracket, open: Span) -> Span {
        let wanted = TokenKind::Close(bracket);
        if self.peek() != &wanted && self.peek() != &TokenKind::End {
            self.report_leftover();
            self.skip_to(|kind| *kind == wanted);
        } else if self.peek() == &TokenKind::End {
            self.report(open, SyntaxProblem::Unclosed(bracket.opening()));
        }
        let span = self.span();
        if self.peek() == &wanted {
            self.advance();
        }
        span
    }

    /// Skips `{…}` and reports it.
    fn map(&mut self) -> Span {
        let open = self.advance().span;
        self.skip_to(|kind| *kind == TokenKind::Close(Bracket::Curly));
        let span = open.to(self.span());
        self.advance();
        self.report(span, SyntaxProblem::LeftOut(Construct::Map));
        span
    }
}
