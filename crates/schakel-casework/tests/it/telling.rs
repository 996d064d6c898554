//! Who is told what, once, and nobody else.

use schakel_casework::{Command, Effect, Message, Outcome, Recipient, ReferralNumber};

use crate::small_region::{SmallRegion, Story, best, call};

/// What was told since the last time, in short.
fn told(story: &mut Story) -> Vec<String> {
    let short = |message: &Message| {
        let text = format!("{message:?}");
        text.split([' ', '(', '{']).next().unwrap_or_default().to_owned()
    };
    let name = |to: &Recipient| match to {
        Recipient::Firm(_) => "firm".to_owned(),
        Recipient::Organisation(id) => id.to_string(),
    };
    story.told.drain(..).map(|it| format!("{}: {}", name(&it.to), short(&it.message))).collect()
}

#[test]
fn everybody_is_told_what_concerns_them() {
    let mut region = SmallRegion::new();
    region.set_directors(&["director"]);
    let accept = |referral| Command::Accept { referral: ReferralNumber(referral), person: None };
    let mut story = Story::begin(&region, "2017-05-08");
    assert_eq!(told(&mut story), ["firm: Received", "door: NewQuestion"]);
    story.does(&region, "2017-05-08", "door", best(1));
    assert_eq!(told(&mut story), ["a: AskedToTake", "firm: SomebodyAsked"]);
    story.waits(&region, "2017-05-11");
    assert_eq!(told(&mut story), ["a: WentOn", "b: AskedToTake", "firm: SomebodyAsked"]);
    story.does(&region, "2017-05-11", "b", accept(2));
    assert_eq!(told(&mut story), ["firm: Accepted"]);
    story.waits(&region, "2017-05-16");
    assert_eq!(told(&mut story), ["b: Reminder"], "once, though referral and case both wait for b");
    story.waits(&region, "2017-05-19");
    assert_eq!(told(&mut story), ["b: WentOn", "c: AskedToTake", "firm: SomebodyAsked"]);
    story.does(&region, "2017-05-19", "director", Command::Escalate);
    assert_eq!(told(&mut story), ["c: NoLongerNeeded", "director: FindSomebody", "firm: StillSearching"]);
    story.waits(&region, "2017-05-24");
    assert_eq!(told(&mut story), ["director: Reminder"]);
    story.does(&region, "2017-05-24", "director", call(Effect::Guided));
    assert_eq!(told(&mut story), [""; 0]);
    story.does(&region, "2017-05-24", "director", Command::End(Outcome::Helped));
    assert_eq!(told(&mut story), ["firm: Ended"]);
    story.does(&region, "2017-05-29", "entrepreneur", Command::Reopen);
    assert_eq!(told(&mut story), ["door: NotHelped", "firm: Received"]);
}
