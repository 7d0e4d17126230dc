//! `nullable`: says at the reference that a component may be null.
//!
//! Of a nullable component typify makes a type around an `Option` of another one. A Rust developer
//! would make the field optional.

use super::{schema_names, schemas_mut};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Node, Object, SCHEMAS, Value, reference_of};
use crate::reference;

pub(super) fn lower(document: &mut Document, _: &mut Vec<Diagnostic>) {
    for name in schema_names(document) {
        let schemas = schemas_mut(document);
        let Some(nullable) = schemas
            .and_then(|schemas| schemas.get_mut(&name))
            .filter(|member| member.node.is_true("nullable"))
            .and_then(|member| {
                drop_null(&mut member.node);
                member.node.take("nullable")
            })
        else {
            continue;
        };
        let target = format!("{SCHEMAS}{name}");
        document.root.walk_mut(&mut |node| {
            // One that says `nullable: false` stays as it is.
            if node.get("allOf").is_some()
                && node.get("nullable").is_none()
                && reference_of(node) == Some(&target)
            {
                node.set("nullable", nullable.clone());
            }
        });
        reference::walk_mut(&mut document.root, &mut |node| {
            if node.str("$ref") == Some(&target) {
                let mut around = node.with(Value::Object(Object::new()));
                around.set("nullable", nullable.clone());
                // Told apart from those that are still to be found, until all are.
                node.set("$ref", node.with(Value::String(DONE.to_owned())));
                around.set("allOf", node.with(Value::Array(vec![node.clone()])));
                *node = around;
            }
        });
        reference::walk_mut(&mut document.root, &mut |node| {
            if node.str("$ref") == Some(DONE) {
                node.set("$ref", node.with(Value::String(target.clone())));
            }
        });
    }
    unwrap_double(&mut document.root);
}

/// A reference that leads nowhere.
const DONE: &str = "#";

/// An enum lists its `null` too.
pub(super) fn drop_null(schema: &mut Node) {
    if let Some(Value::Array(values)) = schema.get_mut("enum").map(|node| &mut node.value)
        && values.len() > 1
    {
        values.retain(|value| !value.is_null());
    }
}

/// An `allOf` in an `allOf`, where both say that the value may be null.
fn unwrap_double(root: &mut Node) {
    root.walk_mut(&mut |node| {
        let inner = match node.items("allOf") {
            [part] if part.str("$ref").is_none() => {
                reference_of(part).map(|_| part.items("allOf").to_vec())
            }
            _ => None,
        };
        if let Some(inner) = inner
            && let Some(list) = node.get_mut("allOf")
        {
            list.value = Value::Array(inner);
        }
    });
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lower::passed_schemas;

    #[test]
    fn a_component_that_may_be_null_says_so_where_it_is_referred_to() {
        let schemas = passed_schemas(
            super::lower,
            "A: {type: string, nullable: true, enum: [a, null]},
             B: {properties: {a: {$ref: '#/components/schemas/A'}}, items: {allOf: [{$ref: '#/components/schemas/A'}]},
             additionalProperties: {nullable: false, allOf: [{$ref: '#/components/schemas/A'}]}}",
        );
        let reference = |nullable: bool| json!({"nullable": nullable, "allOf": [{"$ref": "#/components/schemas/A"}]});
        let nullable = reference(true);
        assert_eq!(
            schemas,
            json!({
                "A": {"type": "string", "enum": ["a"]},
                "B": {"properties": {"a": nullable}, "items": nullable, "additionalProperties": reference(false)},
            })
        );
    }
}
