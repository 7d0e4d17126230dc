//! `enums`: an enum of strings is open.
//!
//! New values appear without notice, and progenitor's enums fail the whole reply on one. Here such a
//! value is kept as it came and written as it came; parsing a string takes known values only, and
//! says which those are.

use quote::format_ident;
use syn::{Fields, File, Ident, Item, ItemEnum, parse_quote};

use super::docs::code;
use super::{Mismatch, Outcome, syntax};
use crate::document::Document;
use crate::names::variant_name;

const PASS: &str = "enums";

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let types =
        syntax::module(file, &["types"]).ok_or_else(|| Mismatch::new(PASS, "module `types`"))?;
    let names: Vec<Ident> = types
        .iter()
        .filter_map(|item| match item {
            Item::Enum(item) if is_of_strings(item) => Some(item.ident.clone()),
            _ => None,
        })
        .collect();
    // Display and the conversions are written anew.
    types.retain(|item| match item {
        Item::Impl(block) => {
            let is_ours =
                syntax::type_name(&block.self_ty).is_some_and(|name| names.contains(name));
            !(is_ours && block.trait_.is_some())
        }
        _ => true,
    });
    *types = std::mem::take(types)
        .into_iter()
        .map(|item| match item {
            Item::Enum(item) if names.contains(&item.ident) => open(item, document),
            item => Ok(vec![item]),
        })
        .collect::<Result<Vec<_>, Mismatch>>()?
        .concat();
    Ok(())
}

/// Untagged unions have fields; enums of strings have none.
fn is_of_strings(item: &ItemEnum) -> bool {
    item.variants
        .iter()
        .all(|variant| matches!(variant.fields, Fields::Unit))
}

fn open(item: ItemEnum, document: &Document) -> Result<Vec<Item>, Mismatch> {
    let ItemEnum { attrs, ident, .. } = item;
    let docs = attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"));
    let values = values(document, &ident)?;
    let names: Vec<Ident> = values
        .iter()
        .map(|value| syntax::identifier(&variant_name(value).unwrap_or_default()))
        .collect();
    let names: Vec<&Ident> = names.iter().collect();
    let variant_docs = values.iter().map(|value| shown(value));
    let unknown = free_name(&names);
    let unchecked_doc = format!(
        "A value that this version may not know, e.g. one that the API has added since. Known ones are made by their name or parsed: {}.",
        code(&format!(
            "{:?}.parse()",
            values.first().map_or("", String::as_str)
        ))
    );
    let mut items: Vec<Item> = vec![
        parse_quote! {
            #(#docs)*
            #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
            #[non_exhaustive]
            pub enum #ident {
                #(
                    #[doc = #variant_docs]
                    #names,
                )*
                /// A value that this version does not know, as it came in a reply.
                #unknown(crate::UnknownValue),
            }
        },
        parse_quote! {
            impl #ident {
                /// Every value that this version knows.
                pub const KNOWN: &'static [Self] = &[#(Self::#names),*];

                /// The value as it is on the wire.
                #[must_use]
                pub fn as_str(&self) -> &str {
                    match self {
                        #(Self::#names => #values,)*
                        Self::#unknown(value) => value.as_str(),
                    }
                }

                #[doc = #unchecked_doc]
                #[must_use]
                pub fn unchecked(value: &str) -> Self {
                    match value {
                        #(#values => Self::#names,)*
                        _ => Self::#unknown(crate::UnknownValue::new(value)),
                    }
                }
            }
        },
    ];
    items.extend(traits(&ident, &values, &unknown));
    Ok(items)
}

/// A value in a description: as it is, or as in code if that would not show what it is.
fn shown(value: &str) -> String {
    let is_plain = !value.is_empty() && value.trim() == value && !value.contains(char::is_control);
    if is_plain {
        code(value)
    } else {
        code(&format!("{value:?}"))
    }
}

/// The values on the wire: the document's; typify was shown others in their place.
fn values(document: &Document, ident: &Ident) -> Result<Vec<String>, Mismatch> {
    let schema = document.schema(&ident.to_string());
    let values = schema.into_iter().flat_map(|schema| schema.strings("enum"));
    let values: Vec<String> = values.map(str::to_owned).collect();
    if values.is_empty() {
        return Err(Mismatch::new(PASS, format!("values of `{ident}`")));
    }
    Ok(values)
}

/// The traits of an open enum.
fn traits(ident: &Ident, values: &[String], unknown: &Ident) -> [Item; 6] {
    [
        parse_quote! {
            impl ::std::fmt::Display for #ident {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.pad(self.as_str())
                }
            }
        },
        parse_quote! {
            impl ::std::str::FromStr for #ident {
                type Err = self::error::ConversionError;
                fn from_str(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
                    match Self::unchecked(value) {
                        Self::#unknown(_) => Err(crate::runtime::unknown_value(value, &[#(#values),*]).into()),
                        known => Ok(known),
                    }
                }
            }
        },
        parse_quote! {
            impl ::std::convert::TryFrom<&str> for #ident {
                type Error = self::error::ConversionError;
                fn try_from(value: &str) -> ::std::result::Result<Self, self::error::ConversionError> {
                    value.parse()
                }
            }
        },
        parse_quote! {
            impl ::std::convert::TryFrom<::std::string::String> for #ident {
                type Error = self::error::ConversionError;
                fn try_from(value: ::std::string::String) -> ::std::result::Result<Self, self::error::ConversionError> {
                    value.parse()
                }
            }
        },
        parse_quote! {
            impl ::serde::Serialize for #ident {
                fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }
        },
        parse_quote! {
            impl<'de> ::serde::Deserialize<'de> for #ident {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                    crate::runtime::open_enum(deserializer, Self::unchecked)
                }
            }
        },
    ]
}

/// `Unknown`, or the first such name that the document doesn't use itself.
fn free_name(taken: &[&Ident]) -> Ident {
    let mut name = format_ident!("Unknown");
    while taken.contains(&&name) {
        name = format_ident!("{name}Value");
    }
    name
}
