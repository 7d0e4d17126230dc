//! The names that the alternatives of a choice get.

use std::collections::BTreeSet;

use super::{pascal, variant_name};
use crate::document::{Node, SCHEMAS, reference_of};
use crate::schema::has_type;

/// The keyword under which a lowered alternative keeps the name of the component that it was, before more was said
/// of it. No document has it: it isn't one word.
pub const WAS: &str = "x- was";

/// What the alternatives of a choice of that name are called, each by another name: by their component, without
/// the name of the choice that it may begin with; by their title; by the constant that tells them from others;
/// else by what kind of value they are.
#[must_use]
pub fn alternatives(choice: &str, parts: &[Node]) -> Vec<String> {
    let mut names: Vec<String> = parts.iter().map(|part| alternative(choice, part)).collect();
    let repeated = repeated(&names);
    for (name, part) in names.iter_mut().zip(parts) {
        // With all of its own name it may be another.
        if let Some(whole) = component(part).filter(|_| repeated.contains(name)) {
            whole.clone_into(name);
        }
    }
    numbered(&names)
}

/// The names that several have.
fn repeated(names: &[String]) -> BTreeSet<String> {
    let mut seen = BTreeSet::new();
    let repeated = names.iter().filter(|name| !seen.insert(*name));
    repeated.cloned().collect()
}

/// Names of which those that several have get a number each, which makes none that another has.
fn numbered(names: &[String]) -> Vec<String> {
    let repeated = repeated(names);
    let mut taken: BTreeSet<String> = names.iter().cloned().collect();
    let numbered = names.iter().map(|name| {
        if !repeated.contains(name) {
            return name.clone();
        }
        let mut numbered = (1..).map(|number| format!("{name}{number}"));
        let free = numbered.find(|name| taken.insert(name.clone()));
        free.unwrap_or_default()
    });
    numbered.collect()
}

/// The name of the component that an alternative is or was.
fn component(part: &Node) -> Option<&str> {
    let name = reference_of(part).and_then(|reference| reference.strip_prefix(SCHEMAS));
    name.or_else(|| part.str(WAS))
}

fn alternative(choice: &str, part: &Node) -> String {
    if let Some(name) = component(part) {
        let rest = name.strip_prefix(choice).unwrap_or_default();
        // `PetX` and `AThing` were put together as `PetXaThing`.
        let rest = if choice.ends_with(char::is_uppercase) {
            pascal(rest)
        } else {
            rest.to_owned()
        };
        let is_name = rest.starts_with(char::is_uppercase) && rest != "Self";
        return if is_name { rest } else { name.to_owned() };
    }
    let told = part.said("title").or_else(|| constant(part));
    told.and_then(variant_name).unwrap_or_else(|| kind(part))
}

/// The one text that a schema allows, itself or in a property.
fn constant(schema: &Node) -> Option<&str> {
    let only = |schema| match Node::items(schema, "enum") {
        [value] => value.as_str(),
        _ => None,
    };
    let mut properties = schema.members("properties");
    only(schema).or_else(|| properties.find_map(|(_, member)| only(&member.node)))
}

/// The word for what kind of value a schema is of.
fn kind(schema: &Node) -> String {
    let has = |key: &str| schema.get(key).is_some();
    let of_type = schema.str("type").unwrap_or_default();
    if has("oneOf") || has("anyOf") {
        return "Choice".to_owned();
    }
    if has("properties") {
        return "Object".to_owned();
    }
    match (of_type, schema.str("format")) {
        ("object", _) => "Map".to_owned(),
        ("string", _) if has("enum") => "Enum".to_owned(),
        (_, Some(format)) if has_type(format, of_type) => pascal(format),
        ("", _) => "Any".to_owned(),
        _ => pascal(of_type),
    }
}

#[cfg(test)]
mod tests {
    use super::alternatives;
    use crate::source;

    #[test]
    fn alternatives_are_called_by_what_tells_them_apart() {
        for (parts, names) in [
            (
                "[{$ref: '#/components/schemas/PetCat'}, {$ref: '#/components/schemas/Petal'}]",
                ["Cat", "Petal"],
            ),
            (
                "[{$ref: '#/components/schemas/PetCat'}, {$ref: '#/components/schemas/Cat'}]",
                ["PetCat", "Cat"],
            ),
            (
                "[{title: By name, type: object}, {properties: {kind: {enum: [by-id]}}}]",
                ["ByName", "ById"],
            ),
            (
                "[{type: string, enum: [auto]}, {type: string, enum: [a, b]}]",
                ["Auto", "Enum"],
            ),
            (
                "[{type: string, format: uuid}, {type: string}]",
                ["Uuid", "String"],
            ),
            (
                "[{type: string, maxLength: 3}, {type: string, minLength: 9}]",
                ["String1", "String2"],
            ),
            ("[{properties: {a: {}}}, {type: object}]", ["Object", "Map"]),
            ("[{oneOf: [{}, {type: integer}]}, {}]", ["Choice", "Any"]),
            (
                "[{title: '§', type: array}, {x- was: PetDog}]",
                ["Array", "Dog"],
            ),
        ] {
            let document = source::parse("a.yaml", &format!("a: {parts}")).expect("it parses");
            assert_eq!(
                alternatives("Pet", document.root.items("a")),
                names,
                "{parts}"
            );
        }
    }

    #[test]
    fn a_choice_that_ends_with_a_capital_is_left_out_too() {
        let parts = "a: [{$ref: '#/components/schemas/PetXaThing'}]";
        let document = source::parse("a.yaml", parts).expect("it parses");
        assert_eq!(alternatives("PetX", document.root.items("a")), ["AThing"]);
    }

    #[test]
    fn a_number_is_none_that_another_has() {
        let parts = "a: [{type: string}, {type: string}, {title: String 1}]";
        let document = source::parse("a.yaml", parts).expect("it parses");
        let names = alternatives("Pet", document.root.items("a"));
        assert_eq!(names, ["String2", "String3", "String1"]);
    }
}
