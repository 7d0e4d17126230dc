//! What the generator has no code for: better refused here than dropped without a word.

use super::headers::is_token;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Object, Value};
use crate::names::snake;
use crate::operation::{JSON, Operation, is_json, operations};
use crate::vocabulary::STYLES;

/// What each builder of a call has itself, and what says which calls a mock answers.
const RESERVED: [&str; 17] = [
    "and",
    "body",
    "body_map",
    "client",
    "new",
    "options",
    "prepare",
    "request",
    "send",
    "send_blocking",
    "send_raw",
    "send_raw_blocking",
    "send_with_meta",
    "send_with_meta_blocking",
    "url",
    "with_body",
    "with_variable",
];

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    for operation in operations(document) {
        for parameter in operation.parameters(document) {
            check_parameter(document, &operation, parameter, found);
        }
        check_statuses(&operation, found);
        check_bodiless(document, &operation, found);
        let body = operation.node.get("requestBody");
        let responses = operation.node.members("responses");
        for node in body
            .into_iter()
            .chain(responses.map(|(_, member)| &member.node))
        {
            check_content(document.target(node), found);
        }
        let body = body.map(|body| document.target(body));
        // Of what is none, or has nothing in it, that is told.
        if let Some(body) = body.filter(|body| body.get("content").is_some()) {
            check_body(&operation, body, found);
            check_ranges(body, found);
        }
    }
}

fn check_parameter(
    document: &Document,
    operation: &Operation<'_>,
    parameter: &Node,
    found: &mut Vec<Diagnostic>,
) {
    let place = parameter.str("in").unwrap_or_default();
    let name = parameter.str("name").unwrap_or_default();
    // Those of other places are refused by whatever name.
    if place == "path" && RESERVED.contains(&snake(name).as_str()) {
        found.push(Diagnostic::error(
            Code::Name,
            &parameter.position,
            format!("a parameter cannot be called `{name}`: a call's builder has its own"),
            "rename the parameter, in the path too",
        ));
    }
    let is_elsewhere = matches!(place, "query" | "header" | "cookie");
    if is_elsewhere {
        let node = parameter.get("in").unwrap_or(parameter);
        let parameters = operation.parameters(document);
        let is_declared =
            |node: &&Node| node.str("in") == Some("path") && node.str("name") == Some(name);
        let is_of_path =
            operation.path_names().contains(&name) && !parameters.iter().any(is_declared);
        found.push(Diagnostic::error(
            Code::Unsupported,
            &node.position,
            format!("parameters in `{place}` are not supported"),
            if is_of_path {
                format!("write `in: path`: the path has `{{{name}}}`")
            } else {
                "use a path parameter, or the body".to_owned()
            },
        ));
    } else if place == "path"
        && parameter.get("schema").is_none()
        && parameter.get("content").is_none()
    {
        found.push(Diagnostic::error(
            Code::MissingKeyword,
            &parameter.position,
            "a parameter has no `schema`",
            "add one, e.g. `schema: {type: string}`",
        ));
    }
    if let Some(style) = parameter.get("style")
        && let Some(name) = style.as_str().filter(|name| *name != "simple")
        && STYLES.contains(&name)
        && place == "path"
    {
        found.push(Diagnostic::error(
            Code::Unsupported,
            &style.position,
            format!("`style: {name}` is not supported in a path"),
            "remove it, or write `style: simple`",
        ));
    }
    for keyword in ["allowEmptyValue", "allowReserved"] {
        let member = parameter.as_object().and_then(|object| object.get(keyword));
        if let Some(member) = member.filter(|_| parameter.is_true(keyword) && !is_elsewhere) {
            found.push(Diagnostic::error(
                Code::Unsupported,
                &member.key,
                format!("`{keyword}: true` of a parameter is not supported"),
                "remove it: only those in a query have it",
            ));
        }
    }
    let schema = parameter.get("schema").and_then(Node::as_object);
    for keyword in ["readOnly", "writeOnly"] {
        let member = schema.and_then(|schema| schema.get(keyword));
        if let Some(member) = member.filter(|member| matches!(member.node.value, Value::Bool(true)))
        {
            found.push(Diagnostic::warning(
                Code::NoEffect,
                &member.key,
                format!("`{keyword}: true` has no effect on a parameter: it is of properties"),
                "remove it",
            ));
        }
    }
    // It is of arrays and objects, which are refused.
    let explode = parameter
        .get("explode")
        .filter(|_| parameter.is_true("explode"));
    if let Some(explode) = explode.filter(|_| place == "path") {
        found.push(Diagnostic::warning(
            Code::NoEffect,
            &explode.position,
            "`explode: true` has no effect on one plain value",
            "remove it",
        ));
    }
}

fn check_statuses(operation: &Operation<'_>, found: &mut Vec<Diagnostic>) {
    let mut has_success = false;
    for (status, member) in operation.node.members("responses") {
        // One that is none may be meant as one for success.
        let is_none = !is_status(status) && !status.starts_with("x-");
        has_success |= is_none || status.starts_with('2') || status == "default";
        if is_none {
            found.push(Diagnostic::error(
                Code::WrongValue,
                &member.key,
                format!("`{status}` is no status"),
                "write a status such as `404`, a range such as `4XX`, or `default`",
            ));
        }
    }
    let responses = operation.node.get("responses").and_then(Node::as_object);
    if !has_success && responses.is_some() {
        found.push(Diagnostic::error(
            Code::Unsupported,
            operation.method_position,
            "an operation without a response for success is not supported",
            "add a response for `200`",
        ));
    }
}

