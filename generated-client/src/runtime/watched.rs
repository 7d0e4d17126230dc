//! Whether anything of a request was sent.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// The body of a request, be it empty, that remembers whether someone asked for it: that is done when there is a connection, and
/// a call whose body nobody has asked for has done nothing.
pub(super) struct Watched {
    bytes: Option<Bytes>,
    is_begun: Arc<AtomicBool>,
}

/// What is known of a [`Watched`] from outside.
#[derive(Clone)]
pub(super) struct Begun(Arc<AtomicBool>);

impl Watched {
    pub(super) fn new(bytes: Bytes) -> (Self, Begun) {
        let is_begun = Arc::new(AtomicBool::new(false));
        let begun = Begun(Arc::clone(&is_begun));
        let bytes = Some(bytes);
        (Self { bytes, is_begun }, begun)
    }
}

impl Begun {
    pub(super) fn is_begun(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

impl Body for Watched {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.is_begun.store(true, Ordering::Release);
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        // Of an empty body this is all that is asked, and its length must be sent (RFC 9110, section 8.6).
        if self.bytes.as_ref().is_some_and(Bytes::is_empty) {
            self.is_begun.store(true, Ordering::Release);
        }
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let length = self.bytes.as_ref().map_or(0, Bytes::len);
        SizeHint::with_exact(length as u64)
    }
}
