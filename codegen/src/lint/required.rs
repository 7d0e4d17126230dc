//! A property that is required is declared.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, SCHEMAS};
use crate::schema::has_effect;
use crate::vocabulary::schemas;

/// Of a document as it is written: what is merged from choices and references is left to `check_merged`.
pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    for (schema, pointer) in wholes(document) {
        check_schema(document, schema, &pointer, found);
    }
    for (schema, _) in schemas(document) {
        let list = schema
            .get("required")
            .filter(|list| list.as_array().is_some_and(<[Node]>::is_empty))
            .filter(|list| has_effect(schema, "required", list));
        found.extend(list.map(|list| {
            Diagnostic::warning(
                Code::NoEffect,
                &list.position,
                "this list has no effect: it names no property",
                "remove it, or name those that are always there",
            )
        }));
    }
}

/// Of what is made of nothing else: a part may mean another name in each whole.
pub(super) fn check_plain(document: &Document, found: &mut Vec<Diagnostic>) {
    let is_made = |schema: &Node| {
        let mut keywords = ["allOf", "anyOf", "oneOf"].iter();
        keywords.any(|keyword| schema.get(keyword).is_some())
    };
    for (schema, pointer) in wholes(document) {
        if !is_made(schema) {
            check_schema(document, schema, &pointer, found);
        }
    }
}

/// The schemas that are no parts, with their pointers.
fn wholes(document: &Document) -> Vec<(&Node, String)> {
    let parts = parts(document);
    let mut wholes = schemas(document);
    // A part of an `allOf` may speak of the properties of the others.
    wholes.retain(|(schema, pointer)| {
        let is_part = is_part(pointer) || parts.contains(&std::ptr::from_ref(*schema));
        !is_part && schema.get("$ref").is_none()
    });
    wholes
}

/// Of a lowered document, whose schemas have no parts.
pub(super) fn check_merged(document: &Document, found: &mut Vec<Diagnostic>) {
    for (schema, _) in schemas(document) {
        // Of an alternative that is no object it says nothing.
        let list = schema.get("required");
        let list = list.filter(|list| has_effect(schema, "required", list));
        let list = list.and_then(Node::as_array).unwrap_or_default();
        let named: Vec<&Node> = list.iter().collect();
        let declared: Vec<&str> = schema.members("properties").map(|(name, _)| name).collect();
        tell(&named, &declared, found);
    }
}

/// The schemas that are referred to, and only where they are merged with others.
pub(super) fn parts(document: &Document) -> BTreeSet<*const Node> {
    let mut parts = BTreeMap::new();
    for (schema, pointer) in schemas(document) {
        let name = pointer.strip_prefix(&SCHEMAS[1..]);
        let is_alias = name.is_some_and(|name| !name.contains('/'));
        if schema.get("$ref").is_some() && !is_alias {
            let is_part = parent_of_part(&pointer).is_some() || schema.get("properties").is_some();
            let target = std::ptr::from_ref(document.target(schema));
            *parts.entry(target).or_insert(true) &= is_part;
        }
    }
    parts.retain(|_, is_part| *is_part);
    parts.into_keys().collect()
}

/// Tells which of the names are not declared, once for all that they are merged into.
fn tell(named: &[&Node], declared: &[&str], found: &mut Vec<Diagnostic>) {
    for node in named {
        let Some(name) = node.as_str().filter(|name| !declared.contains(name)) else {
            continue;
        };
        let is_told = |one: &Diagnostic| {
            one.code == Code::UndeclaredProperty && one.position.as_ref() == Some(&node.position)
        };
        if found.iter().any(is_told) {
            continue;
        }
        // Those that are required already are not meant once more.
        let is_named = |name: &&str| named.iter().any(|node| node.as_str() == Some(name));
        let others = declared.iter().copied().filter(|name| !is_named(name));
        let undeclared = Diagnostic::error(
            Code::UndeclaredProperty,
            &node.position,
            format!("the property `{name}` is required but not declared"),
            "declare it under `properties`, or don't require it",
        );
        found.push(undeclared.or_meant(super::nearest(name, others)));
    }
}

