//! Findings about agreements, topics and advice.

use schakel_register::Agreement;
use schakel_time::{dutch_date, english_date};

use crate::agreement::{
    AgreementFilter, AgreementOnDay, Standing, agreements_on, parties_without_task, sides, topics_in_order,
};
use crate::finding::{Look, SubjectKind, SystemFinding, names};
use crate::recommendation::{is_unanswered, recommendations_in_order};

impl<'a> Look<'a, '_> {
    pub(super) fn without_owner(&self) -> Vec<SystemFinding<'a>> {
        self.of_agreements(|it| {
            it.agreement.owners.is_empty().then(|| {
                let name = &it.agreement.name;
                (
                    format!("geen bron zegt wie zorgt voor “{}”", name.nl),
                    format!("no source says who answers for “{}”", name.en),
                )
            })
        })
    }

    pub(super) fn without_task(&self) -> Vec<SystemFinding<'a>> {
        self.of_agreements(|it| {
            let silent = parties_without_task(it.agreement);
            (!silent.is_empty()).then(|| {
                let (name, who) = (&it.agreement.name, names(silent.into_iter(), self.pack));
                (
                    format!("“{}”: geen bron zegt wat dit doet: {}", name.nl, who.nl),
                    format!("“{}”: no source says what this party does: {}", name.en, who.en),
                )
            })
        })
    }

    pub(super) fn without_term(&self) -> Vec<SystemFinding<'a>> {
        self.of_agreements(|it| {
            let done = it.standing == Standing::Done;
            (it.agreement.due.is_none() && !done).then(|| {
                let name = &it.agreement.name;
                (format!("“{}” heeft geen termijn", name.nl), format!("“{}” has no term", name.en))
            })
        })
    }

    pub(super) fn overdue(&self) -> Vec<SystemFinding<'a>> {
        self.of_agreements(|it| {
            let Standing::Overdue { since } = it.standing else { return None };
            let name = &it.agreement.name;
            Some((
                format!("“{}” is te laat sinds {}", name.nl, dutch_date(since)),
                format!("“{}” is overdue since {}", name.en, english_date(since)),
            ))
        })
    }

    pub(super) fn one_sided(&self) -> Vec<SystemFinding<'a>> {
        self.of_agreements(|it| {
            let sides = sides(it.agreement, &self.pack.governance);
            let (dutch, english) = match (sides.state, sides.province, &it.agreement.one_sided) {
                (true, true, _) | (_, _, Some(_)) => return None,
                (false, true, None) => ("van het Rijk", "of the State"),
                (true, false, None) => ("van de provincies", "of the provinces"),
                (false, false, None) => ("van Rijk en provincies", "of State and provinces"),
            };
            let name = &it.agreement.name;
            Some((
                format!("“{}”: er staat niets {dutch}, en niet waarom", name.nl),
                format!("“{}”: nothing {english} is there, nor why", name.en),
            ))
        })
    }

    pub(super) fn without_duo(&self) -> Vec<SystemFinding<'a>> {
        let topics = topics_in_order(self.pack).into_iter().filter(|it| it.duo.is_empty());
        let finding = |topic: &'a schakel_register::Topic| SystemFinding {
            source: Some(topic.source.clone()),
            ..self.finding(
                SubjectKind::Topic,
                &topic.id,
                &topic.file,
                format!("geen bron noemt het duo voor “{}”", topic.name.nl),
                format!("no source names the pair for “{}”", topic.name.en),
            )
        };
        topics.map(finding).collect()
    }

    pub(super) fn unanswered(&self) -> Vec<SystemFinding<'a>> {
        let mut found = Vec::new();
        for advice in recommendations_in_order(self.pack) {
            for part in advice.parts.iter().filter(|it| advice.answered_on <= self.day && is_unanswered(it)) {
                found.push(SystemFinding {
                    source: Some(part.source.clone()),
                    ..self.finding(
                        SubjectKind::Recommendation,
                        &advice.id,
                        &advice.file,
                        format!("aanbeveling {}: geen duidelijk antwoord op “{}”", advice.number, part.asked.nl),
                        format!("recommendation {}: no explicit answer to “{}”", advice.number, part.asked.en),
                    )
                });
            }
        }
        found
    }

    fn of_agreements(&self, wrong: impl Fn(&AgreementOnDay<'a>) -> Option<(String, String)>) -> Vec<SystemFinding<'a>> {
        let known = agreements_on(self.pack, self.day, &AgreementFilter::default());
        let finding = |it: AgreementOnDay<'a>| {
            let (dutch, english) = wrong(&it)?;
            let Agreement { id, file, source, .. } = it.agreement;
            let found = self.finding(SubjectKind::Agreement, id, file, dutch, english);
            Some(SystemFinding { source: Some(source.clone()), ..found })
        };
        known.into_iter().filter_map(finding).collect()
    }
}
