//! `envelopes`: tells the runtime how to open the replies of this API.
//!
//! A reply is an object with `success`, `errors` and, mostly, `messages` and `result`. progenitor
//! hands such an object to the caller as it is, whatever `success` says; here each becomes an
//! `Envelope` that the runtime opens, so that a caller gets the result or an error.

use quote::{format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Field, Fields, File, Ident, Item, Type, parse_quote};

use super::{Mismatch, Outcome, syntax};
use crate::document::{Document, Node};

const PASS: &str = "envelopes";

/// A type that is an envelope.
pub(super) struct Envelope {
    name: Ident,
    result: ResultField,
    /// The type of the items of `errors` and `messages`.
    message: Ident,
    has_messages: bool,
    has_result_info: bool,
}

/// What an envelope says of its `result`.
enum ResultField {
    /// There is none, or it is always null.
    Nothing,
    /// It is always there.
    Required(Type),
    /// It is there in a success, though the schema doesn't require it.
    Optional(Type),
    /// It may be null in a success.
    Nullable(Type),
}

/// The envelopes among progenitor's types.
pub(super) fn find(file: &mut File, document: &Document) -> Vec<Envelope> {
    let items = syntax::module(file, &["types"])
        .map(|items| items.clone())
        .unwrap_or_default();
    let structs = || {
        items.iter().filter_map(|item| match item {
            Item::Struct(item) => Some(item),
            _ => None,
        })
    };
    let names: Vec<Ident> = structs().map(|item| item.ident.clone()).collect();
    structs()
        .filter_map(|item| {
            let field = |name: &str| item.fields.iter().find(|field| is_named(field, name));
            let schema = document.schema(&item.ident.to_string());
            if syntax::type_name(&field("success")?.ty)? != "bool" {
                return None;
            }
            let message = message_type(&field("errors")?.ty)?;
            let is_message = structs().any(|item| {
                item.ident == message
                    && ["code", "message"]
                        .iter()
                        .all(|name| item.fields.iter().any(|field| is_named(field, name)))
            });
            is_message.then(|| Envelope {
                name: item.ident.clone(),
                result: result_field(field("result"), schema, document, &names),
                message,
                has_messages: field("messages").is_some(),
                has_result_info: field("result_info").is_some(),
            })
        })
        .collect()
}

fn is_named(field: &Field, name: &str) -> bool {
    field.ident.as_ref().is_some_and(|ident| ident == name)
}

/// `M` of `Vec<M>`.
fn message_type(ty: &Type) -> Option<Ident> {
    if syntax::type_name(ty)? != "Vec" {
        return None;
    }
    syntax::type_name(syntax::type_arguments(ty).first()?).cloned()
}

fn result_field(
    field: Option<&Field>,
    schema: Option<&Node>,
    document: &Document,
    types: &[Ident],
) -> ResultField {
    let Some(field) = field else {
        return ResultField::Nothing;
    };
    let qualified = |ty: &Type| {
        let mut ty = ty.clone();
        InTypes(types).visit_type_mut(&mut ty);
        ty
    };
    let property = schema
        .and_then(|schema| schema.get("properties"))
        .and_then(|properties| properties.get("result"))
        .map(|property| document.target(property));
    let is_nullable = property
        .and_then(|property| property.get("nullable"))
        .is_some_and(|nullable| nullable.to_json() == true);
    match syntax::option_of(&field.ty) {
        _ if matches!(&field.ty, Type::Tuple(tuple) if tuple.elems.is_empty()) => {
            ResultField::Nothing
        }
        Some(inner) if is_nullable => ResultField::Nullable(qualified(inner)),
        Some(inner) => ResultField::Optional(qualified(inner)),
        None => ResultField::Required(qualified(&field.ty)),
    }
}

/// Names a type of `types` from outside that module.
struct InTypes<'a>(&'a [Ident]);

impl VisitMut for InTypes<'_> {
    fn visit_type_path_mut(&mut self, ty: &mut syn::TypePath) {
        if ty
            .path
            .get_ident()
            .is_some_and(|ident| self.0.contains(ident))
        {
            ty.path.segments.insert(0, parse_quote!(types));
        }
        visit_mut::visit_type_path_mut(self, ty);
    }
}

/// The envelope that a type is.
fn envelope<'a>(ty: &Type, envelopes: &'a [Envelope]) -> Option<&'a Envelope> {
    let name = syntax::type_name(ty)?;
    envelopes.iter().find(|envelope| envelope.name == *name)
}

/// What a caller gets of a reply of type `ty`.
pub(super) fn result_type(ty: &Type, envelopes: &[Envelope]) -> Type {
    envelope(ty, envelopes).map_or_else(|| ty.clone(), Envelope::result)
}

