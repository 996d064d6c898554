//! Reading `signals.toml`: the signs that a firm is in difficulty, and from when on help is offered.

use std::sync::Arc;

use crate::load::PackFiles;
use crate::load::files::{SIGNALS, document};
use crate::pack::Pack;
use crate::reader::{Notes, Reader, Target};
use crate::signal::{SignalList, SignalSign};

/// Reads the signs, when the pack has any.
pub(super) fn read(files: &PackFiles, notes: &Notes, pack: &mut Pack) {
    let Some((path, text)) = files.get_key_value(SIGNALS) else { return };
    document(path, text, notes, |reader| {
        let threshold = reader.count("threshold");
        if threshold.is_none() {
            reader.error(reader.span(), "say with `threshold` above which weight help is offered");
        }
        let need = reader.required_reference("need", Target::Code("plan"));
        let source = reader.source("source");
        let signs: Vec<SignalSign> = reader.tables("signal").iter().filter_map(read_sign).collect();
        for (place, sign) in signs.iter().enumerate() {
            if signs.iter().take(place).any(|before| before.id == sign.id) {
                reader.error(reader.span(), format!("signal `{}` is there twice", sign.id));
            }
        }
        reader.finish();
        if let (Some(threshold), Some(need)) = (threshold, need) {
            pack.signals = Some(SignalList { threshold, need, signs, source });
        }
    });
}

fn read_sign(entry: &Reader<'_>) -> Option<SignalSign> {
    let (id, text, weight) =
        (entry.required_text("id"), entry.required_bilingual("text", "text_en"), entry.count("weight"));
    if weight.is_none() {
        entry.error(entry.span(), "a signal needs a `weight`: how heavily it counts, for example 1");
    }
    entry.finish();
    Some(SignalSign { id: Arc::from(id?.value), text: text?, weight: weight? })
}
