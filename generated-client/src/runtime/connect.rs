//! How long an attempt may connect.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::timeout;
use tower::{BoxError, Layer, Service};

tokio::task_local! {
    /// The time that the attempt has.
    static TIME: Duration;
}

/// Does something in an attempt that has so much time.
pub(super) fn within<F: Future>(time: Duration, attempt: F) -> impl Future<Output = F::Output> {
    TIME.scope(time, attempt)
}

/// Ends connecting before its attempt ends: if both ended at once, nobody would know that nothing was sent.
#[derive(Clone)]
pub(super) struct Timely;

/// A connector that does.
#[derive(Clone)]
pub(super) struct Connector<S>(S);

impl<S> Layer<S> for Timely {
    type Service = Connector<S>;

    fn layer(&self, connector: S) -> Connector<S> {
        Connector(connector)
    }
}

impl<S, To> Service<To> for Connector<S>
where
    S: Service<To, Error = BoxError>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, to: To) -> Self::Future {
        let connection = self.0.call(to);
        // Of what isn't sent by this crate there is none.
        let time = TIME.try_with(|time| time.mul_f64(0.9));
        Box::pin(async move {
            match time {
                Ok(time) => timeout(time, connection).await.map_err(|_| late())?,
                Err(_) => connection.await,
            }
        })
    }
}

fn late() -> BoxError {
    io::Error::new(io::ErrorKind::TimedOut, "no connection in time").into()
}
