//! A reply that says whether it is a success is opened as an envelope, or refused: handed over as it
//! is, a failure would look like a result.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
use crate::operation::operations;
use crate::reference;
use crate::reply::Replies;

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut of_replies = BTreeSet::new();
    for operation in operations(document) {
        let replies = Replies::of(document, &operation);
        let successes = replies.successes.iter().map(|reply| (reply, true));
        let failures = replies.failures.iter().map(|reply| (reply, false));
        for (reply, is_success) in successes.chain(failures) {
            let Some(schema) = reply.schema else { continue };
            outer(document, schema, &mut of_replies);
            for Obstacle { at, reason, help } in obstacles(document, schema, is_success) {
                let message =
                    format!("a reply with `success` cannot be opened as an envelope: {reason}");
                let told = Diagnostic::error(Code::Envelope, &at.position, message, help);
                found.push(told);
            }
        }
    }
    reference::walk(&document.root, &mut |node, _| {
        if !of_replies.contains(&std::ptr::from_ref(node)) && is_envelope(document, node) {
            found.push(Diagnostic::error(
                Code::Envelope,
                &node.position,
                "an envelope in another schema, or in a request, is not supported: nothing would open it",
                "refer to what its `result` is, or to a schema without `success`",
            ));
        }
    });
}

/// A reply's schema with its parts and alternatives, which are the reply themselves.
fn outer(document: &Document, schema: &Node, seen: &mut BTreeSet<*const Node>) {
    let target = document.target(schema);
    seen.insert(std::ptr::from_ref(schema));
    if !std::ptr::eq(schema, target) && !seen.insert(std::ptr::from_ref(target)) {
        return;
    }
    for part in ["allOf", "oneOf", "anyOf"]
        .iter()
        .flat_map(|keyword| target.items(keyword))
    {
        outer(document, part, seen);
    }
}

/// Whether what a node stands for is opened by the runtime where it is a reply.
fn is_envelope(document: &Document, node: &Node) -> bool {
    let schema = Whole::of(document, node).schema;
    property(schema, "success").is_some() && shortcomings(document, schema).is_empty()
}

/// What keeps a reply from being opened.
struct Obstacle<'a> {
    at: &'a Node,
    reason: String,
    help: String,
}

fn obstacle(at: &Node, reason: impl Into<String>, help: impl Into<String>) -> Obstacle<'_> {
    Obstacle {
        at,
        reason: reason.into(),
        help: help.into(),
    }
}

/// Why a reply with `success` cannot be opened; nothing if it can, or has none.
fn obstacles<'a>(document: &'a Document, schema: &'a Node, is_success: bool) -> Vec<Obstacle<'a>> {
    let whole = Whole::of(document, schema);
    if property(whole.schema, "success").is_none() {
        // A failure by its status is one whatever it says.
        let is_choice = is_success && is_choice_with_success(document, whole.schema);
        let choice = || {
            let help = "write the reply as one schema, without alternatives";
            obstacle(schema, "it is one of several schemas", help)
        };
        return is_choice.then(choice).into_iter().collect();
    }
    let mut obstacles = shortcomings(document, whole.schema);
    if document.schema_name(schema).is_none() {
        let help = "move it to `components.schemas` and refer to it";
        obstacles.push(obstacle(schema, "it has no name", help));
    }
    if is_success && whole.is_nullable {
        let help = "write the reply as one schema that is not nullable";
        obstacles.push(obstacle(schema, "it may be null", help));
    }
    obstacles
}

/// What a schema stands for, if all that is said beside references is said of it.
struct Whole<'a> {
    schema: &'a Node,
    is_nullable: bool,
}

impl<'a> Whole<'a> {
    fn of(document: &'a Document, schema: &'a Node) -> Self {
        let mut whole = Self {
            schema,
            is_nullable: false,
        };
        let mut seen = BTreeSet::new();
        loop {
            whole.is_nullable |= whole.schema.is_true("nullable");
            let name = document.schema_name(whole.schema);
            let Some(name) = name.filter(|name| seen.insert(*name)) else {
                return whole;
            };
            let Some(next) = document.schema(name) else {
                return whole;
            };
            whole.schema = next;
        }
    }
}

/// Whether one of the alternatives of a choice, or of a choice in it, has `success`.
fn is_choice_with_success(document: &Document, schema: &Node) -> bool {
    let mut wanted = vec![schema];
    let mut seen = BTreeSet::new();
    while let Some(schema) = wanted.pop() {
        if property(schema, "success").is_some() {
            return true;
        }
        let parts = schema.items("oneOf").iter().chain(schema.items("anyOf"));
        // What is shared by several is looked at once.
        let new = parts.filter(|part| {
            document
                .schema_name(part)
                .is_none_or(|name| seen.insert(name))
        });
        wanted.extend(new.map(|part| Whole::of(document, part).schema));
    }
    false
}

/// Why a schema with `success` is no envelope.
fn shortcomings<'a>(document: &'a Document, schema: &'a Node) -> Vec<Obstacle<'a>> {
    let mut obstacles = Vec::new();
    let is_required = |name: &str| schema.strings("required").contains(&name);
    if let Some(property) = property(schema, "success") {
        let success = document.target(property);
        let is_null = success.is_true("nullable") || property.is_true("nullable");
        if success.str("type") != Some("boolean") || !is_required("success") || is_null {
            let reason = "it may have no boolean `success`";
            obstacles.push(obstacle(
                property,
                reason,
                "make `success` a required boolean",
            ));
        }
    }
    let errors = property(schema, "errors");
    if !is_required("errors") || errors.is_none() {
        let reason = "it may have no `errors`";
        let help = "add a required array `errors`";
        obstacles.push(obstacle(errors.unwrap_or(schema), reason, help));
    }
    for (name, list) in [
        ("errors", errors),
        ("messages", property(schema, "messages")),
    ] {
        obstacles.extend(
            list.into_iter()
                .flat_map(|list| of_list(document, name, list)),
        );
    }
    obstacles
}

/// Why a list of an envelope is none of what went wrong.
fn of_list<'a>(document: &'a Document, name: &str, list: &'a Node) -> Vec<Obstacle<'a>> {
    let items = list.get("items");
    let reference = items.and_then(|items| items.str("$ref"));
    if reference.is_some_and(|to| document.resolve(to).is_none()) {
        // The check of references says so.
        return Vec::new();
    }
    let items = items.filter(|items| document.schema_name(items).is_some());
    let Some(items) = items.filter(|_| list.str("type") == Some("array")) else {
        let reason = format!("`{name}` is no array of a component");
        let help =
            "write `errors` and `messages` as arrays in place, whose items refer to a component";
        return vec![obstacle(list, reason, help)];
    };
    let item = document.referent(items);
    let fields = [("code", "integer"), ("message", "string")];
    let wrong = fields.into_iter().filter_map(|(field, of_type)| {
        let property = property(item, field);
        let declared = property.map(|node| document.referent(node).str("type"));
        let reason = format!("an item of `{name}` has no {of_type} `{field}`");
        let help = format!("give the items of `{name}` an integer `code` and a string `message`");
        (declared != Some(Some(of_type))).then(|| obstacle(property.unwrap_or(item), reason, help))
    });
    wrong.collect()
}

fn property<'a>(schema: &'a Node, name: &str) -> Option<&'a Node> {
    schema.get("properties")?.get(name)
}
