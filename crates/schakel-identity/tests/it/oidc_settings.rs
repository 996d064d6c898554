//! The settings of a provider, as somebody types them.

use schakel_identity::{ClaimPath, ClientAuthentication, OidcClient, OidcSettings};

const WHOLE: &str = "issuer = 'https://makelaar.example/'
client-id = 'schakel'
redirect-uri = 'https://loket.example/inloggen/terug'
authentication = { secret = 'geheim' }
";

#[test]
fn what_is_not_said_has_an_ordinary_value() {
    let settings = OidcSettings::from_toml(WHOLE).unwrap();
    assert_eq!(settings.authentication, ClientAuthentication::Secret("geheim".to_owned()));
    assert_eq!(settings.claims.person, ClaimPath::named("sub"));
    assert_eq!(settings.claims.kvk_number, None);
    assert_eq!(settings.assurance, None);
    assert!(!format!("{settings:?}").contains("geheim"));
}

#[test]
fn levels_from_the_lowest_that_will_do() {
    let settings = format!("{WHOLE}[assurance]\nlevels = ['a', 'b', 'c']\nminimum = 'b'");
    assert_eq!(OidcSettings::from_toml(&settings).unwrap().assurance.unwrap().sufficient(), ["b", "c"]);
}

#[test]
fn mistakes_are_told_with_their_place() {
    let wrong = |from: &str, to: &str| {
        let text = if from.is_empty() { format!("{WHOLE}{to}") } else { WHOLE.replace(from, to) };
        let told = OidcSettings::from_toml(&text).and_then(|settings| OidcClient::new(settings).map(|_| ()));
        format!("--- {to}\n{}\n", told.unwrap_err())
    };
    let told = [
        wrong("", "issuer-name = 'x'"),
        wrong("client-id = 'schakel'", ""),
        wrong("client-id = 'schakel'", "client-id = ''"),
        wrong("https://makelaar.example/", "http://makelaar.example/"),
        wrong("https://makelaar.example/", "makelaar.example"),
        wrong("https://loket.example/inloggen/terug", "/inloggen/terug"),
        wrong("{ secret = 'geheim' }", "{ secret = '' }"),
        wrong("{ secret = 'geheim' }", "'open'"),
        wrong("{ secret = 'geheim' }", "{ private-key = { pem = 'x' } }"),
        wrong("", "[claims]\nkvk = 'x'"),
        wrong("", "[claims]\nkvk-number = 3"),
        wrong("", "[claims]\nkvk-number = []"),
        wrong("", "[claims]\nkvk-number = ''"),
        wrong("", "[assurance]\nlevels = ['loa2', 'loa3']\nminimum = 'EH3'"),
    ];
    insta::assert_snapshot!(told.concat());
}