/// The envelopes of a success and of a failure.
pub(super) fn reply_types(success: &Type, failure: &Type, envelopes: &[Envelope]) -> (Type, Type) {
    let is_envelope = |ty: &Type| envelope(ty, envelopes).is_some();
    let failure = if is_envelope(failure) {
        failure.clone()
    } else if is_envelope(success) {
        success.clone()
    } else {
        parse_quote!(runtime::Plain<()>)
    };
    if is_envelope(success) {
        (success.clone(), failure)
    } else {
        (parse_quote!(runtime::Plain<#success>), failure)
    }
}

impl Envelope {
    /// The type of the result that a caller gets.
    fn result(&self) -> Type {
        match &self.result {
            ResultField::Nothing => parse_quote!(()),
            ResultField::Required(ty) | ResultField::Optional(ty) => ty.clone(),
            ResultField::Nullable(ty) => parse_quote!(Option<#ty>),
        }
    }

    /// How the runtime opens it.
    fn implementation(&self) -> Item {
        let name = &self.name;
        let ty = self.result();
        let result = match &self.result {
            ResultField::Nothing => quote!(Some(())),
            ResultField::Required(_) | ResultField::Nullable(_) => quote!(Some(self.result)),
            ResultField::Optional(_) => quote!(self.result),
        };
        let messages = if self.has_messages {
            quote!(self.messages.into_iter().map(Into::into).collect())
        } else {
            quote!(Vec::new())
        };
        let result_info = if self.has_result_info {
            quote! {
                ::serde_json::to_value(&self.result_info).ok().filter(|info| !info.is_null())
            }
        } else {
            quote!(None)
        };
        parse_quote! {
            impl runtime::Envelope for types::#name {
                type Result = #ty;
                fn open(self) -> runtime::Opened<#ty> {
                    runtime::Opened {
                        success: self.success,
                        result_info: #result_info,
                        errors: self.errors.into_iter().map(Into::into).collect(),
                        messages: #messages,
                        result: #result,
                    }
                }
            }
        }
    }
}

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let envelopes = find(file, document);
    let mut messages: Vec<Ident> = envelopes
        .iter()
        .map(|envelope| envelope.message.clone())
        .collect();
    messages.sort();
    messages.dedup();
    let types =
        syntax::module(file, &["types"]).ok_or_else(|| Mismatch::new(PASS, "module `types`"))?;
    let conversions: Vec<Item> = messages
        .iter()
        .filter_map(|name| conversion(types, name))
        .collect();
    for item in types {
        if let Item::Struct(item) = item
            && envelopes.iter().any(|envelope| envelope.name == item.ident)
        {
            read_leniently(&mut item.fields);
        }
    }
    file.items
        .extend(envelopes.iter().map(Envelope::implementation));
    file.items.extend(conversions);
    Ok(())
}

/// Lists that are missing or null are empty, and the `result` of a failure says nothing: neither
/// may hide what went wrong.
fn read_leniently(fields: &mut Fields) {
    for field in fields {
        let is_unit = matches!(&field.ty, Type::Tuple(tuple) if tuple.elems.is_empty());
        if is_named(field, "result") && is_unit {
            field.attrs.push(parse_quote! {
                #[serde(default, deserialize_with = "crate::runtime::ignored")]
            });
        } else if is_named(field, "errors") || is_named(field, "messages") {
            field
                .attrs
                .retain(|attribute| !attribute.path().is_ident("serde"));
            field.attrs.push(parse_quote! {
                #[serde(default, deserialize_with = "crate::runtime::null_as_default")]
            });
        }
    }
}

/// How a message of the document becomes one of the runtime's.
fn conversion(types: &[Item], name: &Ident) -> Option<Item> {
    let optional = |ty: &Type, value: proc_macro2::TokenStream| {
        if syntax::option_of(ty).is_some() {
            value
        } else {
            quote!(Some(#value))
        }
    };
    let field = |name: &Ident, field: &str| {
        types.iter().find_map(|item| match item {
            Item::Struct(item) if item.ident == *name => item
                .fields
                .iter()
                .find(|candidate| is_named(candidate, field))
                .map(|field| field.ty.clone()),
            _ => None,
        })
    };
    let required = |name: &str, ty: Type| {
        let ident = format_ident!("{name}");
        if syntax::option_of(&ty).is_some() {
            quote!(message.#ident.unwrap_or_default())
        } else {
            quote!(message.#ident)
        }
    };
    let code = required("code", field(name, "code")?);
    let text = required("message", field(name, "message")?);
    let documentation_url = field(name, "documentation_url").map_or_else(
        || quote!(None),
        |ty| optional(&ty, quote!(message.documentation_url)),
    );
    let pointer = field(name, "source").and_then(|source| {
        let inner = syntax::option_of(&source).unwrap_or(&source);
        let pointer = field(syntax::type_name(inner)?, "pointer")?;
        let pointer = optional(&pointer, quote!(source.pointer));
        let source = optional(&source, quote!(message.source));
        Some(quote!(#source.and_then(|source| #pointer)))
    });
    let pointer = pointer.unwrap_or_else(|| quote!(None));
    Some(parse_quote! {
        impl From<types::#name> for crate::ApiMessage {
            fn from(message: types::#name) -> Self {
                Self {
                    code: #code,
                    message: #text,
                    documentation_url: #documentation_url,
                    pointer: #pointer,
                }
            }
        }
    })
}
