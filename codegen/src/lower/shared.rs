//! `shared`: makes a component of the schema of a parameter, a request body or a response that operations refer to
//! more than once.
//!
//! It would be a type of each of them otherwise, none of which is another one.

use std::collections::{BTreeMap, BTreeSet};

use super::inline::add;
use super::schemas::name_of;
use super::{response_name, types_of};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, MAX_REFERENCES, Member, Node, Object, SCHEMAS, Value};
use crate::names::{can_be_type, type_name};
use crate::operation::{is_json, operations};
use crate::reference::{self, FILES, segment, unescaped};

pub(super) fn lower(document: &mut Document, _: &mut Vec<Diagnostic>) {
    let parts = parts(document);
    if parts.is_empty() {
        return;
    }
    let mut taken = taken(document);
    let mut made = Object::new();
    for (pointer, suffix) in parts {
        let name = type_name(&own_name(&pointer));
        let with_suffix = type_name(&format!("{name} {suffix}"));
        // A parameter is what its type is; what the others are made of has their name.
        let names = match suffix {
            PARAMETER => vec![name, with_suffix],
            suffix if name.ends_with(suffix) => vec![name],
            _ => vec![with_suffix],
        };
        let mut names = names.into_iter();
        let name = names.find(|name| can_be_type(name) && !taken.contains(name));
        if let Some(name) = name
            && let Some(schema) = schema_pointer(document, &pointer)
            && let Some(schema) = document.root.at_mut(&schema)
        {
            taken.insert(name.clone());
            let mut reference = schema.with(Value::Object(Object::new()));
            let to = schema.with(Value::String(format!("{SCHEMAS}{name}")));
            reference.set("$ref", to);
            let node = std::mem::replace(schema, reference);
            let key = node.position.clone();
            made.insert(name, Member { key, node });
        }
    }
    if !made.is_empty() {
        add(document, made);
    }
}

/// What is shared and makes types: its pointer, and what the name of its type ends with.
fn parts(document: &Document) -> Vec<(String, &'static str)> {
    let uses = uses(document).into_iter();
    let uses = uses.filter(|(_, (_, count))| *count > 1);
    let mut parts: Vec<(String, &str)> = uses.map(|(to, (suffix, _))| (to, suffix)).collect();
    let mut targets = BTreeSet::new();
    reference::walk(&document.root, &mut |_, to| {
        targets.extend(to.as_str().and_then(reference::pointer));
    });
    parts.retain(|(pointer, _)| {
        let Some(schema) = schema_pointer(document, pointer) else {
            return false;
        };
        // What refers into it is told, or finds it where it is.
        let mut after = targets.range(schema.clone()..);
        let is_entered = after.next().is_some_and(|to| to.starts_with(&schema));
        !is_entered && document.root.at(&schema).is_some_and(has_types)
    });
    // Of two that would have one name the same has it, in whatever file it is.
    parts.sort_by_cached_key(|(pointer, suffix)| (own_name(pointer), *suffix, pointer.clone()));
    parts
}

/// The names of the types that there are, and would be if nothing were shared.
fn taken(document: &Document) -> BTreeSet<String> {
    let schemas = document.schemas().map(|(name, _)| type_name(name));
    let mut taken: BTreeSet<String> = schemas.chain(types_of(document.clone())).collect();
    for operation in operations(document) {
        // What the passes on replies make.
        let id = type_name(operation.id().unwrap_or_default());
        let statuses = operation.node.members("responses");
        taken.extend(statuses.map(|(status, _)| response_name(&id, status)));
        taken.extend(["Success", "Failure"].map(|suffix| format!("{id}{suffix}")));
    }
    taken
}

/// What the name of a parameter's type may end with.
const PARAMETER: &str = "Parameter";

/// What something is called where it has a name of its own; else as a schema there would be.
fn own_name(pointer: &str) -> String {
    let sections = ["/parameters/", "/requestBodies/", "/responses/"];
    let own = pointer.rsplit_once('/').filter(|(section, _)| {
        let section = format!("{section}/");
        sections.iter().any(|name| section.ends_with(name))
    });
    own.map_or_else(
        || name_of(&format!("#{pointer}")),
        |(_, name)| unescaped(name),
    )
}

