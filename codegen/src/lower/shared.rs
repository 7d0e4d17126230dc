//! `shared`: makes a component of the schema of a request body or a response that several operations refer to.
//!
//! It would be a type of each of them otherwise, none of which is another one.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Member, Node, Object, SCHEMAS, Value};
use crate::names::type_name;
use crate::operation::is_json;
use crate::reference::{self, segment};

/// What the type of a schema in a section is called, after the name of what it is the schema of.
const SECTIONS: [(&str, &str); 2] = [("requestBodies", "Body"), ("responses", "Response")];

pub(super) fn lower(document: &mut Document, _: &mut Vec<Diagnostic>) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    reference::walk(&document.root, &mut |_, to| {
        if let Some(to) = to.as_str().and_then(reference::pointer) {
            *counts.entry(to).or_default() += 1;
        }
    });
    let schemas = document.schemas().map(|(name, _)| type_name(name));
    let mut taken: BTreeSet<String> = schemas.collect();
    let mut made = Object::new();
    for (section, suffix) in SECTIONS {
        let components = document.root.get_mut("components");
        let components = components.and_then(|all| all.get_mut(section)?.as_object_mut());
        for (name, member) in components.into_iter().flatten() {
            let pointer = format!("/components/{section}/{}", segment(name));
            if counts.get(&pointer).is_none_or(|count| *count < 2) {
                continue;
            }
            let content = member.node.get_mut("content").and_then(Node::as_object_mut);
            let json = content
                .into_iter()
                .flatten()
                .find(|(media_type, _)| is_json(media_type));
            let Some(schema) = json.and_then(|(_, media_type)| media_type.node.get_mut("schema"))
            else {
                continue;
            };
            let name = type_name(&format!("{name} {suffix}"));
            if has_types(schema) && taken.insert(name.clone()) {
                let mut reference = schema.with(Value::Object(Object::new()));
                let to = schema.with(Value::String(format!("{SCHEMAS}{name}")));
                reference.set("$ref", to);
                let node = std::mem::replace(schema, reference);
                let key = node.position.clone();
                made.insert(name, Member { key, node });
            }
        }
    }
    if made.is_empty() {
        return;
    }
    let Some(components) = document.root.get_mut("components") else {
        return;
    };
    match components
        .get_mut("schemas")
        .map(|schemas| &mut schemas.value)
    {
        Some(Value::Object(schemas)) => schemas.extend(made),
        _ => components.set("schemas", components.with(Value::Object(made))),
    }
}

/// Whether a schema that is written here makes types, itself or in it.
fn has_types(schema: &Node) -> bool {
    let makes = [
        "properties",
        "enum",
        "oneOf",
        "anyOf",
        "allOf",
        "items",
        "additionalProperties",
    ];
    let is_reference = schema.get("$ref").is_some();
    !is_reference && makes.iter().any(|keyword| schema.get(keyword).is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lower::passed;

    #[test]
    fn what_several_operations_refer_to_is_one_type() {
        let inline = "content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}";
        for (references, others, made) in [
            (2, "", Some("NotFoundResponse")),
            (1, "", None),
            (2, "schemas: {not_found-response: {type: string}},", None),
        ] {
            let responses: Vec<String> = (0..references)
                .map(|index| format!("'40{index}': {{$ref: '#/components/responses/not_found'}}"))
                .collect();
            let text = format!(
                "openapi: 3.0.3
paths: {{/a: {{get: {{responses: {{{}}}}}}}}}
components: {{{others} responses: {{not_found: {{description: None., {inline}}}}}}}",
                responses.join(", ")
            );
            let (document, found) = passed(super::lower, &text);
            assert_eq!(found, Vec::<String>::new());
            let schema = &document["components"]["responses"]["not_found"]["content"]["application/json"]
                ["schema"];
            let object = json!({"type": "object", "properties": {"a": {"type": "string"}}});
            match made {
                Some(name) => {
                    assert_eq!(
                        *schema,
                        json!({"$ref": format!("#/components/schemas/{name}")})
                    );
                    assert_eq!(document["components"]["schemas"][name], object);
                }
                None => assert_eq!(*schema, object),
            }
        }
    }
}
