//! What one call does otherwise than its client.

use std::fmt;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::Error;

/// Settings of one call, in place of the client's.
///
/// ```
/// use std::time::Duration;
/// use zt_risk_scoring::CallOptions;
///
/// let options = CallOptions::new()
///     .timeout(Duration::from_secs(5))
///     .retries(0)
///     .header("x-audit-id", "7");
/// ```
///
/// Give them to a call by its method `options`. A call ends when its future is dropped.
#[derive(Clone, Default)]
#[must_use = "options do nothing until a call has them"]
pub struct CallOptions {
    pub(super) timeout: Option<Duration>,
    pub(super) deadline: Option<Duration>,
    pub(super) retries: Option<u32>,
    /// Rarely there, and large.
    extra: Option<Box<Extra>>,
}

/// What is sent besides.
#[derive(Clone, Default)]
struct Extra {
    headers: Headers,
    query: Vec<(String, String)>,
}

impl CallOptions {
    /// Nothing that differs from the client.
    pub fn new() -> Self {
        Self::default()
    }

    /// Time for each attempt, from connecting to the last byte of the reply.
    ///
    /// An attempt that ends before it has a connection has done nothing, and its error is not ambiguous.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Time for the whole call, with all of its attempts and the waits between them.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// How often to try again, where that is safe; 0 for never.
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = Some(retries);
        self
    }

    /// A header to send, in place of a default one of that name.
    ///
    /// A name or value that no header can have, and a name that this crate sets, make the call an error
    /// before anything is sent.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.extra().headers.insert(name, value);
        self
    }

    /// A parameter to add to the query, in place of default ones of that name.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.extra().query.push((name.into(), value.into()));
        self
    }

    fn extra(&mut self) -> &mut Extra {
        self.extra.get_or_insert_default()
    }

    pub(super) fn headers(&self) -> Option<&Headers> {
        self.extra.as_ref().map(|extra| &extra.headers)
    }

    pub(super) fn query_pairs(&self) -> &[(String, String)] {
        self.extra.as_ref().map_or(&[], |extra| &extra.query)
    }
}

impl fmt::Debug for CallOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<&str> = self
            .query_pairs()
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        f.debug_struct("CallOptions")
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("retries", &self.retries)
            .field("headers", &self.headers())
            .field("query", &query)
            .finish_non_exhaustive()
    }
}

/// Headers of a caller; the first that cannot be sent is remembered.
#[derive(Clone, Default)]
pub(super) struct Headers {
    valid: HeaderMap,
    problem: Option<String>,
}

/// What HTTP itself needs, or what this crate sets.
const RESERVED: [&str; 10] = [
    "accept",
    "connection",
    "content-length",
    "content-type",
    "host",
    "proxy-authorization",
    "te",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// No server takes more.
const MOST: usize = 1000;

impl Headers {
    pub(super) fn insert(&mut self, name: &str, value: &str) {
        let shown = super::error::printable(name);
        let parsed = HeaderName::from_bytes(name.as_bytes());
        let problem = match (parsed, HeaderValue::from_str(value)) {
            (Err(_), _) => format!("`{shown}` is no name of a header"),
            (_, Err(_)) => format!(
                "the header `{shown}` has a character that no header can carry, such as a line break"
            ),
            (Ok(name), _) if RESERVED.contains(&name.as_str()) => {
                format!("the header `{shown}` is set by this crate")
            }
            (Ok(_), Ok(_)) if self.valid.len() >= MOST => {
                format!("there are more than {MOST} headers")
            }
            (Ok(name), Ok(mut value)) => {
                // It may be a secret: it isn't shown by `Debug`, nor kept in tables of HTTP/2.
                value.set_sensitive(true);
                self.valid.insert(name, value);
                return;
            }
        };
        self.problem.get_or_insert(problem);
    }

    /// Adds those of `other`, which take the place of those of the same name.
    pub(super) fn extend(&mut self, other: &Self) {
        for (name, value) in &other.valid {
            self.valid.insert(name, value.clone());
        }
        if self.problem.is_none() {
            self.problem.clone_from(&other.problem);
        }
    }

    /// The headers, if all of them can be sent; `secret` are those that carry credentials.
    pub(super) fn checked(
        &self,
        secret: &[&str],
        refuse: impl Fn(String) -> Error,
    ) -> Result<&HeaderMap, Error> {
        if let Some(problem) = &self.problem {
            return Err(refuse(problem.clone()));
        }
        if self.valid.len() > MOST {
            return Err(refuse(format!("there are more than {MOST} headers")));
        }
        match secret.iter().find(|name| self.valid.contains_key(**name)) {
            Some(name) => Err(refuse(format!(
                "the header `{name}` carries credentials: give them to the client"
            ))),
            None => Ok(&self.valid),
        }
    }
}

/// Names only: values may be secrets.
impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.valid.keys()).finish()
    }
}
