//! `secrets`: `Debug` doesn't show what a field holds that nobody is to read: what is `writeOnly` or of
//! `format: password` (`OpenAPI` 3.0.3, "Data Types").

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToPascalCase, ToSnakeCase};
use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Fields, File, Item, ItemStruct, Path, Token, parse_quote};

use super::{Mismatch, Outcome, syntax};
use crate::document::{Document, Node, reference_of};
use crate::operation::operations;
use crate::schema::is_secret;

const PASS: &str = "secrets";

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let types =
        syntax::module(file, &["types"]).ok_or_else(|| Mismatch::new(PASS, "module `types`"))?;
    let mut secrets = BTreeMap::new();
    for item in types.iter() {
        let Item::Struct(item) = item else { continue };
        let name = item.ident.to_string();
        let properties = document.schema(&name).into_iter();
        let properties = properties.flat_map(|schema| schema.members("properties"));
        let hidden: BTreeSet<&str> = properties
            .filter(|(_, member)| holds_secret(document, &member.node, 0))
            .map(|(name, _)| name)
            .collect();
        let fields: BTreeSet<String> = item
            .fields
            .iter()
            .filter_map(|field| Some((field.ident.as_ref()?, &field.attrs)))
            .filter(|(ident, attributes)| {
                hidden.contains(syntax::wire_name(attributes, ident).as_str())
            })
            .map(|(ident, _)| ident.to_string())
            .collect();
        if fields.len() < hidden.len() {
            return Err(Mismatch::new(
                PASS,
                format!("field for each secret of `{name}`"),
            ));
        }
        if !fields.is_empty() {
            secrets.insert(name, fields);
        }
    }
    let of_calls = secrets_of_calls(document);
    for (path, secrets) in [
        (&["types"][..], &secrets),
        (&["types", "builder"], &secrets),
        (&["builder"], &of_calls),
    ] {
        let Some(items) = syntax::module(file, path) else {
            continue;
        };
        *items = std::mem::take(items)
            .into_iter()
            .map(|item| with_own_debug(item, secrets))
            .collect::<Result<Vec<_>, _>>()?
            .concat();
    }
    Ok(())
}

/// Deepest nesting that is looked into; schemas may hold themselves.
const MAX_DEPTH: usize = 8;

/// Whether a schema is one of secrets, or of a list, a map or a choice of them.
fn holds_secret(document: &Document, schema: &Node, depth: usize) -> bool {
    let target = document.target(reference(schema));
    let inner = ["items", "additionalProperties"];
    let inner = inner.into_iter().filter_map(|key| target.get(key));
    let mut inner = inner
        .chain(target.items("oneOf"))
        .chain(target.items("anyOf"));
    is_secret(schema)
        || is_secret(target)
        || depth < MAX_DEPTH && inner.any(|inner| holds_secret(document, inner, depth + 1))
}

/// The reference that a schema is beside what is said of it.
fn reference(schema: &Node) -> &Node {
    match schema.items("allOf") {
        [part] if reference_of(schema).is_some() => part,
        _ => schema,
    }
}

/// The fields of each call's builder that hold secrets.
fn secrets_of_calls(document: &Document) -> BTreeMap<String, BTreeSet<String>> {
    let mut secrets: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for operation in operations(document) {
        let name = operation.id().unwrap_or_default().to_pascal_case();
        let fields = secrets.entry(name).or_default();
        for parameter in operation.parameters(document) {
            let schema = parameter.get("schema");
            if schema.is_some_and(|schema| holds_secret(document, schema, 0)) {
                let name = parameter.str("name").unwrap_or_default().to_snake_case();
                fields.insert(syntax::identifier(&name).to_string());
            }
        }
        let body = operation.body_schema(document);
        if body.is_some_and(|schema| holds_secret(document, schema, 0)) {
            fields.insert("body".to_owned());
        }
    }
    secrets.retain(|_, fields| !fields.is_empty());
    secrets
}

/// An item with what shows it, if that has to hide something.
fn with_own_debug(
    item: Item,
    secrets: &BTreeMap<String, BTreeSet<String>>,
) -> Result<Vec<Item>, Mismatch> {
    let hidden = match &item {
        Item::Struct(item) => secrets.get(&item.ident.to_string()),
        _ => None,
    };
    match (item, hidden) {
        (Item::Struct(mut item), Some(hidden)) => {
            let shown = debug(&mut item, hidden)?;
            Ok(vec![Item::Struct(item), shown])
        }
        (item, _) => Ok(vec![item]),
    }
}

/// Takes the derived `Debug` from a struct, for one that hides the fields that are `hidden`.
fn debug(item: &mut ItemStruct, hidden: &BTreeSet<String>) -> Result<Item, Mismatch> {
    let name = item.ident.to_string();
    let missing = || Mismatch::new(PASS, format!("derived `Debug` of `{name}`"));
    let derive = item
        .attrs
        .iter_mut()
        .find(|attribute| attribute.path().is_ident("derive"))
        .ok_or_else(missing)?;
    let traits = derive
        .parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated)
        .map_err(|_| missing())?;
    let kept: Punctuated<Path, Token![,]> = traits
        .iter()
        .filter(|path| !path.is_ident("Debug"))
        .cloned()
        .collect();
    if kept.len() == traits.len() {
        return Err(missing());
    }
    *derive = parse_quote!(#[derive(#kept)]);
    let Fields::Named(fields) = &item.fields else {
        return Err(missing());
    };
    let fields = fields.named.iter().filter_map(|field| field.ident.as_ref());
    let shown = fields.map(|ident| -> TokenStream {
        let name = ident.to_string();
        let name = name.trim_start_matches("r#");
        if hidden.contains(&ident.to_string()) {
            quote!(.field(#name, &format_args!("[hidden]")))
        } else {
            quote!(.field(#name, &self.#ident))
        }
    });
    let ident = &item.ident;
    let name = ident.to_string();
    let (generics, arguments, clause) = item.generics.split_for_impl();
    Ok(parse_quote! {
        impl #generics ::std::fmt::Debug for #ident #arguments #clause {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#name) #(#shown)* .finish()
            }
        }
    })
}
