//! Windows and terms of a round in words.

use schakel_register::Window;
use schakel_schemes::span_words;
use schakel_time::DateTime;

use crate::pages::parts::{day_in_words, last_day};
use crate::texts::Texts;

/// When one can apply: from which hour, and up to which hour or up to and including which day.
pub fn window_words(window: &Window, texts: Texts) -> String {
    let from = window.from.map(|from| (if is_midnight(from) { "day" } else { "hour" }, from));
    let from =
        from.map(|(kind, from)| texts.with(&format!("round-window-from-{kind}"), "moment", &moment(from, texts)));
    let until = window.until.map(|until| match is_midnight(until) {
        true => texts.with("round-window-to-day", "moment", &day_in_words(last_day(until), texts.language())),
        false => texts.with("round-window-to-hour", "moment", &moment(until, texts)),
    });
    let always = window.continuous.then(|| texts.get("round-window-always"));
    let gone =
        window.exhausted_on.map(|day| texts.with("round-window-gone", "day", &day_in_words(day, texts.language())));
    let parts: Vec<String> = [from, until].into_iter().flatten().collect();
    let span = (!parts.is_empty()).then(|| parts.join(" "));
    let all: Vec<String> = [always, span, gone].into_iter().flatten().collect();
    all.join(", ")
}

/// A number of days, weeks or months.
pub fn span(span: schakel_register::SpanOfTime, texts: Texts) -> String {
    span_words(span, texts.language())
}

/// A moment with its hour, when that is not midnight.
fn moment(moment: DateTime, texts: Texts) -> String {
    let day = day_in_words(moment.date(), texts.language());
    if is_midnight(moment) {
        return day;
    }
    let time = format!("{}:{:02}", moment.hour(), moment.minute());
    texts.with_all("round-moment", &[("day", day.into()), ("time", time.into())])
}

fn is_midnight(moment: DateTime) -> bool {
    (moment.hour(), moment.minute(), moment.second()) == (0, 0, 0)
}
