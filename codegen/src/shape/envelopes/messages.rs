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

/// What a field of a message holds: a value, or an option whatever it may lack.
struct Held {
    value: TokenStream,
    is_option: bool,
}

impl Held {
    fn of(ty: &Type, value: TokenStream) -> Self {
        match syntax::option_of(ty) {
            Some(inner) if is_nullable(inner) => Self {
                value: quote!(#value.and_then(crate::Nullable::into_option)),
                is_option: true,
            },
            inner => Self {
                value,
                is_option: inner.is_some(),
            },
        }
    }

    /// What becomes of a value, if it isn't right as it is.
    fn converted(self, convert: Convert) -> Self {
        let Some(convert) = convert else { return self };
        let Self { value, is_option } = self;
        let value = if is_option {
            let it = convert(quote!(it));
            quote!(#value.map(|it| #it))
        } else {
            convert(value)
        };
        Self { value, is_option }
    }

    fn into_option(self) -> TokenStream {
        let value = self.value;
        if self.is_option {
            value
        } else {
            quote!(Some(#value))
        }
    }
}

/// How what a field holds becomes of the type that is wanted, if it isn't.
type Convert = Option<fn(TokenStream) -> TokenStream>;

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
        let held = Held::of(&ty, quote!(message.#ident)).converted(convert(plain(&ty)));
        let value = held.value;
        Some(if held.is_option {
            quote!(#value.unwrap_or_default())
        } else {
            value
        })
    };
    // A text, by a type of its own or not; of something else nothing is said.
    let text = |of: &Ident, name: &str, value: TokenStream| {
        let schema = document.schema(&of.to_string());
        let property = schema.and_then(|schema| schema.get("properties")?.get(name));
        let of_type = property.and_then(|property| document.referent(property).str("type"));
        let ty = field(of, name).filter(|_| of_type == Some("string"))?;
        Some(Held::of(&ty, value).converted(as_text(plain(&ty))))
    };
    let code = required("code", as_code)?;
    let message = required("message", as_text)?;
    let value = quote!(message.documentation_url);
    let documentation_url = text(message_type, "documentation_url", value);
    let documentation_url = documentation_url.map_or_else(|| quote!(None), Held::into_option);
    let pointer = field(message_type, "source").and_then(|ty| {
        let of = syntax::type_name(plain(&ty))?;
        let source = Held::of(&ty, quote!(message.source));
        if !source.is_option {
            return text(of, "pointer", quote!(message.source.pointer)).map(Held::into_option);
        }
        let Held { value, is_option } = text(of, "pointer", quote!(source.pointer))?;
        let source = source.value;
        Some(if is_option {
            quote!(#source.and_then(|source| #value))
        } else {
            quote!(#source.map(|source| #value))
        })
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
