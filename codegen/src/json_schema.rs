//! A document with its schemas as JSON Schema (draft 2020-12), for those who validate by it.

use serde_json::{Value, json};

use crate::document::{ANNOTATIONS, Document, Node};
use crate::vocabulary::{Version, schemas};

/// The document as JSON; references between its schemas stay as they are, and lead to where they did.
#[must_use]
pub fn json_schema(document: &Document) -> Value {
    let mut json = document.root.to_json();
    if Version::of(document) == Version::V3_1 {
        return json;
    }
    let pointers = schemas(document).into_iter().map(|(_, pointer)| pointer);
    // Inner ones first, so that pointers still lead to them.
    for pointer in pointers.collect::<Vec<_>>().iter().rev() {
        if let Some(schema) = json.pointer_mut(pointer) {
            convert(schema);
        }
    }
    json
}

/// One schema of a document of 3.0, and those of its items and values.
#[must_use]
pub fn schema(node: &Node) -> Value {
    let mut json = node.to_json();
    convert_all(&mut json);
    json
}

/// Whether a text is of one of JSON Schema's formats.
#[must_use]
pub fn is_of_format(text: &str, format: &str) -> bool {
    let options = jsonschema::options().should_validate_formats(true);
    let validator = options.build(&json!({ "format": format }));
    validator.is_ok_and(|validator| validator.is_valid(&json!(text)))
}

fn convert_all(schema: &mut Value) {
    for key in ["items", "additionalProperties"] {
        if let Some(inner) = schema.get_mut(key) {
            convert_all(inner);
        }
    }
    convert(schema);
}

/// What 3.0 says otherwise than JSON Schema.
fn convert(schema: &mut Value) {
    let Some(object) = schema.as_object_mut() else {
        return;
    };
    if let Some(reference) = object.get("$ref").cloned() {
        *schema = json!({ "$ref": reference });
        return;
    }
    object.remove("example");
    for (bound, exclusive) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ] {
        if object.remove(exclusive) == Some(Value::Bool(true))
            && let Some(value) = object.remove(bound)
        {
            object.insert(exclusive.to_owned(), value);
        }
    }
    if object.remove("nullable") != Some(Value::Bool(true)) {
        return;
    }
    if let Some(Value::Array(values)) = object.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    if let Some(name) = object.get("type").cloned() {
        object.insert("type".to_owned(), json!([name, "null"]));
    }
    if ["allOf", "oneOf", "anyOf"]
        .iter()
        .any(|key| object.contains_key(*key))
    {
        object.remove("type");
        let said: Vec<(String, Value)> = ANNOTATIONS
            .iter()
            .filter_map(|key| object.remove_entry(*key))
            .collect();
        *schema = json!({ "anyOf": [schema.take(), { "type": "null" }] });
        // It is of null, too.
        if let Some(object) = schema.as_object_mut() {
            object.extend(said);
        }
    }
}
