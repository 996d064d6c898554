//! An invented region: municipalities, front doors, organisations with their habits, and a process director, none or two.

use std::collections::{BTreeMap, BTreeSet};

use schakel_casework::{Code, Directory, Locality, OrganisationId, Profile, Staffing};
use schakel_time::{Date, Period, add_working_days};

use super::random::Random;

/// What an organisation does with a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// Answers within a day.
    Prompt,
    /// Answers, mostly after the date.
    Late,
    /// Refuses most of what comes.
    Refuses,
    /// Never answers.
    Silent,
    /// Answers until it is no longer there, and nobody tells.
    Disappears(Date),
}

/// The region.
pub struct World {
    pub directory: Directory,
    pub staffing: Staffing,
    pub municipalities: Vec<Code>,
    pub organisations: Vec<OrganisationId>,
    habits: BTreeMap<OrganisationId, Habit>,
    leaves: BTreeMap<OrganisationId, Vec<Period>>,
}

pub const SERVICES: [&str; 3] = ["innovation-advice", "funding", "training"];
pub const THEMES: [&str; 3] = ["htsm", "agri-food", "energy"];

pub fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub fn organisation(text: &str) -> OrganisationId {
    OrganisationId::new(text).unwrap()
}

impl World {
    /// A region with so many receiving organisations.
    pub fn new(receivers: usize, days: &[Date], random: &mut Random) -> Self {
        let mut world = Self {
            directory: Directory::new(organisation("desk")),
            staffing: Staffing::default(),
            municipalities: Vec::new(),
            organisations: Vec::new(),
            habits: BTreeMap::new(),
            leaves: BTreeMap::new(),
        };
        world.add_municipalities();
        for number in 0..receivers {
            let id = organisation(&format!("receiver-{number}"));
            world.directory.describe(profile(&id, random));
            let habit = habit(days, random);
            world.add_organisation(id, habit, days, random);
        }
        for door in ["desk", "door-0", "door-1", "door-2", "door-3", "director-0", "director-1"] {
            let habit = if door == "door-3" { Habit::Silent } else { Habit::Prompt };
            world.add_organisation(organisation(door), habit, days, random);
        }
        world
    }

    /// What an organisation does.
    pub fn habit(&self, id: &OrganisationId) -> Habit {
        self.habits.get(id).copied().unwrap_or(Habit::Prompt)
    }

    /// Whether the organisation is really there on a day.
    pub fn is_present(&self, id: &OrganisationId, on: Date) -> bool {
        let gone = matches!(self.habit(id), Habit::Disappears(from) if from <= on);
        !gone && !self.leaves.get(id).is_some_and(|leaves| leaves.iter().any(|it| it.contains(on)))
    }

    /// Twelve municipalities in three parts of the country: with one process director, with none, with two. The last
    /// municipality of each has no front door.
    fn add_municipalities(&mut self) {
        let directors = [vec!["director-0"], vec![], vec!["director-0", "director-1"]];
        for (part, directors) in directors.iter().enumerate() {
            for number in 0..4 {
                let municipality = code(&format!("GM{part}{number}"));
                let door = (number < 3).then(|| organisation(&format!("door-{}", (part + number) % 4)));
                self.directory.place(
                    municipality.clone(),
                    Locality {
                        around: vec![municipality.clone(), code(&format!("part-{part}")), code("NL")],
                        front_door: door,
                        directors: directors.iter().map(|it| organisation(it)).collect(),
                        position: Some((52_000 + 100 * part as i64, 6_000 + 100 * number as i64)),
                    },
                );
                self.municipalities.push(municipality);
            }
        }
    }

    /// Most leaves are announced; some are not.
    fn add_organisation(&mut self, id: OrganisationId, habit: Habit, days: &[Date], random: &mut Random) {
        for _ in 0..days.len() / 180 {
            let start = *random.one_of(days);
            let end = add_working_days(start, 1 + u32::try_from(random.below(15)).unwrap());
            let leave = Period::new(Some(start), Some(end.tomorrow().unwrap())).unwrap();
            self.leaves.entry(id.clone()).or_default().push(leave);
            if random.chance(70) {
                self.staffing.of(&id).absences.push(leave);
            }
        }
        self.habits.insert(id.clone(), habit);
        self.organisations.push(id);
    }
}

fn profile(id: &OrganisationId, random: &mut Random) -> Profile {
    let some = |names: &[&str], random: &mut Random| -> BTreeSet<Code> {
        names.iter().filter(|_| random.chance(60)).map(|it| code(it)).collect()
    };
    Profile {
        services: some(&SERVICES, random),
        areas: some(&["part-0", "part-1", "part-2", "NL"], random),
        themes: random.chance(50).then(|| some(&THEMES, random)),
        employees: random.chance(30).then(|| 0..=u32::try_from(random.below(250)).unwrap()),
        languages: random.chance(40).then(|| some(&["nl", "en"], random)),
        seat: random.chance(50).then(|| code(&format!("GM{}{}", random.below(3), random.below(4)))),
        ..Profile::new(id.clone())
    }
}

fn habit(days: &[Date], random: &mut Random) -> Habit {
    match random.below(10) {
        0..5 => Habit::Prompt,
        5..7 => Habit::Late,
        7 => Habit::Refuses,
        8 => Habit::Silent,
        _ => Habit::Disappears(*random.one_of(days)),
    }
}
