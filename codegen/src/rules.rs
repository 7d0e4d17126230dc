//! The rules that a schema has for values, beside their type.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Number;

use crate::document::{Document, Node, Value};
use crate::schema::{applies, constant, is_secret, ruled_range};

/// Keywords with rules for strings.
pub const STRING: [&str; 3] = ["minLength", "maxLength", "pattern"];
/// Keywords with rules for numbers.
pub const NUMBER: [&str; 5] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
];
/// Keywords with rules for arrays and objects.
pub const COLLECTION: [&str; 5] = [
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// The rules of a schema, as values of the runtime's `Rule`; those of what it refers to are not among
/// them.
#[must_use]
pub fn rules(document: &Document, schema: &Node) -> Vec<TokenStream> {
    all_rules(document, schema, true)
}

/// The rules of a property for which a type with fields has one; that of a constant is its type.
#[must_use]
pub fn field_rules(document: &Document, property: &Node) -> Vec<TokenStream> {
    all_rules(document, property, constant(property).is_none())
}

/// The rules of an object as a whole, which its fields know nothing of.
#[must_use]
pub fn object_rules(schema: &Node) -> Vec<TokenStream> {
    let counts = ["minProperties", "maxProperties"].into_iter();
    let counts = counts.filter_map(|key| rule(schema, key, schema.get(key)?));
    let rules = counts.chain(values_rule(schema));
    rules
        .map(|rule| quote!(crate::runtime::Rule::#rule))
        .collect()
}

fn all_rules(document: &Document, schema: &Node, with_values: bool) -> Vec<TokenStream> {
    let mut rules = Vec::new();
    if document.schema_name(schema).is_some() {
        return rules;
    }
    let of_type = schema.str("type").unwrap_or_default();
    for (key, member) in schema.as_object().into_iter().flatten() {
        if of_type.is_empty() || applies(key, of_type) {
            rules.extend(rule(schema, key, &member.node));
        }
    }
    // What a type holds too much for.
    if let Some([least, most]) = ruled_range(schema) {
        for (bound, name) in [(least, quote!(Minimum)), (most, quote!(Maximum))] {
            rules.extend(Number::from_i128(bound).map(|bound| number(&bound, &name)));
        }
    }
    if schema.str("format") == Some("uri") && matches!(of_type, "string" | "") {
        rules.push(quote!(Uri));
    }
    let allows_no_other = matches!(
        schema.get("additionalProperties").map(|node| &node.value),
        Some(Value::Bool(false))
    );
    if of_type == "object" && allows_no_other && schema.get("properties").is_none() {
        rules.push(quote!(MaxProperties(0)));
    }
    if with_values {
        rules.extend(values_rule(schema));
    }
    for (key, name) in [
        ("items", quote!(Items)),
        ("additionalProperties", quote!(Values)),
    ] {
        let inner = schema.get(key).map(|node| rules_as_tokens(document, node));
        if let Some(inner) = inner.flatten() {
            rules.push(quote!(#name(#inner)));
        }
    }
    if is_secret(schema) && !rules.is_empty() {
        rules.push(quote!(Secret));
    }
    rules
        .into_iter()
        .map(|rule| quote!(crate::runtime::Rule::#rule))
        .collect()
}

/// The rules of a schema as one slice, if there are any.
#[must_use]
pub fn rules_as_tokens(document: &Document, schema: &Node) -> Option<TokenStream> {
    as_slice(&rules(document, schema))
}

/// Rules as one slice, if there are any.
#[must_use]
pub fn as_slice(rules: &[TokenStream]) -> Option<TokenStream> {
    (!rules.is_empty()).then(|| quote!(&[#(#rules),*]))
}

/// The values of an enum of which no type is made.
fn values_rule(schema: &Node) -> Option<TokenStream> {
    let values = schema.items("enum");
    let is_of_strings = values.iter().any(|item| item.as_str().is_some());
    if is_of_strings || values.iter().all(Node::is_null) {
        return None;
    }
    let values = values.iter().map(|item| item.to_json().to_string());
    Some(quote!(OneOf(&[#(#values),*])))
}

fn rule(schema: &Node, key: &str, value: &Node) -> Option<TokenStream> {
    let is_exclusive = |key: &str| schema.is_true(key);
    Some(match (key, &value.value) {
        ("minLength", Value::Number(n)) => count(n, &quote!(MinLength))?,
        ("maxLength", Value::Number(n)) => count(n, &quote!(MaxLength))?,
        ("minItems", Value::Number(n)) => count(n, &quote!(MinItems))?,
        ("maxItems", Value::Number(n)) => count(n, &quote!(MaxItems))?,
        ("minProperties", Value::Number(n)) => count(n, &quote!(MinProperties))?,
        ("maxProperties", Value::Number(n)) => count(n, &quote!(MaxProperties))?,
        ("uniqueItems", Value::Bool(true)) => quote!(UniqueItems),
        ("pattern", Value::String(pattern)) => quote!(Pattern(#pattern)),
        ("minimum", Value::Number(n)) if is_exclusive("exclusiveMinimum") => {
            number(n, &quote!(ExclusiveMinimum))
        }
        ("maximum", Value::Number(n)) if is_exclusive("exclusiveMaximum") => {
            number(n, &quote!(ExclusiveMaximum))
        }
        ("minimum", Value::Number(n)) => number(n, &quote!(Minimum)),
        ("maximum", Value::Number(n)) => number(n, &quote!(Maximum)),
        ("multipleOf", Value::Number(n)) => number(n, &quote!(MultipleOf)),
        _ => return None,
    })
}

fn count(number: &Number, name: &TokenStream) -> Option<TokenStream> {
    let count = proc_macro2::Literal::u64_unsuffixed(number.as_u64()?);
    Some(quote!(#name(#count)))
}

fn number(number: &Number, name: &TokenStream) -> TokenStream {
    let value = if let Some(value) = number.as_i64() {
        let value = proc_macro2::Literal::i64_unsuffixed(value);
        quote!(Integer(#value))
    } else if let Some(value) = number.as_u64() {
        let value = proc_macro2::Literal::u64_unsuffixed(value);
        quote!(Integer(#value))
    } else {
        let value = proc_macro2::Literal::f64_unsuffixed(number.as_f64().unwrap_or_default());
        quote!(Float(#value))
    };
    quote!(#name(crate::runtime::Number::#value))
}
