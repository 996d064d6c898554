//! A rule as a sentence, in Dutch or English, so that a lawyer can hold it against the article and an entrepreneur can
//! read it. Numbers, amounts, dates and codes are written in `words/values`; the texts of criteria come from the pack.

mod values;

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
    match &expression.node {
        Node::Fact(id) => writer.fact_name(*id).to_owned(),
        _ if expression.expression_type == Type::Bool => writer.text(writer.condition(expression, true)),
        _ => writer.value(expression),
    }
}

#[derive(Clone, Copy)]
struct Writer<'a> {
    vocabulary: &'a Vocabulary,
    language: Language,
    as_of: Date,
}

/// A piece of a sentence.
enum Phrase {
    /// Without an "en" or "of" of its own.
    Single(String),
    /// With an "en" or "of" of its own, so that it needs brackets inside a larger phrase.
    Joined(String),
    /// Something about codes, that can take in what else is said about the same.
    Codes(CodesPhrase),
}

/// "provincie is Overijssel of Gelderland", or the opposite of it.
struct CodesPhrase {
    /// What stands before the codes: "provincie is".
    start: String,
    /// What stands before a single code in the negative: "provincie is niet".
    negative_start: String,
    codes: Vec<String>,
    holds: bool,
}

impl Writer<'_> {
    fn say<'b>(&self, dutch: &'b str, english: &'b str) -> &'b str {
        match self.language {
            Language::Dutch => dutch,
            Language::English => english,
        }
    }

    fn text(&self, phrase: Phrase) -> String {
        match phrase {
            Phrase::Single(text) | Phrase::Joined(text) => text,
            Phrase::Codes(CodesPhrase { start, negative_start, codes, holds }) => match (codes.as_slice(), holds) {
                (_, true) => format!("{start} {}", enumeration(&codes, self.say("of", "or"))),
                ([code], false) => format!("{negative_start} {code}"),
                (_, false) => {
                    format!("{start} {} {}", self.say("geen van deze:", "none of these:"), codes.join(", "))
                }
            },
        }
    }

    /// A phrase inside a larger one.
    fn inside(&self, phrase: Phrase) -> String {
        let needs_brackets = match &phrase {
            Phrase::Single(_) => false,
            Phrase::Joined(_) => true,
            Phrase::Codes(codes) => codes.codes.len() > 1,
        };
        let text = self.text(phrase);
        if needs_brackets { format!("({text})") } else { text }
    }

    /// A condition, or the opposite of it.
    fn condition(&self, expression: &Expression, holds: bool) -> Phrase {
        match &expression.node {
            Node::Literal(Value::Bool(truth)) if *truth == holds => Phrase::Single(self.say("altijd", "always").into()),
            Node::Literal(_) => Phrase::Single(self.say("nooit", "never").into()),
            Node::Fact(id) if !holds => {
                Phrase::Single(format!("{} ‘{}’", self.say("niet", "not"), self.fact_name(*id)))
            }
            Node::Not(part) => self.condition(part, !holds),
            Node::All(parts) => self.junction(parts, holds, holds),
            Node::Any(parts) => self.junction(parts, holds, !holds),
            Node::Compare(comparison, left, right) => {
                let comparison = if holds { *comparison } else { comparison.opposite() };
                self.comparison(comparison, left, right)
            }
            Node::Between(value, low, high) => self.between(value, low, high, holds),
            Node::OneOf(part, codes) => {
                let codes = codes.iter().map(|code| self.code_name(&part.expression_type, code)).collect();
                self.equality(part, codes, holds)
            }
            Node::Has(part, code) => self.has(part, code, holds),
            Node::StartsWith(part, start) => self.starts_with(part, start, holds),
            Node::Under(part, ancestor) => self.under(part, ancestor, holds),
            _ => Phrase::Single(self.value(expression)),
        }
    }

    /// The parts joined by "en" or "of"; the opposite of "a of b" is "niet a en niet b". What is said several times
    /// about the same is said once: "provincie is Overijssel of Gelderland".
    fn junction(&self, parts: &[Expression], hold: bool, all: bool) -> Phrase {
        let mut phrases: Vec<Phrase> = Vec::new();
        for part in parts {
            match self.condition(part, hold) {
                Phrase::Codes(phrase) if phrase.holds != all => match same_start(&mut phrases, &phrase) {
                    Some(earlier) => earlier.codes.extend(phrase.codes),
                    None => phrases.push(Phrase::Codes(phrase)),
                },
                phrase => phrases.push(phrase),
            }
        }
        if phrases.len() > 1 {
            let joint = if all { self.say("en", "and") } else { self.say("of", "or") };
            let texts: Vec<String> = phrases.into_iter().map(|phrase| self.inside(phrase)).collect();
            return Phrase::Joined(enumeration(&texts, joint));
        }
        phrases.pop().unwrap_or(Phrase::Single(String::new()))
    }

    fn comparison(&self, comparison: Comparison, left: &Expression, right: &Expression) -> Phrase {
        if is_constant(left) && !is_constant(right) {
            return self.comparison(comparison.mirrored(), right, left);
        }
        match &left.expression_type {
            Type::Bool => self.agreement(comparison, left, right),
            Type::Date => {
                let (left, right) = (self.value(left), self.value(right));
                Phrase::Single(format!("{left} {} {right}", self.date_comparison(comparison)))
            }
            Type::Number | Type::Money => Phrase::Single(self.figure_comparison(comparison, left, right)),
            Type::Code(_) | Type::Codes(_) | Type::Text => {
                self.equality(left, vec![self.value(right)], comparison == Comparison::Equal)
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
                    (Comparison::GreaterOrEqual, _) if is_one(right) => {
                        format!("{} {name}", self.say("een of meer", "one or more"))
                    }
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
            Node::Fact(id) if is_constant(right) && comparison != Comparison::NotEqual => {
                let of = self.say("van", "of");
                let figure = self.share(*id, right).unwrap_or(figure);
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
        let [left, right] = [left, right].map(|side| match &side.node {
            Node::Fact(id) => self.fact_name(*id).to_owned(),
            _ => self.text(self.condition(side, true)),
        });
        Phrase::Joined(match (comparison, self.language) {
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
            return Phrase::Joined(match (is_count, is_fact && !is_date, is_date) {
                (true, ..) => format!("{outside} {name}"),
                (_, true, _) => format!("{name} {} {outside}", self.say("van", "of")),
                (.., true) => format!("{name} {outside}"),
                _ => format!("{name} is {outside}"),
            });
        }
        let range = format!("{low} {} {high}", self.say("tot en met", "up to and including"));
        Phrase::Single(if is_count {
            format!("{range} {name}")
        } else if is_fact {
            format!("{name} {} {range}", self.say("van", "from"))
        } else {
            format!("{name} {} {range}", self.say("ligt van", "lies from"))
        })
    }

    /// Something that is one of these codes or texts, which are already in words.
    fn equality(&self, part: &Expression, codes: Vec<String>, holds: bool) -> Phrase {
        let name = self.value(part);
        let (start, negative_start) = match self.language {
            Language::Dutch => (format!("{name} is"), format!("{name} is niet")),
            Language::English => (format!("{name} is"), format!("{name} is not")),
        };
        Phrase::Codes(CodesPhrase { start, negative_start, codes, holds })
    }

    fn has(&self, part: &Expression, code: &str, holds: bool) -> Phrase {
        let name = self.value(part);
        let codes = vec![self.code_name(&part.expression_type, code)];
        let (start, negative_start) = match self.language {
            Language::Dutch => (format!("bij {name} staat"), format!("bij {name} staat niet")),
            Language::English => (format!("{name} include"), format!("{name} do not include")),
        };
        Phrase::Codes(CodesPhrase { start, negative_start, codes, holds })
    }

    fn starts_with(&self, part: &Expression, start: &str, holds: bool) -> Phrase {
        let name = self.value(part);
        let is_text = part.expression_type == Type::Text;
        let codes = vec![if is_text { format!("‘{start}’") } else { start.to_owned() }];
        let (start, negative_start) = match (self.language, is_text) {
            (Language::Dutch, true) => (format!("{name} begint met"), format!("{name} begint niet met")),
            (Language::Dutch, false) => {
                (format!("code van {name} begint met"), format!("geen code van {name} begint met"))
            }
            (Language::English, true) => (format!("{name} starts with"), format!("{name} does not start with")),
            (Language::English, false) => {
                (format!("code of {name} starts with"), format!("no code of {name} starts with"))
            }
        };
        Phrase::Codes(CodesPhrase { start, negative_start, codes, holds })
    }

    fn under(&self, part: &Expression, ancestor: &str, holds: bool) -> Phrase {
        let name = self.value(part);
        let codes = vec![self.numbered_code(&part.expression_type, ancestor)];
        let (start, negative_start) = match self.language {
            Language::Dutch => (format!("{name} valt onder"), format!("{name} valt niet onder")),
            Language::English => (format!("{name} falls under"), format!("{name} does not fall under")),
        };
        Phrase::Codes(CodesPhrase { start, negative_start, codes, holds })
    }

    /// A value: the name of a fact, a figure, a date, a calculation.
    fn value(&self, expression: &Expression) -> String {
        match &expression.node {
            Node::Literal(value) => self.written(value, &expression.expression_type),
            Node::Fact(id) => self.distinct(self.fact_name(*id).to_owned()),
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
            _ => self.text(self.condition(expression, true)),
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

    fn fact_name(&self, id: FactId) -> &str {
        self.vocabulary.fact(id).map(|fact| fact.name.get(self.language)).unwrap_or_default()
    }

    /// Whether a fact counts something: a number without a largest value.
    fn is_count(&self, id: FactId) -> bool {
        self.vocabulary.fact(id).is_some_and(|fact| fact.fact_type == Type::Number && fact.maximum.is_none())
    }
}

/// The phrase among these that begins in the same way.
fn same_start<'a>(phrases: &'a mut [Phrase], wanted: &CodesPhrase) -> Option<&'a mut CodesPhrase> {
    phrases.iter_mut().find_map(|phrase| match phrase {
        Phrase::Codes(earlier) if earlier.start == wanted.start && earlier.holds == wanted.holds => Some(earlier),
        _ => None,
    })
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
