//! What the generator has no code for: better refused here than dropped without a word.

use heck::ToSnakeCase;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::operation::{JSON, operations};

/// What each builder of a call has itself.
const RESERVED: [&str; 8] = [
    "body",
    "body_map",
    "client",
    "new",
    "request",
    "send",
    "send_with_meta",
    "url",
];

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    for operation in operations(document) {
        for parameter in operation.parameters(document) {
            let place = parameter.str("in").unwrap_or_default();
            let name = parameter.str("name").unwrap_or_default();
            if RESERVED.contains(&name.to_snake_case().as_str()) {
                found.push(Diagnostic::at(
                    &parameter.position,
                    format!("a parameter cannot be called `{name}`: a call's builder has its own"),
                    "rename the parameter, in the path too",
                ));
            }
            if place != "path" {
                found.push(Diagnostic::at(
                    &parameter.position,
                    format!("parameters in `{place}` are not supported"),
                    "use a path parameter, or the body",
                ));
            }
        }
        let successes: Vec<_> = operation
            .node
            .members("responses")
            .filter(|(status, _)| status.starts_with('2') || *status == "default")
            .collect();
        if successes.is_empty() {
            found.push(Diagnostic::at(
                operation.method_position,
                "an operation without a response for success is not supported",
                "add a response for `200` with its body",
            ));
        }
        for (status, member) in successes {
            if document
                .target(&member.node)
                .members("content")
                .next()
                .is_none()
            {
                found.push(Diagnostic::at(
                    &member.key,
                    format!("the response for `{status}` has no body, which is not supported"),
                    format!("add its `content`, as `{JSON}`"),
                ));
            }
        }
        let responses = operation
            .node
            .members("responses")
            .map(|(_, member)| &member.node);
        for body in operation
            .node
            .get("requestBody")
            .into_iter()
            .chain(responses)
        {
            for (media_type, member) in document.target(body).members("content") {
                if media_type != JSON {
                    found.push(Diagnostic::at(
                        &member.key,
                        format!("the media type `{media_type}` is not supported"),
                        format!("use `{JSON}`"),
                    ));
                }
            }
        }
    }
}
