//! Every schema has a value that ends: none requires another of its own kind, which requires another.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Position, Value};

/// Of a lowered document, in which every object and choice is a component.
pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let schemas: Vec<(&str, &Node)> = document
        .schemas()
        .map(|(name, member)| (name, &member.node))
        .collect();
    // Those that end are those whose needs end: to be found from the ones that need nothing.
    let mut ending = BTreeSet::new();
    let mut open = schemas.clone();
    loop {
        let before = open.len();
        open.retain(|(name, schema)| {
            let ends = needs(document, schema, &ending).is_empty();
            if ends {
                ending.insert(*name);
            }
            !ends
        });
        if open.len() == before {
            break;
        }
        // Chains run either way: one round or two see to most of them.
        open.reverse();
    }
    let mut told = BTreeSet::new();
    for (name, schema) in schemas {
        if !ending.contains(name) && !told.contains(name) {
            let mut seen = BTreeSet::new();
            if let Some(at) = way_to(document, name, schema, &ending, &mut seen) {
                told.extend(seen);
                found.push(Diagnostic::error(
                    Code::Impossible,
                    at,
                    format!("no value of `{name}` has an end: each needs another one in it"),
                    "don't require it, or let it be null",
                ));
            }
        }
    }
}

/// Where a schema asks for what leads to `name` again.
fn way_to<'a>(
    document: &'a Document,
    name: &str,
    schema: &'a Node,
    ending: &BTreeSet<&str>,
    seen: &mut BTreeSet<&'a str>,
) -> Option<&'a Position> {
    needs(document, schema, ending)
        .into_iter()
        .find_map(|(need, position)| {
            let leads_back = need == name
                || seen.insert(need)
                    && document
                        .schema(need)
                        .is_some_and(|next| way_to(document, name, next, ending, seen).is_some());
            leads_back.then_some(position)
        })
}

/// The components of which a value of a schema needs one, and which aren't known to end; with the place
/// that asks for each.
fn needs<'a>(
    document: &'a Document,
    schema: &'a Node,
    ending: &BTreeSet<&str>,
) -> Vec<(&'a str, &'a Position)> {
    if schema.is_true("nullable") {
        return Vec::new();
    }
    if let Some(name) = document.schema_name(schema) {
        return if ending.contains(name) {
            Vec::new()
        } else {
            vec![(name, &schema.position)]
        };
    }
    let inner = |node: &'a Node| needs(document, node, ending);
    let mut all = Vec::new();
    for keyword in ["oneOf", "anyOf"] {
        let parts = schema.items(keyword);
        let of_parts: Vec<_> = parts.iter().map(inner).collect();
        if !of_parts.iter().any(Vec::is_empty) {
            all.extend(of_parts.concat());
        }
    }
    for name in schema.strings("required") {
        let property = schema.get("properties").and_then(|all| all.get(name));
        all.extend(property.into_iter().flat_map(inner));
    }
    let has_items = schema.get("minItems").is_some_and(|least| {
        matches!(&least.value, Value::Number(least) if least.as_f64().is_some_and(|least| least >= 1.0))
    });
    if let Some(items) = schema.get("items").filter(|_| has_items) {
        all.extend(inner(items));
    }
    all
}

#[cfg(test)]
mod tests {
    use crate::source;

    fn told(schemas: &str) -> Vec<String> {
        let text = format!("openapi: 3.0.3\ncomponents:\n  schemas:\n    {schemas}\n");
        let document = source::parse("a.yaml", &text).expect("it parses");
        let mut found = Vec::new();
        super::check(&document, &mut found);
        found.into_iter().map(|found| found.to_string()).collect()
    }

    #[test]
    fn what_needs_another_of_itself_is_told_once_where_it_does() {
        let reference = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
        let (a, b) = (reference("A"), reference("B"));
        for (schemas, expected) in [
            (
                format!("A: {{required: [b], properties: {{b: {a}}}}}"),
                Some("a.yaml:4:40"),
            ),
            (
                format!(
                    "A: {{required: [b], properties: {{b: {b}}}}}\n    B: {{required: [a], properties: {{a: {a}}}}}"
                ),
                Some("a.yaml:4:40"),
            ),
            (
                format!(
                    "A: {{required: [b], properties: {{b: {{type: array, minItems: 1, items: {a}}}}}}}"
                ),
                Some("a.yaml:4:74"),
            ),
            (
                format!("A: {{oneOf: [{b}, {b}]}}\n    B: {{oneOf: [{a}]}}"),
                Some("a.yaml:4:17"),
            ),
            (format!("A: {{properties: {{b: {a}}}}}"), None),
            (
                format!(
                    "A: {{required: [b], properties: {{b: {{nullable: true, allOf: [{a}]}}}}}}"
                ),
                None,
            ),
            (
                format!("A: {{required: [b], properties: {{b: {{type: array, items: {a}}}}}}}"),
                None,
            ),
            (
                format!("A: {{oneOf: [{{type: array, items: {a}}}, {{type: string}}]}}"),
                None,
            ),
            // What leads into a circle is not told beside it.
            (
                format!(
                    "A: {{required: [b], properties: {{b: {b}}}}}\n    B: {{required: [b], properties: {{b: {b}}}}}"
                ),
                Some("a.yaml:5:40"),
            ),
        ] {
            let told = told(&schemas);
            assert_eq!(
                told.len(),
                usize::from(expected.is_some()),
                "{schemas}: {told:?}"
            );
            let is_there = told
                .iter()
                .all(|told| told.starts_with(expected.unwrap_or_default()));
            assert!(is_there, "{schemas}: {told:?}");
        }
    }
}
