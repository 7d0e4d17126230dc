//! What a failure of the HTTP client went through.

use std::error::Error as StdError;
use std::fmt;
use std::iter::successors;

use super::text::printable;

/// The HTTP client's error, as one cause whose text is that of its outer layers: what happened is told by
/// who holds this, and a chain of errors tells it once.
pub(super) struct Layers {
    pub(super) error: reqwest::Error,
    outer: String,
}

impl Layers {
    pub(super) fn new(error: reqwest::Error) -> Self {
        let (outer, _) = split(&error);
        let outer = outer.join(": ");
        Self { error, outer }
    }

    /// Whether the server of HTTP/2 says that it hasn't looked at the request (RFC 9113, section 8.7): it refused its
    /// stream, or went away before it, in which case alone a stream has the error of an orderly `GOAWAY`.
    pub(super) fn is_refused_stream(&self) -> bool {
        let chain = successors(Some(&self.error as &(dyn StdError + 'static)), |&error| {
            error.source()
        });
        let mut reasons = chain
            .filter_map(|error| error.downcast_ref::<h2::Error>())
            .filter(|error| error.is_remote())
            .map(|error| (error.is_go_away(), error.is_reset(), error.reason()));
        reasons.any(|reason| {
            matches!(
                reason,
                (true, _, Some(h2::Reason::NO_ERROR)) | (_, true, Some(h2::Reason::REFUSED_STREAM))
            )
        })
    }

    /// The layers as a cause, if there are any.
    pub(super) fn as_source(&self) -> Option<&(dyn StdError + 'static)> {
        (!self.outer.is_empty()).then_some(self)
    }
}

impl fmt::Display for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.outer)
    }
}

impl fmt::Debug for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl StdError for Layers {}

/// The innermost causes of an error, which say what happened.
pub(in crate::runtime) fn cause(error: &(dyn StdError + 'static)) -> String {
    match split(error).1.as_slice() {
        [outer, inner] if outer.contains(inner.as_str()) => outer.clone(),
        inner => inner.join(": "),
    }
}

/// An error and what caused it: the outer ones, which name layers of HTTP, and the last one or two.
fn split(error: &(dyn StdError + 'static)) -> (Vec<String>, Vec<String>) {
    let chain = successors(Some(error), |&error| error.source());
    let mut outer: Vec<String> = chain.map(|error| printable(&error.to_string())).collect();
    let inner = match outer.len() {
        1 => 0,
        count => count.saturating_sub(2).max(1),
    };
    let inner = outer.split_off(inner);
    (outer, inner)
}
