//! The answer to a question as text for a person at a terminal: short, in the order in which an adviser would say it. The
//! words of the answer itself come from the document, the same as on the page.

use schakel_criteria::Language;
use schakel_register::Pack;
use schakel_time::Date;
use schakel_web::{AdviceDocument, CandidateView};

use crate::commands::written_date;

/// Names of missing facts that are named; the others are counted.
const MISSING_SHOWN_MAX: usize = 4;

/// Columns of a line, also on a narrow terminal.
const WIDTH: usize = 96;

/// The lines of an answer.
pub fn lines(document: &AdviceDocument, pack: &Pack, day: Date, language: Language) -> Vec<String> {
    let mut writer = Writer { language, lines: Vec::new() };
    writer.opening(document, pack, day);
    if document.is_empty() {
        writer.nothing(document);
        return writer.lines;
    }
    if !document.kandidaten.is_empty() {
        writer.heading("Wat u kunt gebruiken", "What you can use");
        document.kandidaten.iter().enumerate().for_each(|(place, it)| writer.candidate(place + 1, it));
    }
    writer.others(document);
    writer.not_now(document);
    writer.beside(document);
    writer.lines
}

struct Writer {
    language: Language,
    lines: Vec<String>,
}

impl Writer {
    fn say<T>(&self, dutch: T, english: T) -> T {
        match self.language {
            Language::Dutch => dutch,
            Language::English => english,
        }
    }