/// What operations refer to, by its pointer: what the name of its type ends with, and how often they do.
fn uses(document: &Document) -> BTreeMap<String, (&'static str, usize)> {
    let mut uses = BTreeMap::new();
    let mut count = |node: &Node, suffix| {
        if let Some(pointer) = end(document, node).filter(|pointer| has_name(pointer)) {
            uses.entry(pointer).or_insert((suffix, 0)).1 += 1;
        }
    };
    for operation in operations(document) {
        let own = operation.node.items("parameters").iter();
        for parameter in own.chain(operation.item.items("parameters")) {
            count(parameter, PARAMETER);
        }
        if let Some(body) = operation.node.get("requestBody") {
            count(body, "Body");
        }
        for (_, response) in operation.node.members("responses") {
            count(&response.node, "Response");
        }
    }
    uses
}

/// Whether what a pointer leads to is called something: what stands in a path isn't.
fn has_name(pointer: &str) -> bool {
    let in_file = pointer.strip_prefix(&format!("/{FILES}/"));
    let place = in_file.map_or(pointer, |rest| rest.find('/').map_or("", |at| &rest[at..]));
    !place.starts_with("/paths/")
}

/// The pointer to what a node refers to in the end, if it does.
fn end<'a>(document: &'a Document, mut node: &'a Node) -> Option<String> {
    let mut end = None;
    for _ in 0..MAX_REFERENCES {
        let Some(to) = node.str("$ref").and_then(reference::pointer) else {
            break;
        };
        node = document.root.at(&to)?;
        end = Some(to);
    }
    end
}

