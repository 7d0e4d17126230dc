//! Finding things in a [`syn::File`].

use quote::format_ident;
use syn::punctuated::Punctuated;
use syn::{
    Attribute, File, GenericArgument, Ident, ImplItem, ImplItemFn, Item, ItemImpl, Meta,
    PathArguments, Token, Type, parse_quote,
};

use crate::names::field_name;

/// The items of the inline module at `path`, e.g. `["types", "builder"]`.
pub(super) fn module<'a>(file: &'a mut File, path: &[&str]) -> Option<&'a mut Vec<Item>> {
    let mut items = &mut file.items;
    for name in path {
        items = items.iter_mut().find_map(|item| match item {
            Item::Mod(module) if module.ident == name => {
                module.content.as_mut().map(|(_, items)| items)
            }
            _ => None,
        })?;
    }
    Some(items)
}

/// The last segment of a type's path, e.g. `Integration` of `types::Integration`.
pub(super) fn type_name(ty: &Type) -> Option<&Ident> {
    match ty {
        Type::Path(path) => path.path.segments.last().map(|segment| &segment.ident),
        _ => None,
    }
}

/// The generic arguments of a type's last segment that are types.
pub(super) fn type_arguments(ty: &Type) -> Vec<&Type> {
    let Type::Path(path) = ty else {
        return Vec::new();
    };
    match path.path.segments.last().map(|segment| &segment.arguments) {
        Some(PathArguments::AngleBracketed(arguments)) => arguments
            .args
            .iter()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// `T` of `Option<T>`.
pub(super) fn option_of(ty: &Type) -> Option<&Type> {
    (type_name(ty)? == "Option").then(|| type_arguments(ty).first().copied())?
}

/// The function of that name in an `impl`.
pub(super) fn function<'a>(block: &'a mut ItemImpl, name: &str) -> Option<&'a mut ImplItemFn> {
    block.items.iter_mut().find_map(|item| match item {
        ImplItem::Fn(function) if function.sig.ident == name => Some(function),
        _ => None,
    })
}

/// Whether an `impl` is one of the type itself, not of a trait.
pub(super) fn is_inherent(block: &ItemImpl, name: &str) -> bool {
    block.trait_.is_none() && type_name(&block.self_ty).is_some_and(|ident| ident == name)
}

/// Whether serde is told `name` among attributes.
pub(super) fn has_serde(attributes: &[Attribute], name: &str) -> bool {
    let of_serde = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"));
    let mut names = of_serde.flat_map(|attribute| {
        let list = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
        list.into_iter().flatten()
    });
    names.any(|meta| meta.path().is_ident(name))
}

/// The text of the doc comments among attributes.
pub(super) fn doc_text(attributes: &[Attribute]) -> String {
    let lines: Vec<String> = attributes.iter().filter_map(doc_line).collect();
    lines.join("\n")
}

/// The text of an attribute that is a doc comment.
pub(super) fn doc_line(attribute: &Attribute) -> Option<String> {
    let syn::Meta::NameValue(meta) = &attribute.meta else {
        return None;
    };
    match &meta.value {
        syn::Expr::Lit(literal) if meta.path.is_ident("doc") => match &literal.lit {
            // A comment begins with a space.
            syn::Lit::Str(text) => {
                let text = text.value();
                Some(text.strip_prefix(' ').unwrap_or(&text).to_owned())
            }
            _ => None,
        },
        _ => None,
    }
}

/// The name of a field or variant on the wire: its serde name, else its own.
pub(super) fn wire_name(attributes: &[Attribute], ident: &Ident) -> String {
    let mut name = None;
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
    {
        // An argument of another form is somebody else's; it cannot make this one invalid.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                name = Some(meta.value()?.parse::<syn::LitStr>()?.value());
            } else if meta.input.peek(syn::Token![=]) {
                meta.value()?.parse::<syn::Expr>()?;
            }
            Ok(())
        });
    }
    name.unwrap_or_else(|| ident.to_string().trim_start_matches("r#").to_owned())
}

/// Tells serde the name of a field on the wire, if it is another than its own, in place of the one that it was told.
pub(super) fn rename(attributes: &mut Vec<Attribute>, ident: &Ident, name: &str) {
    for attribute in attributes
        .iter_mut()
        .filter(|one| one.path().is_ident("serde"))
    {
        let told = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
        let told = told.into_iter().flatten();
        let kept: Vec<Meta> = told
            .filter(|meta| !meta.path().is_ident("rename"))
            .collect();
        *attribute = parse_quote!(#[serde(#(#kept),*)]);
    }
    attributes.retain(|one| {
        !one.path().is_ident("serde")
            || !matches!(&one.meta, Meta::List(list) if list.tokens.is_empty())
    });
    if ident != name {
        attributes.push(parse_quote!(#[serde(rename = #name)]));
    }
}

/// The name of what holds a parameter or a credential.
pub(super) fn variable(name: &str) -> Ident {
    identifier(&field_name(name).unwrap_or_default())
}

/// A name in Rust for what is text in snake or Pascal case, by the rules of progenitor: one that
/// cannot begin so gets an underscore before it, a keyword one behind it.
pub(super) fn identifier(name: &str) -> Ident {
    let can_begin = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let name = if can_begin {
        name.to_owned()
    } else {
        format!("_{name}")
    };
    // `gen` is a keyword since Rust 2024, which syn takes for none.
    let parsed = syn::parse_str(&name).ok().filter(|_| name != "gen");
    parsed.unwrap_or_else(|| format_ident!("{name}_"))
}
