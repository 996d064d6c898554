//! Mistakes in given facts, in the words of the person who gave them.

use schakel_criteria::{Bilingual, Language, Number, Type};

/// A mistake in given facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactError {
    /// The fact, as written; empty when the facts as a whole are meant.
    pub fact: String,
    /// What is wrong.
    pub(crate) problem: FactProblem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FactProblem {
    /// The facts are not an object.
    NotAnObject,
    /// There is no such fact.
    UnknownFact { near: Option<String> },
    /// The value is of another type.
    WrongType { wanted: Type, found: String },
    /// The value has decimals.
    NotWhole { found: String },
    /// The value is below the smallest one possible.
    TooSmall { minimum: Number, found: String },
    /// The value is above the largest one possible.
    TooLarge { maximum: Number, found: String },
    /// The code is not in the list.
    UnknownCode { code: String, list: String, near: Option<String> },
    /// The activity code is none of 2025, nor one of 2008 that became one code.
    UnknownActivity { code: String },
    /// Facts that cannot be true together.
    Contradiction { text: Bilingual },
}

impl FactError {
    /// The mistake in words, with what to do.
    pub fn message(&self, language: Language) -> String {
        match language {
            Language::Dutch => self.dutch(),
            Language::English => self.english(),
        }
    }

    fn dutch(&self) -> String {
        let fact = &self.fact;
        match &self.problem {
            FactProblem::NotAnObject => {
                "de gegevens moeten een lijst zijn van gegeven en waarde, zoals {\"employees\": 12}".to_owned()
            }
            FactProblem::UnknownFact { near: Some(near) } => {
                format!("het gegeven `{fact}` bestaat niet; bedoelde u `{near}`?")
            }
            FactProblem::UnknownFact { near: None } => {
                format!("het gegeven `{fact}` bestaat niet; facts.toml noemt alle gegevens")
            }
            FactProblem::WrongType { wanted, found } => {
                format!("`{fact}` moet {} zijn, maar hier staat {found}", dutch_type(wanted))
            }
            FactProblem::NotWhole { found } => format!("`{fact}` moet een heel getal zijn, maar hier staat {found}"),
            FactProblem::TooSmall { minimum, found } => {
                format!("`{fact}` is minstens {}, maar hier staat {found}", minimum.written(',', "."))
            }
            FactProblem::TooLarge { maximum, found } => {
                format!("`{fact}` is hooguit {}, maar hier staat {found}", maximum.written(',', "."))
            }
            FactProblem::UnknownCode { code, list, near } => {
                let near = near.as_ref().map(|it| format!("; bedoelde u `{it}`?")).unwrap_or_default();
                format!("`{fact}`: de code `{code}` staat niet in de lijst `{list}`{near}")
            }
            FactProblem::UnknownActivity { code } => format!(
                "`{fact}`: `{code}` is geen SBI-code van 2025, en als code van 2008 niet met zekerheid om te zetten; \
                 geef de SBI-code van 2025"
            ),
            FactProblem::Contradiction { text } => text.nl.clone(),
        }
    }

    fn english(&self) -> String {
        let fact = &self.fact;
        match &self.problem {
            FactProblem::NotAnObject => {
                "the facts must be an object of fact and value, such as {\"employees\": 12}".to_owned()
            }
            FactProblem::UnknownFact { near: Some(near) } => format!("unknown fact `{fact}`; did you mean `{near}`?"),
            FactProblem::UnknownFact { near: None } => format!("unknown fact `{fact}`; facts.toml lists all facts"),
            FactProblem::WrongType { wanted, found } => {
                format!("`{fact}` must be {}, but {found} was given", english_type(wanted))
            }
            FactProblem::NotWhole { found } => format!("`{fact}` must be a whole number, but {found} was given"),
            FactProblem::TooSmall { minimum, found } => {
                format!("`{fact}` is at least {}, but {found} was given", minimum.written('.', ","))
            }
            FactProblem::TooLarge { maximum, found } => {
                format!("`{fact}` is at most {}, but {found} was given", maximum.written('.', ","))
            }
            FactProblem::UnknownCode { code, list, near } => {
                let near = near.as_ref().map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
                format!("`{fact}`: the code `{code}` is not in the list `{list}`{near}")
            }
            FactProblem::UnknownActivity { code } => format!(
                "`{fact}`: `{code}` is no SBI 2025 code, and no SBI 2008 code that became one code; \
                 give the SBI 2025 code"
            ),
            FactProblem::Contradiction { text } => text.en.clone(),
        }
    }
}

fn dutch_type(wanted: &Type) -> String {
    match wanted {
        Type::Bool => "ja of nee (true of false)".to_owned(),
        Type::Number => "een getal".to_owned(),
        Type::Money => "een bedrag".to_owned(),
        Type::Date => "een datum (2017-04-11)".to_owned(),
        Type::Code(list) => format!("een code uit `{list}`"),
        Type::Codes(list) => format!("een lijst codes uit `{list}`"),
        Type::Text => "tekst".to_owned(),
    }
}

fn english_type(wanted: &Type) -> String {
    match wanted {
        Type::Bool => "yes or no (true or false)".to_owned(),
        Type::Date => "a date (2017-04-11)".to_owned(),
        other => other.to_string(),
    }
}
