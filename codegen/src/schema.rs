//! What a schema says of its values, wherever it stands.

use std::cmp::Ordering;

use serde_json::Number;

use crate::document::{Node, Value};
use crate::vocabulary::TYPES;

/// The types that a schema allows, but for `null` beside others; none if it doesn't say.
#[must_use]
pub fn types(schema: &Node) -> Vec<&str> {
    match schema.get("type") {
        Some(node) if node.as_array().is_some() => {
            let mut types = schema.strings("type");
            if types.iter().any(|name| *name != "null") {
                types.retain(|name| *name != "null");
            }
            types
        }
        Some(node) => node.as_str().into_iter().collect(),
        None => Vec::new(),
    }
}

/// Whether a schema says that null is a value, as 3.0 or as 3.1 says it.
#[must_use]
pub fn allows_null(schema: &Node) -> bool {
    schema.is_true("nullable") || schema.strings("type").contains(&"null") || lists_null(schema)
}

/// Whether null is among the values that are listed, and nothing beside them says of what type they are.
#[must_use]
pub fn lists_null(schema: &Node) -> bool {
    let decides = |key: &&str| schema.get(key).is_some();
    let others = ["$ref", "type", "nullable", "allOf", "oneOf", "anyOf"];
    !others.iter().any(decides) && schema.items("enum").iter().any(Node::is_null)
}

/// The types that keywords say something about.
const SUBJECTS: &[(&str, &[&str])] = &[
    ("minLength", &["string"]),
    ("maxLength", &["string"]),
    ("pattern", &["string"]),
    ("minimum", &["integer", "number"]),
    ("maximum", &["integer", "number"]),
    ("exclusiveMinimum", &["integer", "number"]),
    ("exclusiveMaximum", &["integer", "number"]),
    ("multipleOf", &["integer", "number"]),
    ("items", &["array"]),
    ("minItems", &["array"]),
    ("maxItems", &["array"]),
    ("uniqueItems", &["array"]),
    ("properties", &["object"]),
    ("required", &["object"]),
    ("additionalProperties", &["object"]),
    ("minProperties", &["object"]),
    ("maxProperties", &["object"]),
];

/// The types that a keyword says something about; nothing if it is none of some types only.
#[must_use]
pub fn subjects(keyword: &str) -> Option<&'static [&'static str]> {
    let mut subjects = SUBJECTS.iter();
    subjects
        .find(|(name, _)| *name == keyword)
        .map(|(_, types)| *types)
}

/// Whether a keyword says something about values of a type.
#[must_use]
pub fn applies(keyword: &str, of_type: &str) -> bool {
    subjects(keyword).is_none_or(|types| types.contains(&of_type))
}

/// Whether a keyword says something about values of one of a schema's types.
#[must_use]
pub fn has_effect(schema: &Node, name: &str, value: &Node) -> bool {
    let types = types(schema);
    let formatted = |of_type: &&str| match value.as_str().filter(|_| name == "format") {
        Some(format) => !has_type(format, "") || has_type(format, of_type),
        None => true,
    };
    let mut types = types.iter();
    types.len() == 0 || types.any(|of_type| applies(name, of_type) && formatted(of_type))
}

/// The type that a schema without one is taken for: that of which its keywords speak.
#[must_use]
pub fn implied_type(schema: &Node) -> Option<&'static str> {
    let object = schema.as_object()?;
    let is_made_of_others = ["$ref", "type", "allOf", "oneOf", "anyOf"];
    if is_made_of_others
        .iter()
        .any(|key| object.contains_key(*key))
    {
        return None;
    }
    let subject = object.keys().find_map(|key| subjects(key)?.last().copied());
    let of_format = || {
        let format = schema.str("format")?;
        let number = ["integer", "number"];
        let number = number.into_iter().find(|of_type| has_type(format, of_type));
        Some(number.unwrap_or("string"))
    };
    let values = schema.items("enum").iter().chain(schema.get("const"));
    let values: Vec<&Node> = values.filter(|value| !value.is_null()).collect();
    subject.or_else(|| type_of(&values)).or_else(of_format)
}

/// The type that values have in common.
#[must_use]
pub fn type_of(values: &[&Node]) -> Option<&'static str> {
    values.first()?;
    let is_of_all = |of_type: &&str| values.iter().all(|value| is_of(value, of_type));
    TYPES.into_iter().find(is_of_all)
}

/// Whether a value is of a type.
#[must_use]
pub fn is_of(node: &Node, of_type: &str) -> bool {
    match &node.value {
        Value::Null => of_type == "null",
        Value::Bool(_) => of_type == "boolean",
        Value::Number(number) => {
            of_type == "number"
                || of_type == "integer" && number.as_f64().is_some_and(|value| value.fract() == 0.0)
        }
        Value::String(_) => of_type == "string",
        Value::Array(_) => of_type == "array",
        Value::Object(_) => of_type == "object",
    }
}

/// The values of an enum that are not of its type.
#[must_use]
pub fn unfit(schema: &Node) -> Vec<&Node> {
    let (types, allows_null) = (types(schema), allows_null(schema));
    let mut values: Vec<&Node> = schema.items("enum").iter().collect();
    values.extend(schema.get("const"));
    values.retain(|value| {
        let is_of_one = types.iter().any(|of_type| is_of(value, of_type));
        !(types.is_empty() || value.is_null() && allows_null || is_of_one)
    });
    values
}

