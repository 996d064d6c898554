//! The words of an interview at a terminal: how a question is put, and what a typed answer means.

use schakel_criteria::{Code, FactId, FactSet, Language, Type, Value};
use schakel_guide::Question;
use schakel_register::{FactError, Pack, fact_value_from_text, facts_from_json, facts_to_json};
use schakel_time::Date;

/// The language and the pack of one interview.
pub struct Dialogue<'a> {
    /// The pack.
    pub pack: &'a Pack,
    /// The language.
    pub language: Language,
    /// The day for which we look.
    pub day: Date,
}

/// What the firm says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// An answer.
    Value(Value),
    /// That it does not know.
    DoNotKnow,
    /// To the question before.
    Back,
    /// That it has had enough.
    Stop,
}

/// The longest list of codes that is printed as choices; of a longer one the firm types a code or a name.
const CHOICES_MAX: usize = 40;

impl Dialogue<'_> {
    /// How to answer.
    pub fn welcome(&self) -> &'static str {
        self.say(
            "Antwoord op elke vraag. U mag altijd typen: weet ik niet, terug, of stop.",
            "Answer each question. You may always type: do not know, back, or stop.",
        )
    }

    /// How far the interview is.
    pub fn progress(&self, settled: usize, all: usize) -> String {
        let open = all - settled;
        self.say(format!("Nog {open} van {all} niet beslist."), format!("{open} of {all} not decided yet."))
    }

    /// Why there are no more questions.
    pub fn end(&self, is_settled: bool) -> &'static str {
        if is_settled {
            self.say("Wij weten genoeg.", "We know enough.")
        } else {
            self.say(
                "Meer kunnen wij niet vragen. Wat open blijft, kunt u navragen bij het loket.",
                "There is nothing more to ask. For what stays open you can call the front door.",
            )
        }
    }

    /// A question with why it is asked, help and choices.
    pub fn question(&self, question: &Question) -> Vec<String> {
        let Some(details) = self.pack.details(question.fact) else { return Vec::new() };
        let mut lines = vec![details.question.get(self.language).to_owned()];
        lines.push(format!("  {}", self.reason(question)));
        let help = details.help.get(self.language);
        if !help.is_empty() {
            lines.push(format!("  {help}"));
        }
        for (number, code) in self.choices(question.fact).iter().enumerate() {
            lines.push(format!("  {:>2} {}", number + 1, code.name.get(self.language)));
        }
        lines
    }

    fn reason(&self, question: &Question) -> String {
        let (matters, settles) = (question.matters_to, question.settles);
        let matters = match matters {
            1 => self.say("Dit telt mee bij 1 vorm van steun.", "This counts for 1 piece of support.").to_owned(),
            _ => self.say(
                format!("Dit telt mee bij {matters} vormen van steun."),
                format!("This counts for {matters} pieces of support."),
            ),
        };
        let settles = match settles {
            0 => return matters,
            _ => self.say(
                format!("Van ongeveer {settles} weten wij het dan."),
                format!("Of about {settles} we then know whether it fits."),
            ),
        };
        format!("{matters} {settles}")
    }

    /// A mistake with the name of the fact that people see in place of its identifier.
    fn in_words(&self, error: &FactError) -> String {
        let fact = self.pack.vocabulary.fact_named(&error.fact).and_then(|id| self.pack.vocabulary.fact(id));
        let name = fact.map_or("", |fact| fact.name.get(self.language));
        error.message(self.language).replacen(&format!("`{}`", error.fact), &format!("‘{name}’"), 1)
    }

    fn choices(&self, fact: FactId) -> &[Code] {
        let codes = self.pack.vocabulary.codes_of(fact).map_or(&[][..], |list| list.codes());
        if codes.len() <= CHOICES_MAX { codes } else { &[] }
    }

    /// What a typed line means.
    ///
    /// # Errors
    /// What is wrong with it, when it cannot be understood or cannot be true beside what is known.
    pub fn read(&self, line: &str, fact: FactId, facts: &FactSet) -> Result<Reply, Vec<String>> {
        let typed = line.trim();
        match typed.to_lowercase().as_str() {
            "" | "?" | "weet ik niet" | "do not know" | "don't know" => return Ok(Reply::DoNotKnow),
            "terug" | "back" => return Ok(Reply::Back),
            "stop" => return Ok(Reply::Stop),
            _ => {}
        }
        let as_codes = self.as_codes(typed, fact);
        let value = fact_value_from_text(fact, &as_codes, self.pack, self.language);
        let value = value.map_err(|error| vec![self.in_words(&error)])?;
        let Some(value) = value else { return Ok(Reply::DoNotKnow) };
        let mut with_answer = facts.clone();
        with_answer.set(fact, value.clone());
        let json = facts_to_json(&with_answer, self.pack);
        match facts_from_json(&json, self.pack, self.day) {
            Ok(_) => Ok(Reply::Value(value)),
            Err(errors) => Err(errors.iter().map(|error| error.message(self.language)).collect()),
        }
    }

    /// Numbers of choices and names as the codes that they stand for.
    fn as_codes(&self, typed: &str, fact: FactId) -> String {
        let Some(list) = self.pack.vocabulary.codes_of(fact) else { return typed.to_owned() };
        let choices = self.choices(fact);
        let code_of = |word: &str| {
            let word = word.trim();
            let by_number = word.parse::<usize>().ok().and_then(|number| choices.get(number.checked_sub(1)?));
            let is_named = |code: &&Code| {
                [&code.name.nl, &code.name.en].into_iter().any(|name| name.to_lowercase() == word.to_lowercase())
            };
            let found = by_number.or_else(|| list.codes().iter().find(is_named));
            found.map_or_else(|| word.to_owned(), |code| code.id.to_string())
        };
        let is_list = matches!(self.pack.vocabulary.fact(fact).map(|it| &it.fact_type), Some(Type::Codes(_)));
        if is_list { typed.split(',').map(code_of).collect::<Vec<_>>().join(",") } else { code_of(typed) }
    }

    fn say<T>(&self, dutch: T, english: T) -> T {
        match self.language {
            Language::Dutch => dutch,
            Language::English => english,
        }
    }
}
