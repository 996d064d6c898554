//! The search, on readers with a known mistake. Panics are caught for the whole
//! process, so all searches are in one test.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use xtask::fuzz::{Crash, INPUT_BYTES_MAX, Limit, Random, Searched, Target, kept_input, mutate, search};

fn careful(text: &str) {
    assert!(text.len() <= INPUT_BYTES_MAX);
    thread::yield_now();
}

/// Takes a byte for a character.
fn careless(text: &str) {
    if let Some(at) = text.find('(') {
        let _ = &text[at + 1..at + 2];
    }
}

#[expect(clippy::disallowed_methods, reason = "stands in for a reader that is slow on one input")]
fn slow(text: &str) {
    if text.starts_with("slow") {
        thread::sleep(Duration::from_millis(2100));
    }
}

fn target(name: &'static str, read: fn(&str), seeds: &[&str]) -> Target {
    let seeds = seeds.iter().map(|seed| (*seed).to_owned()).collect();
    Target { name, read: Box::new(read), seeds, generate: |random| "(".repeat(random.below(9)) }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("fuzz")
}

fn find(target: &Target, seed: u64, inputs: u64) -> Result<Searched, Crash> {
    let kept_in = kept_input(&folder(), target).unwrap();
    search(target, seed, Limit::Inputs(inputs), &kept_in).unwrap()
}

#[test]
fn a_planted_mistake_is_found_and_repeated() {
    let sound = target("careful", careful, &["years(a, b)", "x in [1, 2]"]);
    assert_eq!(find(&sound, 7, 3000), Ok(Searched { inputs: 3000 }));

    let broken = target("careless", careless, &["years(a, b)", "x in [1, 2]"]);
    let crash = find(&broken, 7, 3000).unwrap_err();
    assert!(crash.message.contains("fuzz.rs"), "the place is named: {}", crash.message);
    assert_eq!(fs::read_to_string(folder().join("careless.txt")).unwrap(), crash.input);
    assert_eq!(find(&broken, 7, 3000).unwrap_err(), crash, "the same seed finds the same input");

    let hanging = target("slow", slow, &["slow"]);
    assert!(find(&hanging, 7, 100).unwrap_err().message.starts_with("it took 2"));
}

#[test]
fn no_mutation_loses_a_character_boundary() {
    let mut random = Random::new(1);
    let others = ["é€𝄞".to_owned(), String::new()];
    for _ in 0..5000 {
        let changed = mutate("é€𝄞 && \u{202e}x", &others, &mut random);
        assert!(changed.is_char_boundary(changed.len()));
    }
}

#[test]
fn choices_are_even_and_follow_from_the_seed() {
    let draw = |seed| {
        let mut random = Random::new(seed);
        (0..6000).map(|_| random.below(6)).collect::<Vec<_>>()
    };
    assert_eq!(draw(3), draw(3));
    assert_ne!(draw(3), draw(4));
    for face in 0..6 {
        let count = draw(3).iter().filter(|&&drawn| drawn == face).count();
        assert!((850..1150).contains(&count), "{face}: {count}");
    }
    assert_eq!(Random::new(0).below(0), 0);
    assert_eq!(Random::new(0).choose::<u8>(&[]), None);
}
