//! Cases: kept whole, with the columns that lists are made of.

use schakel_casework::{
    Actor, Case, CaseId, Channel, Command, ContactMoment, Directory, Effect, FirmRef, Locality, Moment, Need, Origin,
    Outcome, Policy, Profile, Question, Receivers, ReferralNumber, Service, Staffing, TextRef, Visibility, decide,
    open,
};
use schakel_store::Store;
use schakel_store::tables::absences;
use schakel_store::tables::cases::{self, InboxLine, InboxSize, InboxView, Part, state_name};
use schakel_time::{Date, DateTime, add_days};

use crate::databases::{must_read, must_write, on_each};
use crate::shared::{code, day, noon, organisation};

const MONDAY: &str = "2017-05-08";

/// The front door `loket`, and the advisers `a` and `b`.
struct Region {
    directory: Directory,
    policy: Policy,
    staffing: Staffing,
}

impl Region {
    fn new() -> Self {
        let place = code("GM0193");
        let mut directory = Directory::new(organisation("loket"));
        let around = vec![place.clone()];
        directory.place(place, Locality { front_door: Some(organisation("loket")), around, ..Locality::default() });
        for adviser in ["a", "b"] {
            let services = [code("advice")].into();
            directory.describe(Profile { services, ..Profile::new(organisation(adviser)) });
        }
        Region { directory, policy: Policy::default(), staffing: Staffing::default() }
    }

    fn moment(&self, now: DateTime) -> Moment<'_> {
        Moment { now, policy: &self.policy, directory: &self.directory, staffing: &self.staffing }
    }

    fn asked(&self, id: u64, firm: u64, at: DateTime) -> Case {
        let question = Question {
            case: CaseId(id),
            firm: FirmRef(firm),
            text: TextRef(id),
            origin: Origin::QuestionBox,
            asked_at: at,
            need: Need { service: Some(code("advice")), municipality: Some(code("GM0193")), ..Need::default() },
            visibility: Visibility::Ordinary,
        };
        open(&question, Actor::Entrepreneur(FirmRef(firm)), &self.moment(at)).unwrap().case
    }

    fn after(&self, case: &Case, command: &Command, by: &str, at: DateTime) -> Case {
        let by = Actor::Organisation { organisation: organisation(by), person: None };
        decide(case, command, by, &self.moment(at)).unwrap().case
    }

    /// Referred to one adviser, whom it answers with the case.
    fn referred(&self, case: &Case, at: DateTime) -> (Case, String) {
        let case = self.after(case, &Command::Refer { to: Receivers::Best(1), summary: None }, "loket", at);
        let receiver = case.referrals[0].receiver.to_string();
        (case, receiver)
    }
}

fn keep(store: &Store, case: &Case) {
    let case = case.clone();
    must_write(store, move |it| cases::keep(it, &case));
}

fn inbox(store: &Store, owner: &str, view: InboxView) -> Vec<InboxLine> {
    must_read(store, |it| cases::inbox(it, &organisation(owner), view, 0, 50))
}

fn lines(store: &Store, owner: &str, view: InboxView) -> Vec<(u64, Part, Option<Date>)> {
    inbox(store, owner, view).into_iter().map(|line| (line.case.id.0, line.part, line.due)).collect()
}

#[test]
fn a_case_comes_back_as_it_stood_and_its_number_is_the_next() {
    on_each(|store| {
        let region = Region::new();
        assert_eq!(must_write(store, cases::next_case), CaseId(1));
        let case = region.asked(1, 7, noon(MONDAY));
        keep(store, &case);
        assert_eq!(must_write(store, cases::next_case), CaseId(2));
        assert_eq!(must_read(store, |it| cases::read(it, CaseId(1))), Some(case.clone()));
        assert_eq!(must_read(store, |it| cases::read(it, CaseId(2))), None);
        let (case, _) = region.referred(&case, noon(MONDAY));
        keep(store, &case);
        assert_eq!(must_read(store, |it| cases::read(it, CaseId(1))), Some(case));
    });
}

