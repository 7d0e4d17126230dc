//! `inline`: gives inline objects, enums and choices a name and a place among the components.
//!
//! typify invents names for them, and progenitor takes two different inline responses of an
//! operation for one type.

use std::collections::BTreeMap;

use super::aliases::deserves_name;
use super::{each_inner_schema, schema_names};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Member, Node, Object, Position, SCHEMAS, Value};

/// What is said of a field, not of its type.
const OF_FIELDS: [&str; 7] = [
    "nullable",
    "default",
    "deprecated",
    "example",
    "examples",
    "readOnly",
    "writeOnly",
];

pub(super) fn lower(document: &mut Document, found: &mut Vec<Diagnostic>) {
    let names = schema_names(document).into_iter();
    let mut taken: BTreeMap<String, Option<Position>> = names.map(|name| (name, None)).collect();
    let mut hoisted = Object::new();
    each_inner_schema(document, &mut |schema, name| {
        if !deserves_name(schema) {
            return;
        }
        let position = schema.position.clone();
        let mut name = name.to_owned();
        // What is shared by several operations was put into each of them.
        if let Some(first) = taken.insert(name.clone(), Some(position.clone()))
            && first.as_ref() != Some(&position)
        {
            let first = first.map_or("a component".to_owned(), |at| format!("the schema at {at}"));
            found.push(Diagnostic::error(
                Code::NameCollision,
                &position,
                format!("this schema would be called `{name}`, as {first} is"),
                "move it to `components.schemas` under a name of its own, and refer to it",
            ));
            // What both are is looked at all the same.
            name = format!("{name} {}", found.len());
        }
        let mut target = schema.with(Value::Object(Object::new()));
        let reference = schema.with(Value::String(format!("{SCHEMAS}{name}")));
        target.set("$ref", reference);
        let mut node = std::mem::replace(schema, target);
        let mut around = schema.with(Value::Object(Object::new()));
        for keyword in OF_FIELDS {
            if let Some(value) = node.take(keyword)
                && !matches!((keyword, &value.value), ("nullable", Value::Bool(false)))
            {
                around.set(keyword, value);
            }
        }
        let may_be_null = around.is_true("nullable");
        if may_be_null
            && let Some(Value::Array(values)) = node.get_mut("enum").map(|node| &mut node.value)
        {
            values.retain(|value| !value.is_null());
        }
        let is_empty = around.as_object().is_none_or(Object::is_empty);
        if !is_empty {
            around.set("allOf", schema.with(Value::Array(vec![schema.clone()])));
            *schema = around;
        }
        let member = Member {
            key: position,
            node,
        };
        hoisted.insert(name, member);
    });
    if !hoisted.is_empty() {
        add(document, hoisted);
    }
}

/// Adds component schemas.
pub(super) fn add(document: &mut Document, schemas: Object) {
    let mut parent: &mut Node = &mut document.root;
    for key in ["components", "schemas"] {
        if parent.get(key).is_none() {
            let empty = parent.with(Value::Object(Object::new()));
            parent.set(key, empty);
        }
        let Some(next) = parent.get_mut(key) else {
            return;
        };
        parent = next;
    }
    if let Some(object) = parent.as_object_mut() {
        object.extend(schemas);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::lower::passed;

    #[test]
    fn what_deserves_a_name_gets_that_of_where_it_stands() {
        let text = "
openapi: 3.0.3
paths:
  /a:
    get:
      operationId: get-a
      responses:
        '200': {content: {application/json: {schema: {type: object, properties: {x: {type: string, enum: [a]}}}}}}
        4XX: {content: {application/json: {schema: {type: object, properties: {y: {type: array, items: {type: object, properties: {z: {}}}}}}}}}
        default: {content: {application/json: {schema: {type: object, properties: {x: {}}}}}}
";
        let (document, found) = passed(super::lower, text);
        assert_eq!(found, Vec::<String>::new());
        let schemas = document["components"]["schemas"].as_object();
        let mut names: Vec<&str> = schemas
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
            .collect();
        names.sort_unstable();
        let of_reply = "/paths/~1a/get/responses/200/content/application~1json/schema/$ref";
        let to = document.pointer(of_reply).and_then(Value::as_str);
        assert_eq!(to, Some("#/components/schemas/GetAResponse200"));
        assert_eq!(
            names,
            [
                "GetAResponse200",
                "GetAResponse200X",
                "GetAResponse4xx",
                "GetAResponse4xxYItem",
                "GetAResponseDefault"
            ]
        );
    }
}
