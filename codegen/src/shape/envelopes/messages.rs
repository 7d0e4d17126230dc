//! How a message of an envelope, which the document calls and types as it likes, becomes one of the runtime's.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Item, Type, parse_quote};

use super::is_named;
use crate::document::Document;
use crate::shape::syntax;

/// The type of what a field may hold, whatever it may lack.
fn plain(ty: &Type) -> &Type {
    match syntax::option_of(ty) {
        Some(inner) if is_nullable(inner) => {
            syntax::type_arguments(inner).first().map_or(inner, |ty| ty)
        }
        Some(inner) => inner,
        None => ty,
    }
}

fn is_nullable(ty: &Type) -> bool {
    is_called(ty, "Nullable")
}

fn is_called(ty: &Type, name: &str) -> bool {
    // One of a library's is called by a path: that alone is a type of the document's.
    let is_own = |ident: &Ident| ident.to_string().starts_with(char::is_uppercase);
    let is_own = matches!(ty, Type::Path(path) if path.path.get_ident().is_some_and(is_own));
    !is_own && syntax::type_name(ty).is_some_and(|ident| ident == name)
}

/// What a field of a message holds, as an option whatever it may lack.
fn optional(ty: &Type, value: TokenStream) -> TokenStream {
    match syntax::option_of(ty) {
        Some(inner) if is_nullable(inner) => {
            quote!(#value.and_then(crate::Nullable::into_option))
        }
        Some(_) => value,
        None => quote!(Some(#value)),
    }
}

/// How what a field holds becomes of the type that is wanted, if it isn't.
type Convert = Option<fn(TokenStream) -> TokenStream>;

fn converted(ty: &Type, value: TokenStream, convert: Convert) -> TokenStream {
    let value = optional(ty, value);
    match convert.map(|convert| convert(quote!(it))) {
        Some(it) => quote!(#value.map(|it| #it)),
        None => value,
    }
}

fn as_text(ty: &Type) -> Convert {
    (!is_called(ty, "String")).then_some(|value| quote!(#value.to_string()))
}

fn as_code(ty: &Type) -> Convert {
    match ty {
        ty if is_called(ty, "i64") => None,
        ty if is_called(ty, "u64") => {
            Some(|value| quote!(i64::try_from(#value).unwrap_or(i64::MAX)))
        }
        _ => Some(|value| quote!(i64::from(#value))),
    }
}

/// How a message of the document becomes one of the runtime's.
pub(super) fn conversion(
    types: &[Item],
    document: &Document,
    message_type: &Ident,
) -> Option<Item> {
    let field = |of: &Ident, field: &str| {
        types.iter().find_map(|item| match item {
            Item::Struct(item) if item.ident == *of => item
                .fields
                .iter()
                .find(|candidate| is_named(candidate, field))
                .map(|field| field.ty.clone()),
            _ => None,
        })
    };
    // One that has to be there needs no option.
    let required = |name: &str, convert: fn(&Type) -> Convert| {
        let ty = field(message_type, name)?;
        let ident = format_ident!("{name}");
        let (value, convert) = (quote!(message.#ident), convert(plain(&ty)));
        Some(match convert {
            _ if syntax::option_of(&ty).is_some() => {
                let value = converted(&ty, value, convert);
                quote!(#value.unwrap_or_default())
            }
            Some(convert) => convert(value),
            None => value,
        })
    };
    // A text, by a type of its own or not; of something else nothing is said.
    let text = |of: &Ident, name: &str, value: TokenStream| {
        let schema = document.schema(&of.to_string());
        let property = schema.and_then(|schema| schema.get("properties")?.get(name));
        let of_type = property.and_then(|property| document.referent(property).str("type"));
        let ty = field(of, name).filter(|_| of_type == Some("string"));
        ty.map_or_else(
            || quote!(None),
            |ty| converted(&ty, value, as_text(plain(&ty))),
        )
    };
    let code = required("code", as_code)?;
    let message = required("message", as_text)?;
    let documentation_url = text(
        message_type,
        "documentation_url",
        quote!(message.documentation_url),
    );
    let pointer = field(message_type, "source").and_then(|source| {
        let of = syntax::type_name(plain(&source))?;
        field(of, "pointer")?;
        let pointer = text(of, "pointer", quote!(source.pointer));
        let source = optional(&source, quote!(message.source));
        Some(quote!(#source.and_then(|source| #pointer)))
    });
    let pointer = pointer.unwrap_or_else(|| quote!(None));
    Some(parse_quote! {
        impl From<types::#message_type> for crate::ApiMessage {
            fn from(message: types::#message_type) -> Self {
                Self {
                    code: #code,
                    message: #message,
                    documentation_url: #documentation_url,
                    pointer: #pointer,
                }
            }
        }
    })
}
