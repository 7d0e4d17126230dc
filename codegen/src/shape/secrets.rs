//! `secrets`: `Debug` doesn't show what a field holds that nobody is to read: what is `writeOnly` or of
//! `format: password` (`OpenAPI` 3.0.3, "Data Types").

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Fields, File, Item, ItemStruct, Path, Token, parse_quote};

use super::{Mismatch, Outcome, syntax};
use crate::document::{Document, Node};
use crate::rules::is_secret;

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
            .filter(|(_, member)| holds_secret(document, &member.node))
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
    for path in [&["types"][..], &["types", "builder"]] {
        let Some(items) = syntax::module(file, path) else {
            continue;
        };
        *items = std::mem::take(items)
            .into_iter()
            .map(|item| with_own_debug(item, &secrets))
            .collect::<Result<Vec<_>, _>>()?
            .concat();
    }
    Ok(())
}

/// Whether a property is a secret, or a list or map of them.
fn holds_secret(document: &Document, property: &Node) -> bool {
    let target = document.target(property);
    let inner = ["items", "additionalProperties"];
    let mut inner = inner.into_iter().filter_map(|key| target.get(key));
    is_secret(property) || is_secret(target) || inner.any(|inner| is_secret(document.target(inner)))
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
    Ok(parse_quote! {
        impl ::std::fmt::Debug for #ident {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#name) #(#shown)* .finish()
            }
        }
    })
}
