//! The parts of a plan in words, for every reader: the command line, the portal and the API say the same.

use schakel_criteria::{Language, Vocabulary};
use schakel_register::Cents;
use schakel_time::{dutch_date, english_date};

use crate::financing::candidate::{Certainty, Doubt};
use crate::financing::scenario::{Binding, Refusal, UnusedReason};
use crate::possible::changes_in_words;

impl Certainty {
    /// Its name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Certainty::Certain => "certain",
            Certainty::Judgement => "judgement",
            Certainty::Possible => "possible",
        }
    }

    /// A word or two for the reader.
    pub fn words(self, language: Language) -> &'static str {
        let (dutch, english) = match self {
            Certainty::Certain => ("zeker", "certain"),
            Certainty::Judgement => ("een mens beslist", "a person decides"),
            Certainty::Possible => ("mogelijk", "possible"),
        };
        pick(language, dutch, english)
    }
}

impl Doubt {
    /// Its name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Doubt::Judgement => "judgement",
            Doubt::Conditions => "conditions",
            Doubt::NoConditions => "no_conditions",
            Doubt::Openness => "openness",
            Doubt::NotOpenYet(_) => "not_open_yet",
            Doubt::Stale => "stale",
            Doubt::Area => "area",
            Doubt::Rate => "rate",
            Doubt::RateOfFirm => "rate_of_firm",
            Doubt::Maximum => "maximum",
            Doubt::Budget => "budget",
            Doubt::Basis => "basis",
            Doubt::EarlierAid => "earlier_aid",
        }
    }

    /// A sentence for the reader, without its full stop.
    pub fn words(self, language: Language) -> String {
        let (dutch, english) = match self {
            Doubt::Judgement => ("over uw plan oordeelt een mens", "a person judges your plan"),
            Doubt::Conditions => (
                "nog niet alle gegevens zijn bekend om te weten of u voldoet",
                "not all facts are known to tell whether you qualify",
            ),
            Doubt::NoConditions => ("de bron noemt geen voorwaarden", "the source gives no conditions"),
            Doubt::Openness => ("niet bekend of u nu kunt aanvragen", "not known whether you can apply now"),
            Doubt::NotOpenYet(None) => ("u kunt nog niet aanvragen", "you cannot apply yet"),
            Doubt::NotOpenYet(Some(from)) => {
                let day = match language {
                    Language::Dutch => dutch_date(from.date()),
                    Language::English => english_date(from.date()),
                };
                return format!("{} {day}", pick(language, "u kunt pas aanvragen vanaf", "you can only apply from"));
            }
            Doubt::Stale => ("onze gegevens zijn oud", "our information is old"),
            Doubt::Area => ("niet bekend of dit werkt waar u zit", "not known whether this works where you are"),
            Doubt::Rate => {
                ("het percentage staat niet precies in de bron", "the source does not give the exact percentage")
            }
            Doubt::RateOfFirm => (
                "het percentage hangt af van gegevens die wij niet weten; wij rekenen met het laagste",
                "the percentage depends on facts that we do not know; we use the lowest",
            ),
            Doubt::Maximum => ("het hoogste bedrag is niet precies bekend", "the largest amount is not exactly known"),
            Doubt::Budget => {
                ("het geld voor deze regeling staat nog niet vast", "the money for this scheme is not firm yet")
            }
            Doubt::Basis => {
                ("niet bekend onder welke Europese regel dit valt", "not known under which European rule this falls")
            }
            Doubt::EarlierAid => (
                "wij weten niet hoeveel de-minimissteun u al kreeg",
                "we do not know how much de minimis aid you already had",
            ),
        };
        pick(language, dutch, english).to_owned()
    }
}

