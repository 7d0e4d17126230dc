//! Tracing: a span for each call and an event for each attempt, under the feature `tracing`.
//!
//! They say what was called and what became of it: no secret, no value, no body.

use std::future::Future;

use tokio::time::Duration;

#[cfg(feature = "tracing")]
use super::ErrorKind;
use super::{Error, OperationInfo, Reply};

/// What subscribers filter by.
#[cfg(feature = "tracing")]
const TARGET: &str = "zt_risk_scoring";

/// A call within its span.
#[cfg(feature = "tracing")]
pub(super) fn call<T>(
    info: &'static OperationInfo,
    call: impl Future<Output = T>,
) -> impl Future<Output = T> {
    use tracing::Instrument as _;

    let span = tracing::info_span!(
        target: TARGET,
        "call",
        operation = info.id,
        method = %info.method,
        route = info.route,
    );
    call.instrument(span)
}

#[cfg(not(feature = "tracing"))]
pub(super) fn call<T>(
    _: &'static OperationInfo,
    call: impl Future<Output = T>,
) -> impl Future<Output = T> {
    call
}

/// A call that goes on in another thread, within the span and for the subscriber of this one.
#[cfg(all(feature = "blocking", feature = "tracing"))]
pub(super) fn carried<T>(call: impl Future<Output = T>) -> impl Future<Output = T> {
    use tracing::Instrument as _;
    use tracing::instrument::WithSubscriber as _;

    call.in_current_span().with_current_subscriber()
}

#[cfg(all(feature = "blocking", not(feature = "tracing")))]
pub(super) fn carried<T>(call: impl Future<Output = T>) -> impl Future<Output = T> {
    call
}

/// An attempt, counted from 0, and the time that it took. What was called is in the event, too, since who
/// looks at warnings only doesn't see the span.
#[cfg(feature = "tracing")]
pub(super) fn attempted<T>(
    info: &'static OperationInfo,
    number: u32,
    elapsed: Duration,
    outcome: &Result<Reply<T>, Error>,
) {
    let elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    let (method, route) = (&info.method, info.route);
    match outcome {
        Ok(reply) => {
            let (status, cf_ray) = (reply.meta().status().as_u16(), reply.meta().cf_ray());
            tracing::debug!(
                target: TARGET,
                %method,
                route,
                attempt = number,
                status,
                cf_ray,
                elapsed_ms,
                "replied"
            );
        }
        // Nothing was attempted.
        Err(error) if error.kind() == ErrorKind::InvalidRequest => {
            tracing::warn!(target: TARGET, %method, route, "refused before it was sent");
        }
        Err(error) => {
            let status = error.status().map(|status| status.as_u16());
            let kind = error.kind();
            tracing::warn!(
                target: TARGET,
                %method,
                route,
                attempt = number,
                status,
                cf_ray = error.cf_ray(),
                elapsed_ms,
                ?kind,
                "failed"
            );
        }
    }
}

#[cfg(not(feature = "tracing"))]
pub(super) fn attempted<T>(
    _: &'static OperationInfo,
    _: u32,
    _: Duration,
    _: &Result<Reply<T>, Error>,
) {
}
