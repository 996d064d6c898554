//! The file in which an installation names its providers. It is read whole, so that every mistake is told at once, with its
//! line; what a secret is, no mistake ever shows. Reading files and variables is the work of the caller.

use std::fmt;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::settings::{
    Assurance, ClaimNames, ClaimPath, ClientAuthentication, OidcSettings, SettingsError, check_address,
};
use super::signing::SigningKey;

/// A provider as an installation names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedProvider {
    /// Its name in addresses.
    pub id: String,
    /// What its button says in Dutch.
    pub label_nl: String,
    /// What its button says in English.
    pub label_en: String,
    /// Whom it vouches for.
    pub audience: Audience,
    /// How to talk to it.
    pub settings: OidcSettings,
}

/// Whom a provider vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// People of organisations.
    Staff {
        /// The part after the `@` of the addresses that it vouches for, in small letters; of all when there is none.
        email_domains: Vec<String>,
    },
    /// People who act for a firm.
    Entrepreneurs,
}

/// Where a secret is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretPlace<'a> {
    /// A file.
    File(&'a str),
    /// A variable of the environment.
    Variable(&'a str),
}

/// A mistake in the file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileMistake {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// What the caller does for the file: give secrets, and make the address to which a provider sends people back.
pub struct FileHelp<'a> {
    /// Reads a secret, or says why it cannot be read.
    pub read_secret: &'a dyn Fn(SecretPlace<'_>) -> Result<String, String>,
    /// The address of ours for the provider with this name.
    pub redirect_uri: &'a dyn Fn(&str) -> String,
}

/// The longest name of a provider, characters.
const ID_CHARACTERS_MAX: usize = 40;

const KEYS: &[&str] = &[
    "label",
    "for",
    "issuer",
    "client-id",
    "secret-file",
    "secret-variable",
    "private-key-file",
    "key-id",
    "public",
    "scopes",
    "userinfo",
    "email-domains",
    "claims",
    "assurance",
];

/// Reads the file.
///
/// # Errors
///
/// Every mistake in it, in the order of the lines.
pub fn read_providers(text: &str, help: &FileHelp<'_>) -> Result<Vec<NamedProvider>, Vec<FileMistake>> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reading = Reading { text, mistakes: Vec::new() };
    for error in &errors {
        // The message alone: the line may hold a secret.
        reading.mistake(error.span().map_or(0, |span| span.start), error.message().to_owned());
    }
    let mut providers = Vec::new();
    let mut tables: Vec<_> = root.get_ref().iter().collect();
    tables.sort_by_key(|(name, _)| name.span().start);
    if tables.is_empty() && errors.is_empty() {
        reading.mistake(0, "no provider is named: begin one with a line such as `[eherkenning]`".to_owned());
    }
    for (name, value) in tables {
        let (id, at) = (name.get_ref().as_ref(), name.span().start);
        let DeValue::Table(table) = value.get_ref() else {
            reading.mistake(at, format!("`{id}` stands outside a provider: begin one with a line such as `[{id}]`"));
            continue;
        };
        providers.extend(reading.provider(id, at, table, help));
    }
    if reading.mistakes.is_empty() {
        return Ok(providers);
    }
    reading.mistakes.sort();
    Err(reading.mistakes)
}

struct Reading<'a> {
    text: &'a str,
    mistakes: Vec<FileMistake>,
}

/// A table of the file, and where it begins.
#[derive(Clone, Copy)]
struct Table<'a> {
    name: &'a str,
    at: usize,
    fields: &'a DeTable<'a>,
}

impl<'a> Table<'a> {
    fn get(self, field: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.fields.get(field)
    }

    fn place(self, field: &str) -> usize {
        self.get(field).map_or(self.at, |value| value.span().start)
    }
}

