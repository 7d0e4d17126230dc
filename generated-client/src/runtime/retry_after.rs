//! What the headers of a reply say of another attempt.

use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// The longest wait that is told, in seconds.
const LONGEST: f64 = 100.0 * 365.0 * 86_400.0;

/// The wait that `retry-after-ms` or `retry-after` asks for; the latter is in seconds or a date
/// (RFC 9110, section 10.2.3). One that cannot be read, or is over, asks for nothing.
pub(super) fn wait(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let number = |name: &str| text(name)?.parse::<f64>().ok();
    let seconds = number("retry-after-ms")
        .map(|milliseconds| milliseconds / 1000.0)
        .or_else(|| number(RETRY_AFTER.as_str()));
    let wait = if let Some(seconds) = seconds.filter(|seconds| !seconds.is_nan()) {
        // Whoever asks for a century asks for no other attempt.
        let seconds = seconds.min(LONGEST);
        (seconds > 0.0).then(|| Duration::from_secs_f64(seconds))?
    } else {
        let date = DateTime::parse_from_rfc2822(text(RETRY_AFTER.as_str())?).ok()?;
        (date.to_utc() - now).to_std().ok()?
    };
    (!wait.is_zero()).then_some(wait)
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
                &[("retry-after", "Tue, 24 Nov 2026 12:00:30 GMT")],
                Some(30_000),
            ),
            (&[("retry-after", "Tue, 24 Nov 2026 11:59:30 GMT")], None),
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
