//! Names of the document that differ stay different in Rust.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Position};
use crate::names::{
    field_name, is_identifier, is_steady, snake, snake_name, type_name, variant_name,
};
use crate::operation::operations;
use crate::vocabulary::schemas;

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    let types = document.schemas().map(|(name, member)| (name, &member.key));
    let types = types.filter(|(name, position)| {
        let is_named = is_identifier(&type_name(name)) && is_steady(name);
        if !is_named {
            found.push(no_type(name, position, ""));
        }
        is_named
    });
    let types: Vec<_> = types.collect();
    let schema = ("the schema", "type", "rename one of the two");
    distinct(schema, types.into_iter(), type_name, found);
    for (schema, _) in schemas(document) {
        check_properties(schema, found);
        check_variants(schema, found);
    }
    check_parameters(document, found);
}

/// What is said of a schema whose name cannot be that of a type, for a reason.
pub(super) fn no_type(name: &str, position: &Position, reason: &str) -> Diagnostic {
    Diagnostic::error(
        Code::Name,
        position,
        format!("`{name}` cannot be the name of a type{reason}"),
        "give it a name of letters and digits under `components.schemas`, e.g. `Pet`, and refer to that",
    )
}

/// Those of properties and values that come together in a lowered document.
pub(super) fn check_merged(document: &Document, found: &mut Vec<Diagnostic>) {
    for (schema, _) in schemas(document) {
        check_properties(schema, found);
        check_variants(schema, found);
    }
}

fn check_variants(schema: &Node, found: &mut Vec<Diagnostic>) {
    let values = schema.items("enum").iter();
    let values = values.filter_map(|item| Some((item.as_str()?, &item.position)));
    let named = values.filter(|(value, position)| {
        let is_named = variant_name(value).is_some();
        if !is_named {
            found.push(Diagnostic::error(
                Code::Name,
                position,
                format!("no name in Rust can be made of the value `{value}`"),
                "leave the values open: make it a string and say in its description what they are",
            ));
        }
        is_named
    });
    let named: Vec<_> = named.collect();
    let variant = |value: &str| variant_name(value).unwrap_or_default();
    let value = (
        "the value",
        "variant",
        "leave out one of the two: values that the document lacks are kept as they are",
    );
    distinct(value, named.into_iter(), variant, found);
}

fn check_properties(schema: &Node, found: &mut Vec<Diagnostic>) {
    let properties = schema.members("properties");
    let named = properties.filter(|(name, member)| {
        let is_named = field_name(name).is_some();
        if !is_named {
            found.push(Diagnostic::error(
                Code::Name,
                &member.key,
                format!("no name in Rust can be made of the property `{name}`"),
                "leave it out, or leave it to `additionalProperties`",
            ));
        }
        is_named
    });
    let named: Vec<_> = named.map(|(name, member)| (name, &member.key)).collect();
    let field = |name: &str| field_name(name).unwrap_or_default();
    let property = (
        "the property",
        "field",
        "leave out one of the two: what the document lacks is ignored in replies",
    );
    distinct(property, named.into_iter(), field, found);
}

fn check_parameters(document: &Document, found: &mut Vec<Diagnostic>) {
    for operation in operations(document) {
        let parameters = operation.parameters(document);
        // Those of other places are refused by whatever name, which is the API's.
        let of_path = parameters
            .iter()
            .filter(|node| node.str("in") == Some("path"));
        let parameters = of_path.filter_map(|node| {
            let name = node.get("name")?;
            Some((name.as_str()?, &name.position))
        });
        let parameters: Vec<_> = parameters.collect();
        for (name, position) in &parameters {
            let setter = snake(name);
            // Before a digit it gets an underscore.
            // That it is empty is told.
            if name.is_empty() {
                continue;
            }
            if setter.is_empty()
                || !is_identifier(&format!("_{setter}"))
                || setter != snake_name(name)
                || !is_steady(name)
            {
                found.push(Diagnostic::error(
                    Code::Name,
                    position,
                    format!("the parameter `{name}` cannot be the name of a setter"),
                    "call it by letters and digits, in the path too",
                ));
            }
        }
        let help = "rename one of the two, in the path too";
        let parameter = ("the parameter", "setter", help);
        let parameters = parameters.into_iter();
        let setter = |name: &str| field_name(name).unwrap_or_default();
        distinct(parameter, parameters, setter, found);
    }
}

/// Reports each name that makes the same one in Rust as another before it: what it is, what it becomes, and how
/// to mend it.
fn distinct<'a>(
    (what, becomes, help): (&str, &str, &str),
    names: impl Iterator<Item = (&'a str, &'a Position)>,
    in_rust: impl Fn(&str) -> String,
    found: &mut Vec<Diagnostic>,
) {
    let mut seen: BTreeMap<String, (&str, &Position)> = BTreeMap::new();
    // The lowered document has another order.
    let mut names: Vec<_> = names.collect();
    names.sort_by_key(|(_, position)| *position);
    for (name, position) in names {
        let rust = in_rust(name);
        match seen.get(&rust) {
            Some((first, _)) if *first == name => {}
            Some((first, at)) => found.push(Diagnostic::error(
                Code::NameCollision,
                position,
                format!("{what} `{name}` makes the same {becomes} `{rust}` as `{first}` at {at}"),
                help,
            )),
            None => {
                seen.insert(rust, (name, position));
            }
        }
    }
}
