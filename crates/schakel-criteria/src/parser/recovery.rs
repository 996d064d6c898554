//! Walking over the tokens, reporting what is wrong with them, and finding the place to go on. The grammar itself is in
//! `parser`.

use super::{Infix, Parser};
use crate::error::{ExpressionError, shown};
use crate::lexer::{Token, TokenKind};
use crate::parser::NESTING_MAX;
use crate::span::Span;
use crate::syntax::{Function, Syntax, SyntaxNode};
use crate::syntax_problem::SyntaxProblem;

impl Parser<'_> {
    pub(super) fn peek(&self) -> &TokenKind {
        &self.token(self.position).kind
    }

    /// The place of the next token.
    pub(super) fn span(&self) -> Span {
        self.token(self.position).span
    }

    /// Goes to the token after the next one; the end stays the end.
    pub(super) fn advance(&mut self) -> Token {
        let token = self.token(self.position).clone();
        self.position = (self.position + 1).min(self.tokens.len());
        token
    }

    /// Goes on after a name, and gives it.
    pub(super) fn advance_name(&mut self) -> String {
        let span = self.advance().span;
        self.slice(span).to_owned()
    }

    /// The operator that comes next, also when it is written as a word.
    pub(super) fn infix(&self) -> Option<Infix> {
        match self.peek() {
            TokenKind::And => Some(Infix::All),
            TokenKind::Or => Some(Infix::Any),
            TokenKind::Compare(comparison) => Some(Infix::Compare(*comparison)),
            TokenKind::In => Some(Infix::In),
            TokenKind::Calculate(operator) => Some(Infix::Calculate(*operator)),
            TokenKind::Percent => Some(Infix::Remainder),
            TokenKind::Name => match self.slice(self.span()) {
                "and" | "AND" | "en" | "EN" => Some(Infix::All),
                "or" | "OR" | "of" | "OF" => Some(Infix::Any),
                "not" | "NOT" | "niet" if self.kind_after_next() == &TokenKind::In => Some(Infix::In),
                _ => None,
            },
            _ => None,
        }
    }

    /// Goes on after `&&` or `||`; reports it when it is written as a word.
    pub(super) fn advance_over_junction(&mut self, infix: Infix) {
        let operator = self.advance();
        if operator.kind == TokenKind::Name {
            self.report_spelling(operator.span, if matches!(infix, Infix::Any) { "||" } else { "&&" });
        }
    }

    /// Goes on after a comparison or `in`, and gives its place; reports `not in`.
    pub(super) fn advance_over_comparison(&mut self) -> Span {
        let operator = self.advance();
        if operator.kind != TokenKind::Name {
            return operator.span;
        }
        let span = operator.span.to(self.advance().span);
        self.report_spelling(span, "!(x in [\"a\", \"b\"])");
        span
    }

    /// Whether the next name is `not` before something that it could turn around.
    pub(super) fn is_spelled_not(&self) -> bool {
        matches!(self.slice(self.span()), "not" | "NOT" | "niet" | "NIET") && starts_value(self.kind_after_next())
    }

    /// Whether a value comes next.
    pub(super) fn starts_value(&self) -> bool {
        self.infix().is_none() && starts_value(self.peek())
    }

    /// Goes one level deeper, unless the limit is reached.
    pub(super) fn deeper(&mut self, read: fn(&mut Self) -> Syntax) -> Syntax {
        if self.depth >= NESTING_MAX {
            return self.give_up(self.span());
        }
        self.depth += 1;
        let syntax = read(self);
        self.depth -= 1;
        syntax
    }

    /// Reports that the text is nested too deep, and stops reading.
    pub(super) fn give_up(&mut self, span: Span) -> Syntax {
        self.report(span, SyntaxProblem::TooDeep);
        self.stopped = true;
        self.position = self.tokens.len();
        self.mistake(span)
    }

    pub(super) fn mistake(&self, span: Span) -> Syntax {
        Syntax::new(SyntaxNode::Mistake, span)
    }

    /// Skips to the first token that passes the test and stands in no brackets opened after this place.
    pub(super) fn skip_to(&mut self, wanted: impl Fn(&TokenKind) -> bool) {
        let mut open = 0_usize;
        while self.peek() != &TokenKind::End && !(open == 0 && wanted(self.peek())) {
            match self.advance().kind {
                TokenKind::Open(_) => open += 1,
                TokenKind::Close(_) => open = open.saturating_sub(1),
                _ => {}
            }
        }
    }

    pub(super) fn report(&mut self, span: Span, problem: SyntaxProblem) {
        if !self.stopped {
            self.errors.push(ExpressionError::syntax(span, problem));
        }
    }

    pub(super) fn report_spelling(&mut self, span: Span, instead: &str) {
        let found = self.shown(span);
        self.report(span, SyntaxProblem::Spelling { found, instead: instead.to_owned() });
    }

    /// Reports that a value was expected where the next token stands.
    pub(super) fn report_no_value(&mut self) {
        let span = self.span();
        let found = (self.peek() != &TokenKind::End).then(|| self.shown(span));
        self.report(span, SyntaxProblem::NoValue(found));
    }

    /// Reports the next token as one that cannot follow what stands before it.
    pub(super) fn report_leftover(&mut self) {
        let span = self.span();
        let before = self.position.checked_sub(1).map(|position| &self.token(position).kind);
        let problem = match self.peek() {
            TokenKind::Mistake => return,
            _ if before == Some(&TokenKind::Mistake) => return,
            TokenKind::Close(bracket) => SyntaxProblem::Unopened(bracket.closing()),
            TokenKind::Comma => match self.decimal_comma() {
                Some(number) => return self.report(number, SyntaxProblem::DecimalComma(self.shown(number))),
                None => SyntaxProblem::NoOperator(self.shown(span)),
            },
            _ => SyntaxProblem::NoOperator(self.shown(span)),
        };
        self.report(span, problem);
    }

    /// The place of `0,35` when the next token is the comma in it.
    fn decimal_comma(&self) -> Option<Span> {
        let before = self.token(self.position.checked_sub(1)?);
        let after = self.token(self.position + 1);
        let is_figure = |token: &Token| matches!(token.kind, TokenKind::Figure(_));
        let touching = before.span.end == self.span().start && self.span().end == after.span.start;
        (is_figure(before) && is_figure(after) && touching).then(|| before.span.to(after.span))
    }

    /// The text at a place.
    pub(super) fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The text at a place, short enough for a message.
    pub(super) fn shown(&self, span: Span) -> String {
        shown(self.slice(span))
    }

    fn token(&self, position: usize) -> &Token {
        self.tokens.get(position).unwrap_or(&self.end)
    }

    fn kind_after_next(&self) -> &TokenKind {
        &self.token(self.position + 1).kind
    }
}

/// The function with this name.
pub(super) fn function_named(name: &str) -> Option<Function> {
    Function::ALL.into_iter().find(|function| function.name() == name)
}

fn starts_value(kind: &TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Truth(_)
            | TokenKind::Figure(_)
            | TokenKind::Quoted(_)
            | TokenKind::Name
            | TokenKind::Not
            | TokenKind::Open(_)
            | TokenKind::Mistake
    )
}
