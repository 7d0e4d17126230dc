//! How much time, how many attempts and how large a reply a call may have.

use std::time::Duration;

use super::{CallOptions, Error};

/// How long calls may take, how often they are tried, and how much they may give.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// For an attempt, as the official clients have it.
    pub(super) timeout: Duration,
    /// For a call with its waits.
    pub(super) deadline: Duration,
    /// As the official clients have it.
    pub(super) retries: u32,
    /// In bytes, decompressed.
    pub(super) reply_size: usize,
    /// What waits between attempts are multiplied by: 1, but in tests.
    pub(super) patience: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(60),
            deadline: Duration::from_secs(150),
            retries: 2,
            reply_size: 16 * 1024 * 1024,
            patience: 1.0,
        }
    }
}

impl Limits {
    /// Those that `options` say, and these.
    pub(super) fn with(
        mut self,
        options: &CallOptions,
        refuse: impl Fn(String) -> Error,
    ) -> Result<Self, Error> {
        self.timeout = options.timeout.unwrap_or(self.timeout);
        self.deadline = options.deadline.unwrap_or(self.deadline);
        self.retries = options.retries.unwrap_or(self.retries);
        not_zero("timeout", self.timeout, &refuse)?;
        not_zero("deadline", self.deadline, &refuse)?;
        Ok(self)
    }
}

/// Refuses a time in which nothing can be done.
pub(super) fn not_zero(
    name: &str,
    time: Duration,
    refuse: impl Fn(String) -> Error,
) -> Result<(), Error> {
    if time.is_zero() {
        return Err(refuse(format!(
            "{name} is zero: give it at least a millisecond"
        )));
    }
    Ok(())
}
