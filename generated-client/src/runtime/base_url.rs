//! The URL that all paths of the API come after.

use std::fmt;
use std::net::IpAddr;

use reqwest::Url;

/// A base URL that credentials may be sent to; it does not end with a slash.
#[derive(Clone, Debug)]
pub(super) struct BaseUrl {
    text: String,
    origin: String,
    is_loopback: bool,
}

impl BaseUrl {
    /// Checks a base URL, or says what is wrong with it: `https`, or `http` to this machine, or `http` where that is allowed.
    pub(super) fn new(text: &str, is_plain_http_allowed: bool) -> Result<Self, String> {
        // They would be left out without a word.
        if text.contains(char::is_control) {
            return Err(
                "the base URL has a control character in it, such as a line break".to_owned(),
            );
        }
        let url = Url::parse(text).map_err(|error| {
            format!("the base URL is not a URL ({error}): write it as https://host/path")
        })?;
        // Its other parts may hold secrets.
        let shown = format!("{}://{}", url.scheme(), url.host_str().unwrap_or_default());
        let refuse = |reason: &str| format!("the base URL {shown} {reason}");
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refuse(
                "holds a user name or password: give credentials apart from it",
            ));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refuse("has a query or a fragment: leave it off"));
        }
        let Some(host) = url.host_str() else {
            return Err(refuse("names no host: write it as https://host/path"));
        };
        let is_loopback = is_loopback(host);
        match url.scheme() {
            "https" => {}
            "http" if is_loopback || is_plain_http_allowed => {}
            "http" => {
                return Err(refuse("would send credentials unencrypted: use https"));
            }
            _ => return Err(refuse("is neither https nor http")),
        }
        // What is a URL to browsers need be no URI (RFC 3986), and it is those that are sent.
        if url.as_str().parse::<http::Uri>().is_err() {
            return Err(refuse("has a character that no request can carry"));
        }
        Ok(Self {
            origin: url.origin().ascii_serialization(),
            text: url.as_str().trim_end_matches('/').to_owned(),
            is_loopback,
        })
    }

    /// Scheme, host and port.
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether what goes there is encrypted.
    pub(super) fn is_encrypted(&self) -> bool {
        self.text.starts_with("https:")
    }

    /// Whether it is on this machine.
    pub(super) fn is_loopback(&self) -> bool {
        self.is_loopback
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether a host is this machine: `localhost`, 127.0.0.0/8, `::1`. Names below
/// `localhost` are not: resolvers that don't know RFC 6761 look them up elsewhere.
fn is_loopback(host: &str) -> bool {
    let host = host.trim_end_matches('.');
    if host == "localhost" {
        return true;
    }
    host.trim_start_matches('[')
        .trim_end_matches(']')
        .parse::<IpAddr>()
        .is_ok_and(|address| address.to_canonical().is_loopback())
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn https_and_loopback_are_accepted_and_lose_trailing_slashes() {
        for (text, expected) in [
            (
                "https://api.cloudflare.com/client/v4",
                "https://api.cloudflare.com/client/v4",
            ),
            (
                "https://api.cloudflare.com/client/v4//",
                "https://api.cloudflare.com/client/v4",
            ),
            ("https://example.com", "https://example.com"),
            ("http://localhost:8080/", "http://localhost:8080"),
            // The same with the root of all names.
            ("http://localhost.:8080/", "http://localhost.:8080"),
            ("http://127.0.0.2:1/v4", "http://127.0.0.2:1/v4"),
            ("http://[::1]:1/v4", "http://[::1]:1/v4"),
            ("http://[::ffff:127.0.0.1]/v4", "http://[::ffff:7f00:1]/v4"),
        ] {
            let url = BaseUrl::new(text, false).expect(text);
            assert_eq!(url.to_string(), expected);
        }
    }

    #[test]
    fn what_could_leak_credentials_is_refused_with_the_reason() {
        for (text, reason) in [
            (
                "http://api.cloudflare.com",
                "would send credentials unencrypted",
            ),
            (
                "http://localhost.example.com",
                "would send credentials unencrypted",
            ),
            (
                "http://127.0.0.1.example.com",
                "would send credentials unencrypted",
            ),
            (
                "https://user:hunter2@example.com",
                "holds a user name or password",
            ),
            ("https://example.com/?a=b", "has a query or a fragment"),
            ("https://example.com/#a", "has a query or a fragment"),
            ("ftp://example.com", "is neither https nor http"),
            (
                "https://{host}/",
                "has a character that no request can carry",
            ),
            ("https://example.com/a\nb", "has a control character"),
            ("/client/v4", "is not a URL"),
            ("", "is not a URL"),
        ] {
            let message = BaseUrl::new(text, false).expect_err(text);
            assert!(message.contains(reason), "{message}");
            assert!(!message.contains("hunter2"), "{message}");
        }
    }

    #[test]
    fn plain_http_is_accepted_where_it_is_allowed() {
        assert!(BaseUrl::new("http://proxy.internal/v4", true).is_ok());
    }
}
