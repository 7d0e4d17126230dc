//! `replies`: several replies of an operation are one enum by status.
//!
//! progenitor panics at them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{File, Ident, Item, Type, parse_quote};

use super::envelopes::{self, Envelope};
use super::{Mismatch, Outcome, docs, syntax};
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
        let choice = |name, replies_of| {
            let is_enveloped = envelopes::is_among(&replies, document, &envelopes);
            Choice::new(name, replies_of, document, &envelopes, is_enveloped)
        };
        if replies.has_several_successes() {
            let choice = choice(success_name(&operation), &replies.successes)?;
            types.push(choice.success_type(&operation));
            outside.push(choice.success_body());
        }
        if replies.has_own_failures(document) {
            let choice = choice(failure_name(&operation), &replies.failures)?;
            // Where `default` is for successes, too, it is of a failed one as well.
            let is_default = |reply: &Reply<'_>| reply.status == "default";
            let is_for_all = replies.successes.iter().any(is_default);
            types.extend(choice.failure_type(&operation, is_for_all));
            if replies.has_several_failures() {
                outside.push(choice.failure_body());
            }
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
    /// What the body is read as.
    read_as: Type,
}

impl Variant {
    /// Whether it is for every success that no other one is for.
    fn takes_all(&self) -> bool {
        matches!(self.name.to_string().as_str(), "Default" | "Status2xx")
    }
}

impl Choice {
    fn new(
        name: Ident,
        replies: &[Reply<'_>],
        document: &Document,
        envelopes: &[Envelope],
        is_enveloped: bool,
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
            let qualified = body
                .as_ref()
                .map_or_else(|| parse_quote!(()), |body| parse_quote!(types::#body));
            let status = if reply.status == "default" {
                "Default".to_owned()
            } else {
                format!("Status{}", reply.status.to_lowercase())
            };
            Ok(Variant {
                name: format_ident!("{status}"),
                doc: reply
                    .node
                    .said("description")
                    .unwrap_or(reply.status)
                    .to_owned(),
                pattern: pattern(reply.status),
                result: body
                    .as_ref()
                    .map(|_| envelopes::in_types(&envelopes::result_type(&qualified, envelopes))),
                read_as: envelopes::body_type(&qualified, envelopes, is_enveloped),
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
        let doc = format!("What {} gives, by status.", docs::call(operation));
        self.definition(&doc, |variant| variant.result.as_ref())
    }

    fn success_body(&self) -> Item {
        let name = &self.name;
        let arm = |pattern: &TokenStream, variant: &Variant| {
            let (name, read_as) = (&variant.name, &variant.read_as);
            let made = if variant.body.is_some() {
                quote!(Self::#name)
            } else {
                quote!(|()| Self::#name)
            };
            quote!(#pattern => <#read_as as runtime::Body>::read(status, body)?.map(#made))
        };
        // What isn't documented is read as what is for all; else as the first that has a body, if it has one.
        let for_all = self.variants.iter().find(|one| one.takes_all());
        let (with_body, without): (Vec<&Variant>, Vec<&Variant>) =
            self.variants.iter().partition(|one| one.body.is_some());
        let rest = for_all.or(with_body.first().copied());
        let empty = without.first().filter(|_| for_all.is_none());
        let is_rest = |one: &&Variant| rest.is_some_and(|rest| rest.name == one.name);
        let own = self
            .variants
            .iter()
            .filter(|one| empty.is_some() || !is_rest(one));
        let mut arms: Vec<TokenStream> = own.map(|one| arm(&one.pattern, one)).collect();
        arms.extend(empty.map(|one| arm(&quote!(_ if body.trim_ascii().is_empty()), one)));
        arms.extend(rest.map(|one| arm(&quote!(_), one)));
        parse_quote! {
            impl runtime::Body for types::#name {
                type Result = Self;
                fn read(status: u16, body: &[u8]) -> Result<runtime::Opened<Self>, runtime::Unexpected> {
                    Ok(match status { #(#arms,)* })
                }
            }
        }
    }

    fn failure_type(&self, operation: &Operation<'_>, is_for_all: bool) -> [Item; 2] {
        let id = operation.id().unwrap_or_default();
        let call = docs::call(operation);
        let doc = format!("What the API answers when {call} fails, by status.");
        let name = &self.name;
        let read = |variant: &Variant| {
            let name = &variant.name;
            if variant.body.is_some() {
                quote!(::serde_json::from_slice(error.body()?).ok().map(Self::#name))
            } else {
                quote!(Some(Self::#name))
            }
        };
        let is_default = |variant: &&Variant| variant.name == "Default";
        let default = self.variants.iter().find(is_default).map(read);
        let others = self.variants.iter().filter(|one| !is_default(one));
        let mut arms: Vec<TokenStream> = others
            .map(|one| (&one.pattern, read(one)))
            .map(|(pattern, read)| quote!(#pattern => #read))
            .collect();
        if default.is_some() && !is_for_all {
            arms.insert(0, quote!(200..=299 => None));
        }
        let status = quote!(error.status_of(#id)?);
        let rest = default.unwrap_or_else(|| quote!(None));
        let body = if arms.is_empty() {
            quote!(#status; #rest)
        } else {
            quote!(match #status.as_u16() { #(#arms,)* _ => #rest })
        };
        [
            self.definition(&doc, |variant| variant.body.as_ref()),
            parse_quote! {
                impl #name {
                    /// The failure that an error came of; `None` if it came of something else, such as another
                    /// call, or of a body that isn't what the document says.
                    #[must_use]
                    pub fn of(error: &crate::Error) -> ::std::option::Option<Self> {
                        #body
                    }
                }
            },
        ]
    }

    fn failure_body(&self) -> Item {
        let name = &self.name;
        let arms = self.variants.iter().map(|variant| {
            let pattern = &variant.pattern;
            let read_as = &variant.read_as;
            let dropped = variant.body.as_ref().map(|_| quote!(.map(drop)));
            quote!(#pattern => <#read_as as runtime::Body>::read(status, body)? #dropped)
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
