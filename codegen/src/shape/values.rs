//! `values`: fields hold exactly what the document allows: absent, null and a value are three things,
//! an empty list is not a missing one, and a constant is a constant.
//!
//! progenitor makes one `Option` of what may be absent and null, sends no empty list that is optional,
//! and makes `bool` of `enum: [true]`.

use std::collections::BTreeMap;

use syn::{Expr, File, GenericArgument, ImplItem, Item, Type, parse_quote};

use super::{Mismatch, Outcome, envelopes, syntax};
use crate::document::{Document, Node};
use crate::schema::{Constant, constant};

const PASS: &str = "values";

/// What becomes of a field.
#[derive(Clone)]
enum Change {
    /// `Option<T>`, whose setter takes a `T`.
    Optional(Type),
    /// `Option<serde_json::Value>`, which may be null by itself.
    Anything(Type),
    /// `Option<Nullable<T>>`, whose setter takes what becomes a `Nullable<T>`.
    Nullable(Type),
    /// The one value, which needs no setter.
    Constant(Type),
    /// `Option<T>` of the one value, which is always there, or null.
    ConstantOrNull(Type),
    /// A map of what has no field of its own; mostly there is none.
    Rest(Type),
}

impl Change {
    fn field(&self) -> Type {
        match self {
            Self::Optional(ty) | Self::Anything(ty) | Self::ConstantOrNull(ty) => {
                parse_quote!(::std::option::Option<#ty>)
            }
            Self::Nullable(ty) => parse_quote!(::std::option::Option<crate::Nullable<#ty>>),
            Self::Constant(ty) | Self::Rest(ty) => ty.clone(),
        }
    }
}

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let envelopes = envelopes::names(file, document);
    let types =
        syntax::module(file, &["types"]).ok_or_else(|| Mismatch::new(PASS, "module `types`"))?;
    let mut changes = BTreeMap::new();
    for item in types.iter_mut() {
        let Item::Struct(item) = item else { continue };
        let name = item.ident.to_string();
        let Some(schema) = document.schema(&name) else {
            continue;
        };
        let is_envelope = envelopes.contains(&item.ident);
        for field in &mut item.fields {
            let Some(ident) = field.ident.clone() else {
                continue;
            };
            if syntax::has_serde(&field.attrs, "flatten") {
                let rest = Change::Rest(field.ty.clone());
                changes.insert((name.clone(), ident.to_string()), rest);
                continue;
            }
            let wire = syntax::wire_name(&field.attrs, &ident);
            let Some(property) = schema.get("properties").and_then(|all| all.get(&wire)) else {
                continue;
            };
            // The pass `envelopes` sees to these.
            let is_required = schema.strings("required").contains(&wire.as_str());
            let of_constant = || constant_type(property);
            let is_nullable = property.is_true("nullable");
            let change = match wire.as_str() {
                "success" | "errors" | "messages" if is_envelope => None,
                // Whether it may be null or isn't there is the same to an envelope.
                "result" if is_envelope && is_required && !is_nullable => {
                    of_constant().map(Change::Constant)
                }
                "result" if is_envelope && is_required => of_constant().map(Change::ConstantOrNull),
                "result" if is_envelope => of_constant().map(Change::Optional),
                _ if !is_required && !is_nullable && is_open(document, property) => {
                    without_option(&field.ty).map(Change::Anything)
                }
                _ => change(property, &field.ty, is_required),
            };
            let Some(change) = change else {
                continue;
            };
            field.ty = change.field();
            if matches!(change, Change::ConstantOrNull(_)) {
                changes.insert((name.clone(), ident.to_string()), change);
                continue;
            }
            field
                .attrs
                .retain(|attribute| !attribute.path().is_ident("serde"));
            if ident != wire.as_str() {
                field.attrs.push(parse_quote!(#[serde(rename = #wire)]));
            }
            match &change {
                Change::Optional(_) => field.attrs.push(parse_quote! {
                    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
                }),
                Change::Nullable(_) | Change::Anything(_) => field.attrs.push(parse_quote! {
                    #[serde(
                        default,
                        skip_serializing_if = "::std::option::Option::is_none",
                        deserialize_with = "crate::runtime::present",
                    )]
                }),
                Change::Constant(_) | Change::ConstantOrNull(_) | Change::Rest(_) => {}
            }
            changes.insert((name.clone(), ident.to_string()), change);
        }
    }
    if let Some(builders) = syntax::module(file, &["types", "builder"]) {
        shape_builders(builders, &changes);
    }
    Ok(())
}

/// Whether a property is a choice of which an alternative is anything, null too.
fn is_open(document: &Document, property: &Node) -> bool {
    let target = document.target(property);
    let says = ["$ref", "type", "enum", "oneOf", "anyOf", "properties"];
    let is_anything = |part: &Node| {
        let part = document.target(part);
        says.iter().all(|keyword| part.get(keyword).is_none())
    };
    let mut parts = target.items("oneOf").iter().chain(target.items("anyOf"));
    parts.any(is_anything)
}

fn change(property: &Node, ty: &Type, is_required: bool) -> Option<Change> {
    let inner = without_option(ty);
    let inner = inner.as_ref();
    let constant = constant_type(property);
    let is_nullable = property.is_true("nullable");
    let unit = matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty());
    match (is_required, is_nullable) {
        _ if unit => None,
        (true, false) => constant.map(Change::Constant),
        (true, true) => constant.map(Change::ConstantOrNull),
        (false, true) => Some(Change::Nullable(
            constant.unwrap_or_else(|| inner.unwrap_or(ty).clone()),
        )),
        (false, false) if inner.is_some_and(is_anything) => inner.cloned().map(Change::Anything),
        (false, false) => Some(Change::Optional(
            constant.unwrap_or_else(|| inner.unwrap_or(ty).clone()),
        )),
    }
}

