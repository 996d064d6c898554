//! Reading rules: an expression in the file becomes a checked expression, or messages at its words.

use schakel_criteria::{Expression, Type, Vocabulary, check_expression};

use crate::diagnostic::Diagnostic;
use crate::pack::Pack;
use crate::reader::{Reader, Text};

/// Checks a rule that must give `wanted`; every mistake is reported at the offending words of the file.
pub(super) fn checked(rule: &Text, wanted: &Type, entry: &Reader<'_>, pack: &Pack) -> Option<Expression> {
    checked_with(rule, wanted, entry, &pack.vocabulary)
}

/// The same for a rule that has names of its own.
pub(super) fn checked_with(
    rule: &Text,
    wanted: &Type,
    entry: &Reader<'_>,
    vocabulary: &Vocabulary,
) -> Option<Expression> {
    match check_expression(&rule.value, vocabulary, wanted) {
        Ok(expression) => Some(expression),
        Err(mistakes) => {
            for mistake in mistakes {
                let span = rule.part(mistake.span.start..mistake.span.end);
                let diagnostic = Diagnostic::error(entry.path(), span, mistake.to_string());
                entry.report(match mistake.help() {
                    Some(help) => diagnostic.help(help),
                    None => diagnostic,
                });
            }
            None
        }
    }
}
