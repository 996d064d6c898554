//! One server with its clients: threads that each do what they are told as fast as they are answered.

use std::io::{Write, stdin, stdout};
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use schakel_casework::{Actor, FirmRef};
use schakel_desk::{GrantDesk, NewForm, RoundTermsOfGrant};
use schakel_schemes::{ApplicationCommand, ApplicationNumber, Seed};

use crate::scene::{self, REQUESTED, SEED, at, executor, round};

/// An application of this server.
struct Own {
    firm: FirmRef,
    number: ApplicationNumber,
}

struct Place {
    desk: GrantDesk,
    since: u64,
    clients: usize,
    firms: Vec<FirmRef>,
}

pub fn run(arguments: &[String]) {
    let numbers: Vec<u64> = arguments[1..].iter().map(|it| it.parse().unwrap()).collect();
    let [since, place, servers, applications, clients] = numbers[..] else { panic!("{arguments:?}") };
    let firms = (1..=applications).filter(|it| it % servers == place).map(FirmRef).collect();
    let desk = scene::desk(&arguments[0], applications);
    let place = Place { desk, since, clients: usize::try_from(clients).unwrap(), firms };
    let mut own: Vec<Own> = Vec::new();
    for order in stdin().lines().map(Result::unwrap) {
        match order.as_str() {
            "commit" => place.commit(),
            "fill" => own = place.fill(),
            "submit" => place.submit(&own),
            "complete" => place.complete(&own),
            "draw" => drop(place.desk.draw(&round(), SEED, executor(), at("2030-03-04", 9)).unwrap()),
            "divide" => drop(place.desk.divide(&round(), executor(), at("2030-03-04", 10)).unwrap()),
            "decide" => place.decide(),
            "stop" => return,
            _ => {}
        }
        println!("done");
        stdout().flush().unwrap();
    }
}

impl Place {
    /// Gives the work to the clients, each the next when it is done with one.
    fn share<T: Sync, A: Send>(&self, work: &[T], act: impl Fn(&T) -> A + Sync) -> Vec<A> {
        let (next, done) = (Mutex::new(0), Mutex::new(Vec::with_capacity(work.len())));
        thread::scope(|scope| {
            for _ in 0..self.clients {
                scope.spawn(|| {
                    loop {
                        let mine = {
                            let mut next = next.lock().unwrap();
                            *next += 1;
                            *next - 1
                        };
                        let Some(item) = work.get(mine) else { return };
                        let answer = act(item);
                        done.lock().unwrap().push(answer);
                    }
                });
            }
        });
        done.into_inner().unwrap()
    }

    fn commit(&self) {
        let commitment = Seed::new(SEED).unwrap().commitment();
        self.desk.publish_commitment(&round(), &commitment, executor(), at("2030-01-15", 9)).unwrap();
    }

    /// Everybody fills in, before the round opens.
    fn fill(&self) -> Vec<Own> {
        let before = at("2030-01-31", 12);
        self.share(&self.firms, |firm| {
            let number = self.desk.start(&round(), *firm, None, before, None).unwrap().number;
            let answers =
                format!(r#"{{"title":"Plan {firm}","plan":"{}"}}"#, "Wij onderzoeken een nieuwe oven. ".repeat(60));
            let form = NewForm { answers, costs: [(*firm, REQUESTED + REQUESTED)].into(), requested: REQUESTED };
            self.desk.save(number, form, Actor::Entrepreneur(*firm), before).unwrap();
            Own { firm: *firm, number }
        })
    }

    /// Everybody hands in; what was acknowledged is told with the time that it took.
    fn submit(&self, own: &[Own]) {
        let receipts = self.share(own, |it| {
            let began = Instant::now();
            let receipt = self.desk.submit(it.number, Actor::Entrepreneur(it.firm), scene::now(self.since)).unwrap();
            (receipt, began.elapsed().as_micros())
        });
        for (receipt, microseconds) in receipts {
            println!("{} {} {microseconds}", receipt.application, receipt.received_at);
        }
    }

    fn complete(&self, own: &[Own]) {
        let later = at("2030-02-02", 9);
        self.share(own, |it| {
            drop(self.desk.handle(it.number, ApplicationCommand::FindComplete, executor(), later).unwrap());
        });
    }

    fn decide(&self) {
        let until = at("2031-06-30", 9).date();
        let terms =
            RoundTermsOfGrant { activities_until: until, year: 2030, obligations: Vec::new(), de_minimis: false };
        let done = self.desk.decide_round(&round(), &terms, &executor(), at("2030-03-04", 11)).unwrap();
        println!("{} granted, {} refused, {} decided by another", done.granted, done.refused, done.passed_over);
    }
}