/// The type of a constant.
pub(super) fn constant_type(property: &Node) -> Option<Type> {
    Some(match constant(property)? {
        Constant::Bool(value) => parse_quote!(crate::ConstBool<#value>),
        Constant::Integer(value) => {
            let value = proc_macro2::Literal::i64_unsuffixed(value);
            parse_quote!(crate::ConstInteger<#value>)
        }
    })
}

/// What an optional type holds; typify may put the box of a recursive one around the option.
fn without_option(ty: &Type) -> Option<Type> {
    let boxed = || {
        let is_box = syntax::type_name(ty).is_some_and(|name| name == "Box");
        let inner = syntax::type_arguments(ty).first().copied();
        let inner = syntax::option_of(inner.filter(|_| is_box)?)?;
        Some(parse_quote!(::std::boxed::Box<#inner>))
    };
    syntax::option_of(ty).cloned().or_else(boxed)
}

/// Whether a type is `serde_json::Value`.
fn is_anything(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    let segments: Vec<&syn::Ident> = path.path.segments.iter().map(|part| &part.ident).collect();
    matches!(segments.as_slice(), [krate, name] if *krate == "serde_json" && *name == "Value")
}

/// Makes the builders hold and take what the fields do.
fn shape_builders(builders: &mut [Item], changes: &BTreeMap<(String, String), Change>) {
    for item in builders {
        match item {
            Item::Struct(item) => {
                let name = item.ident.to_string();
                for field in &mut item.fields {
                    let ident = field
                        .ident
                        .as_ref()
                        .map(ToString::to_string)
                        .unwrap_or_default();
                    if let Some(change) = changes.get(&(name.clone(), ident)) {
                        let held = in_super(&change.field());
                        field.ty =
                            parse_quote!(::std::result::Result<#held, ::std::string::String>);
                    }
                }
            }
            Item::Impl(block) => {
                let Some(name) = syntax::type_name(&block.self_ty).map(ToString::to_string) else {
                    continue;
                };
                let change_of = |field: &str| changes.get(&(name.clone(), field.to_owned()));
                // A field may be called `default`, or as a function of another trait is.
                if block.trait_.is_some() {
                    if let Some(function) = syntax::function(block, "default") {
                        need_no_setter(function, &change_of);
                    }
                    continue;
                }
                block.items.retain_mut(|item| {
                    let ImplItem::Fn(function) = item else {
                        return true;
                    };
                    match change_of(&function.sig.ident.to_string()) {
                        Some(Change::Constant(_)) => return false,
                        Some(change) => shape_setter(function, change),
                        None => {}
                    }
                    true
                });
            }
            _ => {}
        }
    }
}

fn shape_setter(function: &mut syn::ImplItemFn, change: &Change) {
    let taken = match change {
        Change::Rest(_) => return,
        Change::ConstantOrNull(_) => in_super(&change.field()),
        Change::Optional(ty) | Change::Anything(ty) | Change::Constant(ty) => in_super(ty),
        Change::Nullable(ty) => {
            let ty = in_super(ty);
            parse_quote!(crate::Nullable<#ty>)
        }
    };
    let name = &function.sig.ident;
    function.sig.generics.where_clause = Some(parse_quote! {
        where
            T: ::std::convert::TryInto<#taken>,
            T::Error: ::std::fmt::Display
    });
    let value: Expr = match change {
        Change::ConstantOrNull(_) => parse_quote!(value.try_into()),
        _ => parse_quote!(value.try_into().map(Some)),
    };
    function.block = parse_quote!({
        self.#name = #value.map_err(|error| error.to_string());
        self
    });
}

/// A required constant needs nobody to set it, nor does what there need not be any of.
fn need_no_setter<'a>(
    function: &mut syn::ImplItemFn,
    change_of: &impl Fn(&str) -> Option<&'a Change>,
) {
    struct Defaults<F>(F);
    impl<'a, F: Fn(&str) -> Option<&'a Change>> syn::visit_mut::VisitMut for Defaults<F> {
        fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
            if let syn::Member::Named(name) = &field.member
                && let Some(Change::Constant(_) | Change::Rest(_)) = (self.0)(&name.to_string())
            {
                let value: Expr = parse_quote!(Ok(Default::default()));
                field.expr = value;
            }
        }
    }
    syn::visit_mut::VisitMut::visit_block_mut(&mut Defaults(change_of), &mut function.block);
}

/// A type of `types` as its module `builder` has to name it.
fn in_super(ty: &Type) -> Type {
    struct InSuper;
    impl syn::visit_mut::VisitMut for InSuper {
        fn visit_type_path_mut(&mut self, ty: &mut syn::TypePath) {
            let is_ours = ty.path.leading_colon.is_none() && ty.path.segments.len() == 1;
            let is_primitive = ty.path.get_ident().is_some_and(|ident| {
                ident
                    .to_string()
                    .starts_with(|c: char| c.is_ascii_lowercase())
            });
            if is_ours && !is_primitive {
                ty.path.segments.insert(0, parse_quote!(super));
            }
            for segment in &mut ty.path.segments {
                if let syn::PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
                    for argument in &mut arguments.args {
                        if let GenericArgument::Type(inner) = argument {
                            self.visit_type_mut(inner);
                        }
                    }
                }
            }
        }
    }
    let mut ty = ty.clone();
    syn::visit_mut::VisitMut::visit_type_mut(&mut InSuper, &mut ty);
    ty
}
