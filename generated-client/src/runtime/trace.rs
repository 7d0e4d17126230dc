//! Tracing: a span for each call and an event for each attempt, under the feature `tracing`.
//!
//! They say what was called and what became of it: no secret, no value, no body.

use std::future::Future;

use tokio::time::Duration;

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

/// An attempt, counted from 0, and the time since the call began.
#[cfg(feature = "tracing")]
pub(super) fn attempted<T>(number: u32, elapsed: Duration, outcome: &Result<Reply<T>, Error>) {
    let elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    match outcome {
        Ok(reply) => {
            let (status, cf_ray) = (reply.meta().status().as_u16(), reply.meta().cf_ray());
            tracing::debug!(target: TARGET, attempt = number, status, cf_ray, elapsed_ms, "replied");
        }
        Err(error) => {
            let status = error.status().map(|status| status.as_u16());
            let kind = error.kind();
            tracing::warn!(
                target: TARGET,
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
pub(super) fn attempted<T>(_: u32, _: Duration, _: &Result<Reply<T>, Error>) {}
