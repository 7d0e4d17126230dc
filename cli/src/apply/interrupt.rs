//! Ctrl-C, once to end in order and twice to end at once.

#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use zt_risk_scoring::Client;

use crate::output::tell;

/// The exit code of what a person has ended: 128 and the number of SIGINT, as shells have it.
pub(crate) const EXIT_CODE: u8 = 130;

/// How often someone has wanted this to end.
#[derive(Clone, Debug)]
pub(super) struct Interrupt(watch::Receiver<u32>);

impl Interrupt {
    /// Listens from now on to Ctrl-C, and to SIGTERM where there is such a thing; once one comes, no call of
    /// `client` waits for its turn any more.
    pub(super) fn listen(client: Client) -> Self {
        let (wanted, interrupt) = watch::channel(0);
        let mut signals = Signals::new();
        tokio::spawn(async move {
            loop {
                signals.next().await;
                wanted.send_modify(|times| *times += 1);
                tell(match *wanted.borrow() {
                    1 => "Ending after the accounts at hand; once more to end at once.",
                    _ => "Ending at once.",
                });
                client.hurry();
            }
        });
        Self(interrupt)
    }

    pub(super) fn is_wanted(&self) -> bool {
        *self.0.borrow() > 0
    }

    /// Waits until someone has wanted it twice.
    pub(super) async fn at_once(&self) {
        if self.0.clone().wait_for(|times| *times > 1).await.is_err() {
            // Nobody listens any more.
            std::future::pending::<()>().await;
        }
    }
}

/// The signals that want this to end; one that cannot be listened to does what it does by itself.
#[cfg(unix)]
struct Signals([Option<Signal>; 2]);

#[cfg(unix)]
impl Signals {
    fn new() -> Self {
        let kinds = [SignalKind::interrupt(), SignalKind::terminate()];
        Self(kinds.map(|kind| signal(kind).ok()))
    }

    async fn next(&mut self) {
        let [interrupt, terminate] = &mut self.0;
        tokio::select! {
            Some(()) = next(interrupt) => {}
            Some(()) = next(terminate) => {}
            else => std::future::pending().await,
        }
    }
}

#[cfg(unix)]
async fn next(signal: &mut Option<Signal>) -> Option<()> {
    signal.as_mut()?.recv().await
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> Self {
        Self
    }

    async fn next(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
