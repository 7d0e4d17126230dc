//! Credentials on their way into a request.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use super::Error;

/// What the generated credentials tell the runtime.
pub(crate) trait Authentication: Sized {
    /// The alternatives of the document, each the names of its security schemes.
    const ALTERNATIVES: &'static [&'static [&'static str]];

    /// Every header that carries a credential.
    const HEADERS: &'static [&'static str];

    /// The first alternative for all of whose schemes there is a secret.
    fn from_schemes(secret: impl Fn(&str) -> Option<SecretString>) -> Option<Self>;

    /// The schemes of this alternative.
    fn schemes(&self) -> &'static [&'static str];

    /// Visits the headers that carry it.
    fn headers(&self, visit: &mut dyn FnMut(SecretHeader<'_>));
}

/// One header that carries a secret.
pub(crate) struct SecretHeader<'a> {
    name: &'static str,
    prefix: &'static str,
    secret: &'a SecretString,
}

impl<'a> SecretHeader<'a> {
    /// A token in `authorization`.
    pub(crate) fn bearer(secret: &'a SecretString) -> Self {
        Self {
            name: "authorization",
            prefix: "Bearer ",
            secret,
        }
    }

    /// A key in a header of its own.
    pub(crate) fn key(name: &'static str, secret: &'a SecretString) -> Self {
        Self {
            name,
            prefix: "",
            secret,
        }
    }

    fn value(&self) -> Result<HeaderValue, Error> {
        let (name, secret) = (self.name, self.secret.expose_secret());
        if secret.trim().is_empty() {
            return Err(Error::configuration(format!(
                "the credential for the header `{name}` is empty"
            )));
        }
        let text = Zeroizing::new([self.prefix, secret].concat());
        let mut value = HeaderValue::from_str(&text).map_err(|_| {
            Error::configuration(format!(
                "the credential for the header `{name}` has a character that no header can carry, \
                 such as a line break"
            ))
        })?;
        value.set_sensitive(true);
        Ok(value)
    }
}

/// Adds the headers of `credentials`, marked as sensitive.
pub(super) fn insert(
    credentials: &impl Authentication,
    headers: &mut HeaderMap,
) -> Result<(), Error> {
    let mut outcome = Ok(());
    credentials.headers(&mut |header| match header.value() {
        Ok(value) => {
            headers.insert(HeaderName::from_static(header.name), value);
        }
        Err(error) => outcome = Err(error),
    });
    outcome
}
