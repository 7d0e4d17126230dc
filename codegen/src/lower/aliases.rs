//! `aliases`: puts schemas that are no object, enum or choice where they are referred to.
//!
//! typify makes a type of its own of every component, such as `DlpMessages(Vec<…>)` for an array; a
//! Rust developer would write the `Vec`.

use super::{schema_names, schemas_mut};
use crate::diagnostic::Diagnostic;
use crate::document::{ANNOTATIONS, Document, Node, SCHEMAS, reference_of};
use crate::reference;

pub(super) fn lower(document: &mut Document, _: &mut Vec<Diagnostic>) {
    let mut done = Vec::new();
    // An alias may be of an alias.
    loop {
        let next = schema_names(document).into_iter().find(|name| {
            !done.contains(name)
                && document
                    .schema(name)
                    .is_some_and(|schema| is_alias(schema, name))
        });
        let Some(name) = next else { return };
        let schema = schemas_mut(document).and_then(|schemas| schemas.shift_remove(&name));
        if let Some(schema) = schema {
            let target = format!("{SCHEMAS}{name}");
            replace(&mut document.root, &target, &schema.node);
        }
        done.push(name);
    }
}

/// Whether a Rust developer would not give this a name; what contains itself needs one.
fn is_alias(schema: &Node, name: &str) -> bool {
    let mut is_recursive = false;
    reference::walk(schema, &mut |_, to| {
        is_recursive |= to.as_str() == Some(&format!("{SCHEMAS}{name}"));
    });
    !is_recursive && !deserves_name(schema)
}

/// Whether a schema becomes a type with a name: an object with fields, an enum, a choice.
pub(super) fn deserves_name(schema: &Node) -> bool {
    let has = |key: &str| schema.get(key).is_some();
    if reference_of(schema).is_some() {
        return false;
    }
    let is_string_enum = has("enum")
        && schema
            .items("enum")
            .iter()
            .any(|value| value.as_str().is_some());
    schema.members("properties").next().is_some()
        || is_string_enum
        || schema.items("oneOf").len() > 1
        || schema.items("anyOf").len() > 1
        || has("allOf")
}

/// Puts `schema` in place of each reference to `target`; what is said beside the reference stays.
fn replace(root: &mut Node, target: &str, schema: &Node) {
    root.walk_mut(&mut |node| {
        if reference_of(node) != Some(target) {
            return;
        }
        let mut replaced = schema.clone();
        for keyword in ANNOTATIONS.iter().chain(&["nullable"]) {
            if let Some(own) = node.take(keyword) {
                replaced.set(keyword, own);
            }
        }
        *node = replaced;
    });
}

#[cfg(test)]
mod tests {
    use crate::source;

    #[test]
    fn arrays_and_values_stand_where_they_are_referred_to_and_keep_what_is_said_there() {
        let text = "
components:
  schemas:
    Id: {type: string, maxLength: 3}
    Ids: {type: array, items: {$ref: '#/components/schemas/Id'}}
    Thing:
      properties:
        ids: {nullable: true, description: All., allOf: [{$ref: '#/components/schemas/Ids'}]}
";
        let mut document = source::parse("a.yaml", text).expect("it parses");
        super::lower(&mut document, &mut Vec::new());
        assert_eq!(
            document.schema("Thing").expect("it stays").to_json(),
            serde_json::json!({"properties": {"ids": {
                "type": "array",
                "items": {"type": "string", "maxLength": 3},
                "description": "All.",
                "nullable": true,
            }}})
        );
        assert!(document.schema("Id").is_none() && document.schema("Ids").is_none());
    }

    #[test]
    fn what_contains_itself_keeps_its_name() {
        let text = "components: {schemas: {Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}";
        let mut document = source::parse("a.yaml", text).expect("it parses");
        super::lower(&mut document, &mut Vec::new());
        assert!(document.schema("Tree").is_some());
    }
}
