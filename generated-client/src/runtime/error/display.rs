//! An error as one line that a person can act on.

use std::fmt;

use super::text::{self, printable};
use super::{Error, ErrorKind, Problem, cause};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is wrong with a value is so whatever is called with it.
        if let Some(operation) = self
            .0
            .operation
            .filter(|_| self.kind() != ErrorKind::InvalidRequest)
        {
            write!(f, "{} failed: ", operation.id)?;
        }
        match &self.0.problem {
            Problem::Configuration(reason) => f.write_str(&printable(reason))?,
            Problem::InvalidRequest(reason) => {
                let reason = printable(reason);
                write!(f, "the request is invalid and was not sent: {reason}")?;
            }
            Problem::Transport { source, route, .. } => {
                self.write_status(f)?;
                let what = match self.kind() {
                    ErrorKind::Connect => "cannot connect to",
                    ErrorKind::Timeout => "no reply in time from",
                    _ => "the connection broke off, to",
                };
                let (cause, route) = (cause(&source.error), printable(route));
                write!(f, "{what} {route}: {cause}")?;
                if is_unknown_issuer(&cause) {
                    f.write_str(
                        "; the system doesn't know the authority of this certificate: add it to those \
                         of the system, or by `root_certificates`",
                    )?;
                }
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
            Problem::UnexpectedBody(_) if self.is_redirection() => {
                self.write_status(f)?;
                f.write_str("it leads elsewhere, and no redirect is followed: check the base URL")?;
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
            Problem::Unread => {
                self.write_status(f)?;
                f.write_str("the API refused it")?;
            }
            Problem::Paced(_) => {
                f.write_str("the client's pace has no turn for it before its deadline")?;
            }
            Problem::TooLarge(limit) => {
                self.write_status(f)?;
                write!(f, "the reply is larger than {limit} bytes")?;
            }
        }
        if self.is_ambiguous() {
            f.write_str("; it may have happened all the same: look before repeating it")?;
        }
        if let Some(wait) = self.retry_after() {
            write!(f, "; try again in {} s", wait.as_secs_f64().ceil())?;
        }
        if let [first, more @ ..] = self.required_permission() {
            write!(f, "; needs the permission {first}")?;
            more.iter().try_for_each(|name| write!(f, " or {name}"))?;
        }
        if let Some(ray) = self.cf_ray() {
            write!(f, " [cf-ray {}]", printable(ray))?;
        }
        Ok(())
    }
}

/// Whether it is said, in the words of rustls or OpenSSL, that nobody who is trusted has issued a certificate.
fn is_unknown_issuer(cause: &str) -> bool {
    let said = [
        "UnknownIssuer",
        "local issuer certificate",
        "self-signed certificate",
    ];
    said.iter().any(|words| cause.contains(words))
}

impl Error {
    fn is_redirection(&self) -> bool {
        self.status().is_some_and(|status| status.is_redirection())
    }

    fn write_status(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status() {
            Some(status) => match status.canonical_reason() {
                Some(reason) => write!(f, "{} {reason}: ", status.as_u16()),
                None => write!(f, "{}: ", status.as_u16()),
            },
            None => Ok(()),
        }
    }
}
