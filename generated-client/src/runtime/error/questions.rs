//! What can be asked of an error.

use std::time::{Duration, SystemTime};

use reqwest::StatusCode;
use reqwest::header::{CONTENT_TYPE, HeaderMap};

use super::{Error, ErrorKind, Problem, text};
use crate::runtime::reply::{self, cf_ray};
use crate::runtime::{ApiMessage, RateLimit, retry, retry_after};

impl Error {
    /// What kind of failure this is.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match &self.0.problem {
            Problem::Configuration(_) => ErrorKind::Configuration,
            Problem::InvalidRequest(_) => ErrorKind::InvalidRequest,
            Problem::Paced(_) => ErrorKind::Paced,
            // A time-out while connecting is both: what matters is that nothing was sent.
            Problem::Transport {
                source, is_sent, ..
            } if source.error.is_connect() || !is_sent => ErrorKind::Connect,
            Problem::Transport { source, .. } if source.error.is_timeout() => ErrorKind::Timeout,
            Problem::Transport { .. } => ErrorKind::Transport,
            Problem::Api { .. } | Problem::Unread => ErrorKind::Api,
            Problem::NoResult | Problem::UnexpectedBody(_) | Problem::TooLarge(_) => {
                ErrorKind::InvalidReply
            }
        }
    }

    /// The operation that was called, by its id in the document, e.g. `create_integration`.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation.map(|operation| operation.id)
    }

    /// Whether no connection was made in time, or at all: nothing was sent.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Whether a connection was made, and the reply did not come in time.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether the API refused the call because there were too many: status 429.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.status() == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether the same call may succeed later, and cannot do anything twice.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        retry::may_help(self.outcome(), self.nature())
    }

    /// Whether the call may have done what it was to do, and would do it again if it were repeated.
    ///
    /// A create ends so after a time-out, a broken connection, 303, 408, 409, 5xx, and a success that cannot
    /// be read. Look whether it is there before repeating it.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        retry::is_ambiguous(self.outcome(), self.nature())
    }

    /// The wait that the reply asks for, in `retry-after-ms` or `retry-after`, or that the client's pace does.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        if let Problem::Paced(wait) = self.0.problem {
            return Some(wait);
        }
        retry_after::wait(self.headers()?, SystemTime::now().into())
    }

    /// How often the call was tried again before this.
    #[must_use]
    pub fn retries(&self) -> u32 {
        self.0.retries
    }

    /// What is left of the quotas, where the reply says it.
    #[must_use]
    pub fn rate_limits(&self) -> Vec<RateLimit> {
        self.headers().map(RateLimit::read).unwrap_or_default()
    }

    /// The code of the first error that the API listed, if that has one; those that are known are in
    /// [`code`](crate::code).
    #[must_use]
    pub fn code(&self) -> Option<i64> {
        let first = self.api_errors().first()?;
        (first.code != 0).then_some(first.code)
    }

    /// The header `x-request-id`, if a reply came that has it.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        reply::request_id(self.headers()?)
    }

    /// The HTTP status, if a reply came.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.reply.as_ref().map(|reply| reply.meta.status())
    }

    /// The headers, if a reply came.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.reply.as_ref().map(|reply| reply.meta.headers())
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

    /// The first bytes of the body as text, in one line, if a reply came, be it in part.
    #[must_use]
    pub fn body_snippet(&self) -> Option<String> {
        self.0
            .reply
            .as_ref()
            .map(|reply| text::snippet(&reply.body))
    }

    /// The whole body, as far as it came; what is beyond the largest
    /// [size of a reply](crate::ClientBuilder::reply_size) was not read.
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

    /// The permissions any of which the call needs; on 401 and 403, where that may be the reason.
    #[must_use]
    pub fn required_permission(&self) -> &'static [&'static str] {
        match (
            self.status().map(|status| status.as_u16()),
            self.0.operation,
        ) {
            (Some(401 | 403), Some(operation)) => operation.permissions,
            _ => &[],
        }
    }
}
