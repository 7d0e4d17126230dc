//! Whether a failed attempt is worth another, and after how long: decisions, without the sleeping.

use std::time::Duration;

use reqwest::Method;

/// The wait before the first retry; each later one doubles it.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// The longest wait that isn't asked for.
const LONGEST_BACKOFF: Duration = Duration::from_secs(8);
/// The longest wait that is slept when the API asks for it.
const LONGEST_ASKED: Duration = Duration::from_secs(60);
/// The largest part of a wait that chance takes off it, so that clients don't come back together.
const JITTER: f64 = 0.25;

/// How many blocks of the API a call waits out.
const BLOCKS: u32 = 10;

/// What became of an attempt that gave no result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Outcome {
    /// Nothing was sent, or the server says that it has done nothing with it.
    NotDone,
    /// No reply came in time.
    TimedOut,
    /// The connection broke before a reply came.
    Broken,
    /// A reply came, with what its headers say of another attempt.
    Replied {
        status: u16,
        /// Whether it is a success that broke off before its end.
        is_cut: bool,
        /// The header `x-should-retry`.
        should_retry: Option<bool>,
        /// The wait that the headers ask for.
        after: Option<Duration>,
    },
    /// Another attempt would end like this one.
    Final,
}

/// What repeating an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nature {
    /// The same as doing it once (RFC 9110, section 9.2.2).
    Idempotent,
    /// It may do it twice.
    Once,
}

impl Nature {
    pub(super) fn of(method: &Method) -> Self {
        if method.is_idempotent() {
            Self::Idempotent
        } else {
            Self::Once
        }
    }
}

/// What to do after an attempt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Decision {
    GiveUp,
    /// Try again after the wait that was asked for, or the usual one.
    Retry(Option<Duration>),
}

/// Whether to try again after `retries` retries of at most `most`.
pub(super) fn decide(outcome: Outcome, retries: u32, most: u32, nature: Nature) -> Decision {
    if retries >= most || !may_help(outcome, nature) {
        return Decision::GiveUp;
    }
    match outcome {
        // It isn't shortened, which would only prolong a block, nor slept: the caller may know better.
        Outcome::Replied {
            after: Some(after), ..
        } if after > LONGEST_ASKED => Decision::GiveUp,
        Outcome::Replied { after, .. } => Decision::Retry(after),
        _ => Decision::Retry(None),
    }
}

/// The wait until a block of the API ends, if that is what happened, after so many: everything is refused
/// then, and nothing was done.
pub(super) fn block(outcome: Outcome, blocks: u32) -> Option<Duration> {
    match outcome {
        Outcome::Replied {
            status: 429,
            should_retry: None | Some(true),
            after,
            ..
        } if blocks < BLOCKS => after,
        _ => None,
    }
}

/// Whether another attempt is safe and may end otherwise.
pub(super) fn may_help(outcome: Outcome, nature: Nature) -> bool {
    if is_ambiguous(outcome, nature) {
        return false;
    }
    match outcome {
        Outcome::NotDone | Outcome::TimedOut | Outcome::Broken => true,
        Outcome::Replied {
            status: 200..300,
            is_cut: false,
            ..
        }
        | Outcome::Final => false,
        Outcome::Replied {
            should_retry: Some(told),
            ..
        } => told,
        Outcome::Replied { status, is_cut, .. } => is_cut || is_transient(status),
    }
}

/// Whether the call may have done what it was to do, and would do it twice if it were repeated.
pub(super) fn is_ambiguous(outcome: Outcome, nature: Nature) -> bool {
    nature == Nature::Once
        && match outcome {
            Outcome::TimedOut | Outcome::Broken => true,
            // A success without a result has happened, and so has what is to be seen elsewhere (RFC 9110,
            // section 15.4.4).
            Outcome::Replied { status, .. } => {
                matches!(status, 200..300 | 303 | 408 | 409 | 500..600)
            }
            Outcome::NotDone | Outcome::Final => false,
        }
}

/// Whether a status is one of a moment: 425 and 429 say that nothing was done.
fn is_transient(status: u16) -> bool {
    matches!(status, 408 | 409 | 425 | 429 | 500..600)
}

