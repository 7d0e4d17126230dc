//! Stage `lower`: rewrites of the [`Document`] that let progenitor say what it says.
//!
//! One named pass per file; each has a reason, and a test that fails without it. After the last one
//! a document has references to component schemas only, every object with properties, enum of
//! strings and choice is such a component, and its name is that of its type.

mod aliases;
mod choices;
mod dialect;
mod directions;
mod effect;
mod inline;
mod merge;
mod names;
mod nullable;
mod order;
mod references;
mod replies;
mod schemas;
mod secrets;
mod shared;
mod sweep;
mod types;
mod words;

pub(crate) use effect::leave_effective;
pub(crate) use sweep::lower_again as sweep;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Object, Value};
use crate::names::{WAS, alternatives, pascal, snake_name, type_name};
use crate::schema::SECRET;

/// A pass: changes the document, and adds what keeps it from doing so.
type Pass = fn(&mut Document, &mut Vec<Diagnostic>);

/// The passes, in order: those before `shared`, and those after it.
const PASSES: [&[Pass]; 3] = [&[words::lower, dialect::lower], &[shared::lower], TO_TYPES];

/// The passes that make types of what is written.
const TO_TYPES: &[Pass] = &[
    references::lower,
    schemas::lower,
    names::lower,
    choices::lower,
    merge::lower,
    directions::lower,
    types::lower,
    // What was merged into others takes no name from what is inline.
    sweep::lower,
    inline::lower,
    aliases::lower,
    nullable::lower,
    replies::lower,
    sweep::lower,
    secrets::lower,
    order::lower,
];

/// Rewrites the document for the generator, and says what cannot be rewritten.
#[must_use]
pub fn lower(mut document: Document) -> (Document, Vec<Diagnostic>) {
    let mut found = Vec::new();
    // Extensions of these names, which mean nothing, aren't ours.
    let schemas = crate::vocabulary::schemas(&document).into_iter();
    let pointers: Vec<String> = schemas.map(|(_, pointer)| pointer).collect();
    for pointer in pointers {
        let schema = document.root.at_mut(&pointer);
        schema.map(|schema| [WAS, SECRET].map(|ours| schema.take(ours)));
    }
    for pass in PASSES.into_iter().flatten() {
        pass(&mut document, &mut found);
        // What the passes after it would say of what it left isn't so.
        if found.iter().any(|one| one.code == Code::TooLarge) {
            break;
        }
    }
    (document, found)
}

/// The names of the types that a document would have if nothing of it were shared.
fn types_of(mut document: Document) -> Vec<String> {
    for pass in TO_TYPES {
        pass(&mut document, &mut Vec::new());
    }
    schema_names(&document)
}

/// The component schemas, to be changed.
fn schemas_mut(document: &mut Document) -> Option<&mut Object> {
    let schemas = document.root.get_mut("components")?.get_mut("schemas")?;
    schemas.as_object_mut()
}

/// The names of the component schemas.
fn schema_names(document: &Document) -> Vec<String> {
    let schemas = document.schemas();
    schemas.map(|(name, _)| name.to_owned()).collect()
}

/// Calls `visit` on every schema that isn't a component itself, inner ones first, with the name that
/// it would have as one.
fn each_inner_schema(document: &mut Document, visit: &mut impl FnMut(&mut Node, &str)) {
    let components = &schema_names(document);
    if let Some(schemas) = schemas_mut(document) {
        for (name, member) in schemas {
            each_part(&mut member.node, name, components, visit);
        }
    }
    let Some(paths) = document.root.get_mut("paths").and_then(Node::as_object_mut) else {
        return;
    };
    for item in paths.values_mut() {
        for (_, operation) in item.node.as_object_mut().into_iter().flatten() {
            let operation = &mut operation.node;
            let name = type_name(operation.str("operationId").unwrap_or_default());
            if let Some(Value::Array(parameters)) =
                operation.get_mut("parameters").map(|node| &mut node.value)
            {
                for parameter in parameters {
                    let name = joined(&name, parameter.str("name").unwrap_or_default());
                    if let Some(schema) = parameter.get_mut("schema") {
                        each_part(schema, &name, components, visit);
                        visit(schema, &name);
                    }
                }
            }
            if let Some(body) = operation.get_mut("requestBody") {
                each_content(body, &joined(&name, "body"), components, visit);
            }
            let responses = operation.get_mut("responses").and_then(Node::as_object_mut);
            for (status, response) in responses.into_iter().flatten() {
                each_content(
                    &mut response.node,
                    &response_name(&name, status),
                    components,
                    visit,
                );
            }
        }
    }
}