fn check_schema(document: &Document, schema: &Node, pointer: &str, found: &mut Vec<Diagnostic>) {
    let list = schema.get("required");
    if list.is_some_and(|list| !has_effect(schema, "required", list)) {
        // That is told.
        return;
    }
    let mut declared = Vec::new();
    let mut named = Vec::new();
    // What is beside or below a choice may be declared in any of its alternatives.
    let mut seen = BTreeSet::new();
    let is_open = collect(document, schema, &mut declared, &mut named, &mut seen);
    // An alternative may require what is declared beside the choice.
    let mut around = pointer;
    while let Some(parent) = parent_of_part(around) {
        let parent_schema = document.root.at(parent).into_iter();
        parent_schema.for_each(|schema| {
            collect(
                document,
                schema,
                &mut declared,
                &mut Vec::new(),
                &mut BTreeSet::new(),
            );
        });
        around = parent;
    }
    if !is_open {
        tell(&named, &declared, found);
    }
    for (index, node) in schema.items("required").iter().enumerate() {
        let earlier = &schema.items("required")[..index];
        if earlier.iter().any(|other| other.as_str() == node.as_str()) {
            found.push(Diagnostic::warning(
                Code::NoEffect,
                &node.position,
                format!(
                    "`{}` is required a second time",
                    node.as_str().unwrap_or_default()
                ),
                "remove one of the two",
            ));
        }
    }
}

/// Whether it is a part of an `allOf` that stands at a pointer.
pub(super) fn is_part(pointer: &str) -> bool {
    parent_of_part(pointer).is_some_and(|parent| pointer[parent.len()..].starts_with("/allOf"))
}

/// The pointer of the schema that the one at `pointer` is a part or an alternative of.
pub(super) fn parent_of_part(pointer: &str) -> Option<&str> {
    let (list, index) = pointer.rsplit_once('/')?;
    index.parse::<u32>().ok()?;
    ["/allOf", "/oneOf", "/anyOf"]
        .iter()
        .find_map(|keyword| list.strip_suffix(keyword))
}

/// Most parts of an `allOf` that are looked into.
const MOST_PARTS: usize = 100;

