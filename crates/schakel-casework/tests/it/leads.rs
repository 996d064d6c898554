//! Leads between organisations: an answer before a date, both directions counted.

use schakel_casework::{
    Lead, LeadCommand, LeadEvent, LeadId, LeadOutcome, LeadState, Place, Policy, Refusal, apply_lead, decide_lead,
    lead_flows, send_lead,
};

use crate::small_region::{code, day, org};

fn sent(id: u64, sender: &str, receiver: &str) -> Lead {
    let now = day("2017-05-08").at(12, 0, 0, 0);
    let event = send_lead(LeadId(id), (&org(sender), &org(receiver)), code("htsm"), now, &Policy::default());
    apply_lead(None, &event).unwrap()
}

fn decide(lead: &Lead, command: LeadCommand, by: Option<&str>, on: &str) -> Result<Lead, Refusal> {
    let now = day(on).at(12, 0, 0, 0);
    let by = by.map(org);
    let event = decide_lead(lead, command, by.as_ref(), now, &Policy::default())?;
    let json = serde_json::to_string(&event).unwrap();
    let again: LeadEvent = serde_json::from_str(&json).unwrap();
    Ok(apply_lead(Some(lead.clone()), &again).unwrap())
}

#[test]
fn sys_e04_a_lead_has_a_sender_a_receiver_a_state_and_a_date() {
    let lead = sent(1, "rom", "tki");
    let standing = lead.course.standing().unwrap();
    assert_eq!((&standing.responsible, standing.due), (&org("tki"), day("2017-05-10")));
    assert!(decide(&lead, LeadCommand::TakeUp, Some("rom"), "2017-05-09").is_err(), "the sender does not answer");
    assert!(decide(&lead, LeadCommand::TakeUp, Some("stranger"), "2017-05-09").is_err());
    assert!(decide(&lead, LeadCommand::Overdue, None, "2017-05-10").is_err(), "the day itself still counts");
    let taken = decide(&lead, LeadCommand::TakeUp, Some("tki"), "2017-05-09").unwrap();
    assert_eq!(taken.course.place(), Place::Open(LeadState::TakenUp));
    let done = decide(&taken, LeadCommand::Conclude { partnership: true }, Some("tki"), "2017-06-09").unwrap();
    assert_eq!(done.course.outcome(), Some(&LeadOutcome::Partnership));
    assert!(decide(&done, LeadCommand::TakeBack, Some("rom"), "2017-06-10").is_err(), "it is over");
}

#[test]
fn sys_e04_both_directions_are_counted_and_leads_without_answer_are_listed() {
    let silent = sent(1, "rom", "tki");
    let reminded = decide(&sent(2, "rom", "tki"), LeadCommand::Overdue, None, "2017-05-11").unwrap();
    let declined = decide(&sent(3, "rom", "tki"), LeadCommand::Decline, Some("tki"), "2017-05-09").unwrap();
    let back = decide(&sent(4, "tki", "rom"), LeadCommand::TakeUp, Some("rom"), "2017-05-09").unwrap();
    let flows = lead_flows([&silent, &reminded, &declined, &back], day("2017-05-11"));
    let there = &flows[&(org("rom"), org("tki"))];
    assert_eq!((there.sent, there.taken_up), (3, 0));
    assert_eq!(there.unanswered, [LeadId(1), LeadId(2)]);
    assert_eq!(flows[&(org("tki"), org("rom"))].taken_up, 1);
    assert!(lead_flows([&silent], day("2017-05-10"))[&(org("rom"), org("tki"))].unanswered.is_empty());
}