/// The name of a type that is a part of another, as every later stage will have it.
fn joined(name: &str, part: &str) -> String {
    type_name(&format!("{name}{}", pascal(&snake_name(part))))
}

/// The name of the type of an operation's response.
fn response_name(operation: &str, status: &str) -> String {
    // `4xx` stays one word.
    let status = match status {
        "default" => "Default".to_owned(),
        status => status.to_lowercase(),
    };
    type_name(&format!("{operation}Response{status}"))
}

fn each_content(
    node: &mut Node,
    name: &str,
    components: &[String],
    visit: &mut impl FnMut(&mut Node, &str),
) {
    let content = node.get_mut("content").and_then(Node::as_object_mut);
    for (_, media_type) in content.into_iter().flatten() {
        if let Some(schema) = media_type.node.get_mut("schema") {
            each_part(schema, name, components, visit);
            visit(schema, name);
        }
    }
}

/// Visits the schemas that a schema is made of, inner ones first.
fn each_part(
    schema: &mut Node,
    name: &str,
    components: &[String],
    visit: &mut impl FnMut(&mut Node, &str),
) {
    let Value::Object(object) = &mut schema.value else {
        return;
    };
    for (keyword, member) in object {
        let node = &mut member.node;
        match (keyword.as_str(), &mut node.value) {
            ("properties", Value::Object(properties)) => {
                for (property, member) in properties {
                    let name = joined(name, property);
                    each_part(&mut member.node, &name, components, visit);
                    visit(&mut member.node, &name);
                }
            }
            ("items", Value::Object(_)) => {
                let name = joined(name, "item");
                each_part(node, &name, components, visit);
                visit(node, &name);
            }
            ("additionalProperties", Value::Object(_)) => {
                let name = joined(name, "value");
                each_part(node, &name, components, visit);
                visit(node, &name);
            }
            ("oneOf" | "anyOf" | "allOf", Value::Array(parts)) => {
                let names = match parts.as_slice() {
                    [_] => vec![String::new()],
                    parts => alternatives(name, parts),
                };
                for (part, own) in parts.iter_mut().zip(names) {
                    let mut whole = joined(name, &own);
                    // What it is made of may be called so, and be used by itself.
                    if let Some(was) = part.str(WAS).filter(|_| components.contains(&whole)) {
                        whole = joined(name, was);
                    }
                    let name = whole;
                    each_part(part, &name, components, visit);
                    visit(part, &name);
                }
            }
            _ => {}
        }
    }
}

/// What a pass makes of a document, as JSON, and what it says of it.
#[cfg(test)]
fn passed(pass: Pass, text: &str) -> (serde_json::Value, Vec<String>) {
    let mut document = crate::source::parse("a.yaml", text).expect("it parses");
    let mut found = Vec::new();
    pass(&mut document, &mut found);
    let found = found.into_iter().map(|found| found.to_string()).collect();
    (document.root.to_json(), found)
}

/// What a pass that refuses nothing makes of component schemas, as JSON.
#[cfg(test)]
fn passed_schemas(pass: Pass, schemas: &str) -> serde_json::Value {
    let text = format!("openapi: 3.1.0\ncomponents: {{schemas: {{{schemas}}}}}");
    let (mut document, mut found) = passed(pass, &text);
    found.retain(|found| !found.contains(": warning["));
    assert_eq!(found, Vec::<String>::new(), "{schemas}");
    document["components"]["schemas"].take()
}
