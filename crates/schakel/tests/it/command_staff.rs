//! `schakel staff`: the first administrator is made on the machine itself; and the mail that follows leaves by itself.

use crate::run::{PACK, schakel};

/// An organisation or a role that is not known gives the nearest one that is; an address that is none is refused.
#[test]
fn staff_that_cannot_be_added() {
    let check = |email: &str, organisation: &str, role: &str, expected: &str| {
        let place = ["--database", crate::run::IN_MEMORY, "--pack", PACK];
        let asked = ["staff", "add", email, "--organisation", organisation, "--role", role];
        let ended = schakel(asked.iter().chain(&place));
        assert_eq!((ended.code, ended.out.as_str()), (2, ""), "{email} {organisation} {role}");
        assert!(ended.err.contains(expected), "{}", ended.err);
    };
    check("anna@example.nl", "oost-nll", "adviser", "did you mean `oost-nl`?");
    check("anna@example.nl", "oost-nl", "advisor", "did you mean `adviser`?");
    check("anna", "oost-nl", "adviser", "exactly one @");
}

/// Who was added is listed, once, however often.
#[test]
fn staff_is_added_and_listed() {
    let folder = std::env::temp_dir().join(format!("schakel-staff-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let database = format!("sqlite:{}", folder.join("schakel.db").display());
    let add = || {
        let asked = ["staff", "add", "Anna@Example.nl", "--organisation", "oost-nl", "--role", "administrator"];
        schakel(asked.iter().copied().chain(["--name", "Anna Bakker", "--pack", PACK, "--database", &database]))
    };
    let nobody = schakel(["staff", "list", "--database", &database]);
    assert!(nobody.out.contains("Nobody has a role yet"), "{}{}", nobody.out, nobody.err);
    for _ in 0..2 {
        let added = add();
        assert_eq!(added.code, 0, "{}", added.err);
    }
    let list = schakel(["staff", "list", "--database", &database]);
    assert_eq!(list.out, "oost-nl  administrator  anna@example.nl  Anna Bakker\n");
    std::fs::remove_dir_all(&folder).expect("the folder is removed");
}
