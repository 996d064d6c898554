//! What reading leaves behind: messages, and names that must turn out to exist when the whole pack has been read.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;

/// What a name in a file must refer to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// An organisation.
    Organisation,
    /// A cited source.
    Source,
    /// A region, province, municipality or country.
    Area,
    /// A province.
    Province,
    /// A municipality.
    Municipality,
    /// A code of this code list.
    Code(&'static str),
    /// An instrument or facility.
    Support,
    /// A family: some instrument or facility must belong to it.
    Family,
    /// A decision about money.
    Decision,
    /// Any record.
    Record,
    /// A topic of agreements.
    Topic,
    /// A figure of a record, `record#figure`.
    Figure,
    /// A round.
    Round,
    /// A core task of the accounts, by its number.
    CoreTask,
    /// A performance of the accounts, by its number.
    Performance,
    /// A figure that follows from others.
    Quantity,
    /// An indicator.
    Indicator,
}

/// A name in a file and what it must refer to.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    /// What it must be.
    pub(crate) target: Target,
    /// The name as written.
    pub(crate) name: Arc<str>,
    /// The file.
    pub(crate) file: Arc<str>,
    /// The bytes of the name.
    pub(crate) span: Range<usize>,
}

/// Messages and names, in the order in which they came up. Readers of tables inside one another share them.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    diagnostics: RefCell<Vec<Diagnostic>>,
    references: RefCell<Vec<Reference>>,
}

impl Notes {
    /// Keeps a message.
    pub(crate) fn report(&self, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push(diagnostic);
    }

    /// Keeps a name, to look up when the whole pack has been read.
    pub(super) fn refer(&self, reference: Reference) {
        self.references.borrow_mut().push(reference);
    }

    /// The messages and the names.
    pub(crate) fn into_parts(self) -> (Vec<Diagnostic>, Vec<Reference>) {
        (self.diagnostics.into_inner(), self.references.into_inner())
    }
}
