//! The file in which an installation names its providers: what it may hold, and every mistake at once.

use schakel_identity::{Audience, ClientAuthentication, FileHelp, NamedProvider, SecretPlace, read_providers};

const GOOD: &str = r#"
[eherkenning]
label = { nl = "eHerkenning", en = "eHerkenning" }
for = "entrepreneurs"
issuer = "https://makelaar.example"
client-id = "schakel"
secret-file = "makelaar.secret"
scopes = ["profile"]

[eherkenning.claims]
person = ["represents", "sub"]
kvk-number = "urn:etoegang:1.9:EntityConcernedID:KvKnr"

[eherkenning.assurance]
levels = ["loa2", "loa3"]
minimum = "loa3"

[werkplek]
label = { nl = "Uw werkaccount", en = "Your work account" }
for = "staff"
email-domains = ["@Loket.Example"]
issuer = "https://werk.example"
client-id = "schakel"
secret-variable = "WERK"
userinfo = true
"#;

fn read(text: &str) -> Result<Vec<NamedProvider>, Vec<String>> {
    let help = FileHelp {
        read_secret: &|place| match place {
            SecretPlace::File("makelaar.secret") => Ok("uit de brief\n".to_owned()),
            SecretPlace::Variable("WERK") => Ok("ander geheim".to_owned()),
            SecretPlace::File(path) => Err(format!("cannot read `{path}`")),
            SecretPlace::Variable(name) => Err(format!("the environment has no variable `{name}`")),
        },
        redirect_uri: &|id| format!("https://loket.example/inloggen/oidc/{id}/terug"),
    };
    read_providers(text, &help).map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect())
}

#[test]
fn several_providers_in_the_order_of_the_file() {
    let providers = read(GOOD).unwrap();
    let ids: Vec<&str> = providers.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(ids, ["eherkenning", "werkplek"]);
    let [broker, work] = providers.as_slice() else { panic!("two") };
    assert_eq!((broker.label_nl.as_str(), work.label_en.as_str()), ("eHerkenning", "Your work account"));
    assert_eq!(broker.audience, Audience::Entrepreneurs);
    assert_eq!(work.audience, Audience::Staff { email_domains: vec!["loket.example".to_owned()] });
    assert_eq!(broker.settings.redirect_uri, "https://loket.example/inloggen/oidc/eherkenning/terug");
    assert_eq!(broker.settings.authentication, ClientAuthentication::Secret("uit de brief".to_owned()));
    assert_eq!(broker.settings.claims.person.names(), ["represents", "sub"]);
    assert_eq!(broker.settings.assurance.as_ref().unwrap().sufficient(), ["loa3"]);
    assert!(work.settings.userinfo && !broker.settings.userinfo);
}

#[test]
fn every_mistake_at_once_with_its_line() {
    let text = r#"
[eherkenning]
label = { nl = "eHerkenning" }
for = "firms"
issuer = "makelaar.example"
secret-file = "weg"
public = false
scopes = "profile"
secrets = "niet van ons"

[Werk]
label = "Werk"
for = "entrepreneurs"
issuer = "https://werk.example"
client-id = ""
secret-variable = "WEG"
public = true
email-domains = ["loket.example"]

[werk.claims]
email = []

[werk.assurance]
levels = ["laag"]
minimum = "hoog"
"#;
    insta::assert_snapshot!(read(text).unwrap_err().join("\n"));
}

#[test]
fn what_is_no_toml_and_what_is_empty_is_told_without_the_line_itself() {
    let check = |text: &str, expected: &str| {
        let mistakes = read(text).unwrap_err().join("\n");
        assert!(mistakes.contains(expected), "{mistakes}");
        assert!(!mistakes.contains("GEHEIM"), "{mistakes}");
    };
    check("", "line 1: no provider is named");
    check("issuer = 'https://a.example'", "`issuer` stands outside a provider");
    check("[a]\nsecret = GEHEIM", "line 2: ");
    check("[a]\nkey-id = 'GEHEIM", "line 2: ");
    check(&GOOD.replace("makelaar.secret", "nergens"), "line 7: `secret-file`: cannot read `nergens`");
    check(&GOOD.replace("[eherkenning.claims]", "[eherkenning.claim]"), "names no claim with their number");
}

#[test]
fn a_key_that_cannot_sign_is_a_mistake() {
    let text = GOOD.replace("secret-file", "private-key-file");
    assert!(read(&text).unwrap_err().join("\n").contains("line 7: `authentication.private-key.pem` is no private key"));
}
