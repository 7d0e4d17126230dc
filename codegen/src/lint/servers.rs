//! The first server is the base URL of the client.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let Some(server) = document.root.items("servers").first() else {
        return;
    };
    let Some(url) = server.get("url") else { return };
    let Some(text) = url.as_str() else { return };
    if text.contains(['{', '}']) {
        // Variables are refused where they are declared.
        if server.get("variables").is_none() {
            found.push(wrong(
                url,
                format!("the server `{text}` has a variable that is not declared"),
            ));
        }
    } else if !is_absolute(text) {
        found.push(wrong(
            url,
            format!("the server `{text}` is no absolute URL of http or https"),
        ));
    }
}

fn wrong(url: &Node, message: String) -> Diagnostic {
    let help =
        "write e.g. `https://api.example/v1`; it is the base URL that a client has by default";
    Diagnostic::error(Code::WrongValue, &url.position, message, help)
}

/// Whether a text is a URL with a host, to which paths can be added.
fn is_absolute(text: &str) -> bool {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    let has_host =
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '['));
    has_host
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || "?#\\\"<>".contains(c))
}
