//! Failures on purpose.

use std::str::FromStr;
use std::time::{Duration, Instant};

use hyper::StatusCode;

use super::answer::Answer;

/// A failure that a share of the calls end with, whatever they ask; parsed from e.g. `429:0.1`, a tenth of
/// all calls, or `500:0.1:after`, the same after the call has done what it was to do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fault {
    status: StatusCode,
    share: f64,
    is_after: bool,
}

impl Fault {
    /// A failure with a status between 400 and 599, of a share of all calls between 0 and 1.
    ///
    /// # Errors
    /// A sentence that says what is wrong with them.
    pub fn new(status: u16, share: f64) -> Result<Self, String> {
        let is_failure = (400..600).contains(&status);
        let status = StatusCode::from_u16(status).ok().filter(|_| is_failure);
        let status = status.ok_or("the status of a failure is between 400 and 599")?;
        if !(0.0..=1.0).contains(&share) {
            return Err("the share of calls is between 0 and 1".to_owned());
        }
        Ok(Self {
            status,
            share,
            is_after: false,
        })
    }

    /// The same, after the call has done what it was to do: its caller cannot know whether it has.
    #[must_use]
    pub fn after(mut self) -> Self {
        self.is_after = true;
        self
    }

    /// The answer.
    fn answer(self) -> Answer {
        let code = 10_000 + u32::from(self.status.as_u16());
        Answer::failure(self.status, code, "The local API fails on purpose")
    }
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = || {
            "write STATUS:SHARE, e.g. 429:0.1 for a tenth of all calls, or STATUS:SHARE:after"
                .to_owned()
        };
        let (status, rest) = text.split_once(':').ok_or_else(form)?;
        let (share, after) = match rest.split_once(':') {
            None => (rest, false),
            Some((share, "after")) => (share, true),
            Some(_) => return Err(form()),
        };
        let status = status.parse().map_err(|_| form())?;
        let fault = Self::new(status, share.parse().map_err(|_| form())?)?;
        Ok(if after { fault.after() } else { fault })
    }
}

/// The answer to a call by `faults`, by chance, or else by `answer`.
pub(super) fn inject(faults: &[Fault], answer: impl FnOnce() -> Answer) -> Answer {
    let mut faults = faults.iter();
    match faults.find(|fault| fastrand::f64() < fault.share) {
        None => answer(),
        Some(fault) => {
            if fault.is_after {
                answer();
            }
            fault.answer()
        }
    }
}

/// A limit of calls in a time, beyond which all are refused for as long, as Cloudflare has it.
#[derive(Debug)]
pub(super) struct Quota {
    most: u32,
    window: Duration,
    /// When the window began, and the calls since.
    now: Option<(Instant, u32)>,
    blocked: Option<Instant>,
}

impl Quota {
    pub(super) fn new(most: u32, window: Duration) -> Self {
        Self {
            most,
            // No clock overflows by a year.
            window: window.min(Duration::from_secs(365 * 24 * 60 * 60)),
            now: None,
            blocked: None,
        }
    }

    /// Counts a call, which is refused or answered by `answer`.
    pub(super) fn count(&mut self, now: Instant, answer: impl FnOnce() -> Answer) -> Answer {
        let (start, calls) = match self.now {
            Some((start, calls)) if now < start + self.window => (start, calls + 1),
            _ => (now, 1),
        };
        self.now = Some((start, calls));
        if self.blocked.is_none_or(|until| until <= now) {
            self.blocked = (calls > self.most).then_some(now + self.window);
        }
        let seconds = |until: Instant| (until - now).as_secs_f64().ceil();
        let (answer, reset) = match self.blocked {
            Some(until) => {
                let status = StatusCode::TOO_MANY_REQUESTS;
                let refusal = Answer::failure(status, 10_429, "Too many calls: wait");
                let wait = seconds(until).to_string();
                (refusal.header("retry-after", &wait), until)
            }
            None => (answer(), start + self.window),
        };
        let left = self.most.saturating_sub(calls);
        let window = self.window.as_secs();
        answer
            .header(
                "ratelimit",
                &format!("\"default\";r={left};t={}", seconds(reset)),
            )
            .header(
                "ratelimit-policy",
                &format!("\"default\";q={};w={window}", self.most),
            )
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use hyper::StatusCode;
    use serde_json::Value;

    use super::{Answer, Fault, Quota, inject};

    #[test]
    fn a_fault_is_written_as_status_and_share() {
        let fault = Fault::new(429, 0.1);
        assert_eq!("429:0.1".parse(), fault);
        assert_eq!(
            "500:1:after".parse(),
            Fault::new(500, 1.0).map(Fault::after)
        );
        for (text, reason) in [
            ("429", "write STATUS:SHARE"),
            ("429:x", "write STATUS:SHARE"),
            ("429:0.1:before", "write STATUS:SHARE"),
            ("x:0.1", "write STATUS:SHARE"),
            ("200:0.1", "the status of a failure"),
            ("600:0.1", "the status of a failure"),
            ("429:1.1", "the share of calls"),
            ("429:NaN", "the share of calls"),
        ] {
            let error = text.parse::<Fault>().expect_err(text);
            assert!(error.starts_with(reason), "{text}: {error}");
        }
    }

    #[test]
    fn a_fault_comes_before_or_after_the_call_has_done_its_work() {
        for (faults, status, expected) in [
            (&[][..], 200, 1),
            (&["500:0"], 200, 1),
            (&["500:1"], 500, 0),
            (&["500:1:after"], 500, 1),
            (&["500:0", "429:1"], 429, 0),
        ] {
            let faults: Vec<Fault> = faults
                .iter()
                .map(|text| text.parse().expect(text))
                .collect();
            let mut calls = 0;
            let answer = inject(&faults, || {
                calls += 1;
                Answer::success(&Value::Null)
            });
            assert_eq!(
                (answer.status.as_u16(), calls),
                (status, expected),
                "{faults:?}"
            );
        }
    }

    #[test]
    fn beyond_the_quota_all_is_refused_for_as_long_as_its_window() {
        let mut quota = Quota::new(2, Duration::from_secs(10));
        let start = Instant::now();
        for (second, status, limit, wait) in [
            (0, 200, "\"default\";r=1;t=10", None),
            (4, 200, "\"default\";r=0;t=6", None),
            (5, 429, "\"default\";r=0;t=10", Some("10")),
            (12, 429, "\"default\";r=1;t=3", Some("3")),
            (15, 200, "\"default\";r=0;t=7", None),
            (23, 200, "\"default\";r=1;t=10", None),
        ] {
            let now = start + Duration::from_secs(second);
            let answer = quota.count(now, || Answer::success(&Value::Null));
            let header = |name: &str| {
                let mut headers = answer.headers.iter();
                let found = headers.find(|(header, _)| header == name)?;
                found.1.to_str().ok()
            };
            assert_eq!(
                answer.status,
                StatusCode::from_u16(status).expect("a status"),
                "{second}"
            );
            assert_eq!(header("ratelimit"), Some(limit), "{second}");
            assert_eq!(header("retry-after"), wait, "{second}");
            assert_eq!(header("ratelimit-policy"), Some("\"default\";q=2;w=10"));
        }
    }
}
