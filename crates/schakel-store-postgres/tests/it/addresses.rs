//! Addresses of servers: what is refused, and that no password is ever shown.

use crate::databases::server;

fn refused(address: &str) -> String {
    schakel_store_postgres::open(address).unwrap_err().to_string()
}

#[test]
fn a_password_is_not_shown() {
    for address in [
        "postgres://schakel:geheim@127.0.0.1:1/schakel",
        "postgres://schakel:ge@heim@127.0.0.1:1/schakel",
        "postgres://schakel@127.0.0.1:1/schakel?password=geheim",
    ] {
        let message = refused(address);
        assert!(message.contains("postgres://schakel@127.0.0.1:1/schakel"), "{message}");
        assert!(!message.contains("heim"), "{message}");
    }
}

#[test]
fn an_address_that_asks_for_encryption_is_refused() {
    let message = refused("postgres://schakel@127.0.0.1:1/schakel?sslmode=require");
    assert!(message.contains("connections with encryption are not supported"), "{message}");
}

#[test]
fn an_address_that_is_none_is_refused() {
    assert!(refused("postgres://schakel@host:many/schakel").contains("cannot be opened"));
}

#[test]
fn a_database_that_is_not_there_is_named() {
    let Some(server) = server() else { return };
    let (front, _) = server.rsplit_once('/').unwrap();
    let message = refused(&format!("{front}/no_such_database"));
    assert!(message.contains("no_such_database") && message.contains("does not exist"), "{message}");
}
