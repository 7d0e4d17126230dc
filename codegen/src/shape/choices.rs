//! `choices`: an alternative that is an object is not read from an array, which may be one of another; and the
//! one that is a text is made of a text.
//!
//! serde reads a struct from an array of the values of its fields, too, and of a choice the first
//! alternative that can be read. typify makes a choice of what each alternative is, but for texts.

use std::collections::BTreeSet;

use syn::{Fields, File, Ident, Item, ItemEnum, Type, Variant, parse_quote};

use super::{Mismatch, Outcome, syntax};

const PASS: &str = "choices";

pub(super) fn shape(file: &mut File) -> Outcome {
    let types =
        syntax::module(file, &["types"]).ok_or_else(|| Mismatch::new(PASS, "module `types`"))?;
    let named = |is_meant: fn(&Item) -> Option<&Ident>| -> BTreeSet<String> {
        let names = types.iter().filter_map(is_meant);
        names.map(ToString::to_string).collect()
    };
    let objects = named(|item| match item {
        Item::Struct(item) => matches!(item.fields, Fields::Named(_)).then_some(&item.ident),
        _ => None,
    });
    // Some are arrays or may be: a choice, or what holds itself.
    let others = named(|item| match item {
        Item::Struct(item) => matches!(item.fields, Fields::Unnamed(_)).then_some(&item.ident),
        Item::Enum(item) => is_choice(item).then_some(&item.ident),
        _ => None,
    });
    // What stands beside one may be an array, too.
    let inner: BTreeSet<String> = types
        .iter()
        .filter_map(|item| match item {
            Item::Enum(item) if is_choice(item) => Some(item),
            _ => None,
        })
        .flat_map(|item| item.variants.iter().filter_map(alternative))
        .collect();
    for item in types.iter_mut() {
        let Item::Enum(item) = item else { continue };
        let may_be_array = |variant: &Variant| {
            let name = alternative(variant);
            name.is_some_and(|name| name == "Vec" || name == "Value" || others.contains(&name))
        };
        let is_inner = inner.contains(&item.ident.to_string());
        if !is_choice(item) || !is_inner && !item.variants.iter().any(may_be_array) {
            continue;
        }
        for variant in &mut item.variants {
            if alternative(variant).is_some_and(|name| objects.contains(&name)) {
                variant.attrs.push(parse_quote! {
                    #[serde(deserialize_with = "crate::runtime::object")]
                });
            }
        }
    }
    let with_text = |item: Item| {
        let made_of = match &item {
            Item::Enum(item) if is_choice(item) => text_alternative(item, &objects),
            _ => None,
        };
        std::iter::once(item).chain(made_of.into_iter().flatten())
    };
    *types = std::mem::take(types)
        .into_iter()
        .flat_map(with_text)
        .collect();
    Ok(())
}

/// How a choice is made of a text, if one alternative alone can be one.
fn text_alternative(item: &ItemEnum, objects: &BTreeSet<String>) -> Option<[Item; 2]> {
    // A component may be called so.
    let is_text = |name: &str| name == "String" && !objects.contains(name);
    let is_other = |name: &str| {
        let is_primitive = name.starts_with(|c: char| c.is_ascii_lowercase());
        is_primitive || ["Vec", "Map", "BTreeMap"].contains(&name) || objects.contains(name)
    };
    let names = item.variants.iter().map(alternative);
    let names: Vec<String> = names.collect::<Option<_>>()?;
    let mut texts = item
        .variants
        .iter()
        .zip(&names)
        .filter(|(_, name)| is_text(name));
    let (Some((variant, _)), None) = (texts.next(), texts.next()) else {
        return None;
    };
    if !names.iter().all(|name| is_text(name) || is_other(name)) {
        return None;
    }
    let (choice, variant) = (&item.ident, &variant.ident);
    Some([
        parse_quote! {
            impl ::std::convert::From<::std::string::String> for #choice {
                fn from(value: ::std::string::String) -> Self {
                    Self::#variant(value)
                }
            }
        },
        parse_quote! {
            impl ::std::convert::From<&str> for #choice {
                fn from(value: &str) -> Self {
                    Self::#variant(value.to_owned())
                }
            }
        },
    ])
}

/// Whether an enum is one of `oneOf` or `anyOf`.
fn is_choice(item: &ItemEnum) -> bool {
    syntax::has_serde(&item.attrs, "untagged")
}

/// The name of the type that an alternative has.
fn alternative(variant: &Variant) -> Option<String> {
    fn name(ty: &Type) -> Option<String> {
        let ident = syntax::type_name(ty)?;
        if ident == "Box" {
            return name(syntax::type_arguments(ty).first()?);
        }
        Some(ident.to_string())
    }
    match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => name(&fields.unnamed.first()?.ty),
        _ => None,
    }
}
