//! Calls from code that isn't async.

use std::future::Future;
use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use super::{Error, trace};

tokio::task_local! {
    /// There while a blocking call runs.
    static HERE: ();
}

/// Whether this is part of a blocking call.
pub(super) fn is_here() -> bool {
    HERE.try_with(|()| ()).is_ok()
}

/// Runs a call to its end, on this thread; connections live on a thread of their own.
///
/// From async code it works too, but then no other task runs on this thread meanwhile.
pub(crate) fn block_on<T: Send>(
    call: impl Future<Output = Result<T, Error>> + Send,
) -> Result<T, Error> {
    let runtime = runtime()?;
    let call = HERE.scope((), call);
    if Handle::try_current().is_err() {
        return runtime.block_on(call);
    }
    // A thread that runs tasks may not wait for another runtime; a thread beside it may.
    let call = trace::carried(call);
    std::thread::scope(|scope| {
        let call = scope.spawn(|| runtime.block_on(call));
        call.join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// The one runtime of all blocking calls, so that clients keep their connections between calls.
fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("zt-risk-scoring")
        .enable_all()
        .build()
        .map_err(|error| Error::configuration(format!("cannot start a thread: {error}")))?;
    Ok(RUNTIME.get_or_init(|| runtime))
}
