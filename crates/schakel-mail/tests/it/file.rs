//! Mail as files: whole or not at all, and never twice.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use schakel_mail::{Delivery, Mail, Reason, Step, Transport};

use crate::{mail, sender};

/// A folder that does not exist yet.
fn fresh_folder() -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("schakel-mail-{}-{number}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    folder
}

fn files(folder: &PathBuf) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_mail_becomes_one_file_that_only_its_owner_reads() {
    let folder = fresh_folder();
    let transport = Transport::File(folder.clone());
    assert_eq!(transport.send(&mail(), &sender()), Delivery::Delivered);
    assert_eq!(files(&folder), ["41.eml"]);
    let written = fs::read(folder.join("41.eml")).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(folder.join("41.eml")).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert_eq!(transport.send(&mail(), &sender()), Delivery::AlreadySent);
    assert_eq!(fs::read(folder.join("41.eml")).unwrap(), written);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_process_that_was_killed_halfway_left_nothing_that_counts() {
    let folder = fresh_folder();
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(".41-1-0.part"), "From: half a ma").unwrap();
    let transport = Transport::File(folder.clone());
    assert_eq!(transport.send(&mail(), &sender()), Delivery::Delivered);
    assert_eq!(files(&folder), [".41-1-0.part", "41.eml"]);
    assert!(fs::read_to_string(folder.join("41.eml")).unwrap().contains("Tot dan."));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn of_two_processes_that_finish_together_one_sends() {
    let folder = fresh_folder();
    fs::create_dir_all(&folder).unwrap();
    for number in 0..50 {
        let mail = Mail { number, ..mail() };
        let mut results: Vec<Delivery> = thread::scope(|scope| {
            let send = || Transport::File(folder.clone()).send(&mail, &sender());
            let both = [scope.spawn(send), scope.spawn(send)];
            both.map(|it| it.join().unwrap()).into()
        });
        results.sort_by_key(|it| *it != Delivery::Delivered);
        assert_eq!(results, [Delivery::Delivered, Delivery::AlreadySent]);
    }
    assert_eq!(files(&folder).len(), 50);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_folder_that_cannot_be_written_is_tried_again() {
    let folder = fresh_folder();
    fs::write(&folder, "a file where the folder should be").unwrap();
    let delivery = Transport::File(folder.clone()).send(&mail(), &sender());
    assert_eq!(delivery, Delivery::TryAgain(Reason { step: Step::File, code: None }));
    fs::remove_file(folder).unwrap();
}
