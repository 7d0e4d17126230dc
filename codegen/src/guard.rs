//! A thread on which a panic is an error.

use std::panic;
use std::sync::Once;
use std::thread;

/// The name of the thread whose panics are errors.
const QUIET: &str = "generator";
/// Enough for the deepest document that `source` lets through.
const STACK: usize = 64 * 1024 * 1024;

/// Runs `work` on a thread of its own: progenitor panics where it cannot go on, and recurses as
/// deeply as schemas are nested. A panic becomes its message and prints nothing.
pub(crate) fn run<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let default = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if thread::current().name() != Some(QUIET) {
                default(info);
            }
        }));
    });
    let thread = thread::Builder::new()
        .name(QUIET.to_owned())
        .stack_size(STACK)
        .spawn(work)
        .map_err(|error| format!("no thread for it: {error}"))?;
    thread.join().map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
        text.unwrap_or("it panicked without a message").to_owned()
    })
}