/// The pointer to the schema of a parameter, or of the JSON of a body or a response.
fn schema_pointer(document: &Document, pointer: &str) -> Option<String> {
    let node = document.root.at(pointer)?;
    if node.get("schema").is_some() {
        return Some(format!("{pointer}/schema"));
    }
    let mut json = node
        .members("content")
        .filter(|(media_type, _)| is_json(media_type));
    let (media_type, media) = json.next()?;
    media.node.get("schema")?;
    Some(format!("{pointer}/content/{}/schema", segment(media_type)))
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

    /// The names of the components of a document that has this in `components`, and operations that refer so.
    fn made(components: &str, first: &str, second: &str) -> Vec<String> {
        let text = format!(
            "openapi: 3.0.3
paths: {{/a: {{get: {{operationId: get_a, {first}}}, put: {{operationId: put_a, {second}}}}}}}
components: {{{components}}}"
        );
        let (document, found) = passed(super::lower, &text);
        assert_eq!(found, Vec::<String>::new());
        let schemas = document["components"]["schemas"].as_object();
        let names = schemas.into_iter().flat_map(|schemas| schemas.keys());
        names.cloned().collect()
    }

    #[test]
    fn what_operations_refer_to_more_than_once_is_one_type() {
        let schema = "schema: {type: object, properties: {a: {type: string}}}";
        let content = format!("content: {{application/json: {{{schema}}}}}");
        for (section, name, content, using, expected) in [
            (
                "responses",
                "not_found",
                &content,
                "responses: {'404': {$ref: TO}}",
                "NotFoundResponse",
            ),
            (
                "responses",
                "PetResponse",
                &content,
                "responses: {'200': {$ref: TO}}",
                "PetResponse",
            ),
            (
                "requestBodies",
                "pet",
                &content,
                "requestBody: {$ref: TO}",
                "PetBody",
            ),
            (
                "requestBodies",
                "PetBody",
                &content,
                "requestBody: {$ref: TO}",
                "PetBody",
            ),
            (
                "parameters",
                "Kind",
                &"in: path, name: kind, schema: {enum: [a]}".to_owned(),
                "parameters: [{$ref: TO}]",
                "Kind",
            ),
        ] {
            let using = using.replace("TO", &format!("'#/components/{section}/{name}'"));
            let component = format!("{section}: {{{name}: {{{content}}}}}");
            assert_eq!(made(&component, &using, &using), [expected], "{component}");
            assert_eq!(
                made(&component, &using, ""),
                Vec::<String>::new(),
                "{component}"
            );
            // A component that is called so is another one.
            let other = format!("schemas: {{{expected}: {{type: string}}}}, {component}");
            let all = made(&other, &using, &using);
            let second = (section == "parameters").then_some("KindParameter");
            assert_eq!(
                all,
                [Some(expected), second]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>(),
                "{other}"
            );
        }
    }

    #[test]
    fn it_is_referred_to_where_it_was() {
        let text = "openapi: 3.0.3
paths:
  /a:
    parameters: [{$ref: '#/components/parameters/kind'}]
    get: {operationId: get_a}
    put: {operationId: put_a}
components: {parameters: {kind: {in: path, name: kind, schema: {type: string, enum: [a]}}}}";
        let (document, _) = passed(super::lower, text);
        let components = &document["components"];
        assert_eq!(
            components["parameters"]["kind"]["schema"],
            json!({"$ref": "#/components/schemas/Kind"})
        );
        assert_eq!(
            components["schemas"]["Kind"],
            json!({"type": "string", "enum": ["a"]})
        );
    }

    #[test]
    fn what_is_referred_to_into_or_has_no_name_stays_where_it_is() {
        let content =
            "content: {application/json: {schema: {type: object, properties: {a: {enum: [b]}}}}}";
        let using = "responses: {'200': {$ref: '#/components/responses/R'}}";
        let into = "#/components/responses/R/content/application~1json/schema/properties/a";
        let components =
            format!("responses: {{R: {{{content}}}}}, schemas: {{S: {{$ref: '{into}'}}}}");
        assert_eq!(made(&components, using, using), ["S"]);
        // Beside the schema it is of no account.
        let beside = format!(
            "responses: {{R: {{{content}}}}}, schemas: {{S: {{$ref: '#/components/responses/R/content'}}}}"
        );
        assert_eq!(made(&beside, using, using), ["RResponse", "S"]);
        let first = format!("responses: {{'200': {{{content}}}}}");
        let second = "responses: {'200': {$ref: '#/paths/~1a/get/responses/200'}, '201': {$ref: '#/paths/~1a/get/responses/200'}}";
        assert_eq!(made("", &first, second), Vec::<String>::new());
        let parameter = "parameters: {Default: {in: path, name: a, schema: {enum: [b]}}}";
        let using = "parameters: [{$ref: '#/components/parameters/Default'}]";
        assert_eq!(made(parameter, using, using), ["DefaultParameter"]);
        // Replies have types, too.
        for name in ["GetAFailure", "PutASuccess", "GetAResponse404"] {
            let parameter = parameter.replace("Default", name);
            let using = using.replace("Default", name);
            let with_reply = format!("{using}, responses: {{'404': {{}}}}");
            assert_eq!(
                made(&parameter, &with_reply, &using),
                [format!("{name}Parameter")]
            );
        }
    }

    #[test]
    fn it_takes_no_name_that_a_type_gets_later() {
        let schema = "{$ref: '#/components/schemas/Cat'}";
        let text = format!(
            "openapi: 3.0.3
paths:
  /a:
    parameters: [{{$ref: '#/components/parameters/CatKind'}}]
    get: {{operationId: get_a, responses: {{'200': {{content: {{application/json: {{schema: {schema}}}}}}}}}}}
    put: {{operationId: put_a, responses: {{'200': {{content: {{application/json: {{schema: {schema}}}}}}}}}}}
components:
  parameters: {{CatKind: {{in: path, name: kind, schema: {{type: string, enum: [a]}}}}}}
  schemas:
    Animal: {{type: object, properties: {{kind: {{type: string, enum: [b]}}}}}}
    Cat: {{allOf: [{{$ref: '#/components/schemas/Animal'}}, {{type: object, properties: {{c: {{type: string}}}}}}]}}
"
        );
        let document = crate::source::parse("a.yaml", &text).expect("it parses");
        let (lowered, found) = crate::lower::lower(document);
        assert!(found.is_empty(), "{found:?}");
        let names: Vec<&str> = lowered.schemas().map(|(name, _)| name).collect();
        assert_eq!(names, ["Cat", "CatKind", "CatKindParameter"]);
    }

    #[test]
    fn of_two_that_would_have_one_name_the_same_has_it_wherever_it_is_written() {
        let content = "content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}";
        let both = "responses: {'200': {$ref: '#/components/responses/x.y'}, '201': {$ref: '#/x-files/c.yaml/responses/x-y'}}";
        let text = format!(
            "openapi: 3.0.3
paths: {{/a: {{get: {{operationId: get_a, {both}}}, put: {{operationId: put_a, {both}}}}}}}
components: {{responses: {{x.y: {{{content}}}}}}}
x-files: {{c.yaml: {{responses: {{x-y: {{{content}}}}}}}}}"
        );
        let (document, _) = passed(super::lower, &text);
        let schema = &document["x-files"]["c.yaml"]["responses"]["x-y"]["content"]["application/json"]
            ["schema"];
        assert_eq!(*schema, json!({"$ref": "#/components/schemas/XyResponse"}));
    }
}
