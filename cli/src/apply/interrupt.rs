//! Ctrl-C, once to end in order and twice to end at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::output::tell;

/// The exit code of what a person has ended: 128 and the number of SIGINT, as shells have it.
pub(crate) const EXIT_CODE: u8 = 130;

/// Whether someone wants this to end.
#[derive(Clone, Debug)]
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on to Ctrl-C, and to SIGTERM where there is such a thing.
    pub(super) fn listen() -> Self {
        let interrupt = Self(Arc::default());
        let wanted = Arc::clone(&interrupt.0);
        tokio::spawn(async move {
            signal().await;
            wanted.store(true, Ordering::Relaxed);
            tell("Ending after the accounts at hand; once more to end at once.");
            signal().await;
            std::process::exit(EXIT_CODE.into());
        });
        interrupt
    }

    pub(super) fn is_wanted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Waits for one of the signals; forever if they cannot be listened to.
async fn signal() {
    let ctrl_c = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = ctrl_c => {}
        () = terminate() => {}
    }
}

#[cfg(unix)]
async fn terminate() {
    use tokio::signal::unix::{SignalKind, signal};

    match signal(SignalKind::terminate()) {
        Ok(mut signal) => {
            signal.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminate() {
    std::future::pending().await
}
