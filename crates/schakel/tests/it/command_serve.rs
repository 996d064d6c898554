//! `schakel serve`: it says where it is, answers, stops when told, and says what to do when it cannot start.

use std::net::TcpListener;

use crate::portal::portal;
use crate::run::{DAY, IN_MEMORY, PACK, command, schakel};

/// The printed address answers, with pages in two languages and the API, on the day that was asked for.
#[test]
fn serves_where_it_says() {
    assert!(portal().address.starts_with("http://127.0.0.1:"), "{}", portal().address);
    assert!(portal().page("/").contains("Wie helpt uw bedrijf verder?"));
    let english = portal().get("/en");
    assert_eq!(english.status, 200);
    assert!(english.body.contains("lang=\"en\""), "{}", english.body);
    assert_eq!(portal().json("/api/v1/instrumenten")["peildatum"], DAY);
    assert_eq!(portal().json("/api/v1/openapi.json")["openapi"].as_str().map(|it| &it[..3]), Some("3.1"));
    let missing = portal().get("/api/v1/instrumenten/mit-haalbaarheid-ost");
    assert_eq!((missing.status, missing.media_type.as_str()), (404, "application/problem+json"));
    assert!(missing.body.contains("bedoelde u `mit-haalbaarheid-oost`?"), "{}", missing.body);
}

/// A port that is taken gives one clear error with another address to try.
#[test]
fn port_in_use() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("its address").to_string();
    let ended = schakel(["serve", "--pack", PACK, "--listen", &address, "--database", IN_MEMORY]);
    assert_eq!((ended.code, ended.out.as_str()), (1, ""));
    assert!(ended.err.contains(&format!("cannot serve on {address}: Address already in use")), "{}", ended.err);
    assert!(ended.err.contains("choose another address with `schakel serve --listen 127.0.0.1:"), "{}", ended.err);
}

/// A pack that is not there, a day that is none and an address that is none are wrong use.
#[test]
fn wrong_use_of_serve() {
    let check = |arguments: &[&str], expected: &str| {
        let ended = schakel(["serve", "--listen", "127.0.0.1:0", "--database", IN_MEMORY].iter().chain(arguments));
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ended.err.contains(expected), "{arguments:?}: {}", ended.err);
    };
    check(&["--pack", "nowhere"], "`nowhere` is not a pack");
    check(&["--pack", PACK, "--as-of", "yesterday"], "`yesterday` is not a day");
    let address = schakel(["serve", "--listen", "here"]);
    assert_eq!(address.code, 2);
    assert!(address.err.contains("invalid value 'here' for '--listen <ADDRESS>'"), "{}", address.err);
}

/// A database that cannot be written and an address that names none are refused, with what to do.
#[test]
fn a_database_that_cannot_be_used() {
    let check = |address: &str, code: i32, expected: &[&str]| {
        let ended = schakel(["serve", "--pack", PACK, "--listen", "127.0.0.1:0", "--database", address]);
        assert_eq!((ended.code, ended.out.as_str()), (code, ""), "{address}");
        expected.iter().for_each(|it| assert!(ended.err.contains(it), "{address}: {}", ended.err));
    };
    let help = "choose a file in a folder that can be written";
    check("sqlite:/no-such-folder/schakel.db", 1, &["`/no-such-folder/schakel.db` cannot be opened", help]);
    check("sqlite:packs/oost/pack.toml", 1, &["`packs/oost/pack.toml` cannot be opened", help]);
    check("schakel.db", 2, &["`schakel.db` is not the address of a database", "`sqlite:schakel.db`"]);
}

/// Told to stop, the server ends well, having said nothing of anything that went wrong.
#[cfg(unix)]
#[test]
fn stops_when_told() {
    answers_and_stops(IN_MEMORY);
}

/// The same with the database on a server, when there is one: questions can be asked there as well.
#[cfg(unix)]
#[test]
fn serves_from_a_server_and_stops_when_told() {
    let Some(server) = std::env::var("SCHAKEL_TEST_POSTGRES").ok().filter(|it| !it.is_empty()) else { return };
    let name = format!("serve_{}", std::process::id());
    let mut client = postgres::Client::connect(&server, postgres::NoTls).expect("a server");
    client.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database");
    answers_and_stops(&format!("{}/{name}", server.rsplit_once('/').expect("an address").0));
    client.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).expect("it goes");
}

#[cfg(unix)]
fn answers_and_stops(database: &str) {
    use std::io::{BufRead, BufReader, Read};
    let mut child = command()
        .args(["serve", "--pack", PACK, "--listen", "127.0.0.1:0", "--database", database])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    let address = line.trim().strip_prefix("Schakel: ").unwrap_or_else(|| panic!("no address: `{line}`"));
    // A page that reads from the database: a link that nobody has.
    let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
    for (path, status) in [("/hulp", 200), ("/mijn-vraag/AAAAAAAAAAAAAAAAAAAAAA", 404)] {
        let answer = agent.get(format!("{address}{path}")).call().expect("an answer");
        assert_eq!(answer.status().as_u16(), status, "{path}");
    }
    let told =
        std::process::Command::new("sh").args(["-c", &format!("kill {}", child.id())]).status().expect("a shell");
    assert!(told.success());
    let mut said = String::new();
    child.stderr.take().expect("its errors").read_to_string(&mut said).expect("text");
    assert!(child.wait().expect("its end").success(), "a server that is told to stop ends with 0: {said}");
    assert_eq!(said, "");
}

/// The file with providers is read whole: every mistake with its line, and no secret.
#[test]
fn mistakes_in_the_file_of_providers() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("inloggen.toml");
    let serve = |text: &str| {
        std::fs::write(&file, text).expect("a file");
        let path = file.to_str().expect("a name");
        schakel(["serve", "--pack", PACK, "--listen", "127.0.0.1:0", "--database", IN_MEMORY, "--sign-in", path])
    };
    let ended = serve(
        "[eherkenning]\nlabel = { nl = 'eHerkenning' }\nfor = 'entrepreneurs'\nissuer = 'makelaar.example'\n\
         client-id = 'schakel'\nsecret-file = 'weg.secret'\n",
    );
    assert_eq!((ended.code, ended.out.as_str()), (2, ""));
    for expected in [
        "inloggen.toml` has 4 mistakes:",
        "line 1: `eherkenning` is for entrepreneurs and names no claim with their number",
        "line 2: `label` has no `en`",
        "line 4: `issuer` is `makelaar.example`",
        "line 6: `secret-file`: cannot read",
        "docs/inloggen.md",
    ] {
        assert!(ended.err.contains(expected), "{expected}: {}", ended.err);
    }
    let missing = serve(
        "[werk]\nlabel = { nl = 'a', en = 'b' }\nfor = 'staff'\nissuer = 'https://a.example'\nclient-id = 'c'\nsecret-variable = 'SCHAKEL_NO_SUCH_VARIABLE'",
    );
    assert!(
        missing.err.contains("has a mistake:\n  line 6: `secret-variable`: the environment has no variable"),
        "{}",
        missing.err
    );
    let nowhere = schakel([
        "serve",
        "--pack",
        PACK,
        "--database",
        IN_MEMORY,
        "--listen",
        "127.0.0.1:0",
        "--sign-in",
        "nergens.toml",
    ]);
    assert_eq!(nowhere.code, 2);
    assert!(nowhere.err.contains("cannot read `nergens.toml`"), "{}", nowhere.err);
}