/// The inbox follows the case: who is responsible, who is asked, who helps, who had it.
#[test]
fn the_inbox_follows_the_case() {
    on_each(|store| {
        let region = Region::new();
        let case = region.asked(1, 7, noon(MONDAY));
        keep(store, &case);
        let due = case.open().unwrap().due;
        assert_eq!(lines(store, "loket", InboxView::Due), [(1, Part::Responsible, Some(due))]);
        let (case, receiver) = region.referred(&case, noon(MONDAY));
        keep(store, &case);
        let asked = lines(store, &receiver, InboxView::Due);
        assert!(matches!(asked.as_slice(), [(1, Part::Asked, Some(_))]), "{asked:?}");
        let accept = Command::Accept { referral: ReferralNumber(1), person: None };
        let case = region.after(&case, &accept, &receiver, noon("2017-05-09"));
        keep(store, &case);
        let helping = lines(store, &receiver, InboxView::Due);
        assert!(matches!(helping.as_slice(), [(1, Part::Responsible | Part::Helping, Some(_))]), "{helping:?}");
        let owner = case.open().unwrap().responsible.to_string();
        let call = ContactMoment { service: Service::Helpdesk, channel: Channel::Telephone, effect: Effect::Guided };
        let case = region.after(&case, &Command::Contact(call), &owner, noon("2017-05-10"));
        let case = region.after(&case, &Command::End(Outcome::Helped), &owner, noon("2017-05-10"));
        keep(store, &case);
        assert_eq!(state_name(&case), "ended");
        for owner in ["loket", receiver.as_str()] {
            assert_eq!(lines(store, owner, InboxView::Due), [], "{owner}");
            assert!(matches!(lines(store, owner, InboxView::Past).as_slice(), [(1, _, None)]), "{owner}");
        }
        let other = if receiver == "a" { "b" } else { "a" };
        assert_eq!(lines(store, other, InboxView::Past), [], "who has nothing to do with it");
    });
}

#[test]
fn lists_are_in_the_order_of_what_is_due() {
    on_each(|store| {
        let region = Region::new();
        let days = [4u32, 0, 9, 2];
        let cases: Vec<Case> = (1u64..)
            .zip(days)
            .map(|(id, days)| region.asked(id, id % 2, add_days(day(MONDAY), days).at(12, 0, 0, 0)))
            .collect();
        cases.iter().for_each(|case| keep(store, case));
        let due: Vec<u64> = inbox(store, "loket", InboxView::Due).iter().map(|line| line.case.id.0).collect();
        let mut expected: Vec<(Date, u64)> = cases.iter().map(|it| (it.open().unwrap().due, it.id.0)).collect();
        expected.sort_unstable();
        assert_eq!(due, expected.iter().map(|(_, id)| *id).collect::<Vec<_>>());
        let far = add_days(day(MONDAY), 365);
        let open = must_read(store, |it| cases::open_cases(it, far, 50));
        assert_eq!(open.iter().map(|it| it.id.0).collect::<Vec<_>>(), due);
        assert_eq!(must_read(store, |it| cases::open_cases(it, far, 2)).len(), 2);
        let overdue = |today: Date| must_read(store, |it| cases::overdue(it, today, 50));
        assert_eq!(overdue(day(MONDAY)), []);
        let first = cases[1].next_date().unwrap();
        assert_eq!(
            (overdue(first), overdue(add_days(first, 1))),
            (vec![], vec![CaseId(2)]),
            "the day itself is in time"
        );
        assert_eq!(overdue(far).len(), 4);
        let size = |today: Date| must_read(store, |it| cases::inbox_size(it, &organisation("loket"), today));
        let late = |size: InboxSize| (size.due, size.late);
        assert_eq!((late(size(day(MONDAY))), late(size(far))), ((4, 0), (4, 4)));
        assert_eq!(must_read(store, |it| cases::inbox_size(it, &organisation("a"), far)).due, 0);
        let of_firm = must_read(store, |it| cases::of_firm(it, FirmRef(0)));
        assert_eq!(of_firm.iter().map(|it| it.id.0).collect::<Vec<_>>(), [4, 2], "the newest first");
        let between = |from: u32, until: u32| {
            let (from, until) = (add_days(day(MONDAY), from), add_days(day(MONDAY), until));
            must_read(store, |it| cases::asked_between(it, from, until)).len()
        };
        assert_eq!([between(0, 4), between(0, 5), between(1, 3), between(9, 10)], [2, 3, 1, 1]);
    });
}

#[test]
fn what_is_in_hand_is_counted() {
    on_each(|store| {
        let region = Region::new();
        for id in 1..=3 {
            let (case, receiver) = region.referred(&region.asked(id, id, noon(MONDAY)), noon(MONDAY));
            let accept = Command::Accept { referral: ReferralNumber(1), person: None };
            keep(store, &region.after(&case, &accept, &receiver, noon("2017-05-09")));
        }
        let staffing = must_read(store, |it| absences::staffing(it, day(MONDAY)));
        let in_hand = ["loket", "a", "b"].map(|it| staffing.load(&organisation(it), 30).in_hand);
        assert_eq!(in_hand.iter().sum::<u32>(), 3, "{in_hand:?}");
    });
}
