//! The words of the portal, from the Fluent files in `i18n/`. A test holds both languages to the same keys.

use std::borrow::Borrow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use schakel_criteria::Language;
use unic_langid::LanguageIdentifier;

/// The words in one language.
#[derive(Clone, Copy)]
pub struct Texts {
    language: Language,
}

impl Texts {
    /// The words in this language.
    pub fn new(language: Language) -> Self {
        Texts { language }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A text without values. A key that does not exist gives the key itself; a test finds those.
    pub fn get(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// A text with one value.
    pub fn with(&self, key: &str, name: &str, value: &str) -> String {
        self.with_all(key, &[(name, value.into())])
    }

    /// A text with a number that may change its form ("1 vorm", "2 vormen").
    pub fn count(&self, key: &str, number: impl Borrow<usize>) -> String {
        self.with_all(key, &[("count", FluentValue::from(*number.borrow()))])
    }

    /// A text with a first and a last number.
    pub fn range(&self, key: &str, first: impl Borrow<usize>, last: impl Borrow<usize>) -> String {
        let values = [("first", FluentValue::from(*first.borrow())), ("last", FluentValue::from(*last.borrow()))];
        self.with_all(key, &values)
    }

    /// A text with several values.
    pub fn with_all(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let mut arguments = FluentArgs::new();
        for (name, value) in values {
            arguments.set(*name, value.clone());
        }
        self.format(key, Some(&arguments))
    }

    fn format(&self, key: &str, arguments: Option<&FluentArgs<'_>>) -> String {
        let bundle = bundle(self.language);
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else { return key.to_owned() };
        bundle.format_pattern(pattern, arguments, &mut Vec::new()).into_owned()
    }
}

/// The Fluent source of a language.
pub fn source(language: Language) -> &'static str {
    match language {
        Language::Dutch => include_str!("../i18n/nl.ftl"),
        Language::English => include_str!("../i18n/en.ftl"),
    }
}

type Bundle = FluentBundle<FluentResource>;

fn bundle(language: Language) -> &'static Bundle {
    static DUTCH: LazyLock<Bundle> = LazyLock::new(|| make(Language::Dutch));
    static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| make(Language::English));
    match language {
        Language::Dutch => &DUTCH,
        Language::English => &ENGLISH,
    }
}

fn make(language: Language) -> Bundle {
    let code = match language {
        Language::Dutch => "nl",
        Language::English => "en",
    };
    let identifier: LanguageIdentifier = code.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![identifier]);
    bundle.set_use_isolating(false);
    // A mistake in a Fluent file loses only that message; the parity test then names it.
    let resource = FluentResource::try_new(source(language).to_owned()).unwrap_or_else(|(resource, _)| resource);
    bundle.add_resource_overriding(resource);
    bundle
}
