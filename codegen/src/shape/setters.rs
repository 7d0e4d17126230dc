//! `setters`: a value that cannot be converted says why.
//!
//! progenitor's setters for parameters drop the reason of a failed conversion, and name the
//! parameter by its Rust type; those for fields keep it in a text of their own. Here all say the
//! same: the field as the document calls it, then the reason, unless that could show a secret.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens as _;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, File, GenericParam, Ident, ImplItem, ImplItemFn, Item, ItemImpl, Stmt, Type,
    WherePredicate, parse_quote,
};

use super::secrets;
use super::{Mismatch, Outcome, syntax};
use crate::document::Document;
use crate::names::pascal;
use crate::operation::operations;

const PASS: &str = "setters";

/// What the document calls what a builder calls a field, by the name of the builder.
type Names = BTreeMap<String, BTreeMap<String, String>>;

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let of_types = names_of_types(file);
    let of_calls = secrets::of_calls(document);
    let builders = syntax::module(file, &["types", "builder"])
        .into_iter()
        .flatten();
    let builders = builders.filter_map(|item| match item {
        Item::Struct(item) => Some(item.ident.clone()),
        _ => None,
    });
    let builders: BTreeSet<Ident> = builders.collect();
    for (path, names, secrets) in [
        (&["builder"][..], names_of_calls(document), of_calls),
        (
            &["types", "builder"],
            of_types,
            secrets::of_types(file, document)?,
        ),
    ] {
        let Some(items) = syntax::module(file, path) else {
            continue;
        };
        for item in items {
            let Item::Impl(block) = item else { continue };
            let builder = syntax::type_name(&block.self_ty).map(Ident::to_string);
            let names = builder.as_ref().and_then(|builder| names.get(builder));
            let secrets = builder.and_then(|builder| secrets.get(&builder));
            let name = |ident: &Ident| {
                let name = ident.to_string();
                names
                    .and_then(|names| names.get(&name))
                    .cloned()
                    .unwrap_or(name)
            };
            if block.trait_.is_some() {
                unset_values(block, &name);
                continue;
            }
            for item in &mut block.items {
                if let ImplItem::Fn(function) = item {
                    // The pass `operations` has made it.
                    let is_ours = path.len() == 1 && function.sig.ident == "options";
                    if !is_ours {
                        let setter = function.sig.ident.to_string();
                        let is_secret = secrets.is_some_and(|secrets| secrets.contains(&setter));
                        // What builds itself hides its own.
                        let hides = is_secret && !takes_any(function, &builders);
                        shape_setter(function, &name, hides)?;
                    }
                    shape_constructor(function, &name);
                }
            }
        }
    }
    Ok(())
}

fn names_of_types(file: &mut File) -> Names {
    let mut names = Names::new();
    for item in syntax::module(file, &["types"]).into_iter().flatten() {
        let Item::Struct(item) = item else { continue };
        let of_type = names.entry(item.ident.to_string()).or_default();
        for field in &item.fields {
            if let Some(ident) = &field.ident {
                of_type.insert(ident.to_string(), syntax::wire_name(&field.attrs, ident));
            }
        }
    }
    names
}

fn names_of_calls(document: &Document) -> Names {
    let mut names = Names::new();
    for operation in operations(document) {
        let builder = pascal(operation.id().unwrap_or_default());
        let of_call = names.entry(builder).or_default();
        for parameter in operation.parameters(document) {
            let name = parameter.str("name").unwrap_or_default();
            let ident = syntax::variable(name);
            of_call.insert(ident.to_string(), name.to_owned());
        }
    }
    names
}

