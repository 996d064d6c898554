//! `schakel draw` and `schakel verify-draw`: what they print and refuse, and that a second implementation in another
//! language gives the same order.

use std::fs;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::run::{Ended, repository, schakel};

/// A folder with a draw of 266 applications in it: as many as were complete on one day in Overijssel in 2022.
struct Drawn {
    folder: TempDir,
    commitment: String,
}

impl Drawn {
    fn new() -> Self {
        let folder = TempDir::with_prefix("schakel-draw-").unwrap();
        let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let numbers: Vec<String> = (1..=266).rev().map(|it| (it + 100).to_string()).collect();
        fs::write(path("aanvragen.txt"), numbers.join("\n")).unwrap();
        let committed = schakel(["draw", "commit", "--round", "proef-2022", "--to", &path("zaad.json")]);
        assert_eq!(committed.code, 0, "{}", committed.err);
        let commitment = committed.out.lines().next().unwrap().to_owned();
        let seed = path("zaad.json");
        let made =
            schakel(["draw", "make", &seed, "--applications", &path("aanvragen.txt"), "--to", &path("loting.json")]);
        assert_eq!(made.code, 0, "{}", made.err);
        Drawn { folder, commitment }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn published(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.path("loting.json")).unwrap()).unwrap()
    }

    /// Checks the published file after a change, with both programs.
    fn check_changed(&self, change: impl FnOnce(&mut Value)) -> Ended {
        let mut published = self.published();
        change(&mut published);
        let file = self.path("veranderd.json");
        fs::write(&file, published.to_string()).unwrap();
        let ended = schakel(["verify-draw", &file]);
        assert_eq!(python(&file).code, ended.code, "{}", ended.out);
        ended
    }
}

fn python(file: &str) -> Ended {
    let script = repository().join("docs/draw.py");
    Command::new("python3").arg(script).arg(file).output().expect("python3 starts").into()
}

#[test]
fn a_draw_is_made_and_found_right() {
    let drawn = Drawn::new();
    let file = drawn.path("loting.json");
    let published = drawn.published();
    assert_eq!(published["commitment"], drawn.commitment.as_str());
    let right = schakel(["verify-draw", &file, "--commitment", &drawn.commitment]);
    assert_eq!(
        (right.code, right.out.as_str()),
        (0, "The draw is right: round proef-2022, 266 applications; the order follows from the seed.\n")
    );
    let other = schakel(["verify-draw", &file, "--commitment", &"0".repeat(64), "--format", "json"]);
    assert_eq!((other.code, &other.json()["right"]), (1, &Value::Bool(false)));
}

#[test]
fn a_second_implementation_gives_the_same_order() {
    let drawn = Drawn::new();
    let second = python(&drawn.path("loting.json"));
    assert_eq!((second.code, second.err.as_str()), (0, ""));
    let order: Vec<u64> = second.out.lines().map(|it| it.parse().unwrap()).collect();
    assert_eq!(serde_json::json!(order), drawn.published()["order"]);
}

#[test]
fn what_was_changed_is_named() {
    let drawn = Drawn::new();
    let order = drawn.published()["order"].clone();
    let (first, second) = (order[0].clone(), order[1].clone());
    let swapped = drawn.check_changed(|it| {
        it["order"][0] = second.clone();
        it["order"][1] = first.clone();
    });
    let expected = format!("at place 1 stands {second}, and {first} belongs there (2 places differ)");
    assert!(swapped.code == 1 && swapped.out.contains(&expected), "{}", swapped.out);
    let seed = drawn.check_changed(|it| it["seed"] = Value::from("a".repeat(64)));
    assert!(seed.code == 1 && seed.out.contains("SHA-256 of the seed is"), "{}", seed.out);
    let left_out = drawn.check_changed(|it| {
        it["applications"].as_array_mut().unwrap().remove(0);
    });
    assert!(left_out.code == 1 && left_out.out.contains("application 101 is in the order but not on the list"));
    let unsorted = drawn.check_changed(|it| it["applications"].as_array_mut().unwrap().reverse());
    assert!(unsorted.code == 1 && unsorted.out.contains("not ascending"), "{}", unsorted.out);
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    let drawn = Drawn::new();
    let refused = |arguments: &[&str], code: i32, words: &str| {
        let ended = schakel(arguments);
        assert!(ended.code == code && ended.err.contains(words), "{arguments:?}: {} {}", ended.code, ended.err);
    };
    let (seed, list, file) = (drawn.path("zaad.json"), drawn.path("lijst.txt"), drawn.path("loting.json"));
    refused(&["draw", "commit", "--round", "x", "--to", &seed], 1, "cannot be written");
    for (text, code, words) in [
        ("1\n2 2", 1, "application 2 is on the list twice"),
        ("", 1, "no applications"),
        ("1\ntwee", 2, "line 2: `twee` is not the number of an application"),
    ] {
        fs::write(&list, text).unwrap();
        refused(&["draw", "make", &seed, "--applications", &list], code, words);
    }
    refused(&["verify-draw", &list], 2, "is not a published draw");
    refused(&["draw", "make", &file, "--applications", &list], 2, "is not a file of `schakel draw commit`");
    let secret = fs::read_to_string(&seed).unwrap();
    fs::write(&seed, secret.replace(&drawn.commitment, &"0".repeat(64))).unwrap();
    fs::write(&list, "1").unwrap();
    refused(&["draw", "make", &seed, "--applications", &list], 1, "was changed");
}
