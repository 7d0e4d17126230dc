//! The one error of this crate.

mod text;

use std::error::Error as StdError;
use std::fmt;

use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap};

pub(super) use text::{cause, printable};

use super::operation::Head;
use super::reply::cf_ray;
use super::{ApiMessage, Meta, OperationInfo};

/// Why a client could not be made, or a call gave no result.
///
/// Its `Display` is one line with all that is known: the operation, the status, what the API said,
/// the permission that may be missing, and the `cf-ray` that identifies the call to support. No
/// secret is in it, nor anything of the request.
pub struct Error(Box<Inner>);

struct Inner {
    problem: Problem,
    operation: Option<&'static OperationInfo>,
    reply: Option<FailedReply>,
}

/// What is kept of a reply that gave no result.
struct FailedReply {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

enum Problem {
    Configuration(String),
    InvalidRequest(String),
    Transport {
        source: reqwest::Error,
        origin: String,
    },
    Api {
        errors: Vec<ApiMessage>,
        messages: Vec<ApiMessage>,
    },
    NoResult,
    UnexpectedBody(Option<serde_path_to_error::Error<serde_json::Error>>),
    TooLarge(usize),
}

/// What kind of failure an [`Error`] is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client could not be made: a credential or the base URL is missing or invalid.
    Configuration,
    /// A value of the call is missing or invalid. Nothing was sent.
    InvalidRequest,
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
        }))
    }

    fn with_reply(problem: Problem, meta: Meta, body: Vec<u8>) -> Self {
        let mut error = Self::new(problem);
        let (status, headers) = meta.into_head();
        error.0.reply = Some(FailedReply {
            status,
            headers,
            body,
        });
        error
    }

    pub(super) fn configuration(reason: impl Into<String>) -> Self {
        Self::new(Problem::Configuration(reason.into()))
    }

    pub(crate) fn invalid_request(reason: impl fmt::Display) -> Self {
        Self::new(Problem::InvalidRequest(reason.to_string()))
    }

    pub(super) fn transport(source: reqwest::Error, origin: &str) -> Self {
        Self::new(Problem::Transport {
            // The URL holds the values of the request.
            source: source.without_url(),
            origin: origin.to_owned(),
        })
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

    /// The same error, known to be about `operation`.
    pub(super) fn about(mut self, operation: &'static OperationInfo) -> Self {
        self.0.operation = Some(operation);
        self
    }

    /// The same error, after the head of a reply had come.
    pub(super) fn after(mut self, head: &Head) -> Self {
        self.0.reply = Some(FailedReply {
            status: head.status,
            headers: head.headers.clone(),
            body: Vec::new(),
        });
        self
    }

    /// What kind of failure this is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match &self.0.problem {
            Problem::Configuration(_) => ErrorKind::Configuration,
            Problem::InvalidRequest(_) => ErrorKind::InvalidRequest,
            // A time-out while connecting is both: what matters is that nothing was sent.
            Problem::Transport { source, .. } if source.is_connect() => ErrorKind::Connect,
            Problem::Transport { source, .. } if source.is_timeout() => ErrorKind::Timeout,
            Problem::Transport { .. } => ErrorKind::Transport,
            Problem::Api { .. } => ErrorKind::Api,
            Problem::NoResult | Problem::UnexpectedBody(_) | Problem::TooLarge(_) => {
                ErrorKind::InvalidReply
            }
        }
    }

    /// The HTTP status, if a reply came.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.reply.as_ref().map(|reply| reply.status)
    }

    /// The headers, if a reply came.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.reply.as_ref().map(|reply| &reply.headers)
    }

    /// What identifies the call to Cloudflare's support: the header `cf-ray`.
    #[must_use]
    pub fn cf_ray(&self) -> Option<&str> {
        cf_ray(self.headers()?)
    }

    /// The media type of the body, if a reply came that says it.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.headers()?.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The errors that the API listed.
    #[must_use]
    pub fn api_errors(&self) -> &[ApiMessage] {
        match &self.0.problem {
            Problem::Api { errors, .. } => errors,
            _ => &[],
        }
    }

    /// The remarks that the API made beside its errors.
    #[must_use]
    pub fn api_messages(&self) -> &[ApiMessage] {
        match &self.0.problem {
            Problem::Api { messages, .. } => messages,
            _ => &[],
        }
    }

    /// The first bytes of the body as text, in one line, if a reply came.
    #[must_use]
    pub fn body_snippet(&self) -> Option<String> {
        self.0
            .reply
            .as_ref()
            .map(|reply| text::snippet(&reply.body))
    }

    /// The whole body, as far as it came.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.0.reply.as_ref().map(|reply| reply.body.as_slice())
    }

    /// The path of the field that is not what the document says, e.g. `result.created_at`.
    #[must_use]
    pub fn field(&self) -> Option<String> {
        match &self.0.problem {
            Problem::UnexpectedBody(Some(source)) => {
                // The whole body, and a place that ended before it had a name, have no path.
                Some(source.path().to_string()).filter(|path| path != "." && path != "?")
            }
            Problem::NoResult => Some("result".to_owned()),
            _ => None,
        }
    }

    /// The permissions of which the call needs one; on 401 and 403, where that may be the reason.
    #[must_use]
    pub fn required_permissions(&self) -> &'static [&'static str] {
        match (
            self.status().map(|status| status.as_u16()),
            self.0.operation,
        ) {
            (Some(401 | 403), Some(operation)) => operation.permissions,
            _ => &[],
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.0.operation {
            write!(f, "{} failed: ", operation.id)?;
        }
        match &self.0.problem {
            Problem::Configuration(reason) => f.write_str(reason)?,
            Problem::InvalidRequest(reason) => {
                write!(f, "the request is invalid and was not sent: {reason}")?;
            }
            Problem::Transport { source, origin } => {
                let what = match self.kind() {
                    ErrorKind::Connect => "cannot connect to",
                    ErrorKind::Timeout => "no reply in time from",
                    _ => "the connection broke off, to",
                };
                write!(f, "{what} {origin}: {}", cause(source))?;
            }
            Problem::Api { errors, messages } => {
                self.write_status(f)?;
                match errors.as_slice() {
                    [] => write!(f, "the API gave no reason")?,
                    errors => f.write_str(&text::list(errors))?,
                }
                if !messages.is_empty() {
                    write!(f, "; {}", text::list(messages))?;
                }
            }
            Problem::NoResult => {
                self.write_status(f)?;
                write!(f, "the reply has no `result`, which the document promises")?;
            }
            Problem::UnexpectedBody(source) => {
                self.write_status(f)?;
                let content_type = self.content_type().unwrap_or("no content type");
                write!(
                    f,
                    "a body of {} is not what the document says",
                    printable(content_type)
                )?;
                if let Some(field) = self.field() {
                    write!(f, ", at `{}`", printable(&field))?;
                }
                if let Some(source) = source {
                    write!(f, ": {}", printable(&source.inner().to_string()))?;
                }
                if let Some(snippet) = self.body_snippet() {
                    write!(f, "; it begins: {snippet}")?;
                }
            }
            Problem::TooLarge(limit) => {
                self.write_status(f)?;
                write!(f, "the reply is larger than {limit} bytes")?;
            }
        }
        if let [first, more @ ..] = self.required_permissions() {
            write!(f, "; needs the permission {first}")?;
            more.iter().try_for_each(|name| write!(f, " or {name}"))?;
        }
        if let Some(ray) = self.cf_ray() {
            write!(f, " [cf-ray {}]", printable(ray))?;
        }
        Ok(())
    }
}

impl Error {
    fn write_status(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status() {
            Some(status) => write!(f, "{status}: "),
            None => Ok(()),
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
            Problem::Transport { source, .. } => Some(source),
            Problem::UnexpectedBody(Some(source)) => Some(source),
            _ => None,
        }
    }
}