impl Reading<'_> {
    fn mistake(&mut self, at: usize, message: String) {
        let before = self.text.get(..at).unwrap_or_default();
        self.mistakes.push(FileMistake { line: before.matches('\n').count() + 1, message });
    }

    fn checked(&mut self, at: usize, checked: Result<(), SettingsError>) {
        if let Err(error) = checked {
            self.mistake(at, error.to_string());
        }
    }

    fn provider(&mut self, id: &str, at: usize, fields: &DeTable<'_>, help: &FileHelp<'_>) -> Option<NamedProvider> {
        let table = Table { name: id, at, fields };
        let is_plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
        if id.is_empty() || id.len() > ID_CHARACTERS_MAX || !id.chars().all(is_plain) {
            let rule = format!("at most {ID_CHARACTERS_MAX} small letters, digits and hyphens: it stands in addresses");
            self.mistake(at, format!("`{id}` is no name of a provider: use {rule}"));
        }
        self.known_fields(table, KEYS);
        let label = self.label(table);
        let audience = self.audience(table);
        let issuer = self.needed_text(table, "issuer");
        let redirect_uri = (help.redirect_uri)(id);
        let addresses = [("issuer", issuer.as_ref()), ("redirect-uri", Some(&redirect_uri))];
        for (field, address) in addresses {
            let checked = address.map_or(Ok(()), |address| check_address(field, address));
            self.checked(table.place(field), checked);
        }
        let client_id = self.needed_text(table, "client-id");
        let authentication = self.authentication(table, help);
        let scopes = self.texts(table, "scopes");
        let userinfo = self.truth(table, "userinfo");
        let claims = self.claims(table);
        let assurance = self.assurance(table);
        if audience == Some(Audience::Entrepreneurs) && claims.kvk_number.is_none() {
            let advice = format!("add `kvk-number` to `[{id}.claims]`: by it the firm is known");
            self.mistake(
                table.place("claims"),
                format!("`{id}` is for entrepreneurs and names no claim with their number: {advice}"),
            );
        }
        let settings = OidcSettings {
            issuer: issuer?,
            client_id: client_id?,
            redirect_uri,
            authentication: authentication?,
            scopes,
            claims,
            assurance,
            userinfo,
        };
        let (label_nl, label_en) = label?;
        Some(NamedProvider { id: id.to_owned(), label_nl, label_en, audience: audience?, settings })
    }

    fn label(&mut self, table: Table<'_>) -> Option<(String, String)> {
        let label = self.inner(table, "label");
        let Some(label) = label else {
            if table.get("label").is_none() {
                self.mistake(
                    table.at,
                    format!("`{}` has no `label`: write label = {{ nl = \"…\", en = \"…\" }}", table.name),
                );
            }
            return None;
        };
        self.known_fields(label, &["nl", "en"]);
        let (dutch, english) = (self.needed_text(label, "nl"), self.needed_text(label, "en"));
        Some((dutch?, english?))
    }

    fn audience(&mut self, table: Table<'_>) -> Option<Audience> {
        let domains = self.texts(table, "email-domains");
        let email_domains: Vec<String> =
            domains.iter().map(|it| it.trim_start_matches('@').to_ascii_lowercase()).collect();
        match self.needed_text(table, "for")?.as_str() {
            "staff" => Some(Audience::Staff { email_domains }),
            "entrepreneurs" => {
                if !email_domains.is_empty() {
                    let message = "`email-domains` is for a provider of staff: take it away";
                    self.mistake(table.place("email-domains"), message.to_owned());
                }
                Some(Audience::Entrepreneurs)
            }
            other => {
                let message = format!("`for` is `{other}`, and has to be `staff` or `entrepreneurs`");
                self.mistake(table.place("for"), message);
                None
            }
        }
    }

    fn authentication(&mut self, table: Table<'_>, help: &FileHelp<'_>) -> Option<ClientAuthentication> {
        let secret_file = self.text(table, "secret-file");
        let variable = self.text(table, "secret-variable");
        let key_file = self.text(table, "private-key-file");
        let key_id = self.text(table, "key-id");
        let is_public = self.truth(table, "public");
        let ways = [secret_file.is_some(), variable.is_some(), key_file.is_some(), is_public];
        if ways.iter().filter(|it| **it).count() != 1 {
            let ways = "`secret-file`, `secret-variable`, `private-key-file` or `public = true`";
            self.mistake(table.at, format!("`{}` needs one of {ways}", table.name));
            return None;
        }
        if key_id.is_some() && key_file.is_none() {
            self.mistake(table.place("key-id"), "`key-id` goes with `private-key-file`".to_owned());
        }
        let (field, place) = match (&secret_file, &variable, &key_file) {
            (Some(file), _, _) => ("secret-file", SecretPlace::File(file)),
            (_, Some(variable), _) => ("secret-variable", SecretPlace::Variable(variable)),
            (_, _, Some(file)) => ("private-key-file", SecretPlace::File(file)),
            _ => return Some(ClientAuthentication::Public),
        };
        match (help.read_secret)(place) {
            Ok(pem) if key_file.is_some() => {
                let key = SigningKey::parse(&pem, key_id.clone()).map(drop).ok_or(SettingsError::BadPrivateKey);
                self.checked(table.place(field), key);
                Some(ClientAuthentication::PrivateKey { pem, key_id })
            }
            Ok(secret) => Some(ClientAuthentication::Secret(secret.trim().to_owned())),
            Err(why) => {
                self.mistake(table.place(field), format!("`{field}`: {why}"));
                None
            }
        }
    }

    fn claims(&mut self, table: Table<'_>) -> ClaimNames {
        let mut names = ClaimNames::default();
        let Some(claims) = self.inner(table, "claims") else { return names };
        self.known_fields(claims, &["person", "email", "email-verified", "kvk-number"]);
        names.kvk_number = self.path(claims, "kvk-number");
        for (field, name) in
            [("person", &mut names.person), ("email", &mut names.email), ("email-verified", &mut names.email_verified)]
        {
            if let Some(path) = self.path(claims, field) {
                *name = path;
            }
        }
        names
    }

    fn assurance(&mut self, table: Table<'_>) -> Option<Assurance> {
        let demand = self.inner(table, "assurance")?;
        self.known_fields(demand, &["claim", "levels", "minimum"]);
        let claim = self.path(demand, "claim").unwrap_or_else(|| ClaimPath::named("acr"));
        let levels = self.texts(demand, "levels");
        let assurance = Assurance { claim, levels, minimum: self.needed_text(demand, "minimum")? };
        self.checked(demand.place("minimum"), assurance.check());
        Some(assurance)
    }

    fn known_fields(&mut self, table: Table<'_>, known: &[&str]) {
        for field in table.fields.keys().filter(|field| !known.contains(&field.get_ref().as_ref())) {
            let (name, at) = (field.get_ref(), field.span().start);
            self.mistake(at, format!("`{name}` is no setting of `{}`; there are: {}", table.name, known.join(", ")));
        }
    }

    fn inner<'t>(&mut self, table: Table<'t>, field: &'static str) -> Option<Table<'t>> {
        let value = table.get(field)?;
        let at = value.span().start;
        let DeValue::Table(fields) = value.get_ref() else {
            self.mistake(at, format!("`{field}` of `{}` has to be a table", table.name));
            return None;
        };
        Some(Table { name: field, at, fields })
    }

    fn needed_text(&mut self, table: Table<'_>, field: &str) -> Option<String> {
        if table.get(field).is_none() {
            self.mistake(table.at, format!("`{}` has no `{field}`", table.name));
        }
        self.text(table, field)
    }

    fn text(&mut self, table: Table<'_>, field: &str) -> Option<String> {
        let value = table.get(field)?;
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.to_string()),
            _ => {
                self.mistake(
                    value.span().start,
                    format!("`{field}` of `{}` has to be a text that is not empty", table.name),
                );
                None
            }
        }
    }

    fn truth(&mut self, table: Table<'_>, field: &str) -> bool {
        let Some(value) = table.get(field) else { return false };
        if let DeValue::Boolean(truth) = value.get_ref() {
            return *truth;
        }
        self.mistake(value.span().start, format!("`{field}` of `{}` has to be true or false", table.name));
        false
    }

    /// A list of texts; empty when it is not there.
    fn texts(&mut self, table: Table<'_>, field: &str) -> Vec<String> {
        let Some(value) = table.get(field) else { return Vec::new() };
        let texts = texts_in(value.get_ref());
        if texts.is_none() {
            self.mistake(value.span().start, format!("`{field}` of `{}` has to be a list of texts", table.name));
        }
        texts.unwrap_or_default()
    }

    fn path(&mut self, table: Table<'_>, field: &str) -> Option<ClaimPath> {
        let value = table.get(field)?;
        let path = match value.get_ref() {
            DeValue::String(name) if !name.is_empty() => Some(ClaimPath::named(name)),
            list => texts_in(list).filter(|names| !names.is_empty()).map(ClaimPath::leading),
        };
        if path.is_none() {
            let rule = "the name of a claim, or a list of names that lead to it";
            self.mistake(value.span().start, format!("`{field}` of `{}` has to be {rule}", table.name));
        }
        path
    }
}

fn texts_in(value: &DeValue<'_>) -> Option<Vec<String>> {
    let DeValue::Array(items) = value else { return None };
    let text = |item: &Spanned<DeValue<'_>>| match item.get_ref() {
        DeValue::String(text) if !text.trim().is_empty() => Some(text.to_string()),
        _ => None,
    };
    items.iter().map(text).collect()
}

impl fmt::Display for FileMistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.message)
    }
}
