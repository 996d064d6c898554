//! Checking functions and `in`: what they work on and which of their arguments must be written in quotes.

use std::sync::Arc;

use schakel_time::parse_date;

use super::{Checker, literal, made};
use crate::error::shown;
use crate::figures::{readings, settle};
use crate::span::Span;
use crate::syntax::{Function, Syntax, SyntaxNode};
use crate::tree::{Expression, Node};
use crate::type_problem::TypeProblem;
use crate::value::{Type, Value};

impl Checker<'_> {
    pub(super) fn call(&mut self, function: Function, arguments: &[Syntax], span: Span) -> Option<Expression> {
        match (function, arguments) {
            (Function::Years, [from, to]) => self.years(from, to, span),
            (Function::Between, [value, low, high]) => self.between(value, low, high, span),
            (Function::Under, [value, ancestor]) => self.under(value, ancestor, span),
            (Function::StartsWith, [value, start]) => self.starts_with(value, start, span),
            (Function::Date, [text]) => self.date(text, span),
            _ => {
                for argument in arguments {
                    self.part(argument);
                }
                let receivers = usize::from(function.is_method());
                let found = arguments.len().saturating_sub(receivers);
                self.report(span, TypeProblem::ArgumentCount(function, found))
            }
        }
    }

    fn years(&mut self, from: &Syntax, to: &Syntax, span: Span) -> Option<Expression> {
        let (from, to) = (self.argument(Function::Years, from), self.argument(Function::Years, to));
        Some(made(Node::Years(Box::new(from?), Box::new(to?)), Type::Number, span))
    }

    fn between(&mut self, value: &Syntax, low: &Syntax, high: &Syntax, span: Span) -> Option<Expression> {
        let (value, low, high) = (self.argument(Function::Between, value), self.part(low), self.part(high));
        let (mut value, mut low, mut high) = (value?, low?, high?);
        let shared = readings(&value).zip(readings(&low)).and_then(|(value, low)| value.shared(low));
        let shared = shared.zip(readings(&high)).and_then(|(shared, high)| shared.shared(high));
        if let Some(shared) = shared {
            for part in [&mut value, &mut low, &mut high] {
                settle(part, &shared.preferred());
            }
        } else {
            // Not three figures that go together: the ends are checked one by one, so that the message names the
            // one that does not fit.
            self.pair(&mut value, &mut low, span)?;
            self.pair(&mut value, &mut high, span)?;
            self.pair(&mut low, &mut high, span)?;
        }
        Some(made(Node::Between(Box::new(value), Box::new(low), Box::new(high)), Type::Bool, span))
    }

    fn under(&mut self, value: &Syntax, ancestor: &Syntax, span: Span) -> Option<Expression> {
        let value = self.argument(Function::Under, value);
        let (code, code_span) = self.quoted(Function::Under, ancestor)?;
        let value = value?;
        if let Type::Code(list) | Type::Codes(list) = &value.expression_type {
            self.code(&code, list, code_span)?;
        }
        Some(made(Node::Under(Box::new(value), code), Type::Bool, span))
    }

    fn starts_with(&mut self, value: &Syntax, start: &Syntax, span: Span) -> Option<Expression> {
        let value = self.argument(Function::StartsWith, value);
        let (start, start_span) = self.quoted(Function::StartsWith, start)?;
        let value = value?;
        if let Type::Code(list) | Type::Codes(list) = &value.expression_type {
            let codes = self.vocabulary.code_list(list).map(|list| list.codes()).unwrap_or_default();
            if !codes.iter().any(|code| code.id.starts_with(&*start)) {
                let problem = TypeProblem::UnknownStart { start: shown(&start), list: list.to_string() };
                return self.report(start_span, problem);
            }
        }
        Some(made(Node::StartsWith(Box::new(value), start), Type::Bool, span))
    }

    fn date(&mut self, text: &Syntax, span: Span) -> Option<Expression> {
        let (text, text_span) = self.quoted(Function::Date, text)?;
        match parse_date(&text) {
            Ok(date) => Some(literal(Value::Date(date), Type::Date, span)),
            Err(_) => self.report(text_span, TypeProblem::NotADate(shown(&text))),
        }
    }

    /// `x in ["a", "b"]` or `"a" in x`.
    pub(super) fn membership(&mut self, left: &Syntax, right: &Syntax, span: Span) -> Option<Expression> {
        match &right.node {
            SyntaxNode::List(elements) => self.one_of(left, elements, right.span, span),
            _ => self.has(left, right, span),
        }
    }

    fn one_of(&mut self, left: &Syntax, elements: &[Syntax], list_span: Span, span: Span) -> Option<Expression> {
        let left = self.part(left);
        let elements = self.elements(elements, list_span);
        let left = left?;
        let problem = match &left.expression_type {
            Type::Text => None,
            Type::Code(list) => {
                let list = Arc::clone(list);
                for (code, code_span) in elements.iter().flatten() {
                    self.code(code, &list, *code_span);
                }
                None
            }
            Type::Codes(_) => Some(TypeProblem::CodesInList(self.named(&left))),
            _ => Some(TypeProblem::NotACode(self.named(&left))),
        };
        if let Some(problem) = problem {
            return self.report(left.span, problem);
        }
        let codes = elements?.into_iter().map(|(code, _)| code).collect();
        Some(made(Node::OneOf(Box::new(left), codes), Type::Bool, span))
    }

    /// The texts in a list, each with its place.
    fn elements(&mut self, elements: &[Syntax], list_span: Span) -> Option<Vec<(Arc<str>, Span)>> {
        if elements.is_empty() {
            return self.report(list_span, TypeProblem::EmptyList);
        }
        let texts: Vec<Option<(Arc<str>, Span)>> = elements
            .iter()
            .map(|element| match &element.node {
                SyntaxNode::Quoted(text) => Some((Arc::from(text.as_str()), element.span)),
                SyntaxNode::Mistake => None,
                _ => self.report(element.span, TypeProblem::ElementNotQuoted),
            })
            .collect();
        texts.into_iter().collect()
    }

    fn has(&mut self, left: &Syntax, right: &Syntax, span: Span) -> Option<Expression> {
        let (left_part, right) = (self.part(left), self.part(right));
        let (left_part, right) = (left_part?, right?);
        let Type::Codes(list) = &right.expression_type else {
            let part = self.named(&right);
            return self.report(right.span, TypeProblem::InWithoutList(part));
        };
        let SyntaxNode::Quoted(code) = &left.node else {
            let (wanted, list) = (self.named(&left_part), self.named(&right));
            return self.report(left.span, TypeProblem::WantedNotQuoted(wanted, list));
        };
        self.code(code, list, left.span)?;
        Some(made(Node::Has(Box::new(right), Arc::from(code.as_str())), Type::Bool, span))
    }

    /// An argument on which the function works.
    fn argument(&mut self, function: Function, syntax: &Syntax) -> Option<Expression> {
        let argument = self.part(syntax)?;
        let fits = match (function, &argument.expression_type) {
            (Function::Years, found) => *found == Type::Date,
            (Function::Between, found) => matches!(found, Type::Number | Type::Money | Type::Date),
            (Function::Under, found) => matches!(found, Type::Code(_) | Type::Codes(_)),
            (Function::StartsWith, found) => matches!(found, Type::Code(_) | Type::Codes(_) | Type::Text),
            (Function::Date, _) => false,
        };
        if fits {
            return Some(argument);
        }
        let part = self.named(&argument);
        self.report(argument.span, TypeProblem::ArgumentType(function, part))
    }

    /// An argument that must be a text in quotes.
    fn quoted(&mut self, function: Function, syntax: &Syntax) -> Option<(Arc<str>, Span)> {
        match &syntax.node {
            SyntaxNode::Quoted(text) => Some((Arc::from(text.as_str()), syntax.span)),
            SyntaxNode::Mistake => None,
            _ => self.report(syntax.span, TypeProblem::ArgumentNotQuoted(function)),
        }
    }
}
