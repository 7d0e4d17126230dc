//! `--verbose`: each attempt of a call, as it ends, on standard error.

use std::fmt::{self, Write as _};

use anstyle::Style;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;

use crate::output::{painted, printable, tell};

/// Tells of attempts from now on.
pub(crate) fn tell_of_attempts() {
    let subscriber = Registry::default().with(Attempts);
    // There is no other: this is the program.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

struct Attempts;

/// The fields of a span or an event, by name.
#[derive(Default)]
struct Fields(Vec<(&'static str, String)>);

impl Fields {
    fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(field, _)| *field == name);
        found.map(|(_, value)| value.as_str())
    }
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push((field.name(), format!("{value:?}")));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.push((field.name(), value.to_owned()));
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Attempts {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        if let Some(span) = context.span(id) {
            let mut fields = Fields::default();
            attributes.record(&mut fields);
            span.extensions_mut().insert(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        if event.metadata().target() != "zt_risk_scoring" {
            return;
        }
        let mut attempt = Fields::default();
        event.record(&mut attempt);
        // What is known of the call, and of the account on which it is worked.
        for span in context.event_scope(event).into_iter().flatten() {
            if let Some(fields) = span.extensions().get::<Fields>() {
                attempt.0.extend(fields.0.iter().cloned());
            }
        }
        tell(&line(&attempt));
    }
}

/// What is known of an attempt, in a line.
fn line(attempt: &Fields) -> String {
    let of_call = |name| attempt.get(name).unwrap_or_default();
    let mut line = String::new();
    // Writing to a string cannot fail.
    if let Some(account) = attempt.get("account") {
        let _ = write!(line, "{}: ", printable(account));
    }
    let _ = write!(line, "{} {}", of_call("method"), of_call("route"));
    let outcome = attempt.get("status").or(attempt.get("kind"));
    let _ = write!(line, ": {}", outcome.unwrap_or_default());
    if let Some(elapsed) = attempt.get("elapsed_ms") {
        let _ = write!(line, ", {elapsed} ms");
    }
    match attempt
        .get("attempt")
        .and_then(|number| number.parse::<u32>().ok())
    {
        Some(number) if number > 0 => {
            let _ = write!(line, ", retry {number}");
        }
        _ => {}
    }
    if let Some(ray) = attempt.get("cf_ray") {
        let _ = write!(line, ", cf-ray {}", printable(ray));
    }
    painted(Style::new().dimmed(), &line)
}
