//! What the headers of a reply say of another attempt.

use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, Utc};
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// The longest wait that is told, in seconds.
const LONGEST: f64 = 100.0 * 365.0 * 86_400.0;

/// The wait that `retry-after-ms` or `retry-after` asks for; the latter is in seconds or a date
/// (RFC 9110, section 10.2.3). One that cannot be read, or is over, asks for nothing; of several it is the longest.
pub(super) fn wait(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let longest = |name: &str, read: &dyn Fn(&str) -> Option<Duration>| {
        let lines = headers.get_all(name).iter();
        let lines = lines.filter_map(|line| line.to_str().ok());
        lines.filter_map(read).max()
    };
    longest("retry-after-ms", &|line| {
        line.split(',')
            .filter_map(|text| seconds(text, 0.001))
            .max()
    })
    .or_else(|| {
        longest(RETRY_AFTER.as_str(), &|line| {
            let date = date(line.trim()).and_then(|date| (date - now).to_std().ok());
            let date = date.filter(|wait| !wait.is_zero());
            // Proxies join several lines by commas, which dates have, too.
            date.or_else(|| line.split(',').filter_map(|text| seconds(text, 1.0)).max())
        })
    })
}

/// A number of some unit, which is in seconds.
fn seconds(text: &str, unit: f64) -> Option<Duration> {
    let number: f64 = text
        .trim()
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())?;
    // Whoever asks for a century asks for no other attempt.
    let wait = (number > 0.0).then(|| Duration::from_secs_f64((number * unit).min(LONGEST)))?;
    (!wait.is_zero()).then_some(wait)
}

/// A date in the form of today, or in one of the two before it (RFC 9110, section 5.6.7). Its weekday says nothing
/// that the rest doesn't.
fn date(text: &str) -> Option<DateTime<Utc>> {
    let (_, rest) = text.split_once([' '])?;
    let rest = rest.trim_start();
    if let Ok(date) = DateTime::parse_from_rfc2822(rest) {
        return Some(date.to_utc());
    }
    let read = |format| NaiveDateTime::parse_from_str(rest, format);
    let date = read("%b %e %H:%M:%S %Y").or_else(|_| read("%d-%b-%y %H:%M:%S GMT"));
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
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            let value = value.parse().expect("a value");
            headers.append(HeaderName::from_static(name), value);
        }
        headers
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
            (&[("retry-after", "inf")], None),
            // It is a Wednesday.
            (
                &[("retry-after", "Mon, 25 Nov 2026 12:00:00 GMT")],
                Some(86_400_000),
            ),
            (&[("retry-after", "70, 80")], Some(80_000)),
            (
                &[
                    ("retry-after", "soon"),
                    ("retry-after", "80"),
                    ("retry-after", "70"),
                ],
                Some(80_000),
            ),
            (&[("retry-after-ms", "250, 500")], Some(500)),
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