/// The wait before the next attempt where none is asked for; `chance` is between 0 and 1.
pub(super) fn backoff(retries: u32, chance: f64) -> Duration {
    let doubled = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(retries));
    doubled.min(LONGEST_BACKOFF).mul_f64(1.0 - JITTER * chance)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Decision, Nature, Outcome, backoff, decide, is_ambiguous};

    fn replied(status: u16) -> Outcome {
        Outcome::Replied {
            status,
            is_cut: false,
            should_retry: None,
            after: None,
        }
    }

    fn told(status: u16, should_retry: bool) -> Outcome {
        Outcome::Replied {
            status,
            is_cut: false,
            should_retry: Some(should_retry),
            after: None,
        }
    }

    /// A success that broke off.
    fn cut(should_retry: Option<bool>) -> Outcome {
        Outcome::Replied {
            status: 200,
            is_cut: true,
            should_retry,
            after: None,
        }
    }

    #[test]
    fn what_is_repeated_depends_on_what_happened_and_on_the_operation() {
        // Whether an idempotent operation is repeated, another one, and whether that is ambiguous.
        let cases = [
            (Outcome::NotDone, true, true, false),
            (Outcome::TimedOut, true, false, true),
            (Outcome::Broken, true, false, true),
            (Outcome::Final, false, false, false),
            (replied(200), false, false, true),
            (cut(None), true, false, true),
            (cut(Some(true)), true, false, true),
            (cut(Some(false)), false, false, true),
            (replied(303), false, false, true),
            (replied(307), false, false, false),
            (replied(400), false, false, false),
            (replied(403), false, false, false),
            (replied(408), true, false, true),
            (replied(409), true, false, true),
            (replied(425), true, true, false),
            (replied(429), true, true, false),
            (replied(500), true, false, true),
            (replied(503), true, false, true),
            // Cloudflare's own, of what it cannot get from a server behind it.
            (replied(520), true, false, true),
            (replied(530), true, false, true),
            (replied(599), true, false, true),
            (told(400, true), true, true, false),
            (told(303, true), true, false, true),
            (told(408, true), true, false, true),
            (told(409, true), true, false, true),
            (told(500, true), true, false, true),
            (told(429, false), false, false, false),
            (told(503, false), false, false, true),
        ];
        for (outcome, idempotent, once, ambiguous) in cases {
            for (nature, expected) in [(Nature::Idempotent, idempotent), (Nature::Once, once)] {
                let decision = decide(outcome, 0, 2, nature);
                let is_retried = decision == Decision::Retry(None);
                assert_eq!(is_retried, expected, "{outcome:?} {nature:?}");
            }
            assert!(!is_ambiguous(outcome, Nature::Idempotent));
            assert_eq!(
                is_ambiguous(outcome, Nature::Once),
                ambiguous,
                "{outcome:?}"
            );
        }
    }

    #[test]
    fn a_wait_that_is_asked_for_is_kept_up_to_a_minute_and_refused_beyond() {
        for (seconds, expected) in [
            (1, Decision::Retry(Some(Duration::from_secs(1)))),
            (60, Decision::Retry(Some(Duration::from_secs(60)))),
            (61, Decision::GiveUp),
            (300, Decision::GiveUp),
        ] {
            let outcome = Outcome::Replied {
                status: 429,
                is_cut: false,
                should_retry: None,
                after: Some(Duration::from_secs(seconds)),
            };
            assert_eq!(decide(outcome, 0, 2, Nature::Once), expected, "{seconds}");
        }
    }

    #[test]
    fn there_are_no_more_retries_than_allowed() {
        let retried = |retries, most| {
            decide(Outcome::NotDone, retries, most, Nature::Once) != Decision::GiveUp
        };
        assert!(retried(0, 2) && retried(1, 2) && !retried(2, 2) && !retried(0, 0));
    }

    #[test]
    fn waits_double_up_to_eight_seconds_less_a_quarter_by_chance() {
        for (retries, longest) in [
            (0, 500),
            (1, 1000),
            (2, 2000),
            (4, 8000),
            (5, 8000),
            (99, 8000),
        ] {
            let longest = Duration::from_millis(longest);
            assert_eq!(backoff(retries, 0.0), longest);
            assert_eq!(backoff(retries, 1.0), longest.mul_f64(0.75));
        }
    }
}