    /// A line, broken between words where it is too long; what follows stands under its first word.
    fn line(&mut self, indent: usize, text: &str) {
        let margin = " ".repeat(indent);
        let mut line = String::new();
        for word in text.split_whitespace() {
            let is_full = indent + line.chars().count() + 1 + word.chars().count() > WIDTH;
            if !line.is_empty() && is_full {
                self.lines.push(format!("{margin}{line}"));
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.lines.push(format!("{margin}{line}"));
    }

    fn heading(&mut self, dutch: &str, english: &str) {
        let text = self.say(dutch, english).to_owned();
        self.lines.push(String::new());
        self.lines.push(text);
    }

    fn opening(&mut self, document: &AdviceDocument, pack: &Pack, day: Date) {
        let date = written_date(day, self.language);
        let region = &pack.settings.name;
        let on = self.say("op", "on");
        self.line(0, &format!("{region} {on} {date}: “{}”", document.vraag));
        for it in &document.gelezen_als {
            let text = self.say("Bedoelde u", "Did you mean");
            let after = self.say("Daar zochten wij op.", "That is what we searched for.");
            self.line(0, &format!("{text} ‘{}’? {after}", it.gelezen));
        }
        if !document.begrepen.is_empty() {
            let facts: Vec<String> = document.begrepen.iter().map(|it| format!("{}: {}", it.naam, it.tekst)).collect();
            let understood = self.say("Wij begrepen:", "We understood:");
            self.line(0, &format!("{understood} {}.", facts.join("; ")));
        }
        if document.beperkt {
            let text = self.say(
                "Wij zochten alleen op de woorden van uw vraag, niet op wat u bedoelt. Wij kunnen iets missen.",
                "We searched only for the words of your question, not for what you mean. We may miss something.",
            );
            self.line(0, text);
        }
    }

    fn nothing(&mut self, document: &AdviceDocument) {
        self.heading("Hier vonden wij niets bij.", "We found nothing for this.");
        let text = match &document.loket {
            Some(door) => self.say(
                format!("Bel {} (het loket van uw gemeente), of vraag het met andere woorden.", door.naam),
                format!("Call {} (the front door of your municipality), or ask it in other words.", door.naam),
            ),
            None => self.say(
                "Noem uw gemeente, dan zeggen wij welk loket met u meedenkt. Of vraag het met andere woorden."
                    .to_owned(),
                "Name your municipality, and we say which front door thinks along. Or ask it in other words."
                    .to_owned(),
            ),
        };
        self.line(0, &text);
    }

    fn candidate(&mut self, place: usize, it: &CandidateView) {
        self.line(0, &format!("{place}. {} [{}]", it.naam, it.oordeel.to_lowercase()));
        self.line(3, &it.samenvatting);
        let why = self.say("Waarom", "Why");
        self.line(3, &format!("{why}: {}", it.waarom.tekst));
        for text in &it.klopt_niet {
            let not = self.say("Klopt niet", "Not so");
            self.line(3, &format!("{not}: {text}"));
        }
        self.still_to_know(it);
        let money = self.known("Bedrag", "Amount", it.bedrag.as_deref());
        let deadline = self.known("Aanvragen", "Apply", it.aanvragen.as_deref());
        self.line(3, &format!("{money}. {deadline}."));
        if let Some(day) = &it.verouderd_sinds {
            let text = self.say("Laatst gecontroleerd op", "Last checked on");
            let call = self.say("Bel eerst.", "Call first.");
            self.line(3, &format!("{text} {day}. {call}"));
        }
        self.contact(it);
        let list =
            |names: &[schakel_web::Named]| names.iter().map(|it| it.naam.as_str()).collect::<Vec<_>>().join(", ");
        if !it.hulp.is_empty() {
            let help = self.say("Hulp bij het aanvragen", "Help with applying");
            self.line(3, &format!("{help}: {}", list(&it.hulp)));
        } else if it.witte_vlek {
            let text = self.say(
                "Geen bron noemt wie u hierbij in uw deel van het land helpt.",
                "No source names who helps you with this in your part of the country.",
            );
            self.line(3, text);
        }
        if !it.overeenkomsten.is_empty() || it.overeenkomst_onbekend {
            let names = it.overeenkomsten.join(", ");
            let names = (!names.is_empty()).then_some(names);
            let text =
                self.known("Overeenkomst met de kennisinstelling", "Agreement with the institution", names.as_deref());
            self.line(3, &text);
        }
        if !it.stukken.is_empty() {
            let papers = self.say("Papieren", "Papers");
            self.line(3, &format!("{papers}: {}", it.stukken.join(", ")));
        }
    }

    fn still_to_know(&mut self, it: &CandidateView) {
        if it.zonder_voorwaarden {
            let text = self.say("De bron noemt geen voorwaarden.", "The source gives no conditions.");
            self.line(3, text);
        } else if !it.nog_te_weten.is_empty() {
            let names: Vec<&str> = it.nog_te_weten.iter().take(MISSING_SHOWN_MAX).map(|it| it.naam.as_str()).collect();
            let still = self.say("Nog te weten", "Still to know");
            let more = match it.nog_te_weten.len().saturating_sub(MISSING_SHOWN_MAX) {
                0 => String::new(),
                more => self.say(format!(" en nog {more}"), format!(" and {more} more")),
            };
            self.line(3, &format!("{still}: {}{more}", names.join(", ")));
        }
    }

    fn known(&self, dutch: &str, english: &str, value: Option<&str>) -> String {
        let value = value.unwrap_or(self.say("niet bekend", "not known"));
        format!("{}: {value}", self.say(dutch, english))
    }

    fn contact(&mut self, it: &CandidateView) {
        let Some(contact) = &it.contact else { return };
        let call = self.say("Bel", "Call");
        let door = self.say("het loket van uw gemeente", "the front door of your municipality");
        let door = if it.contact_is_loket { format!(" ({door})") } else { String::new() };
        self.line(3, &format!("{call}: {}{door}", contact.naam));
    }

    fn others(&mut self, document: &AdviceDocument) {
        if document.ook_gevonden.is_empty() {
            return;
        }
        self.heading("Ook gevonden", "Found as well");
        let names: Vec<&str> = document.ook_gevonden.iter().map(|it| it.naam.as_str()).collect();
        self.line(0, &names.join("; "));
    }

    fn not_now(&mut self, document: &AdviceDocument) {
        if document.nu_niet.is_empty() {
            return;
        }
        self.heading("Nu niet open", "Not open now");
        for it in &document.nu_niet {
            let opens = it.opent_tekst.as_ref().map(|text| format!(" {text}.")).unwrap_or_default();
            let instead = self.say("Hiervoor kwam in de plaats", "In its place came");
            let next = it.vervangen_door.as_ref().map(|next| format!(" {instead}: {}.", next.naam)).unwrap_or_default();
            self.line(2, &format!("- {}: {}.{opens}{next}", it.naam, it.stand_tekst.to_lowercase()));
        }
    }

    fn beside(&mut self, document: &AdviceDocument) {
        if !document.mensen.is_empty() {
            self.heading("Wie helpt u hierbij?", "Who helps you with this?");
            for it in &document.mensen {
                let door = self.say("het loket van uw gemeente", "the front door of your municipality");
                let door = if it.is_loket { format!(" ({door})") } else { String::new() };
                self.line(2, &format!("- {}{door}: {}", it.naam, it.samenvatting));
            }
        }
        if !document.voorbeelden.is_empty() {
            self.heading("Zo deden anderen het", "What others did");
            for it in &document.voorbeelden {
                self.line(2, &format!("- {}: {}", it.naam, it.samenvatting));
            }
        }
    }
}
