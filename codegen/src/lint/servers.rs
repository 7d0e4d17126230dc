//! The first server is the base URL of the client.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;

/// How each message ends.
const HELP: &str =
    "write e.g. `https://api.example/v1`; it is the base URL that a client has by default";

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(server) = document.root.items("servers").first() else {
        let node = document.root.get("servers").unwrap_or(&document.root);
        found.push(Diagnostic::error(
            Code::MissingKeyword,
            &node.position,
            "the document names no server, and a client would have no base URL",
            "add one, e.g. `servers: [{url: 'https://api.example/v1'}]`",
        ));
        return;
    };
    let Some(url) = server.get("url") else { return };
    let Some(text) = url.as_str() else { return };
    let reason = if text.contains(['{', '}']) {
        if server.get("variables").is_some() {
            // They are refused where they are declared.
            return;
        }
        "has a variable that is not declared"
    } else if let Err(reason) = base_url(text) {
        reason
    } else {
        return;
    };
    let message = format!("the server `{text}` {reason}");
    found.push(Diagnostic::error(
        Code::WrongValue,
        &url.position,
        message,
        HELP,
    ));
}

/// Whether a text is a URL with a host to which credentials may be sent and paths can be added, and if not, why.
fn base_url(text: &str) -> Result<(), &'static str> {
    let no_url = "is no absolute URL of http or https";
    let (scheme, rest) = text.split_once("://").ok_or(no_url)?;
    let authority = rest.split('/').next().unwrap_or_default();
    if !matches!(scheme, "https" | "http")
        || !authority.starts_with(|c: char| c.is_alphanumeric() || c == '[')
        || rest.contains(|c: char| c.is_whitespace() || c.is_control() || "\\\"<>".contains(c))
    {
        return Err(no_url);
    }
    if rest.contains(['?', '#']) {
        return Err("has a query or a fragment, and paths come after it");
    }
    if authority.contains('@') {
        return Err("holds a user name or password, which the client gives in a header only");
    }
    // What the client itself allows, see its `ClientBuilder::base_url`.
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    };
    let is_loopback = host == "localhost" || host == "[::1]" || host.starts_with("127.");
    if scheme == "http" && !is_loopback {
        return Err("is not encrypted, and the client would send credentials to it");
    }
    Ok(())
}
