//! Every operation has an `operationId` of its own.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Position};
use crate::names::{is_identifier, is_steady, snake, snake_name, type_name};
use crate::operation::{Operation, operations};

/// What the client, the module of its calls and the trait of its mocks call something else.
const RESERVED: &[&str] = &[
    "api_base_url",
    "at",
    "attempt",
    "back_off",
    "base_url",
    "builder",
    "builder_from_env",
    "call",
    "call_options",
    "check_integration",
    "client",
    "clone",
    "ensure_integration",
    "ensure_integration_blocking",
    "err",
    "error",
    "fmt",
    "from",
    "from_env",
    "hurry",
    "new",
    "none",
    "ok",
    "option",
    "pause",
    "plan_integration",
    "plan_integration_blocking",
    "realize_integration",
    "realize_integration_blocking",
    "reply",
    "request",
    "result",
    "runtime",
    "self",
    "server",
    "some",
    "string",
    "try_into",
    "types",
    "vec",
    "with_options",
];

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    // Two ids that differ only in case or punctuation make the same names.
    let mut seen = BTreeMap::new();
    for operation in operations(document) {
        let method = operation.method.to_uppercase();
        let Some(id) = operation.id() else {
            // One of another type is told as such.
            if operation.node.get("operationId").is_some() {
                continue;
            }
            found.push(Diagnostic::error(
                Code::OperationId,
                operation.method_position,
                format!("{method} {} has no operationId", operation.path),
                "add an `operationId`, e.g. `create_integration`; it becomes the method's name",
            ));
            continue;
        };
        let position = id_position(&operation);
        let name = snake(id);
        if RESERVED.contains(&name.as_str()) {
            found.push(Diagnostic::error(
                Code::Name,
                position,
                format!("the operationId `{id}` is a name that the client has already"),
                "use a verb and a noun, e.g. `create_integration`",
            ));
        }
        if !is_identifier(&name) || name != snake_name(id) || !is_steady(id) {
            found.push(Diagnostic::error(
                Code::Name,
                position,
                format!("no name in Rust can be made of the operationId `{id}`"),
                "use a verb and a noun, e.g. `create_integration`",
            ));
            continue;
        }
        // Its method, and the types of what it takes and gives.
        let names = [name, type_name(id)];
        if let Some(first) = names.iter().find_map(|name| seen.get(name)) {
            found.push(same_name(&operation, first));
        }
        for name in names {
            seen.entry(name).or_insert(operation);
        }
    }
}

fn id_position<'a>(operation: &Operation<'a>) -> &'a Position {
    let id = operation.node.get("operationId");
    id.map_or(operation.method_position, |node| &node.position)
}

/// Of two operations whose ids make one name, or of one that stands in two places.
fn same_name(operation: &Operation<'_>, first: &Operation<'_>) -> Diagnostic {
    let (position, at) = (id_position(operation), id_position(first));
    let id = operation.id().unwrap_or_default();
    if position == at {
        // By a reference of its path, or an alias.
        let is_of_path = operation.method_position == first.method_position;
        return Diagnostic::error(
            Code::NameCollision,
            if is_of_path {
                operation.path_position
            } else {
                operation.method_position
            },
            format!("the operation `{id}` at {at} is here a second time, by the same name"),
            "write it out here, with an `operationId` of its own",
        );
    }
    let message = match first.id() {
        Some(other) if other != id => {
            format!("the operationId `{id}` makes the same name as `{other}` at {at}")
        }
        _ => format!("the operationId `{id}` is that of the operation at {at}, too"),
    };
    let help = "give each operation an `operationId` of its own";
    Diagnostic::error(Code::NameCollision, position, message, help)
}
