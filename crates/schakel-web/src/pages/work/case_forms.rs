//! The forms on the page of a case: only those that this organisation can use now, the one that is most needed open.

use schakel_casework::{Case, CaseState, OrganisationId, Referral};
use schakel_identity::Permission;
use schakel_register::{Openness, on_day};
use schakel_time::add_working_days;

use crate::caller::Staff;
use crate::pages::frame::Visit;
use crate::pages::parts::municipality_choices;
use crate::pages::work::case_page::{CaseSeen, has_consent};
use crate::pages::work::forms::{FormView, KEY_FIELD};
use crate::pages::work::{draw, words};

/// What can be done with a case.
#[derive(Default)]
pub struct Actions {
    /// Whom to ask, with why.
    pub refer: Option<ReferView>,
    /// All other forms.
    pub forms: Vec<FormView>,
}

/// Asking others in three clicks.
pub struct ReferView {
    /// The form without its receivers.
    pub form: FormView,
    /// Who can be asked, best first.
    pub receivers: Vec<ReceiverView>,
    /// Others who can be asked, after the best.
    pub more: Vec<ReceiverView>,
    /// Who cannot, and why.
    pub passed_over: Vec<(String, String)>,
}

/// Somebody who can be asked.
pub struct ReceiverView {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Why this one.
    pub reasons: Vec<String>,
    /// Whether the entrepreneur consented to sharing with it.
    pub has_consent: bool,
    /// Whether it is chosen.
    pub is_chosen: bool,
}

/// Receivers that are shown at once.
const RECEIVERS_SHOWN: usize = 5;

/// The forms that this organisation can use now.
pub fn actions(visit: &Visit, staff: &Staff, seen: &CaseSeen, sent_back: Option<FormView>) -> Actions {
    if !staff.may(Permission::ActOnCases) {
        return Actions::default();
    }
    let forms = Forms { visit, staff, seen, case: &seen.sheet.case };
    let mut found = forms.all();
    if let Some(form) = found.iter_mut().find(|it| Some(&it.id) == sent_back.as_ref().map(|it| &it.id))
        && let Some(sent) = &sent_back
    {
        *form = FormView { hidden: form.hidden.clone(), ..sent.clone() };
    }
    if sent_back.is_none()
        && let Some(first) = found.iter_mut().find(|it| it.id == "accept")
    {
        first.is_open = true;
    }
    let place = found.iter().position(|it| it.id == "refer");
    let refer = place.map(|place| forms.refer_view(found.remove(place)));
    Actions { refer, forms: found }
}

/// The form of a name as it stands, to be filled in with what was sent.
pub fn form(visit: &Visit, staff: &Staff, seen: &CaseSeen, id: &str) -> Option<FormView> {
    let forms = Forms { visit, staff, seen, case: &seen.sheet.case };
    forms.all().into_iter().find(|it| it.id == id)
}

struct Forms<'a> {
    visit: &'a Visit,
    staff: &'a Staff,
    seen: &'a CaseSeen,
    case: &'a Case,
}

type Options = Vec<(String, String)>;

