//! What the headers of a reply say of another attempt.

use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, Utc};
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// The longest wait that is told, in seconds.
const LONGEST: f64 = 100.0 * 365.0 * 86_400.0;

/// The wait that `retry-after-ms` or `retry-after` asks for; the latter is in seconds or a date
/// (RFC 9110, section 10.2.3). One that cannot be read, or is over, asks for nothing.
pub(super) fn wait(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let number = |name: &str| text(name)?.parse::<f64>().ok();
    let milliseconds = number("retry-after-ms").and_then(|wait| positive(wait / 1000.0));
    milliseconds.or_else(|| {
        let text = text(RETRY_AFTER.as_str())?;
        match text.parse() {
            Ok(seconds) => positive(seconds),
            Err(_) => (date(text)? - now).to_std().ok(),
        }
        .filter(|wait| !wait.is_zero())
    })
}

fn positive(seconds: f64) -> Option<Duration> {
    // Whoever asks for a century asks for no other attempt; NaN is not above zero.
    let wait = (seconds > 0.0).then(|| Duration::from_secs_f64(seconds.min(LONGEST)))?;
    (!wait.is_zero()).then_some(wait)
}

/// A date in the form of today, or in one of the two before it (RFC 9110, section 5.6.7).
fn date(text: &str) -> Option<DateTime<Utc>> {
    if let Ok(date) = DateTime::parse_from_rfc2822(text) {
        return Some(date.to_utc());
    }
    let read = |format| NaiveDateTime::parse_from_str(text, format);
    if let Ok(date) = read("%a %b %e %H:%M:%S %Y") {
        return Some(date.and_utc());
    }
    let date = read("%A, %d-%b-%y %H:%M:%S GMT");
    date.ok().map(|date| date.and_utc())
}

/// The header `x-should-retry`.
pub(super) fn should_retry(headers: &HeaderMap) -> Option<bool> {
    match headers.get("x-should-retry")?.as_bytes() {
        b"true" => Some(true),
        b"false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};
    use reqwest::header::{HeaderMap, HeaderName};

    use super::{should_retry, wait};

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        let lines = lines.iter().map(|(name, value)| {
            let value = value.parse().expect("a value");
            (HeaderName::from_static(name), value)
        });
        lines.collect()
    }

    #[test]
    fn a_wait_is_read_in_each_form_and_anything_else_is_none() {
        let now = Utc.with_ymd_and_hms(2026, 11, 24, 12, 0, 0).single();
        let now = now.expect("a time");
        for (lines, expected) in [
            (&[("retry-after", "20")][..], Some(20_000)),
            (&[("retry-after", "1.5")], Some(1_500)),
            (&[("retry-after-ms", "250")], Some(250)),
            (
                &[("retry-after-ms", "250"), ("retry-after", "20")],
                Some(250),
            ),
            (
                &[("retry-after-ms", "soon"), ("retry-after", "20")],
                Some(20_000),
            ),
            (
                &[("retry-after-ms", "nan"), ("retry-after", "20")],
                Some(20_000),
            ),
            (
                &[("retry-after-ms", "0"), ("retry-after", "20")],
                Some(20_000),
            ),
            (
                &[("retry-after-ms", "-5"), ("retry-after", "20")],
                Some(20_000),
            ),
            (&[("retry-after-ms", "0")], None),
            (
                &[("retry-after", "Tue, 24 Nov 2026 12:00:30 GMT")],
                Some(30_000),
            ),
            (
                &[("retry-after", "Tuesday, 24-Nov-26 12:00:30 GMT")],
                Some(30_000),
            ),
            (&[("retry-after", "Tue Nov 24 12:00:30 2026")], Some(30_000)),
            // One digit of a day has a space before it.
            (
                &[("retry-after", "Tue Dec  1 12:00:00 2026")],
                Some(604_800_000),
            ),
            // 1994, not 2094.
            (&[("retry-after", "Sunday, 06-Nov-94 08:49:37 GMT")], None),
            (&[("retry-after", "Tuesday, 24-Nov-26 12:00:30")], None),
            (&[("retry-after", "Tue, 24 Nov 2026 11:59:30 GMT")], None),
            (&[("retry-after", "Tue, 24 Nov 2026 12:00:00 GMT")], None),
            (&[("retry-after", "Tue, 99 Nov 2026 11:59:30 GMT")], None),
            (&[("retry-after", "0")], None),
            (&[("retry-after", "-10")], None),
            (
                &[("retry-after", "99999999999999999999999999")],
                Some(3_153_600_000_000),
            ),
            (&[("retry-after", "NaN")], None),
            (&[("retry-after", "")], None),
            (&[], None),
        ] {
            let found = wait(&headers(lines), now).map(|wait| wait.as_millis());
            assert_eq!(found, expected, "{lines:?}");
        }
    }

    #[test]
    fn what_the_api_says_of_a_retry_is_yes_or_no_or_nothing() {
        for (value, expected) in [("true", Some(true)), ("false", Some(false)), ("1", None)] {
            assert_eq!(
                should_retry(&headers(&[("x-should-retry", value)])),
                expected
            );
        }
    }
}
