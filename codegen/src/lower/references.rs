//! `references`: puts parameters, bodies, responses and examples where they are referred to.
//!
//! Only schemas become types; for everything else a name is a way to write a document, and progenitor
//! panics at some of them.

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Node, Object, Value};
use crate::operation::METHODS;

pub(super) fn lower(document: &mut Document, _: &mut Vec<Diagnostic>) {
    let source = document.clone();
    let root = &mut document.root;
    if let Some(paths) = root.get_mut("paths").and_then(Node::as_object_mut) {
        paths.retain(|path, _| !path.starts_with("x-"));
        for member in paths.values_mut() {
            member.node = source.target(&member.node).clone();
            lower_item(&mut member.node, &source);
        }
    }
    if let Some(components) = root.get_mut("components").and_then(Node::as_object_mut) {
        components.retain(|section, _| matches!(section.as_str(), "schemas" | "securitySchemes"));
        let schemes = components.get_mut("securitySchemes");
        let schemes = schemes.and_then(|member| member.node.as_object_mut());
        for (_, member) in schemes.into_iter().flatten() {
            member.node = source.target(&member.node).clone();
        }
    }
}

fn lower_item(item: &mut Node, source: &Document) {
    let shared = item.take("parameters");
    for method in METHODS {
        let Some(operation) = item.get_mut(method) else {
            continue;
        };
        lower_parameters(operation, shared.as_ref(), source);
        if let Some(body) = operation.get_mut("requestBody") {
            *body = source.target(body).clone();
            lower_content(body, source);
        }
        let responses = operation.get_mut("responses").and_then(Node::as_object_mut);
        for (_, response) in responses.into_iter().flatten() {
            response.node = source.target(&response.node).clone();
            lower_content(&mut response.node, source);
            lower_map(&mut response.node, "headers", source);
            let headers = response.node.get_mut("headers");
            let headers = headers.and_then(Node::as_object_mut);
            for (_, header) in headers.into_iter().flatten() {
                lower_map(&mut header.node, "examples", source);
            }
        }
    }
}

/// The operation's own parameters, then those of its path that it doesn't replace.
fn lower_parameters(operation: &mut Node, shared: Option<&Node>, source: &Document) {
    let own = operation.items("parameters").iter();
    let shared = shared.and_then(Node::as_array).unwrap_or_default().iter();
    let mut parameters: Vec<Node> = Vec::new();
    for parameter in own.chain(shared) {
        let mut parameter = source.target(parameter).clone();
        let key = |node: &Node| {
            (
                node.str("name").map(str::to_owned),
                node.str("in").map(str::to_owned),
            )
        };
        if !parameters.iter().any(|seen| key(seen) == key(&parameter)) {
            lower_map(&mut parameter, "examples", source);
            parameters.push(parameter);
        }
    }
    if !parameters.is_empty() {
        let list = operation.with(Value::Array(parameters));
        operation.set("parameters", list);
    }
}

fn lower_content(node: &mut Node, source: &Document) {
    let content = node.get_mut("content").and_then(Node::as_object_mut);
    for (_, media_type) in content.into_iter().flatten() {
        let media_type = &mut media_type.node;
        lower_map(media_type, "examples", source);
        // A body of which nothing is said is anything.
        if media_type.get("schema").is_none() {
            let anything = media_type.with(Value::Object(Object::new()));
            media_type.set("schema", anything);
        }
    }
}

/// Follows the references of the values of a map.
fn lower_map(node: &mut Node, key: &str, source: &Document) {
    let map: Option<&mut Object> = node.get_mut(key).and_then(Node::as_object_mut);
    for (_, member) in map.into_iter().flatten() {
        member.node = source.target(&member.node).clone();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lower::passed;

    #[test]
    fn everything_but_schemas_stands_where_it_is_referred_to() {
        let text = "
paths:
  x-note: of nobody
  /a/{id}:
    parameters:
      - $ref: '#/components/parameters/Id'
      - {name: Trace, in: header, schema: {type: string}}
    put:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      requestBody: {$ref: '#/components/requestBodies/A'}
      responses: {'200': {$ref: '#/components/responses/A'}}
components:
  parameters: {Id: {name: id, in: path, required: true, schema: {type: string}}}
  requestBodies: {A: {content: {application/json: {}}}}
  responses:
    A: {description: Done., headers: {X: {examples: {a: {$ref: '#/components/examples/A'}}}}, content: {application/json: {examples: {a: {$ref: '#/components/examples/A'}}}}}
  examples: {A: {value: 1}}
  schemas: {A: {$ref: '#/components/schemas/B'}, B: {}}
  securitySchemes: {a: {$ref: '#/components/securitySchemes/b'}, b: {type: http}}
";
        let (document, found) = passed(super::lower, text);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(
            document,
            json!({
                "paths": {"/a/{id}": {"put": {
                    // The operation's own takes the place of that of its path.
                    "parameters": [
                        {"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}},
                        {"name": "Trace", "in": "header", "schema": {"type": "string"}},
                    ],
                    "requestBody": {"content": {"application/json": {"schema": {}}}},
                    "responses": {"200": {"description": "Done.", "headers": {"X": {"examples": {"a": {"value": 1}}}}, "content": {"application/json": {
                        "examples": {"a": {"value": 1}}, "schema": {},
                    }}}},
                }}},
                "components": {
                    "schemas": {"A": {"$ref": "#/components/schemas/B"}, "B": {}},
                    "securitySchemes": {"a": {"type": "http"}, "b": {"type": "http"}},
                },
            })
        );
    }
}
