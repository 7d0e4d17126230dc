//! `schemars`: under the feature `schemars` each type tells its JSON Schema, which says what the
//! document says.
//!
//! The derive knows fields and types; bounds, formats, constants, and what may be absent but not null,
//! it is told by attributes.

use quote::quote;
use syn::{Attribute, Field, File, Item, ItemEnum, ItemStruct, parse_quote};

use super::{Mismatch, Outcome, syntax};
use crate::document::{Document, Node, Value};
use crate::rules::{COLLECTION, NUMBER, STRING};

const PASS: &str = "schemars";

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let types =
        syntax::module(file, &["types"]).ok_or_else(|| Mismatch::new(PASS, "module `types`"))?;
    let mut implementations: Vec<Item> = Vec::new();
    for item in types.iter_mut() {
        match item {
            Item::Struct(item) => derive_struct(item, document),
            Item::Enum(item) if is_open(item) => implementations.push(implement(item)),
            // What an operation's replies were made into has no schema in the document.
            Item::Enum(item) if document.schema(&item.ident.to_string()).is_some() => {
                item.attrs.push(derive());
            }
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

fn implement(item: &ItemEnum) -> Item {
    let ident = &item.ident;
    let name = ident.to_string();
    parse_quote! {
        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for #ident {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                #name.into()
            }
            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                let known: Vec<&str> = Self::KNOWN.iter().map(Self::as_str).collect();
                ::schemars::json_schema!({ "type": "string", "enum": known })
            }
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
    let inner = syntax::option_of(&field.ty);
    if let (Some(inner), false) = (inner, is_required) {
        // `Option` would make it nullable as well.
        let name = quote!(#inner).to_string().replace(' ', "");
        arguments.push(quote!(with = #name));
        if !has_serde_default(field) {
            arguments.push(quote!(default));
        }
    } else if is_required && (has_serde_default(field) || inner.is_some()) {
        arguments.push(quote!(required));
    }
    if !arguments.is_empty() {
        field.attrs.push(attribute(&arguments));
    }
}

fn has_serde_default(field: &Field) -> bool {
    field.attrs.iter().any(|attribute| {
        attribute.path().is_ident("serde") && quote!(#attribute).to_string().contains("default")
    })
}

fn attribute(arguments: &[proc_macro2::TokenStream]) -> Attribute {
    parse_quote!(#[cfg_attr(feature = "schemars", schemars(#(#arguments),*))])
}

/// What the derive doesn't know of a schema.
fn extensions(schema: &Node) -> Vec<proc_macro2::TokenStream> {
    let mut extensions = Vec::new();
    let mut extend = |key: &str, value: serde_json::Value| {
        if let Ok(value) = value.to_string().parse::<proc_macro2::TokenStream>() {
            extensions.push(quote!(extend(#key = #value)));
        }
    };
    for key in STRING.iter().chain(&NUMBER).chain(&COLLECTION) {
        let exclusive = match *key {
            "minimum" => Some("exclusiveMinimum"),
            "maximum" => Some("exclusiveMaximum"),
            _ => None,
        };
        match schema.get(key).map(|node| &node.value) {
            None | Some(Value::Bool(_)) => {}
            Some(_) => {
                let value = schema.get(key).map(Node::to_json).unwrap_or_default();
                let exclusive = exclusive.filter(|exclusive| schema.is_true(exclusive));
                extend(exclusive.unwrap_or(key), value);
            }
        }
    }
    if schema.is_true("uniqueItems") {
        extend("uniqueItems", true.into());
    }
    if let Some(format) = schema
        .str("format")
        .filter(|format| !crate::client::has_type(format))
    {
        extend("format", format.into());
    }
    let is_of_strings = schema
        .items("enum")
        .iter()
        .any(|item| item.as_str().is_some());
    if schema.get("enum").is_some()
        && !is_of_strings
        && !schema.items("enum").iter().all(Node::is_null)
    {
        let values: Vec<serde_json::Value> =
            schema.items("enum").iter().map(Node::to_json).collect();
        extend("enum", values.into());
    }
    if schema
        .get("additionalProperties")
        .is_some_and(|node| matches!(node.value, Value::Bool(false)))
    {
        extend("additionalProperties", false.into());
    }
    for key in ["readOnly", "writeOnly", "deprecated"] {
        if schema.is_true(key) {
            extend(key, true.into());
        }
    }
    if let Some(default) = schema.get("default") {
        extend("default", default.to_json());
    }
    extensions
}