impl Forms<'_> {
    fn all(&self) -> Vec<FormView> {
        let own = |it: &&Referral| it.receiver == self.staff.organisation;
        let waiting = self.case.referrals.iter().filter(own).find(|it| it.is_waiting() || it.is_silent());
        let accepted = self.case.referrals.iter().filter(own).find(|it| it.is_accepted());
        let open = self.case.open();
        let responsible = open.is_some_and(|it| it.responsible == self.staff.organisation);
        let waits = open.is_some() && waiting.is_some();
        let helps = responsible || accepted.is_some();
        let records = helps || self.case.door.organisation == self.staff.organisation;
        let can_plan = open.is_some_and(|it| matches!(it.state, CaseState::InHand | CaseState::Escalated));
        let can_escalate = responsible && open.is_some_and(|it| it.state != CaseState::Escalated);
        let forms = [
            waits.then(|| waiting.map(|it| self.bare("accept").with_hidden("verwijzing", it.number))).flatten(),
            waits.then(|| waiting.map(|it| self.refuse(it))).flatten(),
            (open.is_some() && helps).then(|| self.contact()),
            responsible.then(|| self.refer()),
            (responsible && can_plan).then(|| self.plan()),
            responsible.then(|| self.end()),
            (!responsible).then(|| accepted.map(|it| self.close(it))).flatten(),
            (open.is_some() && helps).then(|| self.bare("message").with("area", "bericht", "", self.visit)),
            can_escalate.then(|| self.bare("escalate")),
            records.then(|| self.clarify()),
            records.then(|| self.profile()),
            records.then(|| self.phase()),
            records.then(|| self.support()),
            (records && open.is_some() && !self.seen.siblings.is_empty()).then(|| self.join()),
            (records && self.case.lead().is_some()).then(|| self.bare("separate")),
        ];
        forms.into_iter().flatten().collect()
    }

    fn bare(&self, id: &str) -> FormView {
        let action = crate::pages::work::case_link(self.visit, self.case.id);
        let form = FormView::new(id, &action, self.visit);
        match draw() {
            Ok(key) => form.with_hidden(KEY_FIELD, key.to_text()),
            Err(_) => form,
        }
    }

    fn refuse(&self, referral: &Referral) -> FormView {
        use schakel_casework::RefusalReason::{
            AlreadyHelping, ConflictOfInterest, NoCapacity, OtherArea, OtherLanguage, OtherService, OtherSize,
            OtherTheme, QuestionNotClear,
        };
        let reasons = [
            NoCapacity,
            OtherService,
            OtherTheme,
            OtherArea,
            OtherSize,
            OtherLanguage,
            QuestionNotClear,
            ConflictOfInterest,
            AlreadyHelping,
        ];
        let reasons = reasons.map(|it| (name_of(&it), words(self.visit).refusal_reason(it))).to_vec();
        let others = self.seen.choice.ranked.iter().map(|(id, _)| self.organisation(id)).collect();
        self.bare("refuse")
            .with_hidden("verwijzing", referral.number)
            .choosing("select", "reden", reasons, &[], self.visit)
            .choosing("select", "voorstel", others, &[], self.visit)
    }

    fn contact(&self) -> FormView {
        use schakel_casework::{Channel, Effect};
        let words = words(self.visit);
        let services = SERVICES.map(|(id, it)| (id.to_owned(), words.service(it))).to_vec();
        let channels = [Channel::Telephone, Channel::Digital, Channel::Personal];
        let channels = channels.map(|it| (name_of(&it), words.channel(it))).to_vec();
        let effects = [Effect::Guided, Effect::Reached, Effect::Referred, Effect::Declined, Effect::NotReached];
        let effects = effects.map(|it| (name_of(&it), words.effect(it))).to_vec();
        self.bare("contact")
            .choosing("radio", "dienst", services, &["helpdesk"], self.visit)
            .choosing("radio", "kanaal", channels, &["telephone"], self.visit)
            .choosing("radio", "gevolg", effects, &["guided"], self.visit)
    }

    fn refer(&self) -> FormView {
        self.bare("refer").with(
            "area",
            "samenvatting",
            &self.seen.sheet.summary.clone().unwrap_or_default(),
            self.visit,
        )
    }

    fn refer_view(&self, form: FormView) -> ReferView {
        let words = words(self.visit);
        let today = self.visit.app.today();
        let receiver = |(id, grounds): &(OrganisationId, schakel_casework::Grounds)| ReceiverView {
            id: id.to_string(),
            name: words.organisation(id),
            reasons: words.grounds(grounds, today),
            has_consent: has_consent(self.case, id),
            is_chosen: form.hidden.contains(&("ontvanger".to_owned(), id.to_string())),
        };
        let mut receivers: Vec<ReceiverView> = self.seen.choice.ranked.iter().map(receiver).collect();
        let more = receivers.split_off(receivers.len().min(RECEIVERS_SHOWN));
        let passed = self.seen.choice.passed_over.iter();
        let mut passed_over: Vec<_> = passed.map(|(id, why)| (words.organisation(id), words.exclusion(why))).collect();
        passed_over.sort();
        ReferView { form, receivers, more, passed_over }
    }

    fn plan(&self) -> FormView {
        let soon = add_working_days(self.visit.app.today(), 5).to_string();
        self.bare("plan").with("date", "datum", &soon, self.visit)
    }

    fn end(&self) -> FormView {
        use schakel_casework::{NotHelped, Outcome};
        let outcomes = [
            ("helped", Outcome::Helped),
            ("no-support-exists", Outcome::NotHelped(NotHelped::NoSupportExists)),
            ("conditions-not-met", Outcome::NotHelped(NotHelped::ConditionsNotMet)),
            ("no-room", Outcome::NotHelped(NotHelped::NoRoom)),
            ("outside-region", Outcome::NotHelped(NotHelped::OutsideRegion)),
            ("not-reachable", Outcome::NotReachable),
        ];
        let outcomes = outcomes.map(|(id, it)| (id.to_owned(), words(self.visit).outcome(it))).to_vec();
        self.bare("end").choosing("radio", "uitkomst", outcomes, &[], self.visit)
    }

    fn close(&self, referral: &Referral) -> FormView {
        let texts = self.visit.texts();
        let results = ["helped", "not-helped", "not-reachable"];
        let results = results.map(|it| (it.to_owned(), texts.get(&format!("work-close-{it}")))).to_vec();
        self.bare("close").with_hidden("verwijzing", referral.number).choosing(
            "radio",
            "resultaat",
            results,
            &[],
            self.visit,
        )
    }

    fn clarify(&self) -> FormView {
        let need = &self.case.need;
        let themes: Vec<&str> = need.themes.iter().map(schakel_casework::Code::as_str).collect();
        let municipality = need.municipality.as_ref().map_or("", |it| it.as_str());
        let places = municipality_choices(self.visit.pack(), municipality);
        let places = places.into_iter().map(|it| (it.id, it.name)).collect();
        let employees = need.employees.map(|it| it.to_string()).unwrap_or_default();
        self.bare("clarify")
            .choosing(
                "select",
                "hulp",
                services_needed(self.visit),
                &[need.service.as_ref().map_or("", |it| it.as_str())],
                self.visit,
            )
            .choosing("checks", "themas", self.codes("themes"), &themes, self.visit)
            .choosing("select", "gemeente", places, &[municipality], self.visit)
            .with("number", "werknemers", &employees, self.visit)
    }

    fn profile(&self) -> FormView {
        use schakel_casework::{Segment, Situation};
        let words = words(self.visit);
        let situations = [Situation::NotAware, Situation::NotWilling, Situation::NotAble];
        let situations = situations.map(|it| (name_of(&it), words.situation(it))).to_vec();
        let segments = [Segment::FrontRunner, Segment::Follower].map(|it| (name_of(&it), words.segment(it))).to_vec();
        let situation = self.case.situation.map(|it| name_of(&it)).unwrap_or_default();
        let segment = self.case.segment.map(|it| name_of(&it)).unwrap_or_default();
        self.bare("profile").choosing("radio", "situatie", situations, &[&situation], self.visit).choosing(
            "radio",
            "segment",
            segments,
            &[&segment],
            self.visit,
        )
    }

    fn phase(&self) -> FormView {
        self.bare("phase").choosing("select", "fase", self.codes("phases"), &[], self.visit).choosing(
            "select",
            "ondersteuning",
            self.support_choices(),
            &[],
            self.visit,
        )
    }

    fn support(&self) -> FormView {
        use schakel_casework::SupportKind;
        let kinds = [SupportKind::Guidance, SupportKind::Financial];
        let kinds = kinds.map(|it| (name_of(&it), words(self.visit).support_kind(it))).to_vec();
        self.bare("support")
            .choosing("select", "ondersteuning", self.support_choices(), &[], self.visit)
            .choosing("radio", "soort", kinds, &["guidance"], self.visit)
            .with("number", "bedrag", "", self.visit)
    }

    fn join(&self) -> FormView {
        let name = |id: &schakel_casework::CaseId| self.visit.texts().with("work-case-number", "case", &id.to_string());
        let others = self.seen.siblings.iter().map(|it| (it.to_string(), name(it))).collect();
        self.bare("join").choosing("radio", "zaak", others, &[], self.visit)
    }

    fn codes(&self, list: &str) -> Options {
        let codes = self.visit.pack().codes(list).iter();
        codes.map(|it| (it.id.to_string(), it.name.get(self.visit.language).to_owned())).collect()
    }

    fn organisation(&self, id: &OrganisationId) -> (String, String) {
        (id.to_string(), words(self.visit).organisation(id))
    }

    /// Support that is not over, by name.
    fn support_choices(&self) -> Options {
        let pack = self.visit.pack();
        let moment = self.visit.app.moment(None);
        let open = |it: &&schakel_register::Support| {
            !matches!(on_day(it, moment, pack).openness, Openness::Closed { .. } | Openness::Exhausted { .. })
        };
        let found = pack.support.values().filter(open);
        let mut found: Options =
            found.map(|it| (it.id.to_string(), it.name.get(self.visit.language).to_owned())).collect();
        found.sort_by(|left, right| left.1.cmp(&right.1));
        found
    }
}

/// What a receiver must be able to do: the roles that an organisation of the pack has, by name.
pub fn services_needed(visit: &Visit) -> Options {
    let pack = visit.pack();
    let anybody = |role: &str| pack.organisations.values().any(|it| it.roles.iter().any(|own| &**own == role));
    let codes = pack.codes("roles").iter().filter(|it| anybody(&it.id));
    codes.map(|it| (it.id.to_string(), it.name.get(visit.language).to_owned())).collect()
}

/// The services of a contact, as the form names them.
pub const SERVICES: [(&str, schakel_casework::Service); 5] = {
    use schakel_casework::Mode::{Collective, Individual};
    use schakel_casework::Service::{Activation, Helpdesk, Information};
    [
        ("helpdesk", Helpdesk),
        ("information-individual", Information(Individual)),
        ("information-collective", Information(Collective)),
        ("activation-individual", Activation(Individual)),
        ("activation-collective", Activation(Collective)),
    ]
};

/// The name of a value, as a form has it.
pub fn name_of(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}
