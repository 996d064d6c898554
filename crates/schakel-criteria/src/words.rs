//! A rule as a sentence, in Dutch or English, so that a lawyer can hold it against the article and an entrepreneur can
//! read it. Numbers, amounts, dates and codes are written in `words/values`; the texts of criteria come from the pack.

mod values;

use std::sync::Arc;

use schakel_time::Date;

pub use values::value_in_words;

use crate::tree::{Comparison, Expression, Node, Operator};
use crate::value::{Type, Value};
use crate::vocabulary::{FactId, Language, Vocabulary};

/// The rule in words: "minder dan 250 werkzame personen en (omzet van hooguit € 50.000.000 of balanstotaal van hooguit
/// € 43.000.000)". Thresholds have their value on the day `as_of`; derived facts have their name. Brackets keep "en"
/// and "of" apart.
///
/// A number without a largest value is taken for a count, which stands before the name ("minder dan 250 werkzame
/// personen"); one with a largest value for a scale ("stap van idee naar gebruik van minstens 4").
pub fn in_words(expression: &Expression, vocabulary: &Vocabulary, language: Language, as_of: Date) -> String {
    let writer = Writer { vocabulary, language, as_of };
    if expression.expression_type == Type::Bool {
        writer.condition(expression, true).text
    } else {
        writer.value(expression)
    }
}

#[derive(Clone, Copy)]
struct Writer<'a> {
    vocabulary: &'a Vocabulary,
    language: Language,
    as_of: Date,
}

/// A piece of a sentence.
struct Phrase {
    text: String,
    /// Whether it holds an "en" or "of" of its own, and needs brackets inside a larger phrase.
    joined: bool,
}

impl Phrase {
    fn single(text: String) -> Phrase {
        Phrase { text, joined: false }
    }

    fn joined(text: String) -> Phrase {
        Phrase { text, joined: true }
    }

    fn inside(self) -> String {
        if self.joined { format!("({})", self.text) } else { self.text }
    }
}

