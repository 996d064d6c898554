//! `schakel serve`: it says where it is, answers, stops when told, and says what to do when it cannot start.

use std::net::TcpListener;

use crate::portal::portal;
use crate::run::{DAY, PACK, command, schakel};

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
    let ended = schakel(["serve", "--pack", PACK, "--listen", &address]);
    assert_eq!((ended.code, ended.out.as_str()), (1, ""));
    assert!(ended.err.contains(&format!("cannot serve on {address}: Address already in use")), "{}", ended.err);
    assert!(ended.err.contains("choose another address with `schakel serve --listen 127.0.0.1:"), "{}", ended.err);
}

/// A pack that is not there, a day that is none and an address that is none are wrong use.
#[test]
fn wrong_use_of_serve() {
    let check = |arguments: &[&str], expected: &str| {
        let ended = schakel(["serve", "--listen", "127.0.0.1:0"].iter().chain(arguments));
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ended.err.contains(expected), "{arguments:?}: {}", ended.err);
    };
    check(&["--pack", "nowhere"], "`nowhere` is not a pack");
    check(&["--pack", PACK, "--as-of", "yesterday"], "`yesterday` is not a day");
    let address = schakel(["serve", "--listen", "here"]);
    assert_eq!(address.code, 2);
    assert!(address.err.contains("invalid value 'here' for '--listen <ADDRESS>'"), "{}", address.err);
}

/// Told to stop, the server ends well.
#[cfg(unix)]
#[test]
fn stops_when_told() {
    use std::io::{BufRead, BufReader};
    let mut child = command()
        .args(["serve", "--pack", PACK, "--listen", "127.0.0.1:0"])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    assert!(line.starts_with("Schakel: http://127.0.0.1:"), "{line}");
    let told =
        std::process::Command::new("sh").args(["-c", &format!("kill {}", child.id())]).status().expect("a shell");
    assert!(told.success());
    assert!(child.wait().expect("its end").success(), "a server that is told to stop ends with 0");
}
