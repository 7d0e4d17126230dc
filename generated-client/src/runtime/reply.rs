//! A reply: its result and what came beside it.

use std::fmt;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::envelope::{AnyFailure, Body, Opened};
use super::{ApiMessage, Error, Operation, RateLimit, RateLimitPolicy};

/// The result of a call with what came beside it.
#[derive(Clone, Debug)]
pub struct Reply<T> {
    result: T,
    meta: Meta,
}

impl<T> Reply<T> {
    pub(super) fn new(result: T, meta: Meta) -> Self {
        Self { result, meta }
    }

    /// The result.
    #[must_use]
    pub fn result(&self) -> &T {
        &self.result
    }

    /// The result alone.
    #[must_use]
    pub fn into_result(self) -> T {
        self.result
    }

    /// What came beside the result.
    #[must_use]
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Both.
    #[must_use]
    pub fn into_parts(self) -> (T, Meta) {
        (self.result, self.meta)
    }
}

/// What is known of a reply besides its result.
///
/// Its `Debug` has the names of the headers without their values, some of which, such as cookies, are secrets.
#[derive(Clone)]
pub struct Meta {
    status: StatusCode,
    headers: HeaderMap,
    errors: Vec<ApiMessage>,
    messages: Vec<ApiMessage>,
    result_info: Option<serde_json::Value>,
    retries: u32,
    elapsed: Duration,
}

impl Meta {
    pub(super) fn new(
        status: StatusCode,
        headers: HeaderMap,
        retries: u32,
        elapsed: Duration,
    ) -> Self {
        Self {
            status,
            headers,
            errors: Vec::new(),
            messages: Vec::new(),
            result_info: None,
            retries,
            elapsed,
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the reply.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// What identifies the call to Cloudflare's support: the header `cf-ray`.
    #[must_use]
    pub fn cf_ray(&self) -> Option<&str> {
        cf_ray(&self.headers)
    }

    /// The header `x-request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// What is left of the quotas of the caller, where the reply says it.
    #[must_use]
    pub fn rate_limits(&self) -> Vec<RateLimit> {
        RateLimit::read(&self.headers)
    }

    /// The quotas of the caller, where the reply says them.
    #[must_use]
    pub fn rate_limit_policies(&self) -> Vec<RateLimitPolicy> {
        RateLimitPolicy::read(&self.headers)
    }

    /// What the API lists as errors of a call that succeeded all the same.
    #[must_use]
    pub fn errors(&self) -> &[ApiMessage] {
        &self.errors
    }

    /// The remarks of the API on a call that succeeded.
    #[must_use]
    pub fn messages(&self) -> &[ApiMessage] {
        &self.messages
    }

    /// What the API says about the result, such as how many there are, where it does.
    ///
    /// Its numbers are those of the type that the document has for it: of a `number` it is `as_f64` that
    /// gives the value.
    #[must_use]
    pub fn result_info(&self) -> Option<&serde_json::Value> {
        self.result_info.as_ref()
    }

    /// How often the request was sent again.
    #[must_use]
    pub fn retries(&self) -> u32 {
        self.retries
    }

    /// The time from the beginning of the call to the last byte of the reply, waits included.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }
}

impl fmt::Debug for Meta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meta")
            .field("status", &self.status)
            .field("headers", &self.headers.keys().collect::<Vec<_>>())
            .field("errors", &self.errors)
            .field("messages", &self.messages)
            .field("result_info", &self.result_info)
            .field("retries", &self.retries)
            .field("elapsed", &self.elapsed)
            .finish()
    }
}

/// The header `cf-ray`.
pub(super) fn cf_ray(headers: &HeaderMap) -> Option<&str> {
    headers.get("cf-ray")?.to_str().ok()
}

/// The header `x-request-id`.
pub(super) fn request_id(headers: &HeaderMap) -> Option<&str> {
    headers.get("x-request-id")?.to_str().ok()
}

/// A reply as it is, unless it is a failure.
pub(super) fn unread(reply: Reply<Vec<u8>>) -> Result<Reply<Vec<u8>>, Error> {
    if reply.meta.status.is_success() {
        Ok(reply)
    } else {
        Err(Error::unread(reply))
    }
}

/// Opens the body of a reply: the result, or why there is none.
pub(super) fn open<O: Operation>(
    reply: Reply<Vec<u8>>,
) -> Result<Reply<<O::Success as Body>::Result>, Error> {
    let (body, mut meta) = reply.into_parts();
    let status = meta.status.as_u16();
    let unexpected = if meta.status.is_success() {
        match O::Success::read(status, &body) {
            Ok(Opened {
                success: false,
                errors,
                messages,
                ..
            }) => {
                return Err(Error::api(errors, messages, meta, body));
            }
            Ok(Opened { result: None, .. }) => return Err(Error::no_result(meta, body)),
            Ok(Opened {
                result: Some(result),
                errors,
                messages,
                result_info,
                ..
            }) => {
                meta.errors = errors;
                meta.messages = messages;
                meta.result_info = result_info;
                return Ok(Reply { result, meta });
            }
            Err(unexpected) => Some(unexpected),
        }
    } else {
        None
    };
    // A failure need not look like a success to be understood, nor have the status of one.
    let unexpected = match (O::Failure::read(status, &body), unexpected) {
        (Ok(opened), unexpected) if unexpected.is_none() || !opened.success => {
            let (mut errors, mut messages) = (opened.errors, opened.messages);
            // What may be an envelope and something else is read as neither.
            if errors.is_empty()
                && let Ok(any) = AnyFailure::read(status, &body)
            {
                errors = any.errors;
                if messages.is_empty() {
                    messages = any.messages;
                }
            }
            return Err(Error::api(errors, messages, meta, body));
        }
        (Ok(_), unexpected) => unexpected,
        (Err(failure), unexpected) => Some(unexpected.unwrap_or(failure)),
    };
    if let Ok(any) = AnyFailure::read(status, &body) {
        return Err(Error::api(any.errors, any.messages, meta, body));
    }
    Err(Error::unexpected_body(unexpected, meta, body))
}
