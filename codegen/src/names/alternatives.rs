//! The names that the alternatives of a choice get.

use std::collections::{BTreeMap, BTreeSet};

use super::{pascal, variant_name};
use crate::document::{Node, SCHEMAS, reference_of};
use crate::schema::has_type;

/// The keyword under which a lowered alternative keeps the name of the component that it was, before more was said
/// of it. Stage `lower` begins by taking it from a document that has such an extension.
pub const WAS: &str = "x- was";

/// What the alternatives of a choice of that name are called, each by another name: by their component or title,
/// without the name of the choice that it may begin with; by the constant or the required property that tells them
/// from others; else by what kind of value they are.
#[must_use]
pub fn alternatives(choice: &str, parts: &[Node]) -> Vec<String> {
    let mut names: Vec<String> = parts
        .iter()
        .map(|part| alternative(choice, part, parts))
        .collect();
    let repeated = repeated(&names);
    for (name, part) in names.iter_mut().zip(parts) {
        if !repeated.contains(name) {
            continue;
        }
        // With all of its own name it may be another.
        let whole = component(part).map(str::to_owned);
        if let Some(other) = whole.or_else(|| only_required(part, parts)) {
            *name = other;
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
        let is_number = name.ends_with(|c: char| c.is_ascii_digit());
        let between = if is_number { "_" } else { "" };
        let mut numbered = (1..).map(|number| format!("{name}{between}{number}"));
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

fn alternative(choice: &str, part: &Node, parts: &[Node]) -> String {
    if let Some(name) = component(part) {
        return without(choice, name);
    }
    if let Some(name) = part.said("title").and_then(variant_name) {
        return without(choice, &name);
    }
    let constant = constant(part, parts).and_then(variant_name);
    constant.unwrap_or_else(|| kind(part))
}

/// A name without that of the choice.
fn without(choice: &str, name: &str) -> String {
    let rest = name.strip_prefix(choice).unwrap_or_default();
    // `PetX` and `AThing` were put together as `PetXaThing`.
    let rest = if choice.ends_with(char::is_uppercase) {
        pascal(rest)
    } else {
        rest.to_owned()
    };
    let is_name = rest.starts_with(char::is_uppercase) && rest != "Self";
    if is_name { rest } else { name.to_owned() }
}

/// The one text that a schema allows, if it does one only.
fn only_text(schema: &Node) -> Option<&str> {
    match schema.items("enum") {
        [value] => value.as_str(),
        _ => None,
    }
}

/// The one text that an alternative allows, itself or in a property that has another one in each other alternative.
fn constant<'a>(part: &'a Node, parts: &[Node]) -> Option<&'a str> {
    let of = |part: &'a Node| -> BTreeMap<&'a str, &'a str> {
        let properties = part.members("properties");
        properties
            .filter_map(|(name, member)| Some((name, only_text(&member.node)?)))
            .collect()
    };
    let is_in = |part: &Node, name: &str, text: &str| {
        let property = part.get("properties").and_then(|all| all.get(name));
        property.and_then(only_text) == Some(text)
    };
    let is_own =
        |name: &str, text: &str| parts.iter().filter(|part| is_in(part, name, text)).count() == 1;
    let mut constants = of(part).into_iter();
    let own = constants.find_map(|(name, text)| is_own(name, text).then_some(text));
    only_text(part).or(own)
}

/// The name of the first property that an alternative requires, and no other does.
fn only_required(part: &Node, parts: &[Node]) -> Option<String> {
    let mut names = part.strings("required");
    names.sort_unstable();
    let count = |name: &str| {
        let requires = |part: &&Node| part.strings("required").contains(&name);
        parts.iter().filter(requires).count()
    };
    let mut own = names.into_iter().filter(|name| count(name) == 1);
    own.find_map(variant_name)
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

    /// What the alternatives of `Pet` are called.
    fn names(parts: &str) -> Vec<String> {
        let document = source::parse("a.yaml", &format!("a: {parts}")).expect("it parses");
        alternatives("Pet", document.root.items("a"))
    }

    #[test]
    fn alternatives_are_called_by_what_tells_them_apart() {
        for (parts, expected) in [
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
            ("[{title: Pet cat}, {title: PetDog}]", ["Cat", "Dog"]),
            (
                "[{type: string, enum: [auto]}, {type: string, enum: [a, b]}]",
                ["Auto", "Enum"],
            ),
            (
                "[{properties: {v: {enum: [v1]}, z: {enum: [cat]}}}, {properties: {z: {enum: [dog]}, v: {enum: [v1]}}}]",
                ["Cat", "Dog"],
            ),
            // In whatever order they are written.
            (
                "[{properties: {b: {enum: [x]}, a: {enum: [y]}}}, {properties: {}}]",
                ["Y", "Object"],
            ),
            (
                "[{required: [c, a], properties: {a: {}}}, {required: [b, c], properties: {b: {}}}]",
                ["A", "B"],
            ),
            (
                "[{type: string, format: uuid}, {type: string}]",
                ["Uuid", "String"],
            ),
            (
                "[{type: string, maxLength: 3}, {type: string, minLength: 9}]",
                ["String1", "String2"],
            ),
            ("[{title: Type 1}, {title: Type-1}]", ["Type1_1", "Type1_2"]),
            ("[{properties: {a: {}}}, {type: object}]", ["Object", "Map"]),
            ("[{oneOf: [{}, {type: integer}]}, {}]", ["Choice", "Any"]),
            (
                "[{title: '§', type: array}, {x- was: PetDog}]",
                ["Array", "Dog"],
            ),
        ] {
            assert_eq!(names(parts), expected, "{parts}");
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
        let names = names("[{type: string}, {type: string}, {title: String 1}]");
        assert_eq!(names, ["String2", "String3", "String1"]);
    }
}
