//! Stage `client`: [`Document`] → openapiv3 → progenitor → [`syn::File`].

use std::panic;
use std::sync::Once;
use std::thread;

use openapiv3::OpenAPI;
use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};
use serde_path_to_error::{Path, Segment};

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::{Document, Node, Value};

/// progenitor's client for the document.
///
/// # Errors
/// When openapiv3 cannot read the document, or progenitor cannot generate from it.
pub fn client(document: &Document) -> Result<syn::File, Diagnostics> {
    let api = read(document)?;
    let generated = on_a_quiet_thread(move || {
        let mut settings = GenerationSettings::new();
        settings.with_interface(InterfaceStyle::Builder);
        let tokens = Generator::new(&settings)
            .generate_tokens(&api)
            .map_err(|error| error.to_string())?;
        // Token streams belong to their thread; text doesn't.
        Ok(tokens.to_string())
    });
    let refuse = |reason: String| {
        let position = document
            .root
            .get("paths")
            .map_or(&document.root.position, |node| &node.position);
        Diagnostics::from(Diagnostic::at(
            position,
            format!("progenitor cannot generate a client from this document: {reason}"),
            "simplify what the message names; removing one operation at a time finds the one that it is about",
        ))
    };
    let code = generated.map_err(refuse)?;
    syn::parse_str(&code).map_err(|error| refuse(error.to_string()))
}

/// The document as openapiv3 has it; an error says where.
fn read(document: &Document) -> Result<OpenAPI, Diagnostics> {
    serde_path_to_error::deserialize(document.root.to_json()).map_err(|error| {
        let node = nearest(&document.root, error.path());
        Diagnostics::from(Diagnostic::at(
            &node.position,
            format!(
                "`{}` is not what OpenAPI 3.0 has there: {}",
                error.path(),
                error.inner()
            ),
            "compare it with the OpenAPI 3.0.3 specification",
        ))
    })
}

/// The deepest node on a path.
fn nearest<'a>(root: &'a Node, path: &Path) -> &'a Node {
    let mut node = root;
    for segment in path {
        let next = match (segment, &node.value) {
            (Segment::Map { key }, Value::Object(object)) => {
                object.get(key).map(|member| &member.node)
            }
            (Segment::Seq { index }, Value::Array(items)) => items.get(*index),
            _ => None,
        };
        match next {
            Some(next) => node = next,
            None => break,
        }
    }
    node
}

/// The name of the thread whose panics are reported as diagnostics.
const QUIET: &str = "progenitor";
/// Enough for the deepest document that `source` lets through.
const STACK: usize = 64 * 1024 * 1024;

/// Runs `work` on a thread of its own: progenitor panics where it cannot go on, and recurses as
/// deeply as schemas are nested. A panic becomes an error and prints nothing.
fn on_a_quiet_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, String> + Send + 'static,
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
    thread.join().unwrap_or_else(|payload| {
        let reason = payload
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| payload.downcast_ref::<&str>().copied())
            .unwrap_or("it panicked without a message");
        Err(reason.to_owned())
    })
}