impl Writer<'_> {
    fn say<'b>(&self, dutch: &'b str, english: &'b str) -> &'b str {
        match self.language {
            Language::Dutch => dutch,
            Language::English => english,
        }
    }

    /// A condition, or the opposite of it.
    fn condition(&self, expression: &Expression, holds: bool) -> Phrase {
        match &expression.node {
            Node::Literal(Value::Bool(truth)) if *truth == holds => Phrase::single(self.say("altijd", "always").into()),
            Node::Literal(_) => Phrase::single(self.say("nooit", "never").into()),
            Node::Not(part) => self.condition(part, !holds),
            Node::All(parts) => self.junction(parts, holds, holds),
            Node::Any(parts) => self.junction(parts, holds, !holds),
            Node::Compare(comparison, left, right) => {
                let comparison = if holds { *comparison } else { comparison.opposite() };
                self.comparison(comparison, left, right)
            }
            Node::Between(value, low, high) => self.between(value, low, high, holds),
            Node::OneOf(part, codes) => self.one_of(part, codes, holds),
            Node::Has(part, code) => self.has(part, code, holds),
            Node::StartsWith(part, start) => self.starts_with(part, start, holds),
            Node::Under(part, ancestor) => self.under(part, ancestor, holds),
            _ if holds => Phrase::single(self.value(expression)),
            _ => Phrase::single(format!("{} ‘{}’", self.say("niet", "not"), self.value(expression))),
        }
    }

    /// The parts joined by "en" or "of"; the opposite of "a of b" is "niet a en niet b".
    fn junction(&self, parts: &[Expression], hold: bool, all: bool) -> Phrase {
        let texts: Vec<String> = parts.iter().map(|part| self.condition(part, hold).inside()).collect();
        let joint = if all { self.say("en", "and") } else { self.say("of", "or") };
        Phrase::joined(enumeration(&texts, joint))
    }

    fn comparison(&self, comparison: Comparison, left: &Expression, right: &Expression) -> Phrase {
        if is_constant(left) && !is_constant(right) {
            return self.comparison(comparison.mirrored(), right, left);
        }
        match &left.expression_type {
            Type::Bool => self.agreement(comparison, left, right),
            Type::Date => {
                let (left, right) = (self.value(left), self.value(right));
                Phrase::single(format!("{left} {} {right}", self.date_comparison(comparison)))
            }
            Type::Number | Type::Money => Phrase::single(self.figure_comparison(comparison, left, right)),
            Type::Code(_) | Type::Codes(_) | Type::Text => {
                let is = match comparison {
                    Comparison::NotEqual => self.say("is niet", "is not"),
                    _ => self.say("is", "is"),
                };
                Phrase::single(format!("{} {is} {}", self.value(left), self.value(right)))
            }
        }
    }

    fn figure_comparison(&self, comparison: Comparison, left: &Expression, right: &Expression) -> String {
        let figure = self.value(right);
        match &left.node {
            Node::Fact(id) if is_constant(right) && self.is_count(*id) => {
                let name = self.value(left);
                match (comparison, is_zero(right)) {
                    (Comparison::Equal, true) => format!("{} {name}", self.say("geen", "no")),
                    (Comparison::NotEqual, _) => match self.language {
                        Language::Dutch => format!("een ander aantal {name} dan {figure}"),
                        Language::English => format!("a number of {name} other than {figure}"),
                    },
                    (Comparison::Less, _) => format!("{} {figure} {name}", self.say("minder dan", "fewer than")),
                    _ => format!("{} {figure} {name}", self.figure_words(comparison)),
                }
            }
            Node::Years(from, to) if is_constant(right) && comparison != Comparison::NotEqual => {
                let years = if is_one(right) {
                    self.say("heel jaar", "whole year")
                } else {
                    self.say("hele jaren", "whole years")
                };
                let span = self.time_span(from, to);
                format!("{} {figure} {years} {span}", self.figure_words(comparison))
            }
            Node::Fact(_) if is_constant(right) && comparison != Comparison::NotEqual => {
                let of = self.say("van", "of");
                format!("{} {of} {} {figure}", self.value(left), self.figure_words(comparison))
            }
            _ => {
                let is = match comparison {
                    Comparison::Equal => self.say("is gelijk aan", "is equal to").to_owned(),
                    Comparison::NotEqual => self.say("is niet gelijk aan", "is not equal to").to_owned(),
                    _ => format!("is {}", self.figure_words(comparison)),
                };
                format!("{} {is} {figure}", self.value(left))
            }
        }
    }

    /// Two conditions that are both so or both not so, or the opposite.
    fn agreement(&self, comparison: Comparison, left: &Expression, right: &Expression) -> Phrase {
        let (left, right) = (self.condition(left, true).text, self.condition(right, true).text);
        Phrase::joined(match (comparison, self.language) {
            (Comparison::NotEqual, Language::Dutch) => format!("óf ‘{left}’ óf ‘{right}’, maar niet allebei"),
            (Comparison::NotEqual, Language::English) => format!("either ‘{left}’ or ‘{right}’, but not both"),
            (_, Language::Dutch) => format!("‘{left}’ en ‘{right}’ allebei, of geen van beide"),
            (_, Language::English) => format!("both ‘{left}’ and ‘{right}’, or neither"),
        })
    }

    fn between(&self, value: &Expression, low: &Expression, high: &Expression, holds: bool) -> Phrase {
        let (low, high) = (self.value(low), self.value(high));
        let name = self.value(value);
        let is_count = matches!(&value.node, Node::Fact(id) if self.is_count(*id));
        let is_fact = matches!(&value.node, Node::Fact(_));
        if !holds {
            let is_date = value.expression_type == Type::Date;
            let (under, over) = if is_date {
                (self.date_comparison(Comparison::Less), self.date_comparison(Comparison::Greater))
            } else {
                (self.figure_words(Comparison::Less), self.figure_words(Comparison::Greater))
            };
            let or = self.say("of", "or");
            let outside = format!("{under} {low} {or} {over} {high}");
            return Phrase::joined(match (is_count, is_fact && !is_date, is_date) {
                (true, ..) => format!("{outside} {name}"),
                (_, true, _) => format!("{name} {} {outside}", self.say("van", "of")),
                (.., true) => format!("{name} {outside}"),
                _ => format!("{name} is {outside}"),
            });
        }
        let range = format!("{low} {} {high}", self.say("tot en met", "up to and including"));
        Phrase::single(if is_count {
            format!("{range} {name}")
        } else if is_fact {
            format!("{name} {} {range}", self.say("van", "from"))
        } else {
            format!("{name} {} {range}", self.say("ligt van", "lies from"))
        })
    }

    fn one_of(&self, part: &Expression, codes: &[Arc<str>], holds: bool) -> Phrase {
        let name = self.value(part);
        let codes: Vec<String> = codes.iter().map(|code| self.code_name(&part.expression_type, code)).collect();
        match (codes.as_slice(), holds) {
            ([code], true) => Phrase::single(format!("{name} is {code}")),
            ([code], false) => Phrase::single(format!("{name} {} {code}", self.say("is niet", "is not"))),
            (_, true) => Phrase::joined(format!("{name} is {}", enumeration(&codes, self.say("of", "or")))),
            (_, false) => {
                let none = self.say("is geen van deze:", "is none of these:");
                Phrase::joined(format!("{name} {none} {}", codes.join(", ")))
            }
        }
    }

    fn has(&self, part: &Expression, code: &str, holds: bool) -> Phrase {
        let name = self.value(part);
        let code = self.code_name(&part.expression_type, code);
        Phrase::single(match (self.language, holds) {
            (Language::Dutch, true) => format!("bij {name} staat {code}"),
            (Language::Dutch, false) => format!("bij {name} staat niet {code}"),
            (Language::English, true) => format!("among the {name}: {code}"),
            (Language::English, false) => format!("not among the {name}: {code}"),
        })
    }

    fn starts_with(&self, part: &Expression, start: &str, holds: bool) -> Phrase {
        let name = self.value(part);
        let is_text = part.expression_type == Type::Text;
        Phrase::single(match (self.language, is_text, holds) {
            (Language::Dutch, true, true) => format!("{name} begint met ‘{start}’"),
            (Language::Dutch, true, false) => format!("{name} begint niet met ‘{start}’"),
            (Language::Dutch, false, true) => format!("code van {name} begint met {start}"),
            (Language::Dutch, false, false) => format!("geen code van {name} begint met {start}"),
            (Language::English, true, true) => format!("{name} starts with ‘{start}’"),
            (Language::English, true, false) => format!("{name} does not start with ‘{start}’"),
            (Language::English, false, true) => format!("code of {name} starts with {start}"),
            (Language::English, false, false) => format!("no code of {name} starts with {start}"),
        })
    }

    fn under(&self, part: &Expression, ancestor: &str, holds: bool) -> Phrase {
        let falls = if holds {
            self.say("valt onder", "falls under")
        } else {
            self.say("valt niet onder", "does not fall under")
        };
        let group = self.numbered_code(&part.expression_type, ancestor);
        Phrase::single(format!("{} {falls} {group}", self.value(part)))
    }

    /// A value: the name of a fact, a figure, a date, a calculation.
    fn value(&self, expression: &Expression) -> String {
        match &expression.node {
            Node::Literal(value) => self.written(value, &expression.expression_type),
            Node::Fact(id) => self.fact_name(*id),
            Node::Threshold(id) => {
                let Some(threshold) = self.vocabulary.threshold(*id) else { return String::new() };
                match threshold.at(self.as_of) {
                    Some(value) => self.written(&Value::Number(value), &threshold.threshold_type),
                    None => {
                        format!("{} ({})", threshold.id, self.say("geen waarde op die dag", "no value on that day"))
                    }
                }
            }
            Node::AsOf => self.say("de dag waarvoor we zoeken", "the day for which we look").to_owned(),
            Node::Negate(part) => format!("{} {}", self.say("min", "minus"), self.operand(part, true)),
            Node::Arithmetic(operator, left, right) => self.calculation(*operator, left, right),
            Node::Years(from, to) => {
                let years = self.say("het aantal hele jaren", "the number of whole years");
                format!("{years} {}", self.time_span(from, to))
            }
            _ => self.condition(expression, true).text,
        }
    }

    fn calculation(&self, operator: Operator, left: &Expression, right: &Expression) -> String {
        let word = match operator {
            Operator::Plus => self.say("plus", "plus"),
            Operator::Minus => self.say("min", "minus"),
            Operator::Times => self.say("maal", "times"),
            Operator::DividedBy => self.say("gedeeld door", "divided by"),
        };
        let is_product = matches!(operator, Operator::Times | Operator::DividedBy);
        let right_is_tight = operator != Operator::Plus;
        format!("{} {word} {}", self.operand(left, is_product), self.operand(right, right_is_tight))
    }

    /// A side of a calculation; a calculation in its turn gets brackets where they are needed.
    fn operand(&self, expression: &Expression, tight: bool) -> String {
        let value = self.value(expression);
        match &expression.node {
            Node::Arithmetic(..) | Node::Negate(_) if tight => format!("({value})"),
            _ => value,
        }
    }

    fn time_span(&self, from: &Expression, to: &Expression) -> String {
        let (from, to) = (self.value(from), self.value(to));
        format!("{} {from} {} {to}", self.say("van", "from"), self.say("tot", "to"))
    }

    /// How a figure compares: "hooguit" before the figure itself.
    fn figure_words(&self, comparison: Comparison) -> &'static str {
        let (dutch, english) = match comparison {
            Comparison::Equal => ("precies", "exactly"),
            Comparison::NotEqual => ("niet precies", "not exactly"),
            Comparison::Less => ("minder dan", "less than"),
            Comparison::LessOrEqual => ("hooguit", "at most"),
            Comparison::Greater => ("meer dan", "more than"),
            Comparison::GreaterOrEqual => ("minstens", "at least"),
        };
        self.say(dutch, english)
    }

    fn date_comparison(&self, comparison: Comparison) -> &'static str {
        let (dutch, english) = match comparison {
            Comparison::Equal => ("op", "on"),
            Comparison::NotEqual => ("niet op", "not on"),
            Comparison::Less => ("vóór", "before"),
            Comparison::LessOrEqual => ("op of vóór", "on or before"),
            Comparison::Greater => ("na", "after"),
            Comparison::GreaterOrEqual => ("op of na", "on or after"),
        };
        self.say(dutch, english)
    }

    fn fact_name(&self, id: FactId) -> String {
        self.vocabulary.fact(id).map(|fact| fact.name.get(self.language).to_owned()).unwrap_or_default()
    }

    /// Whether a fact counts something: a number without a largest value.
    fn is_count(&self, id: FactId) -> bool {
        self.vocabulary.fact(id).is_some_and(|fact| fact.fact_type == Type::Number && fact.maximum.is_none())
    }
}

/// `a, b en c`
fn enumeration(parts: &[String], joint: &str) -> String {
    match parts {
        [] => String::new(),
        [single] => single.clone(),
        [first @ .., last] => format!("{} {joint} {last}", first.join(", ")),
    }
}

fn is_constant(expression: &Expression) -> bool {
    matches!(expression.node, Node::Literal(_) | Node::Threshold(_) | Node::AsOf)
}

fn is_zero(expression: &Expression) -> bool {
    matches!(&expression.node, Node::Literal(Value::Number(number)) if number.is_zero())
}

fn is_one(expression: &Expression) -> bool {
    matches!(&expression.node, Node::Literal(Value::Number(number)) if *number == crate::number::Number::ONE)
}
