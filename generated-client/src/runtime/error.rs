//! The one error of this crate.

mod display;
mod layers;
mod questions;
mod text;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

pub(super) use layers::cause;
pub(super) use text::{is_unprintable, printable};

use layers::Layers;

use super::call::Head;
use super::retry::{Nature, Outcome};
use super::{ApiMessage, Meta, OperationInfo, Reply, retry_after};

/// Why a client could not be made, or a call gave no result.
///
/// Its `Display` is one line with all that is known: the operation that failed, the status, what the API said,
/// the permission that may be missing, and the `cf-ray` that identifies the call to support. No
/// credential is in it, nor anything of a request that was sent; of one that wasn't it shows the value that is
/// invalid, unless the document says that nobody is to read it. What the server said is cut where it is long; the whole is in
/// [`api_errors`](Error::api_errors), [`headers`](Error::headers) and [`body`](Error::body).
///
/// The cause is in that line. [`source`](std::error::Error::source) has what the line leaves out, the layers
/// of HTTP that a failure to send went through, so that who prints the whole chain of errors, as `anyhow` and
/// `miette` do, says nothing twice.
///
/// ```
/// # fn look(error: &zt_risk_scoring::Error) {
/// if error.is_ambiguous() {
///     // It may have happened: look before doing it again.
/// } else if let Some(wait) = error.retry_after() {
///     println!("come back in {} s", wait.as_secs());
/// } else if error.code() == Some(zt_risk_scoring::code::NOT_ENTITLED) {
///     println!("the account doesn't have the product");
/// }
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    problem: Problem,
    operation: Option<&'static OperationInfo>,
    reply: Option<FailedReply>,
    retries: u32,
}

/// What is kept of a reply that gave no result.
struct FailedReply {
    meta: Meta,
    body: Vec<u8>,
}

enum Problem {
    Configuration(String),
    InvalidRequest(String),
    Transport {
        source: Layers,
        /// The origin, and the proxy before it.
        route: String,
        is_sent: bool,
    },
    Api {
        errors: Vec<ApiMessage>,
        messages: Vec<ApiMessage>,
    },
    NoResult,
    UnexpectedBody(Option<serde_path_to_error::Error<serde_json::Error>>),
    TooLarge(usize),
    /// A failure that nobody wants read.
    Unread,
    /// The client's pace has no turn for it before its deadline.
    Paced(Duration),
}

/// What kind of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client could not be made: a credential or the base URL is missing or invalid.
    Configuration,
    /// A value of the call is missing or invalid. Nothing was sent.
    InvalidRequest,
    /// The [pace](crate::ClientBuilder::pace) of the client has no turn for the call before its deadline.
    /// Nothing was sent.
    Paced,
    /// No connection was made. Nothing was sent.
    Connect,
    /// The reply did not come in time.
    Timeout,
    /// The connection broke.
    Transport,
    /// The API answered that the call failed.
    Api,
    /// The reply is not what the document says.
    InvalidReply,
}

impl Error {
    fn new(problem: Problem) -> Self {
        Self(Box::new(Inner {
            problem,
            operation: None,
            reply: None,
            retries: 0,
        }))
    }

    fn with_reply(problem: Problem, meta: Meta, body: Vec<u8>) -> Self {
        let mut error = Self::new(problem);
        error.0.reply = Some(FailedReply { meta, body });
        error
    }

    pub(super) fn configuration(reason: impl Into<String>) -> Self {
        Self::new(Problem::Configuration(reason.into()))
    }

    pub(crate) fn invalid_request(reason: impl fmt::Display) -> Self {
        Self::new(Problem::InvalidRequest(reason.to_string()))
    }

    /// `is_sent` unless it is known that nothing of the request was.
    pub(super) fn transport(source: reqwest::Error, route: &str, is_sent: bool) -> Self {
        if source.is_builder() {
            // What is wrong with it as a URI (RFC 3986) reqwest doesn't say.
            let uri = source.url().map(|url| url.as_str().parse::<http::Uri>());
            let reason = match uri {
                Some(Err(reason)) => format!("its URL: {reason}"),
                _ => cause(&source.without_url()),
            };
            return Self::invalid_request(reason);
        }
        Self::new(Problem::Transport {
            // The URL holds the values of the request.
            source: Layers::new(source.without_url()),
            route: route.to_owned(),
            is_sent,
        })
    }

