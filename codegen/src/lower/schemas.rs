//! `schemas`: makes a component of every schema that is referred to.
//!
//! A reference may lead into another file, or into the middle of a schema; progenitor panics at
//! whatever isn't a component.

use std::collections::BTreeMap;

use super::inline::add;
use super::schemas_mut;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Member, Node, Object, SCHEMAS, Value};
use crate::reference::{self, FILES, unescaped};

pub(super) fn lower(document: &mut Document, found: &mut Vec<Diagnostic>) {
    let source = document.clone();
    document.root.take(FILES);
    let mut names = reference::named(&source);
    let mut added: Vec<(String, String, Node)> = Vec::new();
    let mut wanted: Vec<(String, String)> = Vec::new();
    for (target, name) in &names {
        // It is what it refers to.
        schemas_mut(document).and_then(|schemas| schemas.shift_remove(name));
        wanted.push((name.clone(), target.clone()));
    }
    wanted.extend(redirect(&mut document.root, &source, &mut names, found));
    while let Some((name, target)) = wanted.pop() {
        let Some(mut node) = source.resolve(&target).cloned() else {
            continue;
        };
        wanted.extend(redirect(&mut node, &source, &mut names, found));
        added.push((name, target, node));
    }
    // The deepest first, each in whatever it is in.
    added.sort_by_key(|(_, target, _)| std::cmp::Reverse(target.len()));
    let moved: Vec<(String, String)> = added
        .iter()
        .map(|(name, target, _)| (name.clone(), target.trim_start_matches('#').to_owned()))
        .collect();
    for (name, pointer) in &moved {
        refer(&mut document.root, pointer, name);
        for (_, outer, node) in &mut added {
            if let Some(inner) = pointer.strip_prefix(outer.trim_start_matches('#'))
                && inner.starts_with('/')
            {
                refer(node, inner, name);
            }
        }
    }
    let components = source
        .root
        .get("components")
        .and_then(|node| node.get("schemas"));
    let components = components.and_then(Node::as_object);
    let added = added.into_iter().map(|(name, _, node)| {
        let own = components.and_then(|components| components.get(&name));
        let key = own.map_or_else(|| node.position.clone(), |own| own.key.clone());
        (name, Member { key, node })
    });
    let added: Object = added.collect();
    if !added.is_empty() {
        add(document, added);
    }
}

/// Puts a reference to the component `name` where it was taken from.
fn refer(root: &mut Node, pointer: &str, name: &str) {
    if let Some(place) = root.at_mut(pointer) {
        let mut reference = place.with(Value::Object(Object::new()));
        reference.set(
            "$ref",
            place.with(Value::String(format!("{SCHEMAS}{name}"))),
        );
        *place = reference;
    }
}

/// Makes references in `node` lead to components; those that are not there yet are given back.
fn redirect(
    node: &mut Node,
    source: &Document,
    names: &mut BTreeMap<String, String>,
    found: &mut Vec<Diagnostic>,
) -> Vec<(String, String)> {
    let mut wanted = Vec::new();
    reference::walk_mut(node, &mut |node| {
        let Some(pointer) = node.str("$ref").and_then(reference::pointer) else {
            return;
        };
        let target = reference::end(source, format!("#{pointer}"));
        if let Some(reference) = node.get_mut("$ref") {
            reference.value = Value::String(target.clone());
        }
        if reference::is_component(&target) || source.resolve(&target).is_none() {
            return;
        }
        let name = names.get(&target).cloned().unwrap_or_else(|| {
            let name = name_of(&target);
            let taken =
                source.schema(&name).is_some() || names.values().any(|other| *other == name);
            if taken && let Some(reference) = node.get("$ref") {
                found.push(Diagnostic::error(
                    Code::NameCollision,
                    &reference.position,
                    format!(
                        "the schema that this refers to would be called `{name}`, as another is"
                    ),
                    "move it to `components.schemas` under a name of its own, and refer to that",
                ));
            }
            names.insert(target.clone(), name.clone());
            wanted.push((name.clone(), target.clone()));
            name
        });
        if let Some(reference) = node.get_mut("$ref") {
            reference.value = Value::String(format!("{SCHEMAS}{name}"));
        }
    });
    wanted
}

