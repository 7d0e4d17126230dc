//! `aliases`: puts schemas that are no object, enum or choice where they are referred to.
//!
//! typify makes a type of its own of every component, such as `DlpMessages(Vec<…>)` for an array; a
//! Rust developer would write the `Vec`.

use std::collections::BTreeSet;

use super::choices::CHOICES;
use super::{schema_names, schemas_mut};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{ANNOTATIONS, Document, Node, Position, SCHEMAS, Value, reference_of};
use crate::names::WAS;
use crate::reference::{self, Keys};

/// Deepest nesting that schemas may be put into; every later stage goes down as far.
const MAX_DEPTH: usize = 200;
/// Most nodes that are put in place; those with two references to the next one double at each level.
const MAX_NODES: usize = 1_000_000;

pub(super) fn lower(document: &mut Document, found: &mut Vec<Diagnostic>) {
    let names = schema_names(document).into_iter();
    let aliases: BTreeSet<String> = names
        .filter(|name| {
            document
                .schema(name)
                .is_some_and(|schema| is_alias(schema, name))
        })
        .collect();
    keep_names(&mut document.root, Keys::Keywords, &aliases);
    let mut places = Vec::new();
    add_places(&document.root, Keys::Keywords, String::new(), &mut places);
    let mut nodes_left = MAX_NODES;
    // One may be of another, before or after it.
    for name in schema_names(document) {
        let schema = document.schema(&name);
        if !schema.is_some_and(|schema| is_alias(schema, &name)) {
            continue;
        }
        let Some(schema) = schemas_mut(document).and_then(|all| all.shift_remove(&name)) else {
            continue;
        };
        let mut alias = Alias {
            target: format!("{SCHEMAS}{name}"),
            nodes: nodes(&schema.node),
            schema: schema.node,
            nodes_left,
        };
        let refers_to = reference::referred(&alias.schema);
        for place in places
            .iter_mut()
            .filter(|one| one.refers_to.contains(&name))
        {
            // One that was an alias itself is gone.
            let Some(node) = document.root.at_mut(&place.pointer) else {
                continue;
            };
            let depth = place.pointer.matches('/').count();
            if let Err(at) = alias.replace(node, Keys::Keywords, depth) {
                found.push(too_large(&at));
                return;
            }
            place.refers_to.remove(&name);
            place.refers_to.extend(refers_to.iter().cloned());
        }
        nodes_left = alias.nodes_left;
    }
}

/// A part of the document, such as a path or a component, with the names of the schemas that it refers to.
struct Place {
    pointer: String,
    refers_to: BTreeSet<String>,
}

/// Adds the parts of a node.
fn add_places(node: &Node, keys: Keys, pointer: String, places: &mut Vec<Place>) {
    let is_map = keys == Keys::Names || pointer.is_empty() || pointer == "/components";
    let Some(members) = node.as_object().filter(|_| is_map) else {
        let refers_to = reference::referred(node).into_iter().collect();
        places.push(Place { pointer, refers_to });
        return;
    };
    for (key, member) in members {
        if let Some(keys) = keys.below(key, &member.node.value) {
            let pointer = format!("{pointer}/{}", reference::segment(key));
            add_places(&member.node, keys, pointer, places);
        }
    }
}

/// Keeps with each alternative what it was called, if that is of these.
fn keep_names(node: &mut Node, keys: Keys, aliases: &BTreeSet<String>) {
    for keyword in CHOICES.into_iter().filter(|_| keys == Keys::Keywords) {
        let list = node.get_mut(keyword).map(|list| &mut list.value);
        let Some(Value::Array(parts)) = list else {
            continue;
        };
        for part in parts {
            let name = reference_of(part).and_then(|to| to.strip_prefix(SCHEMAS));
            if let Some(name) = name.filter(|name| aliases.contains(*name)) {
                let name = part.with(Value::String(name.to_owned()));
                part.set(WAS, name);
            }
        }
    }
    for (part, keys) in keys.parts_mut(node) {
        keep_names(part, keys, aliases);
    }
}

/// Whether a Rust developer would not give this a name; what contains itself needs one.
fn is_alias(schema: &Node, name: &str) -> bool {
    let is_recursive = || reference::referred(schema).iter().any(|to| to == name);
    !deserves_name(schema) && !is_recursive()
}