/// Replies that never have a body declare none.
fn check_bodiless(document: &Document, operation: &Operation<'_>, found: &mut Vec<Diagnostic>) {
    for (status, member) in operation.node.members("responses") {
        let response = document.target(&member.node).as_object();
        let Some(content) = response.and_then(|response| response.get("content")) else {
            continue;
        };
        let reason = match status {
            _ if operation.method == "head" => "to HEAD has no body (RFC 9110, section 9.3.2)",
            "204" => "with status 204 has no body (RFC 9110, section 15.3.5)",
            "205" => "with status 205 has no body (RFC 9110, section 15.3.6)",
            "304" => "with status 304 has no body (RFC 9110, section 15.4.5)",
            _ => continue,
        };
        found.push(Diagnostic::error(
            Code::Impossible,
            &content.key,
            format!("a reply {reason}"),
            "remove its `content`",
        ));
    }
}

/// Whether a key of `responses` is one (`OpenAPI` 3.0.3, "Responses Object").
fn is_status(key: &str) -> bool {
    key == "default"
        || key.len() == 3
            && key.starts_with(|c: char| ('1'..='5').contains(&c))
            && (key.ends_with("XX") || key.bytes().all(|byte| byte.is_ascii_digit()))
}

fn check_content(node: &Node, found: &mut Vec<Diagnostic>) {
    let mut seen_json = false;
    for (media_type, member) in node.members("content") {
        if !has_parameters(media_type) {
            found.push(Diagnostic::error(
                Code::WrongValue,
                &member.key,
                format!("`{media_type}` is no media type (RFC 9110, section 8.3.1)"),
                format!("write e.g. `{JSON}`; a parameter is `name=value`"),
            ));
        } else if !is_json(media_type) {
            found.push(Diagnostic::error(
                Code::Unsupported,
                &member.key,
                format!("the media type `{media_type}` is not supported"),
                format!("use `{JSON}`"),
            ));
        } else if std::mem::replace(&mut seen_json, true) {
            found.push(Diagnostic::error(
                Code::Unsupported,
                &member.key,
                "a second media type of JSON is not supported",
                format!("keep one of them, e.g. `{JSON}`"),
            ));
        } else if member.node.as_object().is_some() && member.node.get("schema").is_none() {
            found.push(Diagnostic::warning(
                Code::MissingKeyword,
                &member.key,
                format!("`{media_type}` has no `schema`, and is taken for anything"),
                "say what the body is, e.g. `schema: {type: object}`",
            ));
        }
    }
}

/// A request says what it is; of a reply it is enough that it is JSON.
fn check_ranges(body: &Node, found: &mut Vec<Diagnostic>) {
    let essence = |name: &str| {
        name.split(';')
            .next()
            .is_some_and(|name| name.contains('*'))
    };
    // That there is a second one is told of that.
    let json = body.members("content").find(|(name, _)| is_json(name));
    if let Some((range, member)) = json.filter(|(name, _)| essence(name)) {
        found.push(Diagnostic::error(
            Code::Unsupported,
            &member.key,
            format!("`{range}` is a range of media types, and a request is of one"),
            format!("write the one that is to be sent, e.g. `{JSON}`"),
        ));
    }
}

/// Whether what comes after a media type, if anything does, are parameters.
fn has_parameters(media_type: &str) -> bool {
    let is_text = |value: &str| value.len() > 1 && value.starts_with('"') && value.ends_with('"');
    media_type.split(';').skip(1).all(|parameter| {
        let parameter = parameter.trim();
        let named = parameter.split_once('=');
        parameter.is_empty()
            || named
                .is_some_and(|(name, value)| is_token(name) && (is_token(value) || is_text(value)))
    })
}

fn check_body(operation: &Operation<'_>, body: &Node, found: &mut Vec<Diagnostic>) {
    let is_empty = |content: &Node| content.as_object().is_some_and(Object::is_empty);
    if body.get("content").is_some_and(is_empty) {
        found.push(Diagnostic::error(
            Code::MissingKeyword,
            &body.position,
            "a request body without a media type is not supported",
            format!("add `{JSON}` to its `content`"),
        ));
    }
    if matches!(
        operation.method,
        "get" | "head" | "delete" | "options" | "trace"
    ) {
        found.push(Diagnostic::warning(
            Code::RequestBody,
            &body.position,
            format!(
                "a {} with a body may lose it on the way",
                operation.method.to_uppercase()
            ),
            "use a method whose body has a meaning (RFC 9110, section 9.3)",
        ));
    }
    let required = body.get("required");
    // What is no flag is told as that.
    if required.is_none_or(|node| matches!(node.value, Value::Bool(false))) {
        let (code, node) =
            required.map_or((Code::RequestBody, body), |node| (Code::NoEffect, node));
        found.push(Diagnostic::warning(
            code,
            &node.position,
            "this request body is optional, but the client always sends one",
            "write `required: true` if the API takes no call without it",
        ));
    }
}
