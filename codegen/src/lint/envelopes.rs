//! A reply that says whether it is a success is opened as an envelope, or refused: handed over as it
//! is, a failure would look like a result.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
use crate::operation::operations;
use crate::reply::replies;

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    for operation in operations(document) {
        let replies = replies(document, &operation);
        for schema in replies.into_iter().filter_map(|reply| reply.schema) {
            let target = document.target(schema);
            if property(target, "success").is_none() {
                continue;
            }
            let reason = if document.schema_name(schema).is_none() {
                "it has no name: move it to `components.schemas` and refer to it"
            } else {
                match shortcoming(document, target) {
                    Some(reason) => reason,
                    None => continue,
                }
            };
            found.push(Diagnostic::error(
                Code::Envelope,
                &schema.position,
                "this reply has `success`, but cannot be opened as an envelope",
                reason,
            ));
        }
    }
}

/// Why a schema with `success` is no envelope.
fn shortcoming(document: &Document, schema: &Node) -> Option<&'static str> {
    let is_required = |name: &str| schema.strings("required").contains(&name);
    let success = document.target(property(schema, "success")?);
    let is_null = success.is_true("nullable") || property(schema, "success")?.is_true("nullable");
    if success.str("type") != Some("boolean") || !is_required("success") || is_null {
        return Some("make `success` a required boolean");
    }
    let Some(errors) = property(schema, "errors").filter(|_| is_required("errors")) else {
        return Some("add a required array `errors`");
    };
    let messages = property(schema, "messages");
    for list in [Some(errors), messages].into_iter().flatten() {
        let items = list.get("items");
        let reference = items.and_then(|items| items.str("$ref"));
        if reference.is_some_and(|to| document.resolve(to).is_none()) {
            // The check of references says so.
            continue;
        }
        if list.str("type") != Some("array")
            || items.is_none_or(|items| document.schema_name(items).is_none())
        {
            return Some(
                "write `errors` and `messages` as arrays in place, whose items refer to a component",
            );
        }
        let item = items.map(|items| document.target(items))?;
        let field = |name: &str, of_type: &str| {
            let property = property(item, name).map(|node| document.target(node));
            property.and_then(|node| node.str("type")) == Some(of_type)
        };
        if !field("code", "integer") || !field("message", "string") {
            return Some("give the items of `errors` an integer `code` and a string `message`");
        }
    }
    None
}

fn property<'a>(schema: &'a Node, name: &str) -> Option<&'a Node> {
    schema.get("properties")?.get(name)
}