fn shape_setter(
    function: &mut ImplItemFn,
    name: &impl Fn(&Ident) -> String,
    is_secret: bool,
) -> Outcome {
    let setter = &function.sig.ident;
    let is_setter = function.sig.inputs.len() == 2 && setter != "body_map";
    if !is_setter {
        return Ok(());
    }
    let Some(Stmt::Expr(Expr::Assign(assignment), _)) = function.block.stmts.first_mut() else {
        return Err(Mismatch::new(
            PASS,
            format!("assignment in the setter `{setter}`"),
        ));
    };
    let mut reason = Reason {
        name: &name(setter),
        is_secret,
        found: false,
    };
    reason.visit_expr_mut(&mut assignment.right);
    if !reason.found {
        return Err(Mismatch::new(
            PASS,
            format!("`map_err` in the setter `{setter}`"),
        ));
    }
    let Some(GenericParam::Type(parameter)) = function.sig.generics.params.first() else {
        return Err(Mismatch::new(
            PASS,
            format!("type parameter of the setter `{setter}`"),
        ));
    };
    let parameter = parameter.ident.clone();
    let clause = function.sig.generics.make_where_clause();
    // Where progenitor has the bound already, in a longer form.
    clause.predicates = clause.predicates.iter().take(1).cloned().collect();
    if let Some(WherePredicate::Type(bound)) = clause.predicates.first_mut()
        && let Some(taken) = taken(bound)
        && is_scalar(&taken)
        && !is_secret
    {
        // A text or a number of another width, which the error shows.
        bound.bounds.push(parse_quote!(::std::fmt::Display));
        Scalar(&name(setter)).visit_expr_mut(&mut assignment.right);
    }
    clause
        .predicates
        .push(parse_quote!(#parameter::Error: ::std::fmt::Display));
    Ok(())
}

/// Whether a setter takes one of these types.
fn takes_any(setter: &ImplItemFn, types: &BTreeSet<Ident>) -> bool {
    let clause = setter.sig.generics.where_clause.as_ref();
    let bound = clause.and_then(|clause| clause.predicates.first());
    let taken = match bound {
        Some(WherePredicate::Type(bound)) => taken(bound),
        _ => None,
    };
    taken.is_some_and(|ty| syntax::type_name(&ty).is_some_and(|name| types.contains(name)))
}

/// `T` of a bound `TryInto<T>`.
fn taken(bound: &syn::PredicateType) -> Option<Type> {
    let syn::TypeParamBound::Trait(bound) = bound.bounds.first()? else {
        return None;
    };
    let syn::PathArguments::AngleBracketed(arguments) = &bound.path.segments.last()?.arguments
    else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        syn::GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    })
}

/// Whether a type is one of a `runtime::Scalar`.
fn is_scalar(ty: &Type) -> bool {
    let integers = ["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"];
    let name = ty.to_token_stream().to_string().replace(' ', "");
    name == "::uuid::Uuid" || integers.contains(&name.as_str())
}

/// Rewrites the closure of `map_err`.
struct Reason<'a> {
    name: &'a str,
    is_secret: bool,
    found: bool,
}

impl VisitMut for Reason<'_> {
    fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
        if call.method == "map_err" {
            // A brace would begin a place for a value.
            let name = self.name.replace('{', "{{").replace('}', "}}");
            call.args = if self.is_secret {
                let text = format!(
                    "{}: it cannot have this value, which is not shown",
                    self.name
                );
                parse_quote!(|_| #text.to_owned())
            } else {
                let text = format!("{name}: {{error}}");
                parse_quote!(|error| format!(#text))
            };
            self.found = true;
        }
        visit_mut::visit_expr_method_call_mut(self, call);
    }
}

/// Rewrites `value.try_into().map_err(…)`.
struct Scalar<'a>(&'a str);

impl VisitMut for Scalar<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        if let Expr::MethodCall(call) = expression {
            let name = self.0;
            if call.method == "try_into" {
                *expression = parse_quote!(crate::runtime::converted(#name, value));
                return;
            }
            if call.method == "map_err" {
                *expression = (*call.receiver).clone();
                return self.visit_expr_mut(expression);
            }
        }
        visit_mut::visit_expr_mut(self, expression);
    }
}

/// What a builder says of the fields that were not set.
fn unset_values(block: &mut ItemImpl, name: &impl Fn(&Ident) -> String) {
    if let Some(default) = syntax::function(block, "default") {
        Unset(name).visit_block_mut(&mut default.block);
    }
}

fn shape_constructor(function: &mut ImplItemFn, name: &impl Fn(&Ident) -> String) {
    if function.sig.ident == "new" {
        Unset(name).visit_block_mut(&mut function.block);
    }
}

/// Rewrites `Err("no value supplied for x".to_string())` of the field `x`.
struct Unset<'a, F>(&'a F);

impl<F: Fn(&Ident) -> String> VisitMut for Unset<'_, F> {
    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        if let (syn::Member::Named(ident), Expr::Call(call)) = (&field.member, &mut field.expr) {
            let is_error =
                matches!(call.func.as_ref(), Expr::Path(path) if path.path.is_ident("Err"));
            if is_error {
                let text = format!("{}: it is required, and was not set", (self.0)(ident));
                call.args = parse_quote!(#text.to_owned());
            }
        }
        visit_mut::visit_field_value_mut(self, field);
    }
}
