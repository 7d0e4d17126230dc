//! What progenitor is shown of a document: types, and nothing that the passes of `shape` see to.
//!
//! typify would make types of their own of bounds and patterns, which then refuse replies; it drops
//! constants and formats, and sends defaults that nobody asked for.

use serde_json::{Map, Value, json};

use crate::document::{Document, Node};
use crate::names::{field_name, words};
use crate::operation::{JSON, operations};
use crate::reply::Replies;
use crate::vocabulary::schemas;

/// Keywords that typify makes types of.
const KEPT: [&str; 12] = [
    "$ref",
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "nullable",
    "allOf",
    "oneOf",
    "anyOf",
    "format",
];

/// The lowered document as progenitor gets it.
pub(super) fn reduce(document: &Document) -> Value {
    let mut json = document.root.to_json();
    for (schema, pointer) in schemas(document).iter().rev() {
        if let Some(value) = json.pointer_mut(pointer).and_then(Value::as_object_mut) {
            reduce_schema(schema, value);
        }
    }
    let mut paths = Map::new();
    for operation in operations(document) {
        let mut node = operation.node.to_json();
        let pointer = format!(
            "/paths/{}/{}",
            crate::reference::segment(operation.path),
            operation.method
        );
        if let Some(reduced) = json.pointer(&pointer) {
            node = reduced.clone();
        }
        reduce_operation(&Replies::of(document, &operation), &mut node);
        let mut path = operation.path.to_owned();
        for name in operation.path_names() {
            path = path.replace(&format!("{{{name}}}"), &format!("{{{}}}", field(name)));
        }
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[operation.method] = node;
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": "", "version": "1" },
        "paths": paths,
        "components": { "schemas": json.pointer("/components/schemas").cloned().unwrap_or(json!({})) },
    })
}

fn reduce_schema(schema: &Node, value: &mut Map<String, Value>) {
    value.retain(|key, _| KEPT.contains(&key.as_str()) || key == "description");
    match value.get("additionalProperties") {
        Some(Value::Bool(false)) => drop(value.remove("additionalProperties")),
        // Of `true` beside properties typify makes nothing.
        Some(Value::Bool(true)) => {
            value.insert("additionalProperties".to_owned(), json!({}));
        }
        _ => {}
    }
    let of_type = schema.str("type").unwrap_or_default();
    if schema
        .str("format")
        .is_some_and(|format| !crate::schema::has_type(format, of_type))
    {
        value.remove("format");
    }
    // typify makes of `anyOf` a type with all of its parts, which cannot be written if they are no objects.
    if let Some(parts) = value.remove("anyOf") {
        value.insert("oneOf".to_owned(), parts);
    }
    // An enum of strings becomes a type; of others rules and constants are made.
    let is_of_strings = schema
        .items("enum")
        .iter()
        .any(|item| item.as_str().is_some());
    let is_null = schema.items("enum").iter().all(Node::is_null);
    if value.contains_key("enum") && !is_of_strings && !is_null {
        value.remove("enum");
    }
    name_fields(value);
    // Names that typify has no trouble with; the pass `enums` has the values.
    if is_of_strings && let Some(Value::Array(values)) = value.get_mut("enum") {
        for (index, value) in values.iter_mut().enumerate() {
            *value = json!(format!("Value{index}"));
        }
    }
}

fn reduce_operation(replies: &Replies<'_>, operation: &mut Value) {
    let Some(object) = operation.as_object_mut() else {
        return;
    };
    object.retain(|key, _| matches!(key.as_str(), "operationId" | "parameters" | "requestBody"));
    // So that progenitor makes the names of `names`, too.
    if let Some(Value::String(id)) = object.get_mut("operationId") {
        *id = words(id);
    }
    for parameter in object
        .get_mut("parameters")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
    {
        if let Some(parameter) = parameter.as_object_mut() {
            parameter
                .retain(|key, _| matches!(key.as_str(), "name" | "in" | "required" | "schema"));
            if let Some(Value::String(name)) = parameter.get_mut("name") {
                *name = field(name);
            }
        }
    }
    if let Some(body) = object.get_mut("requestBody") {
        let schema = content_schema(body);
        *body = json!({ "required": true, "content": { JSON: { "schema": schema } } });
    }
    // Of several replies the pass `replies` makes a type.
    let success = replies.single_success().map_or_else(
        || json!({ "description": "" }),
        |schema| json!({ "description": "", "content": { JSON: { "schema": reduced_copy(schema) } } }),
    );
    object.insert("responses".to_owned(), json!({ "200": success }));
}

/// What a property or a parameter is called in Rust.
fn field(name: &str) -> String {
    field_name(name).unwrap_or_else(|| name.to_owned())
}

/// Calls properties as their fields, so that typify makes no other names; the pass `names` has those of the wire.
fn name_fields(value: &mut Map<String, Value>) {
    if let Some(Value::Object(properties)) = value.get_mut("properties") {
        let named = std::mem::take(properties).into_iter();
        properties.extend(named.map(|(name, property)| (field(&name), property)));
    }
    if let Some(Value::Array(names)) = value.get_mut("required") {
        for name in names {
            *name = json!(field(name.as_str().unwrap_or_default()));
        }
    }
}

/// The schema of the one media type.
fn content_schema(body: &Value) -> Value {
    let content = body["content"].as_object();
    let media_type = content.and_then(|content| content.values().next());
    media_type
        .map(|media_type| media_type["schema"].clone())
        .unwrap_or_default()
}

/// A schema outside the components as progenitor gets it.
fn reduced_copy(schema: &Node) -> Value {
    let mut json = schema.to_json();
    reduce_below(schema, &mut json);
    json
}

fn reduce_below(schema: &Node, json: &mut Value) {
    for key in ["items", "additionalProperties"] {
        if let (Some(node), Some(value)) = (schema.get(key), json.get_mut(key)) {
            reduce_below(node, value);
        }
    }
    if let Some(object) = json.as_object_mut() {
        reduce_schema(schema, object);
    }
}