/// What something is called by the one who refers to it: the names in the reference, or that of the
/// file that it is.
pub(super) fn name_of(reference: &str) -> String {
    let plain = |part: &str| unescaped(part);
    let file = reference.strip_prefix(&format!("#/{FILES}/"));
    let (file, pointer) = match file {
        Some(rest) => rest
            .split_once('/')
            .map_or((Some(rest), ""), |(file, rest)| (Some(file), rest)),
        None => (None, reference.trim_start_matches("#/")),
    };
    let is_place =
        |part: &&str| matches!(*part, "schemas" | "components" | "$defs" | "definitions");
    let names = pointer.rsplit('/').take_while(|part| !is_place(part));
    let mut names: Vec<String> = names
        .filter(|name| !name.is_empty() && *name != "properties")
        .map(plain)
        .collect();
    names.reverse();
    if names.is_empty() {
        let file = plain(file.unwrap_or_default());
        let name = file.rsplit('/').next().unwrap_or_default();
        names.push(name.split('.').next().unwrap_or_default().to_owned());
    }
    names.join("_")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::lower::{passed, passed_schemas};

    #[test]
    fn a_schema_is_called_by_the_names_that_lead_to_it() {
        for (reference, name) in [
            ("#/components/schemas/A/properties/b/items", "A_b_items"),
            (
                "#/components/schemas/A/properties/parameters/items",
                "A_parameters_items",
            ),
            ("#/x-files/c.yaml/responses/properties/a", "responses_a"),
            ("#/x-files/c.yaml/schemas/A", "A"),
            ("#/x-files/parts~1pet.yaml", "pet"),
        ] {
            assert_eq!(super::name_of(reference), name, "{reference}");
        }
    }

    #[test]
    fn a_reference_into_a_schema_makes_a_component_of_what_it_leads_to() {
        let schemas = passed_schemas(
            super::lower,
            "A: {properties: {b: {items: {type: string}}}},
             C: {items: {$ref: '#/components/schemas/A/properties/b/items'}},
             D: {items: {$ref: '#/components/schemas/A/properties/%62/items'}}",
        );
        let reference = json!({"$ref": "#/components/schemas/A_b_items"});
        assert_eq!(schemas["A_b_items"], json!({"type": "string"}));
        assert!(
            schemas["C"]["items"] == reference && schemas["D"]["items"] == reference,
            "{schemas}"
        );
    }

    #[test]
    fn what_a_reference_leads_to_stands_there_once_even_within_another() {
        let schemas = passed_schemas(
            super::lower,
            "A: {properties: {b: {properties: {c: {enum: [x]}}}}},
             D: {items: {$ref: '#/components/schemas/A/properties/b'}},
             E: {items: {$ref: '#/components/schemas/A/properties/b/properties/c'}}",
        );
        let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let expected = json!({
            "A": {"properties": {"b": reference("A_b")}},
            "A_b": {"properties": {"c": reference("A_b_c")}},
            "A_b_c": {"enum": ["x"]},
            "D": {"items": reference("A_b")},
            "E": {"items": reference("A_b_c")},
        });
        assert_eq!(schemas, expected);
    }

    #[test]
    fn what_a_component_is_a_reference_to_has_its_name() {
        let schemas = passed_schemas(
            super::lower,
            "A: {properties: {b: {properties: {c: {enum: [x]}}}}},
             B: {$ref: '#/components/schemas/A/properties/b'},
             C: {$ref: '#/components/schemas/D'},
             D: {$ref: '#/components/schemas/A/properties/b'},
             E: {$ref: '#/components/schemas/A/properties/b'},
             A_b_c: {$ref: '#/components/schemas/A/properties/b/properties/c'}",
        );
        let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let expected = json!({
            "A": {"properties": {"b": reference("D")}},
            "A_b_c": {"enum": ["x"]},
            // The one that something refers to has the name.
            "B": reference("D"),
            "C": reference("D"),
            "D": {"properties": {"c": reference("A_b_c")}},
            "E": reference("D"),
        });
        assert_eq!(schemas, expected);
    }

    #[test]
    fn what_is_come_to_by_the_way_of_another_reference_is_one_schema() {
        let text = "
openapi: 3.0.3
components:
  schemas:
    Pet: {$ref: '#/x-files/index.yaml/Pet'}
    Owner: {properties: {pet: {$ref: '#/x-files/index.yaml/Pet'}, other: {$ref: '#/x-files/Pet.yaml'}}}
x-files:
  index.yaml: {Pet: {$ref: '#/x-files/Pet.yaml'}}
  Pet.yaml: {properties: {a: {type: string}}}
";
        let (document, found) = passed(super::lower, text);
        assert_eq!(found, Vec::<String>::new());
        let pet = json!({"$ref": "#/components/schemas/Pet"});
        let expected = json!({
            "Owner": {"properties": {"pet": pet, "other": pet}},
            "Pet": {"properties": {"a": {"type": "string"}}},
        });
        assert_eq!(document["components"]["schemas"], expected);
    }

    #[test]
    fn a_name_that_is_taken_is_refused_where_it_is_wanted() {
        let text = "
components:
  schemas:
    A: {properties: {b: {type: string}}}
    A_b: {type: integer}
    C: {items: {$ref: '#/components/schemas/A/properties/b'}}
";
        let (_, found) = passed(super::lower, text);
        let expected = "a.yaml:6:23: error[name-collision]: the schema that this refers to would be called `A_b`";
        assert!(
            found.len() == 1 && found[0].starts_with(expected),
            "{found:?}"
        );
    }
}
