//! Forms of the pages of work: their fields, what was typed, and what is wrong with it. Nothing that was typed is lost:
//! a form that is refused comes back with it.

use serde::de::DeserializeOwned;

use crate::pages::frame::{Visit, parse_query};
use crate::pages::parts::ChoiceView;

/// The field with the key of a form: sending it twice does it once.
pub const KEY_FIELD: &str = "sleutel";

/// The field that says which form was sent.
pub const ACTION_FIELD: &str = "actie";

/// The longest text that is read from one field, characters.
const CHARACTERS_MAX: usize = 4_000;

/// What was typed in a form.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    fields: Vec<(String, String)>,
}

/// A form, ready to print.
#[derive(Clone, Debug)]
pub struct FormView {
    /// Which form.
    pub id: String,
    /// Above it.
    pub title: String,
    /// What it does; may be empty.
    pub intro: String,
    /// Where it goes.
    pub action: String,
    /// Fields that go along.
    pub hidden: Vec<(String, String)>,
    /// The fields.
    pub fields: Vec<WorkField>,
    /// On the button.
    pub submit: String,
    /// Whether it stands open.
    pub is_open: bool,
    /// Why it was refused; empty when it was not.
    pub problem: String,
}

/// A field of a form.
#[derive(Clone, Debug)]
pub struct WorkField {
    /// Name, and identifier on the page with the form before it.
    pub name: String,
    /// Identifier on the page.
    pub id: String,
    /// The question.
    pub label: String,
    /// Help with it; may be empty.
    pub help: String,
    /// select, radio, checks, date, number, file, area or text.
    pub kind: &'static str,
    /// What is filled in.
    pub value: String,
    /// The choices of a select, radio or boxes.
    pub options: Vec<ChoiceView>,
    /// What is wrong; empty when nothing is.
    pub error: String,
}

impl Typed {
    /// Reads a form that was sent.
    pub fn read(body: &[u8]) -> Self {
        Typed { fields: parse_query(&String::from_utf8_lossy(body)) }
    }

    /// What was typed in a field, without the spaces around it; empty when nothing was.
    pub fn get(&self, name: &str) -> String {
        let found = self.fields.iter().find(|(it, _)| it == name).map_or("", |(_, value)| value.trim());
        found.chars().filter(|it| *it == '\n' || !it.is_control()).take(CHARACTERS_MAX).collect()
    }

    /// A long text as it was pasted.
    pub fn long(&self, name: &str) -> String {
        self.fields.iter().find(|(it, _)| it == name).map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// What was typed in a field, as [`Typed::get`] has it; none when nothing was.
    pub fn some(&self, name: &str) -> Option<String> {
        Some(self.get(name)).filter(|it| !it.is_empty())
    }

    /// Everything that was chosen in a field.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let named = self.fields.iter().filter(|(it, value)| it == name && !value.is_empty());
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// The value of a field as one of the names that a type has.
    pub fn named<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        serde_json::from_value(serde_json::Value::String(self.get(name))).ok()
    }

    /// The key of the form.
    pub fn key(&self) -> Option<String> {
        self.some(KEY_FIELD)
    }
}

impl FormView {
    /// A form without fields. Its words are `work-form-ID`, `-text` and `-send`.
    pub fn new(id: &str, action: &str, visit: &Visit) -> Self {
        let texts = visit.texts();
        let optional = |key: String| Some(texts.get(&key)).filter(|it| *it != key).unwrap_or_default();
        FormView {
            id: id.to_owned(),
            title: texts.get(&format!("work-form-{id}")),
            intro: optional(format!("work-form-{id}-text")),
            action: action.to_owned(),
            hidden: vec![(ACTION_FIELD.to_owned(), id.to_owned())],
            fields: Vec::new(),
            submit: texts.get(&format!("work-form-{id}-send")),
            is_open: false,
            problem: String::new(),
        }
    }

    /// The same with a field that goes along.
    #[must_use]
    pub fn with_hidden(mut self, name: &str, value: impl ToString) -> Self {
        self.hidden.push((name.to_owned(), value.to_string()));
        self
    }

    /// The same with a field. Its label is `work-field-NAME`, its help `-help`.
    #[must_use]
    pub fn with(mut self, kind: &'static str, name: &str, value: &str, visit: &Visit) -> Self {
        self.fields.push(WorkField::new(&self.id, kind, name, value, visit));
        self
    }

    /// The same with a field of choices; a select begins with the words of choosing nothing.
    #[must_use]
    pub fn choosing(
        mut self,
        kind: &'static str,
        name: &str,
        options: Vec<(String, String)>,
        chosen: &[&str],
        visit: &Visit,
    ) -> Self {
        let mut field = WorkField::new(&self.id, kind, name, "", visit);
        let option = |(id, name): (String, String)| ChoiceView {
            chosen: chosen.contains(&id.as_str()),
            id,
            name,
            number: String::new(),
        };
        field.options = options.into_iter().map(option).collect();
        self.fields.push(field);
        self
    }

    /// Puts what was typed back, with why the form was refused and what is wrong in which field.
    #[must_use]
    pub fn sent_back(mut self, typed: &Typed, problem: &str, errors: &[(String, String)]) -> Self {
        self.is_open = true;
        problem.clone_into(&mut self.problem);
        for field in &mut self.fields {
            field.value = typed.long(&field.name);
            let chosen = typed.all(&field.name);
            for option in &mut field.options {
                option.chosen = chosen.contains(&option.id.as_str());
            }
            let error = errors.iter().find(|(name, _)| *name == field.name);
            field.error = error.map(|(_, text)| text.clone()).unwrap_or_default();
        }
        self
    }
}

impl WorkField {
    fn new(form: &str, kind: &'static str, name: &str, value: &str, visit: &Visit) -> Self {
        let texts = visit.texts();
        let help = format!("work-field-{name}-help");
        WorkField {
            id: format!("{form}-{name}"),
            label: texts.get(&format!("work-field-{name}")),
            help: Some(texts.get(&help)).filter(|it| *it != help).unwrap_or_default(),
            name: name.to_owned(),
            kind,
            value: value.to_owned(),
            options: Vec::new(),
            error: String::new(),
        }
    }
}
