//! `schemars`: under the feature `schemars` each type tells its JSON Schema, which says what the
//! document says.
//!
//! The derive knows fields and types; bounds, formats, constants, and what may be absent but not null,
//! it is told by attributes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value as Json;
use syn::{Attribute, Field, File, Item, ItemEnum, ItemStruct, parse_quote};

use super::{Mismatch, Outcome, syntax};
use crate::document::{Document, Node};
use crate::json_schema;
use crate::rules::{COLLECTION, NUMBER, STRING};

const PASS: &str = "schemars";

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let types =
        syntax::module(file, &["types"]).ok_or_else(|| Mismatch::new(PASS, "module `types`"))?;
    let mut implementations: Vec<Item> = Vec::new();
    for item in types.iter_mut() {
        match item {
            Item::Struct(item) => derive_struct(item, document),
            Item::Enum(item) if is_open(item) => implementations.push(implement(item, document)),
            Item::Enum(item) => derive_choice(item, document),
            _ => {}
        }
    }
    types.extend(implementations);
    Ok(())
}

fn derive() -> Attribute {
    parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))])
}

/// Whether an enum is one of strings.
fn is_open(item: &ItemEnum) -> bool {
    item.variants
        .iter()
        .any(|variant| matches!(variant.fields, syn::Fields::Unit))
        && item
            .attrs
            .iter()
            .any(|attribute| attribute.path().is_ident("non_exhaustive"))
        && item.variants.iter().any(|variant| {
            variant.fields.iter().any(|field| {
                syntax::type_name(&field.ty).is_some_and(|name| name == "UnknownValue")
            })
        })
}

