//! What there is to say of an operation, and of the document as a whole.

use super::markdown::{code, plain};
use super::schema::{external, facts, said, undescribed};
use crate::document::{Document, Node};
use crate::operation::Operation;
use crate::reply::Replies;
use crate::shape::operations::document_permissions;

/// The documentation of the method that begins a call.
pub(super) fn method(document: &Document, operation: &Operation<'_>) -> String {
    let node = operation.node;
    let mut parts: Vec<String> = Vec::new();
    for source in [node, operation.item] {
        for keyword in ["summary", "description"] {
            parts.extend(source.said(keyword).map(|text| text.trim().to_owned()));
        }
    }
    let route = format!("{} {}", operation.method.to_uppercase(), operation.path);
    parts.push(code(&route));
    if node.is_true("deprecated") {
        parts.push("Deprecated.".to_owned());
    }
    parts.extend(node.get("externalDocs").map(external));
    parts.extend(tags(document, node));
    let permissions = document_permissions(node);
    match permissions.as_slice() {
        [] => {}
        [permission] => parts.push(format!("# Permissions\n{}", plain(permission))),
        _ => {
            let list = list(&permissions);
            parts.push(format!("# Permissions\nAt least one of:\n{list}"));
        }
    }
    let body = node.get("requestBody");
    let of_body: Vec<String> = body
        .into_iter()
        .flat_map(|body| content_examples(body, ""))
        .collect();
    let section = |heading: &str, examples: Vec<String>| {
        let heading = (!examples.is_empty()).then(|| heading.to_owned());
        heading.into_iter().chain(examples)
    };
    parts.extend(section("# Request examples", of_body));
    parts.push(format!("# Replies\n{}", statuses(document, operation)));
    let of_replies = reply_examples(document, operation);
    parts.extend(section("# Reply examples", of_replies));
    parts.join("\n\n")
}

fn list(items: &[&str]) -> String {
    let items: Vec<String> = items
        .iter()
        .map(|item| format!("- {}", plain(item)))
        .collect();
    items.join("\n")
}

/// The examples of replies, each with its status.
fn reply_examples(document: &Document, operation: &Operation<'_>) -> Vec<String> {
    let replies = Replies::of(document, operation);
    let mut parts = Vec::new();
    let mut seen = Vec::new();
    for reply in replies.successes.iter().chain(&replies.failures) {
        if !seen.contains(&reply.status) {
            seen.push(reply.status);
            parts.extend(content_examples(
                reply.node,
                &format!("{} ", code(reply.status)),
            ));
        }
    }
    parts
}

/// What each status means, and which headers come with it.
fn statuses(document: &Document, operation: &Operation<'_>) -> String {
    let replies = Replies::of(document, operation);
    let mut lines: Vec<String> = Vec::new();
    for reply in replies.successes.iter().chain(&replies.failures) {
        let text = one_line(reply.node.said("description").unwrap_or_default());
        let line = format!("- {}: {text}", code(reply.status));
        if lines.contains(&line) {
            continue;
        }
        lines.push(line);
        lines.extend(reply.schema.and_then(body));
        for (name, header) in reply.node.members("headers") {
            let text = header.node.said("description").map(one_line);
            let mut parts: Vec<String> = text.into_iter().collect();
            if let Some(schema) = header.node.get("schema") {
                parts.push(code(&schema.to_json().to_string()));
            }
            for keyword in ["required", "deprecated", "style", "explode", "example"] {
                if let Some(value) = header.node.get(keyword) {
                    parts.push(code(&format!("{keyword}: {}", value.to_json())));
                }
            }
            let examples = header.node.members("examples");
            parts.extend(
                examples
                    .map(|(name, example)| code(&format!("{name}: {}", example.node.to_json()))),
            );
            lines.push(format!("  - header {}: {}", code(name), parts.join(" ")));
        }
    }
    lines.join("\n")
}

/// What there is to say of a body; of a type with a name, which says the rest, what stands beside the name.
fn body(schema: &Node) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(said(schema).map(str::to_owned));
    parts.extend(facts(schema));
    (!parts.is_empty()).then(|| format!("  - body: {}", one_line(&parts.join(" "))))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The tags of an operation, with what is said of them.
fn tags(document: &Document, node: &Node) -> Vec<String> {
    let declared = document.root.items("tags");
    node.strings("tags")
        .into_iter()
        .map(|name| {
            let tag = declared.iter().find(|tag| tag.str("name") == Some(name));
            let mut text = format!("Tag: {}", plain(name));
            if let Some(description) = tag.and_then(|tag| tag.said("description")) {
                text = format!("{text}. {}", description.trim());
            }
            if let Some(docs) = tag.and_then(|tag| tag.get("externalDocs")) {
                text = format!("{}. {}", text.trim_end_matches('.'), external(docs));
            }
            text
        })
        .collect()
}

/// The examples of a body, each with what it is of before its name.
fn content_examples(node: &Node, of: &str) -> Vec<String> {
    let media_types = node.members("content").map(|(_, member)| &member.node);
    media_types.flat_map(|node| examples(node, of)).collect()
}

/// The examples of a body or a parameter, each with its name, and with what it is of before that.
pub(super) fn examples(node: &Node, of: &str) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(example) = node.get("example") {
        if !of.is_empty() {
            parts.push(format!("{}:", of.trim_end()));
        }
        parts.push(block(example));
    }
    for (name, member) in node.members("examples") {
        let mut title = format!("{of}{}", code(name));
        for keyword in ["summary", "description", "externalValue"] {
            if let Some(text) = member.node.str(keyword) {
                title = format!("{title}: {text}");
            }
        }
        parts.push(title);
        parts.extend(member.node.get("value").map(block));
    }
    parts
}

fn block(value: &Node) -> String {
    format!("```json\n{:#}\n```", value.to_json())
}

/// The documentation of a parameter's setter.
pub(super) fn parameter(parameter: &Node) -> String {
    let name = parameter.str("name").unwrap_or_default();
    let schema = parameter.get("schema");
    let texts = [parameter.said("description"), schema.and_then(said)];
    let texts = texts.into_iter().flatten().map(str::to_owned);
    let mut parts: Vec<String> = texts.collect();
    if parts.is_empty() {
        parts.push(undescribed(name));
    }
    if parameter.is_true("deprecated") {
        parts.push("Deprecated.".to_owned());
    }
    parts.extend(schema.map(facts).unwrap_or_default());
    parts.extend(examples(parameter, "Example "));
    parts.join("\n\n")
}

/// What the document says of itself.
pub(super) fn document(document: &Document) -> String {
    let root = &document.root;
    let mut parts: Vec<String> = Vec::new();
    if let Some(info) = root.get("info") {
        let title = info.said("title").unwrap_or_default();
        let version = info.str("version").unwrap_or_default();
        parts.push(format!("The calls of {title}, version {version}."));
        for keyword in ["summary", "description"] {
            parts.extend(info.str(keyword).map(str::to_owned));
        }
        parts.extend(
            info.str("termsOfService")
                .map(|url| format!("Terms of service: {url}")),
        );
        for (keyword, label) in [
            ("contact", "Contact"),
            ("license", "License of the document"),
        ] {
            let Some(node) = info.get(keyword) else {
                continue;
            };
            let words = ["name", "identifier", "email", "url"];
            let words: Vec<&str> = words.iter().filter_map(|word| node.str(word)).collect();
            parts.push(format!("{label}: {}", words.join(", ")));
        }
    }
    parts.extend(root.get("externalDocs").map(external));
    parts.join("\n\n")
}
