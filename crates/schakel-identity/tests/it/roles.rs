//! What each role may do, and four eyes.

use schakel_casework::PersonRef;
use schakel_identity::{GrantError, Member, Permission, StaffRole, check_grant};

#[test]
fn the_table_of_roles() {
    let table: Vec<String> = Permission::ALL
        .iter()
        .map(|permission| {
            let cells = StaffRole::ALL.iter().map(|role| if role.may(*permission) { "yes" } else { "-" });
            format!("{:<20} {}", format!("{permission:?}"), cells.map(|it| format!("{it:<4}")).collect::<String>())
        })
        .collect();
    insta::assert_snapshot!(format!("{:?}\n{}", StaffRole::ALL, table.join("\n")));
}

#[test]
fn roles_are_written_in_one_way() {
    assert_eq!(
        serde_json::to_string(StaffRole::ALL).unwrap(),
        r#"["adviser","manager","process-director","administrator"]"#
    );
}

#[test]
fn powerful_roles_need_four_eyes() {
    let member = |number: u64, roles| Member { person: PersonRef(number), roles };
    let (one, two) =
        (member(1, &[StaffRole::Administrator]), member(2, &[StaffRole::Adviser, StaffRole::Administrator]));
    let manager = member(3, &[StaffRole::Manager]);
    let check = |role, receiver, asker, second, expected| {
        assert_eq!(check_grant(role, PersonRef(receiver), asker, second), expected);
    };
    for role in [StaffRole::Adviser, StaffRole::Manager] {
        check(role, 9, one, None, Ok(()));
        check(role, 9, manager, None, Err(GrantError::NotAnAdministrator));
    }
    for role in [StaffRole::Administrator, StaffRole::ProcessDirector] {
        check(role, 9, one, None, Err(GrantError::NeedsSecond));
        check(role, 9, one, Some(manager), Err(GrantError::SecondNotAnAdministrator));
        check(role, 9, one, Some(one), Err(GrantError::SamePerson));
        check(role, 1, one, Some(two), Err(GrantError::SamePerson));
        check(role, 2, one, Some(two), Err(GrantError::SamePerson));
        check(role, 9, manager, Some(two), Err(GrantError::NotAnAdministrator));
        check(role, 9, one, Some(two), Ok(()));
    }
}
