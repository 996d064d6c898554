//! Reading `situations.toml`: the situations in which an entrepreneur can be, and the first step that goes with each.

use std::collections::HashSet;
use std::sync::Arc;

use schakel_criteria::Type;

use crate::load::PackFiles;
use crate::load::files::{SITUATIONS, document};
use crate::load::rules::checked;
use crate::pack::{FirstStep, Pack, Situation};
use crate::reader::{Notes, Reader};
use crate::source::{Id, SourceRef};

/// Reads the situations, when the pack has any.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    let Some((path, text)) = files.get_key_value(SITUATIONS) else { return };
    document(path, text, notes, |reader| {
        let source = reader.source("source");
        let mut seen = HashSet::new();
        let mut situations = Vec::new();
        for entry in reader.tables("situation") {
            let situation = read_situation(&entry, source.as_ref(), pack);
            entry.finish();
            let Some(situation) = situation else { continue };
            if !seen.insert(Id::clone(&situation.id)) {
                entry.error(entry.span(), format!("situation `{}` is there twice", situation.id));
                continue;
            }
            situations.push(situation);
        }
        reader.finish();
        pack.situations = situations;
    });
}

fn read_situation(entry: &Reader<'_>, source: Option<&SourceRef>, pack: &Pack) -> Option<Situation> {
    let id = entry.required_text("id");
    let name = entry.required_bilingual("name", "name_en");
    let text = entry.required_bilingual("text", "text_en");
    let advice = entry.required_bilingual("advice", "advice_en");
    let first = entry.required_name("first_step", &FirstStep::ALL.map(FirstStep::name));
    let rule = entry.required_text("rule");
    let own_source = entry.source("source");
    if own_source.is_none() && source.is_none() {
        entry.error(entry.span(), "a situation needs a `source`, or the file needs one");
    }
    let rule = checked(&rule?, &Type::Bool, entry, pack);
    let first = first.and_then(|first| FirstStep::ALL.into_iter().find(|it| it.name() == first.value));
    Some(Situation {
        id: Arc::from(id?.value),
        name: name?,
        text: text?,
        advice: advice?,
        rule: rule?,
        first_step: first?,
        source: own_source.or_else(|| source.cloned())?,
    })
}
