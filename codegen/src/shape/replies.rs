//! `replies`: several replies of an operation are one enum by status.
//!
//! progenitor panics at them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{File, Ident, Item, Type, parse_quote};

use super::envelopes::{self, Envelope};
use super::{Mismatch, Outcome, syntax};
use crate::document::Document;
use crate::names::type_name;
use crate::operation::{Operation, operations};
use crate::reply::{Replies, Reply};

const PASS: &str = "replies";

/// The name of the enum of an operation's successes.
pub(super) fn success_name(operation: &Operation<'_>) -> Ident {
    name(operation, "Success")
}

/// The name of the enum of an operation's failures.
pub(super) fn failure_name(operation: &Operation<'_>) -> Ident {
    name(operation, "Failure")
}

fn name(operation: &Operation<'_>, suffix: &str) -> Ident {
    format_ident!("{}{suffix}", type_name(operation.id().unwrap_or_default()))
}

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let envelopes = envelopes::find(file, document);
    let mut types: Vec<Item> = Vec::new();
    let mut outside: Vec<Item> = Vec::new();
    for operation in operations(document) {
        let replies = Replies::of(document, &operation);
        if replies.has_several_successes() {
            let choice = Choice::new(
                success_name(&operation),
                &replies.successes,
                document,
                &envelopes,
            )?;
            types.push(choice.success_type(&operation));
            outside.push(choice.success_body());
        }
        if replies.has_several_failures() {
            let choice = Choice::new(
                failure_name(&operation),
                &replies.failures,
                document,
                &envelopes,
            )?;
            types.extend(choice.failure_type(&operation));
            outside.push(choice.failure_body());
        }
    }
    syntax::module(file, &["types"])
        .ok_or_else(|| Mismatch::new(PASS, "module `types`"))?
        .extend(types);
    file.items.extend(outside);
    Ok(())
}

/// That the pass `replies` of stage `lower` has not seen to a reply.
pub(super) fn no_type(pass: &'static str, reply: &Reply<'_>) -> Mismatch {
    Mismatch::new(pass, format!("type for the reply `{}`", reply.status))
}

/// An enum by status.
struct Choice {
    name: Ident,
    variants: Vec<Variant>,
}

struct Variant {
    name: Ident,
    doc: String,
    /// The statuses that it is for.
    pattern: TokenStream,
    /// What the body is, as `types` names it; nothing if there is none.
    body: Option<Type>,
    /// What a caller gets of it.
    result: Option<Type>,
    is_envelope: bool,
}

