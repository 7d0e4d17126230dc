//! When attempts may start, so that a client keeps to the limits of the API.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use super::{RateLimit, retry_after};

/// The pace of a client and its clones: no more attempts than its limits allow, and none while the API
/// refuses all of them.
#[derive(Debug)]
pub(super) struct Pace {
    state: Mutex<State>,
    /// Told when nobody is to wait any more.
    hurry: Notify,
}

#[derive(Debug)]
struct State {
    limits: Vec<Limit>,
    /// No attempt starts before.
    resume: Option<Instant>,
    /// Attempts that have started and not ended.
    under_way: u64,
    /// Whether what cannot start at once is not to start at all.
    is_hurried: bool,
}

/// The longest wait that is reckoned with: a year is for ever, and no clock overflows by it.
const LONGEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The time that is so much later.
fn later(now: Instant, wait: Duration) -> Instant {
    now + wait.min(LONGEST)
}

/// At most so many attempts start within any time as long as the window.
#[derive(Clone, Debug)]
pub(super) struct Limit {
    pub(super) most: usize,
    pub(super) window: Duration,
    /// When the last attempts started, at most `most` of them.
    started: VecDeque<Instant>,
}

impl Limit {
    pub(super) fn new(most: u32, window: Duration) -> Self {
        Self {
            most: usize::try_from(most).unwrap_or(usize::MAX),
            window,
            started: VecDeque::new(),
        }
    }

    /// When another may start, if not now.
    fn next(&self, now: Instant) -> Option<Instant> {
        let oldest = self.started.front()?;
        let free = later(*oldest, self.window);
        (self.started.len() >= self.most && free > now).then_some(free)
    }

    fn start(&mut self, now: Instant) {
        if self.started.len() >= self.most {
            self.started.pop_front();
        }
        self.started.push_back(now);
    }
}

/// An attempt that has started; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Turn<'a>(&'a Pace);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.state().under_way -= 1;
    }
}

impl Pace {
    pub(super) fn new(limits: Vec<Limit>) -> Self {
        Self {
            state: Mutex::new(State {
                limits,
                resume: None,
                under_way: 0,
                is_hurried: false,
            }),
            hurry: Notify::new(),
        }
    }

