//! Every operation has an `operationId` of its own.

use std::collections::BTreeMap;

use heck::ToSnakeCase;

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::operation::operations;

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    // Two ids that differ only in case or punctuation make the same method.
    let mut seen = BTreeMap::new();
    for operation in operations(document) {
        let method = operation.method.to_uppercase();
        let Some(id) = operation.id() else {
            found.push(Diagnostic::at(
                operation.method_position,
                format!("{method} {} has no operationId", operation.path),
                "add an `operationId`, e.g. `create_integration`; it becomes the method's name",
            ));
            continue;
        };
        let position = operation
            .node
            .get("operationId")
            .map_or(operation.method_position, |node| &node.position);
        if id.to_snake_case().is_empty() {
            found.push(Diagnostic::at(
                position,
                format!("the operationId `{id}` has no letter that a name could begin with"),
                "use a verb and a noun, e.g. `create_integration`",
            ));
        } else if let Some((first_id, first)) = seen.get(&id.to_snake_case()) {
            found.push(Diagnostic::at(
                position,
                format!("the operationId `{id}` makes the same name as `{first_id}` at {first}"),
                "give each operation an `operationId` of its own",
            ));
        } else {
            seen.insert(id.to_snake_case(), (id, position));
        }
    }
}
