//! Finding words in support: name, other names, everyday words, themes and summary, in Dutch and in English, whatever
//! the capitals and accents. The name of a municipality among the words is a place to be near to. Search by meaning
//! does not live here.

use schakel_register::{Id, Pack, Support};

/// Words that say nothing about support, Dutch and English: they do not count.
const COMMON_WORDS: [&str; 46] = [
    "a", "aan", "about", "an", "and", "bij", "can", "dat", "de", "do", "een", "en", "for", "from", "have", "het",
    "hoe", "how", "i", "ik", "in", "is", "kan", "krijg", "mag", "met", "mijn", "my", "naar", "nabij", "near", "of",
    "om", "on", "op", "or", "over", "te", "the", "to", "van", "voor", "want", "wat", "wil", "with",
];

/// What a word found in this field is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Summary = 1,
    Theme = 2,
    Keyword = 3,
    Name = 4,
}

/// How well a word fits a word of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It stands inside: `subsidie` in `innovatiesubsidie`.
    Inside = 1,
    /// One begins the other: `kunststof` and `kunststoffen`, `plastics` and `plastic`.
    Begins = 2,
    /// It is the same word.
    Same = 3,
}

/// The fewest letters of a word that may begin a longer one, and that may stand inside one: shorter ones fit too much.
const BEGINS_LETTERS_MIN: usize = 3;
const INSIDE_LETTERS_MIN: usize = 5;

/// How many letters the typed word may have beyond a word of the text (an ending), and how long that word must be.
const ENDING_LETTERS_MAX: usize = 3;
const STEM_LETTERS_MIN: usize = 4;

/// How well support matches a search: more is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextMatch {
    /// The best place where each word was found, added up: coarse, so that equal matches are common.
    pub field: u32,
    /// All places where the words were found, added up.
    pub score: u32,
}

/// Search words, ready to be held against support.
#[derive(Clone, Debug, Default)]
pub struct Search {
    words: Vec<Word>,
    place: Option<Id>,
}

#[derive(Clone, Debug)]
struct Word {
    folded: String,
    /// Whether it must be found. The name of a place need not be: it says where, not what.
    needed: bool,
}

impl Search {
    /// The words of a text. Common words do not count, unless there are no others.
    pub fn new(text: &str, pack: &Pack) -> Self {
        let mut tokens = tokens(text);
        if tokens.iter().any(|token| !is_common(token)) {
            tokens.retain(|token| !is_common(token));
        }
        let (place, place_tokens) = place_in(&tokens, pack);
        let word = |(position, folded)| Word { folded, needed: !place_tokens.contains(&position) };
        Search { words: tokens.into_iter().enumerate().map(word).collect(), place }
    }

    /// The municipality that the words name.
    pub fn place(&self) -> Option<&Id> {
        self.place.as_ref()
    }

    /// How well support matches; `None` when a word that must be there is not.
    pub fn matches(&self, support: &Support, pack: &Pack) -> Option<TextMatch> {
        if self.words.is_empty() {
            return Some(TextMatch::default());
        }
        let fields = fields(support, pack);
        self.matches_fields(&fields)
    }

    /// How well plain texts match: a name and other names first, then a summary.
    pub fn matches_texts(&self, names: &[&str], summaries: &[&str]) -> Option<TextMatch> {
        let of = |texts: &[&str], field| texts.iter().flat_map(|it| tokens(it)).map(move |it| (field, it)).collect();
        let mut fields: Vec<(Field, String)> = of(names, Field::Name);
        fields.extend(of(summaries, Field::Summary));
        self.matches_fields(&fields)
    }

    fn matches_fields(&self, fields: &[(Field, String)]) -> Option<TextMatch> {
        let mut total = TextMatch::default();
        for word in &self.words {
            let found = word_match(&word.folded, fields);
            match (found, word.needed) {
                (None, true) => return None,
                (Some(found), true) => {
                    total.field += found.field;
                    total.score += found.score;
                }
                (Some(found), false) => total.score += found.score,
                (None, false) => {}
            }
        }
        Some(total)
    }
}

fn is_common(word: &str) -> bool {
    COMMON_WORDS.contains(&word)
}

fn word_match(word: &str, fields: &[(Field, String)]) -> Option<TextMatch> {
    let worth = |(field, token): &(Field, String)| fit(word, token).map(|fit| *field as u32 * fit as u32);
    let found = fields.iter().filter_map(worth);
    let total = found.fold(TextMatch::default(), |total, worth| TextMatch {
        field: total.field.max(worth),
        score: total.score.saturating_add(worth),
    });
    (total.score > 0).then_some(total)
}

fn fit(word: &str, token: &str) -> Option<Fit> {
    if word == token {
        Some(Fit::Same)
    } else if word.len() >= BEGINS_LETTERS_MIN && token.starts_with(word) || is_with_ending(word, token) {
        Some(Fit::Begins)
    } else if word.len() >= INSIDE_LETTERS_MIN && token.contains(word) {
        Some(Fit::Inside)
    } else {
        None
    }
}

/// Whether the word is the token with an ending behind it.
fn is_with_ending(word: &str, token: &str) -> bool {
    token.len() >= STEM_LETTERS_MIN && word.starts_with(token) && word.len() - token.len() <= ENDING_LETTERS_MAX
}

fn fields(support: &Support, pack: &Pack) -> Vec<(Field, String)> {
    let mut fields = Vec::new();
    let mut add = |field, text: &str| fields.extend(tokens(text).into_iter().map(|token| (field, token)));
    add(Field::Name, &support.name.nl);
    if support.name.en != support.name.nl {
        add(Field::Name, &support.name.en);
    }
    support.aliases.iter().for_each(|alias| add(Field::Name, alias));
    support.keywords.iter().for_each(|keyword| add(Field::Keyword, keyword));
    let list = pack.vocabulary.code_list("themes");
    for theme in support.themes.iter().filter_map(|theme| list?.get(theme)) {
        add(Field::Theme, &theme.name.nl);
        add(Field::Theme, &theme.name.en);
    }
    add(Field::Summary, &support.summary.nl);
    if support.summary.en != support.summary.nl {
        add(Field::Summary, &support.summary.en);
    }
    fields
}

/// The longest name of a municipality with a known point that stands among the words, and which words those are.
fn place_in(words: &[String], pack: &Pack) -> (Option<Id>, Vec<usize>) {
    let mut best: (Option<Id>, Vec<usize>) = (None, Vec::new());
    for municipality in pack.municipalities.values().filter(|it| it.position.is_some()) {
        let name = tokens(&municipality.name);
        if name.len() <= best.1.len() {
            continue;
        }
        if let Some(start) = words.windows(name.len().max(1)).position(|window| window == name.as_slice()) {
            best = (Some(Id::clone(&municipality.id)), (start..start + name.len()).collect());
        }
    }
    best
}

/// The words of a text, folded.
fn tokens(text: &str) -> Vec<String> {
    let folded = folded(text);
    folded.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// The text in lower case without accents.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars().flat_map(char::to_lowercase) {
        match character {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => folded.push('a'),
            'ç' => folded.push('c'),
            'è' | 'é' | 'ê' | 'ë' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' => folded.push('i'),
            'ñ' => folded.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ß' => folded.push_str("ss"),
            // A letter followed by a separate accent.
            '\u{300}'..='\u{36f}' => {}
            other => folded.push(other),
        }
    }
    folded
}
