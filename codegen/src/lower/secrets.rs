//! `secrets`: marks all that is in a secret.
//!
//! Of a `writeOnly` object, nobody is to read its fields either; its type is one of its own, and doesn't know.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::document::{Document, SCHEMAS, Value};
use crate::reference::{reach, segment};
use crate::schema::{SECRET, is_secret};
use crate::vocabulary::schemas;

pub(super) fn lower(document: &mut Document, _: &mut Vec<Diagnostic>) {
    let mut names = BTreeSet::new();
    for (schema, pointer) in schemas(document) {
        if is_secret(schema) {
            let component = format!("#{pointer}");
            names.extend(component.strip_prefix(SCHEMAS).map(str::to_owned));
            reach(document, schema, &mut names);
        }
    }
    if names.is_empty() {
        return;
    }
    let within = |pointer: &str| {
        let mut names = names.iter();
        names.any(|name| {
            let component = format!("{}{}", &SCHEMAS[1..], segment(name));
            let rest = pointer.strip_prefix(&component);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    let pointers = schemas(document).into_iter().map(|(_, pointer)| pointer);
    let pointers: Vec<String> = pointers.filter(|pointer| within(pointer)).collect();
    for pointer in pointers {
        if let Some(schema) = document.root.at_mut(&pointer) {
            let mark = schema.with(Value::Bool(true));
            schema.set(SECRET, mark);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lower::passed;

    #[test]
    fn what_is_in_a_secret_is_marked_as_one() {
        let text = "
openapi: 3.0.3
components:
  schemas:
    Open: {type: object, properties: {a: {type: string}, key: {allOf: [{$ref: '#/components/schemas/Key'}], writeOnly: true}}}
    Key: {type: object, properties: {pin: {type: string}, more: {type: array, items: {$ref: '#/components/schemas/More'}}}}
    More: {type: object, properties: {b: {type: string}}}
    Other: {type: object, properties: {c: {type: string}}}
";
        let (document, _) = passed(super::lower, text);
        let schemas = &document["components"]["schemas"];
        for (pointer, expected) in [
            ("/Open/properties/a", false),
            ("/Open/properties/key", false),
            ("/Key", true),
            ("/Key/properties/pin", true),
            ("/Key/properties/more/items", true),
            ("/More/properties/b", true),
            ("/Other/properties/c", false),
        ] {
            let schema = schemas.pointer(pointer).expect(pointer);
            assert_eq!(
                schema.get("x- secret") == Some(&json!(true)),
                expected,
                "{pointer}"
            );
        }
    }
}
