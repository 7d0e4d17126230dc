//! Whether a failed attempt is worth another: a decision, without the sleeping.

use std::time::Duration;

use super::{Error, ErrorKind};

/// Most retries of a call, as the official clients have it.
const MAX_RETRIES: u32 = 2;
/// The wait before the first retry; each later one doubles it.
const FIRST_WAIT: Duration = Duration::from_millis(500);

/// How long to wait before the next attempt, or `None` to give up.
///
/// Only a connection that was never made is tried again: nothing was sent then, whatever the
/// operation would have done.
pub(super) fn decide(failure: &Error, retries: u32) -> Option<Duration> {
    let is_safe = failure.kind() == ErrorKind::Connect;
    (is_safe && retries < MAX_RETRIES).then(|| FIRST_WAIT * 2_u32.pow(retries))
}
