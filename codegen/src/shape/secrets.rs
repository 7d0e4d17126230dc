//! `secrets`: neither `Debug` nor `Display` shows what a field holds that nobody is to read: what is `writeOnly`
//! or of `format: password` (`OpenAPI` 3.0.3, "Data Types"). The values of an enum are in the document, and no
//! secret.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, File, Ident, Item, ItemEnum, ItemStruct, Path, Token, parse_quote};

use super::{Mismatch, Outcome, syntax};
use crate::document::{Document, Node, reference_of};
use crate::names::pascal;
use crate::operation::operations;
use crate::schema::is_secret;

const PASS: &str = "secrets";

/// What of types or builders is a secret, by their names: fields, or variants.
pub(super) type Secrets = BTreeMap<String, BTreeSet<String>>;

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let secrets = of_types(file, document)?;
    let of_calls = of_calls(document);
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
            .filter(|item| !displays_any(item, secrets))
            .map(|item| with_own_debug(item, secrets))
            .collect::<Result<Vec<_>, _>>()?
            .concat();
    }
    Ok(())
}

/// The fields and the alternatives of each type that hold secrets.
pub(super) fn of_types(file: &mut File, document: &Document) -> Result<Secrets, Mismatch> {
    let types =
        syntax::module(file, &["types"]).ok_or_else(|| Mismatch::new(PASS, "module `types`"))?;
    let mut secrets = Secrets::new();
    for item in types.iter() {
        let hidden = match item {
            Item::Struct(item) => hidden_fields(item, document)?,
            Item::Enum(item) => hidden_variants(item, document)?,
            _ => continue,
        };
        secrets.extend(hidden.filter(|(_, hidden)| !hidden.is_empty()));
    }
    Ok(secrets)
}

/// A type, and the fields or variants of it that hold secrets.
type Hidden = (String, BTreeSet<String>);

fn hidden_fields(item: &ItemStruct, document: &Document) -> Result<Option<Hidden>, Mismatch> {
    let name = item.ident.to_string();
    let Some(schema) = document.schema(&name) else {
        return Ok(None);
    };
    let properties = schema.members("properties");
    let secret = properties.filter(|(_, member)| holds_secret(document, &member.node));
    let hidden: BTreeSet<&str> = secret.map(|(name, _)| name).collect();
    let rest = schema.get("additionalProperties");
    let hides_rest = rest.is_some_and(|rest| holds_secret(document, rest));
    let is_hidden = |ident: &Ident, attributes: &[Attribute]| {
        if syntax::has_serde(attributes, "flatten") {
            hides_rest
        } else {
            hidden.contains(syntax::wire_name(attributes, ident).as_str())
        }
    };
    let fields = item.fields.iter();
    let fields = fields.filter_map(|field| Some((field.ident.as_ref()?, &field.attrs)));
    let fields = fields.filter(|(ident, attributes)| is_hidden(ident, attributes));
    let fields: BTreeSet<String> = fields.map(|(ident, _)| ident.to_string()).collect();
    let is_named = matches!(item.fields, Fields::Named(_));
    // What an array or a map of its own kind holds has no name.
    if !is_named && holds_secret(document, schema) {
        return Ok(Some((name, BTreeSet::from(["0".to_owned()]))));
    }
    if fields.len() < hidden.len() + usize::from(hides_rest && is_named) {
        return Err(Mismatch::new(
            PASS,
            format!("field for each secret of `{name}`"),
        ));
    }
    Ok(Some((name, fields)))
}

/// The alternatives of a choice are its variants, in their order.
fn hidden_variants(item: &ItemEnum, document: &Document) -> Result<Option<Hidden>, Mismatch> {
    let name = item.ident.to_string();
    let Some(schema) = document.schema(&name) else {
        return Ok(None);
    };
    let parts = [schema.items("oneOf"), schema.items("anyOf")].concat();
    let secret = parts.iter().map(|part| holds_secret(document, part));
    let secret: Vec<bool> = secret.collect();
    if !secret.contains(&true) {
        return Ok(None);
    }
    if secret.len() != item.variants.len() {
        let expected = format!("variant for each alternative of `{name}`");
        return Err(Mismatch::new(PASS, expected));
    }
    let variants = item.variants.iter().zip(secret);
    let hidden = variants.filter(|(_, is_secret)| *is_secret);
    let hidden = hidden.map(|(variant, _)| variant.ident.to_string());
    Ok(Some((name, hidden.collect())))
}

/// Whether a schema is one of secrets, or of a list or a map of them; a type with fields or alternatives hides
/// its own.
fn holds_secret(document: &Document, schema: &Node) -> bool {
    let mut open = vec![schema];
    let mut seen = BTreeSet::new();
    while let Some(schema) = open.pop() {
        let target = document.target(reference(schema));
        if is_secret(schema) || is_secret(target) {
            return true;
        }
        // Schemas may hold themselves.
        if seen.insert(std::ptr::from_ref(target)) && target.get("properties").is_none() {
            let inner = ["items", "additionalProperties"].into_iter();
            open.extend(inner.filter_map(|key| target.get(key)));
        }
    }
    false
}