/// Formats for which typify knows a type, with the type of values that they are of.
const FORMATS: [(&str, &str); 13] = [
    ("date", "string"),
    ("date-time", "string"),
    ("double", "number"),
    ("float", "number"),
    ("int32", "integer"),
    ("int64", "integer"),
    ("ip", "string"),
    ("ipv4", "string"),
    ("ipv6", "string"),
    ("uint32", "integer"),
    ("uint64", "integer"),
    ("uuid", "string"),
    ("int8", "integer"),
];

/// Whether values of a type, or of any if that is empty, that are of a format have a type of their own,
/// and need no rule.
#[must_use]
pub fn has_type(format: &str, of_type: &str) -> bool {
    let known = FORMATS.iter();
    let mut types = known.filter(|(name, _)| *name == format).map(|(_, of)| *of);
    types.any(|of| of_type.is_empty() || of == of_type)
}

/// The least and the most that the types of integers hold; without a format one has 64 bits.
const RANGES: [(&str, i128, i128); 8] = [
    ("int8", i8::MIN as i128, i8::MAX as i128),
    ("int16", i16::MIN as i128, i16::MAX as i128),
    ("int32", i32::MIN as i128, i32::MAX as i128),
    ("int64", i64::MIN as i128, i64::MAX as i128),
    ("uint8", 0, u8::MAX as i128),
    ("uint16", 0, u16::MAX as i128),
    ("uint32", 0, u32::MAX as i128),
    ("uint64", 0, u64::MAX as i128),
];

/// What the values of a schema are held in, if that has a range, with the words for it.
#[must_use]
pub fn held_in(schema: &Node) -> Option<(String, i128, i128)> {
    let format = schema.str("format").unwrap_or_default();
    let range = RANGES.iter().find(|(name, ..)| *name == format);
    let is_integer = types(schema) == ["integer"];
    match range {
        Some((format, least, most)) => Some((format!("format: {format}"), *least, *most)),
        None if is_integer => Some((
            "type: integer, held in 64 bits".to_owned(),
            i64::MIN.into(),
            i64::MAX.into(),
        )),
        None => None,
    }
}

/// The range of integers whose type holds more than their format says.
#[must_use]
pub fn ruled_range(schema: &Node) -> Option<[i128; 2]> {
    let format = schema.str("format")?;
    let is_ruled = !has_type(format, "") && types(schema) == ["integer"];
    let (_, least, most) = RANGES
        .iter()
        .find(|(name, ..)| is_ruled && *name == format)?;
    Some([*least, *most])
}

/// The one of two formats all of whose values are of the other, too.
#[must_use]
pub fn narrower_format<'f>(one: &'f str, other: &'f str) -> Option<&'f str> {
    let is_within = |inner: &str, outer: &str| {
        let range = |format: &str| RANGES.iter().find(|(name, ..)| *name == format);
        match (range(inner), range(outer)) {
            (Some((_, least, most)), Some((_, lower, higher))) => least >= lower && most <= higher,
            _ => matches!(
                (inner, outer),
                ("float" | "int32", "double") | ("ipv4" | "ipv6", "ip")
            ),
        }
    };
    if is_within(one, other) {
        return Some(one);
    }
    is_within(other, one).then_some(other)
}

/// Which of two numbers is greater; integers are compared to the last digit.
#[must_use]
pub fn compare(a: &Number, b: &Number) -> Ordering {
    if let (Some(a), Some(b)) = (a.as_i128(), b.as_i128()) {
        return a.cmp(&b);
    }
    let float = |number: &Number| number.as_f64().unwrap_or_default();
    float(a).partial_cmp(&float(b)).unwrap_or(Ordering::Equal)
}

/// The one value that a schema allows, if it is one that a type is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    /// `true` or `false`
    Bool(bool),
    /// An integer of 64 bits.
    Integer(i64),
}

/// The constant that a schema is.
#[must_use]
pub fn constant(schema: &Node) -> Option<Constant> {
    let allows_null = allows_null(schema);
    let values = schema.items("enum").iter();
    let values: Vec<&Node> = values
        .filter(|value| !(allows_null && value.is_null()))
        .collect();
    let value = match values.as_slice() {
        [value] => value,
        _ => schema.get("const")?,
    };
    let is_integer = || types(schema).contains(&"integer");
    match &value.value {
        Value::Bool(value) => Some(Constant::Bool(*value)),
        Value::Number(number) if is_integer() => number.as_i64().map(Constant::Integer),
        _ => None,
    }
}

/// The keyword by which a lowered document says that a schema is in a secret.
pub const SECRET: &str = "x- secret";

/// Whether nobody is to read the values of a schema (`OpenAPI` 3.0.3, "Data Types").
#[must_use]
pub fn is_secret(schema: &Node) -> bool {
    let keywords = ["writeOnly", SECRET];
    schema.str("format") == Some("password") || keywords.iter().any(|key| schema.is_true(key))
}
