//! Cutting a text into words and folding them to one way of writing. Which words count lives in `analysis`.

/// A word of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// As it stands in the text.
    pub text: String,
    /// In lower case, without accents and without an ending after an apostrophe: `Mkb'ers` gives `mkb`.
    pub folded: String,
}

/// Words longer than this are cut off: no word of the language is as long.
const WORD_CHARACTERS_MAX: usize = 64;

/// The words of a text in their order.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let is_joint = |it: char| matches!(it, '\'' | '’' | '-' | '‑');
    let mut found = Vec::new();
    for run in text.split(|it: char| !it.is_alphanumeric() && !is_joint(it)) {
        let run: String = run.trim_matches(is_joint).chars().take(WORD_CHARACTERS_MAX).collect();
        if !run.is_empty() {
            let folded = fold(&run);
            found.push(Token { text: run, folded });
        }
    }
    found.retain(|token| !token.folded.is_empty());
    found
}

/// One way of writing: lower case, no accents, plain hyphens, nothing after an apostrophe. Plurals on -eën keep a trace
/// in `ieen` and `eeen`, which the stemmer knows.
pub(crate) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for letter in word.chars().flat_map(char::to_lowercase) {
        match letter {
            // `mkb'ers`, `foto's`: the word is what stands before; `'s` alone is nothing.
            '’' | '\'' if folded.chars().count() > 1 => break,
            '‑' => folded.push('-'),
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => folded.push('a'),
            'è' | 'é' | 'ê' | 'ë' => folded.push('e'),
            'ì' | 'í' | 'î' | 'ï' => folded.push('i'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => folded.push('o'),
            'ù' | 'ú' | 'û' | 'ü' => folded.push('u'),
            'ç' => folded.push('c'),
            'ñ' => folded.push('n'),
            'ĳ' => folded.push_str("ij"),
            'ß' => folded.push_str("ss"),
            // What lower case leaves behind a letter (a dot above) is no part of a word.
            letter if letter.is_alphanumeric() || letter == '-' => folded.push(letter),
            _ => {}
        }
    }
    folded.trim_matches('-').to_owned()
}