/// The reference that a schema is beside what is said of it.
fn reference(schema: &Node) -> &Node {
    match schema.items("allOf") {
        [part] if reference_of(schema).is_some() => part,
        _ => schema,
    }
}

/// The fields of each call's builder that hold secrets.
pub(super) fn of_calls(document: &Document) -> Secrets {
    let mut secrets = Secrets::new();
    for operation in operations(document) {
        let name = pascal(operation.id().unwrap_or_default());
        let fields = secrets.entry(name).or_default();
        for parameter in operation.parameters(document) {
            let schema = parameter.get("schema");
            if schema.is_some_and(|schema| holds_secret(document, schema)) {
                let name = syntax::variable(parameter.str("name").unwrap_or_default());
                fields.insert(name.to_string());
            }
        }
        let body = operation.body_schema(document);
        if body.is_some_and(|schema| holds_secret(document, schema)) {
            fields.insert("body".to_owned());
        }
    }
    secrets.retain(|_, fields| !fields.is_empty());
    secrets
}

/// Whether an item is the `Display` of a choice that may be a secret.
fn displays_any(item: &Item, secrets: &Secrets) -> bool {
    let Item::Impl(block) = item else {
        return false;
    };
    let path = block.trait_.as_ref().map(|(path, _)| path);
    let last = path.and_then(|path| path.segments.last());
    let is_display = last.is_some_and(|last| last.ident == "Display");
    let shown = syntax::type_name(&block.self_ty).map(Ident::to_string);
    is_display && shown.is_some_and(|shown| secrets.contains_key(&shown))
}

/// An item with what shows it, if that has to hide something.
fn with_own_debug(item: Item, secrets: &Secrets) -> Result<Vec<Item>, Mismatch> {
    let hidden = match &item {
        Item::Struct(ItemStruct { ident, .. }) | Item::Enum(ItemEnum { ident, .. }) => {
            secrets.get(&ident.to_string())
        }
        _ => None,
    };
    match (item, hidden) {
        (Item::Struct(mut item), Some(hidden)) => {
            take_derived(&mut item.attrs, &item.ident)?;
            let shown = debug(&item, hidden);
            Ok(vec![Item::Struct(item), shown])
        }
        (Item::Enum(mut item), Some(hidden)) => {
            take_derived(&mut item.attrs, &item.ident)?;
            let shown = debug_of_choice(&item, hidden);
            Ok(vec![Item::Enum(item), shown])
        }
        (item, _) => Ok(vec![item]),
    }
}

/// Takes the derived `Debug` from a type.
fn take_derived(attributes: &mut [Attribute], name: &Ident) -> Outcome {
    let missing = || Mismatch::new(PASS, format!("derived `Debug` of `{name}`"));
    let derive = attributes
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
    Ok(())
}

/// `Debug` of a struct that hides the fields that are `hidden`.
fn debug(item: &ItemStruct, hidden: &BTreeSet<String>) -> Item {
    let ident = &item.ident;
    let name = ident.to_string();
    let fields = item.fields.iter().filter_map(|field| field.ident.as_ref());
    let shown = fields.map(|ident| -> TokenStream {
        let name = ident.to_string();
        let name = name.trim_start_matches("r#");
        if hidden.contains(&ident.to_string()) {
            quote!(.field(#name, &format_args!("[hidden]")))
        } else {
            quote!(.field(#name, &self.#ident))
        }
    });
    let (generics, arguments, clause) = item.generics.split_for_impl();
    let shown = if matches!(item.fields, Fields::Named(_)) {
        quote!(f.debug_struct(#name) #(#shown)* .finish())
    } else {
        quote!(f.debug_tuple(#name).field(&format_args!("[hidden]")).finish())
    };
    parse_quote! {
        impl #generics ::std::fmt::Debug for #ident #arguments #clause {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                #shown
            }
        }
    }
}

/// The same of a choice and its variants.
fn debug_of_choice(item: &ItemEnum, hidden: &BTreeSet<String>) -> Item {
    let ident = &item.ident;
    let arms = item.variants.iter().map(|variant| -> TokenStream {
        let ident = &variant.ident;
        let name = ident.to_string();
        if variant.fields.is_empty() {
            quote!(Self::#ident => f.write_str(#name))
        } else if hidden.contains(&name) {
            quote!(Self::#ident(..) => {
                f.debug_tuple(#name).field(&format_args!("[hidden]")).finish()
            })
        } else {
            quote!(Self::#ident(value) => f.debug_tuple(#name).field(value).finish())
        }
    });
    parse_quote! {
        impl ::std::fmt::Debug for #ident {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    #(#arms),*
                }
            }
        }
    }
}
