//! `schakel index`: makes the vectors of a pack's texts and keeps them beside the texts, because making them all takes
//! minutes. What a vector is lives in `schakel-search`.

use schakel_search::passage_texts;
use schakel_web::sentence_model;

use crate::arguments::Index;
use crate::commands::{CommandError, Outcome, usable_pack};
use crate::files::{read_vectors, write_vectors};
use crate::printer::Printer;

/// Makes the vectors that are missing, leaves out those of texts that are gone, and writes the file.
pub fn run(index: &Index, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = usable_pack(&index.pack, printer)?;
    let model = sentence_model().ok_or_else(|| {
        CommandError::refused("this build has no sentence model, so there is nothing to make vectors with")
            .help("install Python 3 with pip, connect to the network and build again")
    })?;
    let before = read_vectors(&index.pack)?;
    let after = before.renewed(&passage_texts(&pack), &model);
    let path = write_vectors(&index.pack, &after)?;
    let made = after.count_beyond(&before);
    printer.line(&format!("{}: {} vectors, {made} of them new", path.display(), after.count()));
    Ok(Outcome::Good)
}