impl Choice {
    fn new(
        name: Ident,
        replies: &[Reply<'_>],
        document: &Document,
        envelopes: &[Envelope],
    ) -> Result<Self, Mismatch> {
        let variants = replies.iter().map(|reply| {
            let body: Option<Type> = match (reply.schema, reply.type_name(document)) {
                (Some(_), Some(name)) => {
                    let name = format_ident!("{name}");
                    Some(parse_quote!(#name))
                }
                (Some(_), None) => return Err(no_type(PASS, reply)),
                (None, _) => None,
            };
            let qualified: Option<Type> = body.as_ref().map(|body| parse_quote!(types::#body));
            let envelope = qualified
                .as_ref()
                .and_then(|ty| envelopes::envelope(ty, envelopes));
            let status = if reply.status == "default" {
                "Default".to_owned()
            } else {
                format!("Status{}", reply.status.to_lowercase())
            };
            Ok(Variant {
                name: format_ident!("{status}"),
                doc: reply
                    .node
                    .str("description")
                    .unwrap_or(reply.status)
                    .to_owned(),
                pattern: pattern(reply.status),
                result: match envelope {
                    Some(envelope) => Some(envelopes::in_types(&envelope.result())),
                    None => body.clone(),
                },
                is_envelope: envelope.is_some(),
                body,
            })
        });
        Ok(Self {
            name,
            variants: variants.collect::<Result<_, _>>()?,
        })
    }

    fn definition(&self, doc: &str, of: impl Fn(&Variant) -> Option<&Type>) -> Item {
        let name = &self.name;
        let variants = self.variants.iter().map(|variant| {
            let (name, doc) = (&variant.name, &variant.doc);
            let body = of(variant).map(|ty| quote!((#ty)));
            quote!(#[doc = #doc] #name #body)
        });
        parse_quote! {
            #[doc = #doc]
            #[derive(Clone, Debug)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        }
    }

    fn success_type(&self, operation: &Operation<'_>) -> Item {
        let id = operation.id().unwrap_or_default();
        let doc = format!("What `{id}` gives, by status.");
        self.definition(&doc, |variant| variant.result.as_ref())
    }

    fn success_body(&self) -> Item {
        let name = &self.name;
        let last = self.variants.len().saturating_sub(1);
        let arms = self.variants.iter().enumerate().map(|(index, variant)| {
            // What isn't documented is read as the last that is.
            let rest = quote!(_);
            let pattern = if index == last { &rest } else { &variant.pattern };
            let variant_name = &variant.name;
            let made = match (&variant.body, variant.is_envelope) {
                (None, _) => quote!(<runtime::Empty as runtime::Body>::read(status, body)?.map(|()| Self::#variant_name)),
                (Some(ty), true) => quote!(<types::#ty as runtime::Body>::read(status, body)?.map(Self::#variant_name)),
                (Some(ty), false) => {
                    quote!(<runtime::Plain<types::#ty> as runtime::Body>::read(status, body)?.map(Self::#variant_name))
                }
            };
            quote!(#pattern => #made)
        });
        parse_quote! {
            impl runtime::Body for types::#name {
                type Result = Self;
                fn read(status: u16, body: &[u8]) -> Result<runtime::Opened<Self>, runtime::Unexpected> {
                    Ok(match status { #(#arms,)* })
                }
            }
        }
    }

    fn failure_type(&self, operation: &Operation<'_>) -> [Item; 2] {
        let id = operation.id().unwrap_or_default();
        let doc = format!("What the API answers when `{id}` fails, by status.");
        let name = &self.name;
        let arms = self.variants.iter().map(|variant| {
            let (pattern, name) = (&variant.pattern, &variant.name);
            if variant.body.is_some() {
                quote!(#pattern => ::serde_json::from_slice(error.body()?).ok().map(Self::#name))
            } else {
                quote!(#pattern => Some(Self::#name))
            }
        });
        let mut arms: Vec<TokenStream> = arms.collect();
        if self
            .variants
            .last()
            .is_none_or(|last| last.name != "Default")
        {
            arms.push(quote!(_ => None));
        }
        [
            self.definition(&doc, |variant| variant.body.as_ref()),
            parse_quote! {
                impl #name {
                    /// The failure that an error came of; `None` if it came of something else, or of a
                    /// body that isn't what the document says.
                    #[must_use]
                    pub fn of(error: &crate::Error) -> ::std::option::Option<Self> {
                        match error.status()?.as_u16() { #(#arms,)* }
                    }
                }
            },
        ]
    }

    fn failure_body(&self) -> Item {
        let name = &self.name;
        let arms = self.variants.iter().map(|variant| {
            let pattern = &variant.pattern;
            let made = match (&variant.body, variant.is_envelope) {
                (Some(ty), true) => quote!(<types::#ty as runtime::Body>::read(status, body)?.map(drop)),
                (Some(ty), false) => {
                    quote!(<runtime::Plain<types::#ty> as runtime::Body>::read(status, body)?.map(drop))
                }
                (None, _) => quote!(<runtime::Empty as runtime::Body>::read(status, body)?),
            };
            quote!(#pattern => #made)
        });
        let mut arms: Vec<TokenStream> = arms.collect();
        if self
            .variants
            .last()
            .is_none_or(|last| last.name != "Default")
        {
            arms.push(quote!(_ => <runtime::AnyFailure as runtime::Body>::read(status, body)?));
        }
        parse_quote! {
            impl runtime::Body for types::#name {
                type Result = ();
                fn read(status: u16, body: &[u8]) -> Result<runtime::Opened<()>, runtime::Unexpected> {
                    Ok(match status { #(#arms,)* })
                }
            }
        }
    }
}

/// The statuses of a key in `responses`.
fn pattern(status: &str) -> TokenStream {
    if let Some(class) = status
        .strip_suffix("XX")
        .and_then(|class| class.parse::<u16>().ok())
    {
        let first = proc_macro2::Literal::u16_unsuffixed(class * 100);
        let last = proc_macro2::Literal::u16_unsuffixed(class * 100 + 99);
        return quote!(#first..=#last);
    }
    let Ok(status) = status.parse::<u16>() else {
        return quote!(_);
    };
    let status = proc_macro2::Literal::u16_unsuffixed(status);
    quote!(#status)
}
