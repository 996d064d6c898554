//! Diagnostics of a pack: what is wrong, in which file, at which words, and what to do. Rendering draws the words of
//! the file with an underline; deciding what is wrong lives with the readers and checks.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

/// How serious it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The pack cannot be trusted until this is repaired; the record or the part is left out.
    Error,
    /// Almost certainly a mistake, but the pack still says something definite.
    Warning,
    /// Not a mistake in the pack: something the pack shows about the support system itself.
    Finding,
}

/// One message about one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How serious it is.
    pub severity: Severity,
    /// The file, relative to the pack.
    pub file: Arc<str>,
    /// The offending bytes of the file; absent when the file as a whole is meant.
    pub span: Option<Range<usize>>,
    /// What is wrong: lower case, no full stop, words of the user in backticks.
    pub title: String,
    /// A few words under the underline; may be empty.
    pub label: String,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error at a place in a file.
    pub(crate) fn error(file: &Arc<str>, span: Range<usize>, title: impl Into<String>) -> Self {
        Diagnostic::new(Severity::Error, file, Some(span), title)
    }

    /// An error of a file as a whole, which may not exist.
    pub(crate) fn file_error(file: &Arc<str>, title: impl Into<String>) -> Self {
        Diagnostic::new(Severity::Error, file, None, title)
    }

    /// A warning at a place in a file.
    pub(crate) fn warning(file: &Arc<str>, span: Range<usize>, title: impl Into<String>) -> Self {
        Diagnostic::new(Severity::Warning, file, Some(span), title)
    }

    /// A warning about a file as a whole.
    pub fn file_warning(file: &Arc<str>, title: impl Into<String>) -> Self {
        Diagnostic::new(Severity::Warning, file, None, title)
    }

    /// An error in what a part of a file says, found outside the register.
    pub fn error_at(file: &Arc<str>, span: Range<usize>, title: impl Into<String>) -> Self {
        Diagnostic::error(file, span, title)
    }

    /// A finding about the support system, shown at the file it follows from.
    pub fn finding(file: &Arc<str>, title: impl Into<String>) -> Self {
        Diagnostic::new(Severity::Finding, file, None, title)
    }

    fn new(severity: Severity, file: &Arc<str>, span: Option<Range<usize>>, title: impl Into<String>) -> Self {
        Diagnostic { severity, file: Arc::clone(file), span, title: title.into(), label: String::new(), help: None }
    }

    /// The same with words under the underline.
    #[must_use]
    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The order in which diagnostics are shown: by file, then by place.
    pub fn order(&self, other: &Diagnostic) -> std::cmp::Ordering {
        let start = |it: &Diagnostic| it.span.as_ref().map(|span| span.start);
        let place = self.file.cmp(&other.file).then_with(|| start(self).cmp(&start(other)));
        place.then_with(|| self.severity.cmp(&other.severity)).then_with(|| self.title.cmp(&other.title))
    }

    /// Line and column (both from 1, in characters) of the first offending character.
    pub fn line_and_column(&self, text: &str) -> (usize, usize) {
        let start = self.span.as_ref().map_or(0, |span| span.start).min(text.len());
        let before = text.get(..start).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        (line, column)
    }
}

/// Draws a diagnostic with the offending line of its file. `colour` adds terminal colours.
pub fn render(diagnostic: &Diagnostic, files: &BTreeMap<Arc<str>, String>, colour: bool) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Finding => Level::NOTE.with_name("finding"),
    };
    let title = level.primary_title(diagnostic.title.as_str());
    let text = files.get(&diagnostic.file).map_or("", String::as_str);
    let place = diagnostic.span.clone().filter(|span| text.get(span.clone()).is_some());
    let mut group: Group<'_> = match place {
        Some(span) => {
            let annotation = AnnotationKind::Primary.span(span);
            let annotation =
                if diagnostic.label.is_empty() { annotation } else { annotation.label(diagnostic.label.as_str()) };
            title.element(Snippet::source(text).path(&*diagnostic.file).annotation(annotation))
        }
        None => title.element(Origin::path(&*diagnostic.file)),
    };
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}
