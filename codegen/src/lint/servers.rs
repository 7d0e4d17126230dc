//! Each server is a base URL that the client takes; it has the first one by default.

use url::{Host, Url};

use super::paths::has_steps;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Position};
use crate::vocabulary::is_of_url;

/// How each message ends.
const HELP: &str = "write e.g. `https://api.example/v1`; the first one is the base URL that a client has by default";

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let all = document.root.items("servers");
    let servers = document.root.get("servers");
    // What is no list is told as that.
    if all.is_empty() && servers.is_none_or(|servers| servers.as_array().is_some()) {
        let node = servers.unwrap_or(&document.root);
        found.push(Diagnostic::error(
            Code::MissingKeyword,
            &node.position,
            "the document names no server, and a client would have no base URL",
            "add one, e.g. `servers: [{url: 'https://api.example/v1'}]`",
        ));
    }
    for (index, server) in all.iter().enumerate() {
        // The others are documented.
        let make = if index == 0 {
            Diagnostic::error
        } else {
            Diagnostic::warning
        };
        found.extend(defect(server, make));
    }
}

/// What is wrong with a server.
fn defect(
    server: &Node,
    make: fn(Code, &Position, String, &'static str) -> Diagnostic,
) -> Option<Diagnostic> {
    let url = server.get("url")?;
    let text = url.as_str()?;
    let reason = if text.contains(['{', '}']) {
        if server.get("variables").is_some() {
            // They are refused where they are declared.
            return None;
        }
        "has a variable that is not declared"
    } else if let Err(reason) = base_url(text) {
        reason
    } else {
        return None;
    };
    let message = format!("the server `{text}` {reason}");
    Some(make(Code::WrongValue, &url.position, message, HELP))
}

/// Whether a text is a URL with a host to which credentials may be sent and paths can be added, and if not, why:
/// what the client itself allows, see its `ClientBuilder::base_url`.
fn base_url(text: &str) -> Result<(), &'static str> {
    let no_url = "is no absolute URL of http or https";
    let url = Url::parse(text).map_err(|_| no_url)?;
    let host = url.host().filter(|_| text.chars().all(is_of_url));
    let host = host.ok_or(no_url)?;
    if !matches!(url.scheme(), "https" | "http") {
        return Err(no_url);
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("has a query or a fragment, and paths come after it");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("holds a user name or password, which the client gives in a header only");
    }
    if has_steps(text) {
        return Err("has a segment of dots, which leads to another URL");
    }
    let is_loopback = match host {
        Host::Domain(name) => name.trim_end_matches('.') == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.to_canonical().is_loopback(),
    };
    if url.scheme() == "http" && !is_loopback {
        return Err("is not encrypted, and the client would send credentials to it");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::base_url;

    #[test]
    fn a_server_is_a_url_that_the_client_takes() {
        for (text, expected) in [
            ("https://api.example/v1", None),
            ("HTTPS://API.example", None),
            ("https://[2001:db8::1]:8443/v1", None),
            ("http://localhost.:8080", None),
            ("http://[::1]", None),
            ("/v1", Some("is no absolute URL")),
            ("ftp://api.example", Some("is no absolute URL")),
            ("https://api.example:99999", Some("is no absolute URL")),
            ("https://[::1", Some("is no absolute URL")),
            ("https://1.2.3.400", Some("is no absolute URL")),
            ("https://api .example", Some("is no absolute URL")),
            ("https://api.example/v1\\a", Some("is no absolute URL")),
            ("https://api.example/v1?a=b", Some("has a query")),
            ("https://me@api.example", Some("holds a user name")),
            (
                "https://api.example/a/%2E./v1",
                Some("has a segment of dots"),
            ),
            ("http://127.0.0.1.evil.example", Some("is not encrypted")),
        ] {
            let reason = base_url(text).err();
            let is_so = match (reason, expected) {
                (Some(reason), Some(expected)) => reason.starts_with(expected),
                (reason, expected) => reason == expected,
            };
            assert!(is_so, "{text}: {reason:?}");
        }
    }
}