/// Adds what a schema, and what it is merged from, declares and requires; tells whether some of that
/// cannot be known.
fn collect<'a>(
    document: &'a Document,
    schema: &'a Node,
    declared: &mut Vec<&'a str>,
    named: &mut Vec<&'a Node>,
    seen: &mut BTreeSet<*const Node>,
) -> bool {
    // What a schema of 3.1 has beside a reference is merged with it.
    let is_more = schema.get("$ref").is_some() && schema.get("properties").is_some();
    let schema = document.target(schema);
    // Parts that share parts would be looked at twice as often with every level.
    if !seen.insert(std::ptr::from_ref(schema)) {
        return false;
    }
    declared.extend(schema.members("properties").map(|(name, _)| name));
    named.extend(schema.items("required"));
    let is_large = seen.len() > MOST_PARTS;
    let is_choice = schema.get("oneOf").is_some() || schema.get("anyOf").is_some();
    // Of what is no list of properties that is told.
    let properties = schema.get("properties");
    let is_unread = properties.is_some_and(|properties| properties.as_object().is_none());
    let leads_nowhere = schema.get("$ref").is_some();
    let mut is_open = is_choice || is_large || is_more || is_unread || leads_nowhere;
    if !is_large {
        for part in schema.items("allOf") {
            is_open |= collect(document, part, declared, named, seen);
        }
    }
    is_open
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Code;
    use crate::source;

    /// Where a document of `OpenAPI` 3.0 or 3.1 that uses a schema requires what is not declared.
    fn told(version: &str, schema: &str) -> Vec<String> {
        let part = "{$ref: '#/components/schemas/Part'}";
        let components = [
            ("Part", "{type: object, required: [zed]}".to_owned()),
            ("Alias", part.to_owned()),
            ("Middle", format!("{{allOf: [{part}]}}")),
            (
                "Whole",
                "{type: object, properties: {whole: {}}}".to_owned(),
            ),
        ];
        let others = ["Alias", "Middle"];
        let is_used = |name: &str| {
            schema.contains(name)
                || name == "Part" && others.iter().any(|name| schema.contains(name))
        };
        let components = components.into_iter().filter(|(name, _)| is_used(name));
        let components = components.map(|(name, schema)| format!("    {name}: {schema}"));
        let components = components.collect::<Vec<_>>().join("\n");
        let text = format!(
            "openapi: {version}
paths: {{/a: {{get: {{operationId: get_a, responses: {{'200': {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Used'}}}}}}}}}}}}}}}}
components:
  schemas:
    Used: {{type: object, properties: {{used: {schema}}}}}
{components}"
        );
        let document = source::parse("a.yaml", &text).expect("it parses");
        let mut found = crate::lint::lint(&document);
        let (lowered, of_lowering) = crate::lower::lower(document.clone());
        assert_eq!(of_lowering, [], "{schema}");
        found.extend(crate::lint::lint_lowered(
            &document,
            &lowered,
            crate::lint::Known::All,
        ));
        found.sort();
        found.dedup();
        found.retain(|one| one.code == Code::UndeclaredProperty);
        let told = found.iter().map(|one| {
            let line = one.position.as_ref().map_or(0, |position| position.line);
            format!("{line}: {}; {}", one.message, one.help)
        });
        told.collect()
    }

    const ZED: &str = "{type: object, properties: {zed: {type: string}}}";

    #[test]
    fn what_a_part_requires_may_be_declared_by_what_it_is_merged_with() {
        for (version, schema) in [
            (
                "3.0.3",
                "{allOf: [{$ref: '#/components/schemas/Part'}, ZED]}",
            ),
            (
                "3.0.3",
                "{type: object, properties: {zed: {type: string}}, allOf: [{$ref: '#/components/schemas/Part'}]}",
            ),
            (
                "3.0.3",
                "{allOf: [ZED, {$ref: '#/components/schemas/Middle'}]}",
            ),
            (
                "3.0.3",
                "{allOf: [ZED, {$ref: '#/components/schemas/Alias'}]}",
            ),
            (
                "3.0.3",
                "{allOf: [{$ref: '#/components/schemas/Part'}, {oneOf: [ZED, {allOf: [ZED, {maxProperties: 1}]}]}]}",
            ),
            (
                "3.0.3",
                "{type: object, properties: {zed: {type: string}}, anyOf: [{$ref: '#/components/schemas/Part'}, {required: [zed]}]}",
            ),
            (
                "3.1.0",
                "{$ref: '#/components/schemas/Part', properties: {zed: {type: string}}}",
            ),
            (
                "3.1.0",
                "{allOf: [{$ref: '#/components/schemas/Part', properties: {zed: {type: string}}}]}",
            ),
        ] {
            assert_eq!(
                told(version, &schema.replace("ZED", ZED)),
                [""; 0],
                "{schema}"
            );
        }
    }

    #[test]
    fn what_is_required_and_nowhere_declared_is_told_where_it_is_required() {
        let zed = "the property `zed` is required but not declared";
        let declare = "declare it under `properties`, or don't require it";
        for (version, schema, expected) in [
            (
                "3.0.3",
                "{$ref: '#/components/schemas/Part'}",
                format!("6: {zed}; {declare}"),
            ),
            (
                "3.0.3",
                "{allOf: [{$ref: '#/components/schemas/Part'}, {$ref: '#/components/schemas/Whole'}]}",
                format!("6: {zed}; {declare}"),
            ),
            // Used alone, too.
            (
                "3.0.3",
                "{type: array, items: {$ref: '#/components/schemas/Part'}}, more: {allOf: [{$ref: '#/components/schemas/Part'}, ZED]}",
                format!("6: {zed}; {declare}"),
            ),
            // In one of two alternatives.
            (
                "3.0.3",
                "{allOf: [{$ref: '#/components/schemas/Part'}, {oneOf: [ZED, {type: object, properties: {zet: {type: string}}}]}]}",
                format!("6: {zed}; did you mean `zet`?"),
            ),
            (
                "3.1.0",
                "{$ref: '#/components/schemas/Whole', required: [other]}",
                format!("5: the property `other` is required but not declared; {declare}"),
            ),
        ] {
            assert_eq!(
                told(version, &schema.replace("ZED", ZED)),
                [expected],
                "{schema}"
            );
        }
    }
}
