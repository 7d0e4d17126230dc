//! `effect`: leaves a schema the keywords that say something of values of its type.
//!
//! What stands beside a choice is merged into each alternative, and is of some of them. What is of none is
//! told before it is gone. A default or an example of a part may be none of the whole.

use super::sweep;
use crate::document::{Document, Node, Value};
use crate::lint::displaced;
use crate::schema::has_effect;
use crate::vocabulary::schemas;

/// Removes what has no effect, and what only that used.
pub(crate) fn leave_effective(document: &mut Document) {
    for (pointer, at) in displaced(document) {
        let object = document.root.at_mut(&pointer).and_then(Node::as_object_mut);
        let Some(object) = object else { continue };
        object.retain(|name, member| {
            !matches!(name.as_str(), "default" | "example") || member.node.position != at
        });
        if let Some(Value::Array(all)) = object.get_mut("examples").map(|list| &mut list.node.value)
        {
            all.retain(|example| example.position != at);
        }
    }
    let pointers = schemas(document).into_iter().map(|(_, pointer)| pointer);
    for pointer in pointers.collect::<Vec<_>>() {
        let Some(schema) = document.root.at_mut(&pointer) else {
            continue;
        };
        let whole = schema.clone();
        if let Some(object) = schema.as_object_mut() {
            object.retain(|name, member| has_effect(&whole, name, &member.node));
        }
    }
    sweep(document);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Node;
    use crate::source;

    #[test]
    fn what_is_of_other_types_is_gone_with_what_only_that_uses() {
        let text = "
paths: {/a: {get: {responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}}
components:
  schemas:
    A: {oneOf: [{type: integer, items: {$ref: '#/components/schemas/B'}, minimum: 1}, {type: array, items: {minLength: 1}, minimum: 1}]}
    B: {type: object, maxLength: 1}
";
        let mut document = source::parse("a.yaml", text).expect("it parses");
        super::leave_effective(&mut document);
        let schemas = document.root.at("/components/schemas");
        let expected = json!({"A": {"oneOf": [
            {"type": "integer", "minimum": 1},
            {"type": "array", "items": {"minLength": 1}},
        ]}});
        assert_eq!(schemas.map(Node::to_json), Some(expected));
    }

    #[test]
    fn examples_of_a_part_that_are_none_of_the_whole_are_gone_from_that_only() {
        let text = "
openapi: 3.1.0
paths: {/a: {get: {responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}}
components:
  schemas:
    A: {type: object, properties: {long: {$ref: '#/components/schemas/B'}, short: {$ref: '#/components/schemas/C'}}}
    B: {type: string, examples: [Whiskers, Rex]}
    C: {allOf: [{$ref: '#/components/schemas/B'}, {maxLength: 3}]}
";
        let document = source::parse("a.yaml", text).expect("it parses");
        let (mut document, _) = crate::lower::lower(document);
        super::leave_effective(&mut document);
        for (name, expected) in [
            ("long", json!(["Whiskers", "Rex"])),
            ("short", json!(["Rex"])),
        ] {
            let pointer = format!("/components/schemas/A/properties/{name}/examples");
            let examples = document.root.at(&pointer).map(Node::to_json);
            assert_eq!(examples, Some(expected), "{name}");
        }
    }
}