impl Binding {
    /// Its name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Binding::Maximum => "maximum",
            Binding::YearMaximum => "year_maximum",
            Binding::Share => "share",
            Binding::SameCosts => "same_costs",
            Binding::NothingLeft => "nothing_left",
        }
    }

    /// A few words for the reader: why it is not more.
    pub fn words(self, language: Language) -> &'static str {
        let (dutch, english) = match self {
            Binding::Maximum => ("het hoogste bedrag", "the largest amount"),
            Binding::YearMaximum => ("het hoogste bedrag per jaar", "the largest amount per year"),
            Binding::Share => ("het percentage van de kosten", "the percentage of the costs"),
            Binding::SameCosts => {
                ("de grens voor alle steun op dezelfde kosten", "the limit for all aid on the same costs")
            }
            Binding::NothingLeft => ("er is niets meer te betalen", "nothing is left to pay"),
        };
        pick(language, dutch, english)
    }
}

impl UnusedReason<'_> {
    /// Its name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            UnusedReason::NoCosts => "no_costs",
            UnusedReason::BelowMinimum(_) => "below_minimum",
            UnusedReason::SmallAidCeiling(_) => "de_minimis",
            UnusedReason::Excluded(_) => "excluded",
            UnusedReason::OneAYear(_) => "one_a_year",
            UnusedReason::SameCosts => "same_costs",
            UnusedReason::NothingLeft => "nothing_left",
            UnusedReason::NotMet(_) => "not_met",
        }
    }

    /// A sentence for the reader, without its full stop.
    pub fn words(&self, language: Language) -> String {
        let euros = |amount: &Cents| amount.words(language);
        match (self, language) {
            (UnusedReason::NoCosts, _) => {
                pick(language, "uw project heeft geen kosten die meetellen", "your project has no costs that count")
                    .to_owned()
            }
            (UnusedReason::BelowMinimum(least), Language::Dutch) => {
                format!("u komt niet aan het laagste bedrag van {}", euros(least))
            }
            (UnusedReason::BelowMinimum(least), Language::English) => {
                format!("you do not reach the smallest amount of {}", euros(least))
            }
            (UnusedReason::SmallAidCeiling(amount), Language::Dutch) => {
                format!("met {} komt u boven de grens voor de-minimissteun; dan vervalt de hele steun", euros(amount))
            }
            (UnusedReason::SmallAidCeiling(amount), Language::English) => format!(
                "with {} you exceed the ceiling for de minimis aid; then the whole aid falls out",
                euros(amount)
            ),
            (UnusedReason::Excluded(other), _) => {
                let name = other.name.get(language);
                format!("{} {name}", pick(language, "gaat niet samen met", "does not go together with"))
            }
            (UnusedReason::OneAYear(other), Language::Dutch) => {
                format!("u kunt er één per kalenderjaar krijgen; {} geeft meer", other.name.get(language))
            }
            (UnusedReason::OneAYear(other), Language::English) => {
                format!("you can get one per calendar year; {} gives more", other.name.get(language))
            }
            (UnusedReason::SameCosts, _) => pick(
                language,
                "andere steun betaalt deze kosten al tot de grens",
                "other support already pays these costs up to the limit",
            )
            .to_owned(),
            (UnusedReason::NothingLeft, _) => {
                pick(language, "er is niets meer te betalen", "nothing is left to pay").to_owned()
            }
            (UnusedReason::NotMet(refusal), _) => {
                let (dutch, english) = match refusal.criteria.len() {
                    1 => ("u voldoet niet aan een voorwaarde", "you do not meet a condition"),
                    _ => ("u voldoet niet aan alle voorwaarden", "you do not meet all conditions"),
                };
                pick(language, dutch, english).to_owned()
            }
        }
    }
}

impl Refusal<'_> {
    /// A line for every condition that is not met, and for every change that would help.
    pub fn details(&self, vocabulary: &Vocabulary, language: Language) -> Vec<String> {
        let not_so = pick(language, "klopt niet", "not so");
        let criteria = self.criteria.iter().map(|criterion| format!("{not_so}: {}", criterion.text.get(language)));
        criteria.chain(changes_in_words(&self.changes, vocabulary, language)).collect()
    }
}

fn pick<'t>(language: Language, dutch: &'t str, english: &'t str) -> &'t str {
    match language {
        Language::Dutch => dutch,
        Language::English => english,
    }
}