fn implement(item: &ItemEnum, document: &Document) -> Item {
    let ident = &item.ident;
    let name = ident.to_string();
    let description = document
        .schema(&name)
        .and_then(|schema| schema.str("description"))
        .map(|text| quote!("description": #text,));
    let rules = document.schema(&name).map(unknown).unwrap_or_default();
    let rules = rules.into_iter().map(|(key, value)| quote!(, #key: #value));
    parse_quote! {
        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for #ident {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                #name.into()
            }
            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                let known: ::std::vec::Vec<&str> = Self::KNOWN.iter().map(Self::as_str).collect();
                ::schemars::json_schema!({ #description "type": "string", "enum": known #(#rules)* })
            }
        }
    }
}

/// A choice; what an operation's replies were made into has no schema in the document.
fn derive_choice(item: &mut ItemEnum, document: &Document) {
    let Some(schema) = document.schema(&item.ident.to_string()) else {
        return;
    };
    item.attrs.push(derive());
    let whole = extensions(schema);
    if !whole.is_empty() {
        item.attrs.push(attribute(&whole));
    }
    let parts = schema.items("oneOf").iter().chain(schema.items("anyOf"));
    for (variant, part) in item.variants.iter_mut().zip(parts) {
        let extensions = extensions(part);
        if part.get("$ref").is_none() && !extensions.is_empty() {
            variant.attrs.push(attribute(&extensions));
        }
    }
}

fn derive_struct(item: &mut ItemStruct, document: &Document) {
    let Some(schema) = document.schema(&item.ident.to_string()) else {
        return;
    };
    item.attrs.push(derive());
    let extensions = extensions(schema);
    if !extensions.is_empty() {
        item.attrs.push(attribute(&extensions));
    }
    for field in &mut item.fields {
        let Some(ident) = field.ident.clone() else {
            continue;
        };
        let wire = syntax::wire_name(&field.attrs, &ident);
        let property = schema
            .get("properties")
            .and_then(|properties| properties.get(&wire));
        let is_required = schema.strings("required").contains(&wire.as_str());
        if let Some(property) = property {
            describe(field, property, is_required);
        }
    }
}

fn describe(field: &mut Field, property: &Node, is_required: bool) {
    let mut arguments = extensions(property);
    if let Some(inner) = syntax::option_of(&field.ty) {
        // `Option` would make it both nullable and not required.
        let mut name = quote!(#inner).to_string().replace(' ', "");
        let says_so = syntax::type_name(inner).is_some_and(|ident| ident == "Nullable");
        if property.is_true("nullable") && !says_so {
            name = format!("crate::Nullable<{name}>");
        }
        arguments.push(quote!(with = #name));
    }
    match (is_required, syntax::has_serde(&field.attrs, "default")) {
        // That a reply may lack it is leniency.
        (true, true) => arguments.push(quote!(!default)),
        (false, false) => arguments.push(quote!(default)),
        _ => {}
    }
    if !arguments.is_empty() {
        field.attrs.push(attribute(&arguments));
    }
}

fn attribute(arguments: &[TokenStream]) -> Attribute {
    parse_quote!(#[cfg_attr(feature = "schemars", schemars(#(#arguments),*))])
}

/// What the derive doesn't know of a schema, as arguments of its attribute.
fn extensions(schema: &Node) -> Vec<TokenStream> {
    let own = unknown(schema).into_iter();
    let own = own.map(|(key, value)| quote!(extend(#key = #value)));
    let mut below = Vec::new();
    unknown_below(&json_schema::schema(schema), "", &mut below);
    let below = below.into_iter().map(|(pointer, members)| {
        let members = literal(&Json::Object(members));
        quote!(transform = crate::runtime::extend(#pointer, ::serde_json::json!(#members)))
    });
    own.chain(below).collect()
}

/// The same of what a list or a map holds that has a name in it, which only the derive can place: with a pointer.
fn unknown_below(
    schema: &Json,
    pointer: &str,
    found: &mut Vec<(String, serde_json::Map<String, Json>)>,
) {
    for key in ["items", "additionalProperties"] {
        let Some(Json::Object(members)) = schema.get(key).filter(|inner| has_name(inner)) else {
            continue;
        };
        let pointer = format!("{pointer}/{key}");
        let unknown = members.iter().filter(|(key, value)| is_unknown(key, value));
        let unknown: serde_json::Map<_, _> = unknown
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        if !unknown.is_empty() {
            found.push((pointer.clone(), unknown));
        }
        unknown_below(&schema[key], &pointer, found);
    }
}

/// Whether there is the name of a type in a schema.
fn has_name(schema: &Json) -> bool {
    schema.to_string().contains("\"$ref\":")
}

/// The keywords of a schema, as JSON Schema has them, that a type doesn't show.
fn unknown(schema: &Node) -> Vec<(String, TokenStream)> {
    let json = json_schema::schema(schema);
    let keywords = json.as_object().into_iter().flatten();
    keywords
        .filter(|(key, value)| is_unknown(key, value))
        .map(|(key, value)| (key.clone(), literal(value)))
        .collect()
}

/// A value as `json!` reads it; an integer that no `i32` holds says which type does.
fn literal(value: &Json) -> TokenStream {
    match value {
        Json::Null => quote!(null),
        Json::Bool(value) => quote!(#value),
        Json::String(value) => quote!(#value),
        Json::Number(number) => {
            let (signed, unsigned) = (number.as_i64(), number.as_u64());
            let literal = match (signed, unsigned) {
                (Some(value), _) if i32::try_from(value).is_ok() => Literal::i64_unsuffixed(value),
                (Some(value), _) => Literal::i64_suffixed(value),
                (None, Some(value)) => Literal::u64_suffixed(value),
                (None, None) => Literal::f64_unsuffixed(number.as_f64().unwrap_or_default()),
            };
            quote!(#literal)
        }
        Json::Array(items) => {
            let items = items.iter().map(literal);
            quote!([#(#items),*])
        }
        Json::Object(members) => {
            let members = members.iter().map(|(key, value)| {
                let value = literal(value);
                quote!(#key: #value)
            });
            quote!({ #(#members),* })
        }
    }
}

/// Whether a keyword of JSON Schema is one that a type doesn't show.
fn is_unknown(key: &str, value: &Json) -> bool {
    match key {
        "uniqueItems" | "readOnly" | "writeOnly" | "deprecated" => value == &Json::Bool(true),
        "format" => !value
            .as_str()
            .is_some_and(|format| crate::schema::has_type(format, "")),
        // Strings are an enum, and null is `()`.
        "enum" => {
            let mut values = value.as_array().into_iter().flatten();
            !values.clone().any(Json::is_string) && !values.all(Json::is_null)
        }
        "additionalProperties" if value.is_boolean() => value == &Json::Bool(false),
        // What has a name is in a place that only the derive knows.
        "items" | "additionalProperties" => {
            !has_name(value)
                && value
                    .as_object()
                    .into_iter()
                    .flatten()
                    .any(|(key, value)| is_unknown(key, value))
        }
        "default" | "exclusiveMinimum" | "exclusiveMaximum" => true,
        _ => STRING
            .iter()
            .chain(&NUMBER)
            .chain(&COLLECTION)
            .any(|rule| *rule == key),
    }
}