    pub(super) fn paced(wait: Duration) -> Self {
        Self::new(Problem::Paced(wait))
    }

    pub(super) fn too_large(limit: usize) -> Self {
        Self::new(Problem::TooLarge(limit))
    }

    pub(super) fn api(
        errors: Vec<ApiMessage>,
        messages: Vec<ApiMessage>,
        meta: Meta,
        body: Vec<u8>,
    ) -> Self {
        Self::with_reply(Problem::Api { errors, messages }, meta, body)
    }

    pub(super) fn no_result(meta: Meta, body: Vec<u8>) -> Self {
        Self::with_reply(Problem::NoResult, meta, body)
    }

    pub(super) fn unexpected_body(
        source: Option<serde_path_to_error::Error<serde_json::Error>>,
        meta: Meta,
        body: Vec<u8>,
    ) -> Self {
        Self::with_reply(Problem::UnexpectedBody(source), meta, body)
    }

    pub(super) fn unread(reply: Reply<Vec<u8>>) -> Self {
        let (body, meta) = reply.into_parts();
        Self::with_reply(Problem::Unread, meta, body)
    }

    /// The reply, if nothing is wrong with it but that it is a failure.
    pub(super) fn into_unread(self) -> Result<Reply<Vec<u8>>, Self> {
        match (&self.0.problem, self.0.reply) {
            (Problem::Unread, Some(reply)) => Ok(Reply::new(reply.body, reply.meta)),
            (_, reply) => Err(Self(Box::new(Inner { reply, ..*self.0 }))),
        }
    }

    /// The same error, known to be about `operation`.
    pub(super) fn about(mut self, operation: &'static OperationInfo) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// The same error, after the head of a reply and so much of its body had come.
    pub(super) fn after(mut self, head: Head, body: Vec<u8>) -> Self {
        self.0.reply = Some(FailedReply {
            meta: Meta::new(head.status, head.headers, 0, Duration::ZERO),
            body,
        });
        self
    }

    /// The same error, of the last of so many retries.
    pub(super) fn after_retries(mut self, retries: u32) -> Self {
        self.0.retries = retries;
        self
    }

    /// What this says of another attempt.
    pub(super) fn outcome(&self) -> Outcome {
        let status = self.status().map(|status| status.as_u16());
        let is_success = matches!(status, Some(200..300));
        match (&self.0.problem, status, self.kind()) {
            (_, _, ErrorKind::Connect | ErrorKind::Paced) => Outcome::NotDone,
            (Problem::Transport { source, .. }, None, _) if source.is_refused_stream() => {
                Outcome::NotDone
            }
            (Problem::Transport { .. }, None, ErrorKind::Timeout) => Outcome::TimedOut,
            (Problem::Transport { .. }, None, _) => Outcome::Broken,
            // It has said no.
            (Problem::Api { .. }, Some(200..300), _) | (_, None, _) => Outcome::Final,
            (problem, Some(status), _) => Outcome::Replied {
                status,
                // Of another status the rest would not change what it says.
                is_cut: is_success && matches!(problem, Problem::Transport { .. }),
                should_retry: self.headers().and_then(retry_after::should_retry),
                after: self.retry_after(),
            },
        }
    }

    /// The status of the reply, if it is one to a call of that operation.
    #[allow(
        dead_code,
        reason = "for documents with failures that are no envelopes"
    )]
    pub(crate) fn status_of(&self, operation: &str) -> Option<reqwest::StatusCode> {
        let is_of_it = |info: &OperationInfo| info.id == operation;
        self.0.operation.filter(|info| is_of_it(info))?;
        self.status()
    }

    fn nature(&self) -> Nature {
        match self.0.operation {
            Some(operation) => Nature::of(&operation.method),
            None => Nature::Idempotent,
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.kind())
            .field("message", &self.to_string())
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.problem {
            Problem::Transport { source, .. } => source.as_source(),
            _ => None,
        }
    }
}