/// Whether a schema becomes a type with a name: an object with fields, an enum, a choice.
pub(super) fn deserves_name(schema: &Node) -> bool {
    let has = |key: &str| schema.get(key).is_some();
    if reference_of(schema).is_some() {
        return false;
    }
    let is_string_enum = has("enum")
        && schema
            .items("enum")
            .iter()
            .any(|value| value.as_str().is_some());
    schema.members("properties").next().is_some()
        || is_string_enum
        || schema.items("oneOf").len() > 1
        || schema.items("anyOf").len() > 1
        || has("allOf")
}

/// A schema that is put in place of each reference to it.
struct Alias {
    target: String,
    schema: Node,
    /// How many it is made of.
    nodes: usize,
    /// How many more may be put in place.
    nodes_left: usize,
}

impl Alias {
    /// Puts it in place of each reference in `node`, which lies so deep, and below; what is said beside
    /// the reference stays. Else the place that it is too large for.
    fn replace(&mut self, node: &mut Node, keys: Keys, depth: usize) -> Result<(), Position> {
        if depth > MAX_DEPTH {
            return Err(node.position.clone());
        }
        if keys == Keys::Keywords && reference_of(node) == Some(&self.target) {
            let Some(left) = self.nodes_left.checked_sub(self.nodes) else {
                return Err(node.position.clone());
            };
            self.nodes_left = left;
            let mut replaced = self.schema.clone();
            for keyword in ANNOTATIONS.iter().chain(&["nullable", WAS]) {
                if let Some(own) = node.take(keyword) {
                    replaced.set(keyword, own);
                }
            }
            *node = replaced;
        }
        let mut parts = keys.parts_mut(node).into_iter();
        parts.try_for_each(|(part, keys)| self.replace(part, keys, depth + 1))
    }
}

/// How many nodes a node is made of, itself included.
fn nodes(node: &Node) -> usize {
    let mut count = 0;
    node.walk(&mut |_| count += 1);
    count
}

/// What is wrong with the place that a schema is too large for.
fn too_large(at: &Position) -> Diagnostic {
    Diagnostic::error(
        Code::TooLarge,
        at,
        format!(
            "arrays and plain values refer to each other here, through more than {MAX_DEPTH} levels or to more \
             than {MAX_NODES} nodes in all"
        ),
        "let them refer to fewer others, or put an object with properties between",
    )
}

#[cfg(test)]
mod tests {
    use crate::lower::passed;
    use crate::source;

    #[test]
    fn arrays_and_values_stand_where_they_are_referred_to_and_keep_what_is_said_there() {
        let text = "
components:
  schemas:
    Id: {type: string, maxLength: 3}
    Ids: {type: array, items: {$ref: '#/components/schemas/Id'}}
    Thing:
      properties:
        ids: {nullable: true, description: All., allOf: [{$ref: '#/components/schemas/Ids'}]}
";
        let mut document = source::parse("a.yaml", text).expect("it parses");
        super::lower(&mut document, &mut Vec::new());
        assert_eq!(
            document.schema("Thing").expect("it stays").to_json(),
            serde_json::json!({"properties": {"ids": {
                "type": "array",
                "items": {"type": "string", "maxLength": 3},
                "description": "All.",
                "nullable": true,
            }}})
        );
        assert!(document.schema("Id").is_none() && document.schema("Ids").is_none());
    }

    #[test]
    fn what_contains_itself_keeps_its_name() {
        let text = "components: {schemas: {Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}}}";
        let mut document = source::parse("a.yaml", text).expect("it parses");
        super::lower(&mut document, &mut Vec::new());
        assert!(document.schema("Tree").is_some());
    }

    #[test]
    fn what_would_be_too_deep_or_too_much_in_place_is_told_where_it_is() {
        let array = |level: usize, more: &str| {
            let next = format!("{{$ref: '#/components/schemas/A{}'}}", level + 1);
            format!(
                "    A{level}: {{type: array, items: {next}{}}}\n",
                more.replace("NEXT", &next)
            )
        };
        for (levels, more, is_refused) in [
            (80, "", false),
            (1_600, "", true),
            (10, ", additionalProperties: NEXT", false),
            (26, ", additionalProperties: NEXT", true),
        ] {
            let arrays: String = (0..levels).map(|level| array(level, more)).collect();
            let text = format!(
                "components:\n  schemas:\n    B: {{properties: {{a: {{$ref: '#/components/schemas/A0'}}}}}}\n{arrays}    A{levels}: {{type: string}}\n"
            );
            let (_, found) = passed(super::lower, &text);
            assert_eq!(found.len(), usize::from(is_refused), "{levels}: {found:?}");
            let is_said = found.iter().all(|found| {
                found.starts_with("a.yaml:") && found.contains("error[too-large]: arrays and plain")
            });
            assert!(is_said, "{found:?}");
        }
    }
}
