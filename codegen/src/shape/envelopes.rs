//! `envelopes`: tells the runtime how to open the replies of this API.
//!
//! A reply is an object with `success`, `errors` and, mostly, `messages` and `result`. progenitor
//! hands such an object to the caller as it is, whatever `success` says; here each becomes an
//! `Envelope` that the runtime opens, so that a caller gets the result or an error.

mod messages;

use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{Field, Fields, File, Ident, Item, Type, parse_quote};

use super::values::constant_type;
use super::{Mismatch, Outcome, syntax};
use crate::document::{Document, Node};
use crate::reply::Replies;
use crate::schema::{Constant, constant};

const PASS: &str = "envelopes";

/// A type that is an envelope.
pub(super) struct Envelope {
    name: Ident,
    result: ResultField,
    /// The type of the items of `errors`.
    error: Ident,
    /// The type of the items of `messages`, if there are any.
    message: Option<Ident>,
    has_result_info: bool,
    /// The one value that `success` can have.
    constant: Option<bool>,
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
    let names: Vec<Ident> = items
        .iter()
        .filter_map(|item| match item {
            Item::Struct(item) => Some(item.ident.clone()),
            Item::Enum(item) => Some(item.ident.clone()),
            _ => None,
        })
        .collect();
    structs()
        .filter_map(|item| {
            let field = |name: &str| item.fields.iter().find(|field| is_named(field, name));
            let schema = document.schema(&item.ident.to_string());
            if syntax::type_name(&field("success")?.ty)? != "bool" {
                return None;
            }
            let is_message = |message: &Ident| {
                structs().any(|item| {
                    item.ident == *message
                        && ["code", "message"]
                            .iter()
                            .all(|name| item.fields.iter().any(|field| is_named(field, name)))
                })
            };
            let items_of = |name: &str| message_type(&field(name)?.ty).filter(|ty| is_message(ty));
            Some(Envelope {
                name: item.ident.clone(),
                result: result_field(field("result"), schema, document, &names),
                error: items_of("errors")?,
                message: items_of("messages"),
                has_result_info: field("result_info").is_some(),
                constant: schema
                    .and_then(|schema| schema.get("properties")?.get("success"))
                    .and_then(constant)
                    .and_then(|constant| match constant {
                        Constant::Bool(value) => Some(value),
                        Constant::Integer(_) => None,
                    }),
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
    let is_required = schema.is_none_or(|schema| schema.strings("required").contains(&"result"));
    let of_constant = property.and_then(constant_type);
    let qualified = |ty: &Type| of_constant.clone().unwrap_or_else(|| qualified(ty));
    let is_nullable = property
        .and_then(|property| property.get("nullable"))
        .is_some_and(|nullable| nullable.to_json() == true);
    let has_default = property.is_some_and(|property| property.get("default").is_some());
    match syntax::option_of(&field.ty) {
        _ if is_unit(&field.ty) => ResultField::Nothing,
        None if !is_required && !has_default => ResultField::Optional(qualified(&field.ty)),
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
pub(super) fn envelope<'a>(ty: &Type, envelopes: &'a [Envelope]) -> Option<&'a Envelope> {
    let name = syntax::type_name(ty)?;
    envelopes.iter().find(|envelope| envelope.name == *name)
}

/// What a caller gets of a reply of type `ty`.
pub(super) fn result_type(ty: &Type, envelopes: &[Envelope]) -> Type {
    envelope(ty, envelopes).map_or_else(|| ty.clone(), Envelope::result)
}

/// The names of the types that are envelopes.
pub(super) fn names(file: &mut File, document: &Document) -> Vec<Ident> {
    let envelopes = find(file, document).into_iter();
    envelopes.map(|envelope| envelope.name).collect()
}

/// A type as the module `types` names it.
pub(super) fn in_types(ty: &Type) -> Type {
    struct Inside;
    impl VisitMut for Inside {
        fn visit_path_mut(&mut self, path: &mut syn::Path) {
            if path
                .segments
                .first()
                .is_some_and(|segment| segment.ident == "types")
            {
                path.segments = path.segments.iter().skip(1).cloned().collect();
            } else if path.segments.len() == 1 && path.segments[0].ident == "Option" {
                // A type there may be called so, too.
                let arguments = path.segments[0].arguments.clone();
                *path = parse_quote!(::std::option::Option);
                path.segments[2].arguments = arguments;
            }
            visit_mut::visit_path_mut(self, path);
        }
    }
    let mut ty = ty.clone();
    Inside.visit_type_mut(&mut ty);
    ty
}

/// Whether one of an operation's replies is an envelope.
pub(super) fn is_among(replies: &Replies<'_>, document: &Document, envelopes: &[Envelope]) -> bool {
    let mut all = replies.successes.iter().chain(&replies.failures);
    all.any(|reply| {
        let name = reply.type_name(document);
        name.is_some_and(|name| envelopes.iter().any(|envelope| envelope.name == name))
    })
}

/// What the body of a reply of type `ty` is read as; `is_enveloped` if another one of the operation is an envelope.
pub(super) fn body_type(ty: &Type, envelopes: &[Envelope], is_enveloped: bool) -> Type {
    if envelope(ty, envelopes).is_some() {
        ty.clone()
    } else if is_unit(ty) {
        parse_quote!(runtime::Empty)
    } else if is_enveloped {
        parse_quote!(runtime::PlainOrFailure<#ty>)
    } else {
        parse_quote!(runtime::Plain<#ty>)
    }
}

fn is_unit(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty())
}

impl Envelope {
    /// The type of the result that a caller gets.
    pub(super) fn result(&self) -> Type {
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
        let messages = if self.message.is_some() {
            quote!(self.messages.into_iter().map(Into::into).collect())
        } else {
            quote!(Vec::new())
        };
        let result_info = if self.has_result_info {
            quote! {
                runtime::to_json(&self.result_info).ok().filter(|info| !info.is_null())
            }
        } else {
            quote!(None)
        };
        let constant = self
            .constant
            .map_or_else(|| quote!(None), |value| quote!(Some(#value)));
        parse_quote! {
            impl runtime::Envelope for types::#name {
                type Result = #ty;
                const SUCCESS: Option<bool> = #constant;
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
        .flat_map(|envelope| [Some(&envelope.error), envelope.message.as_ref()])
        .flatten()
        .cloned()
        .collect();
    messages.sort();
    messages.dedup();
    let types =
        syntax::module(file, &["types"]).ok_or_else(|| Mismatch::new(PASS, "module `types`"))?;
    let conversions: Vec<Item> = messages
        .iter()
        .filter_map(|name| messages::conversion(types, document, name))
        .collect();
    for item in types {
        if let Item::Struct(item) = item
            && let Some(envelope) = envelopes.iter().find(|it| it.name == item.ident)
        {
            if matches!(envelope.result, ResultField::Optional(_)) {
                tell_missing(&mut item.fields);
            }
            read_leniently(&mut item.fields);
        }
    }
    file.items
        .extend(envelopes.iter().map(Envelope::implementation));
    file.items.extend(conversions);
    Ok(())
}

/// progenitor takes a list or a map that is missing for an empty one; a caller would take it for the answer.
fn tell_missing(fields: &mut Fields) {
    for field in fields {
        if is_named(field, "result") && syntax::option_of(&field.ty).is_none() {
            let ty = &field.ty;
            field.ty = parse_quote!(::std::option::Option<#ty>);
            field
                .attrs
                .retain(|attribute| !attribute.path().is_ident("serde"));
            field.attrs.push(parse_quote! {
                #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
            });
        }
    }
}

/// Lists that are missing or null are empty, and the `result` of a failure says nothing: neither
/// may hide what went wrong.
fn read_leniently(fields: &mut Fields) {
    for field in fields {
        if is_named(field, "result") && is_unit(&field.ty) {
            field
                .attrs
                .retain(|attribute| !attribute.path().is_ident("serde"));
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