    /// Waits until another attempt may start; the wait, if it is longer than `patience`, is the error.
    pub(super) async fn turn(&self, patience: Duration) -> Result<Turn<'_>, Duration> {
        let give_up = later(Instant::now(), patience);
        loop {
            let hurried = self.hurry.notified();
            let now = Instant::now();
            let (next, is_hurried) = {
                let mut state = self.state();
                (state.start(now), state.is_hurried)
            };
            match next {
                None => return Ok(Turn(self)),
                Some(next) if is_hurried || next > give_up => return Err(next - now),
                // Whichever comes first, it is looked again.
                Some(next) => timeout_at(next, hurried).await.unwrap_or_default(),
            }
        }
    }

    /// Lets nobody wait from now on.
    pub(super) fn hurry(&self) {
        self.state().is_hurried = true;
        self.hurry.notify_waiters();
    }

    /// Keeps to what a reply says of the limits.
    pub(super) fn heed(&self, status: StatusCode, headers: &HeaderMap) {
        let now = Instant::now();
        let mut state = self.state();
        for limit in RateLimit::read(headers) {
            // Those under way count against what is left; this attempt, which is one of them, has.
            if limit.remaining < state.under_way {
                state.pause(later(now, limit.reset.unwrap_or_default()));
            }
        }
        // One that is over its limit is refused whatever it asks.
        if status == StatusCode::TOO_MANY_REQUESTS
            && let Some(wait) = retry_after::wait(headers, SystemTime::now().into())
        {
            state.pause(later(now, wait));
        }
    }

    /// How long no attempt starts.
    pub(super) fn pause(&self) -> Option<Duration> {
        let now = Instant::now();
        let left = self.state().next(now)?.saturating_duration_since(now);
        (!left.is_zero()).then_some(left)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // What is in it is whole whenever a thread lets go of it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// When an attempt may start, if not now.
    fn next(&self, now: Instant) -> Option<Instant> {
        let limits = self.limits.iter().filter_map(|limit| limit.next(now));
        limits
            .chain(self.resume.filter(|resume| *resume > now))
            .max()
    }

    /// Starts an attempt, or says when one may.
    fn start(&mut self, now: Instant) -> Option<Instant> {
        let next = self.next(now);
        if next.is_none() {
            self.limits.iter_mut().for_each(|limit| limit.start(now));
            self.under_way += 1;
        }
        next
    }

    fn pause(&mut self, until: Instant) {
        self.resume = self.resume.max(Some(until));
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use reqwest::StatusCode;
    use reqwest::header::HeaderMap;
    use tokio::time::Instant;

    use super::{Limit, Pace};

    const PATIENCE: Duration = Duration::MAX;
    /// Seconds.
    const YEAR: u64 = 365 * 24 * 60 * 60;

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn headers(name: &'static str, value: &'static str) -> HeaderMap {
        let value = reqwest::header::HeaderValue::from_static(value);
        [(reqwest::header::HeaderName::from_static(name), value)]
            .into_iter()
            .collect()
    }

    /// Seconds after which each of so many attempts started.
    async fn starts(pace: &Pace, attempts: usize) -> Vec<u64> {
        let start = Instant::now();
        let mut starts = Vec::new();
        for _ in 0..attempts {
            drop(pace.turn(PATIENCE).await.expect("a turn"));
            starts.push(start.elapsed().as_secs());
        }
        starts
    }

    #[tokio::test(start_paused = true)]
    async fn no_window_has_more_starts_than_its_limit() {
        let pace = Pace::new(vec![Limit::new(3, seconds(10)), Limit::new(2, seconds(1))]);
        assert_eq!(starts(&pace, 8).await, [0, 0, 1, 10, 10, 11, 20, 20]);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_starts_before_a_quota_that_is_used_up_is_filled_again() {
        for (limits, expected) in [
            ("\"default\";r=50;t=30", vec![0, 0]),
            // This attempt has been counted, and is the only one.
            ("\"default\";r=1;t=30", vec![0, 0]),
            ("\"default\";r=0;t=30", vec![30, 30]),
            ("\"burst\";r=0;t=5, \"default\";r=0;t=30", vec![30, 30]),
            ("nonsense", vec![0, 0]),
            ("\"default\";r=0;t=18446744073709551615", vec![YEAR, YEAR]),
        ] {
            let pace = Pace::new(Vec::new());
            let turn = pace.turn(PATIENCE).await.expect("a turn");
            pace.heed(StatusCode::OK, &headers("ratelimit", limits));
            drop(turn);
            assert_eq!(starts(&pace, 2).await, expected, "{limits}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn attempts_under_way_count_against_what_is_left() {
        let pace = Pace::new(Vec::new());
        let mut turns = Vec::new();
        for _ in 0..3 {
            turns.push(pace.turn(PATIENCE).await.expect("a turn"));
        }
        pace.heed(
            StatusCode::OK,
            &headers("ratelimit", "\"default\";r=2;t=30"),
        );
        assert_eq!(pace.pause(), Some(seconds(30)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_block_is_waited_out_by_all() {
        let pace = Pace::new(Vec::new());
        pace.heed(
            StatusCode::TOO_MANY_REQUESTS,
            &headers("retry-after", "300"),
        );
        assert_eq!(pace.pause(), Some(seconds(300)));
        assert_eq!(starts(&pace, 2).await, [300, 300]);
        assert_eq!(pace.pause(), None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_of_its_own_is_told_as_well() {
        let pace = Pace::new(vec![Limit::new(1, seconds(10))]);
        assert_eq!(pace.pause(), None);
        starts(&pace, 1).await;
        assert_eq!(pace.pause(), Some(seconds(10)));
    }

    #[tokio::test(start_paused = true)]
    async fn who_is_hurried_waits_no_longer_and_starts_what_can_start() {
        let pace = std::sync::Arc::new(Pace::new(vec![Limit::new(1, seconds(10))]));
        starts(&pace, 1).await;
        let waiting = tokio::spawn({
            let pace = std::sync::Arc::clone(&pace);
            async move { pace.turn(PATIENCE).await.map(drop) }
        });
        tokio::time::sleep(seconds(1)).await;
        let start = Instant::now();
        pace.hurry();
        assert_eq!(waiting.await.expect("no panic"), Err(seconds(9)));
        assert_eq!(start.elapsed(), Duration::ZERO);
        tokio::time::sleep(seconds(9)).await;
        assert_eq!(starts(&pace, 1).await, [0]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_that_is_too_far_away_is_not_waited_for() {
        let pace = Pace::new(vec![Limit::new(1, seconds(100))]);
        drop(pace.turn(seconds(1)).await.expect("a turn"));
        let start = Instant::now();
        let wait = pace.turn(seconds(99)).await.expect_err("it is too far");
        assert_eq!((wait, start.elapsed()), (seconds(100), Duration::ZERO));
    }
}
