//! `setters`: a value that cannot be converted says why.
//!
//! progenitor's setters for parameters drop the reason of a failed conversion, and name the
//! parameter by its Rust type; those for fields keep it in a text of their own. Here all say the
//! same: the field, then the reason.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, File, GenericParam, ImplItem, ImplItemFn, Item, ItemImpl, Stmt, parse_quote};

use super::{Mismatch, Outcome, syntax};

const PASS: &str = "setters";

pub(super) fn shape(file: &mut File) -> Outcome {
    for path in [&["builder"][..], &["types", "builder"]] {
        let Some(items) = syntax::module(file, path) else {
            continue;
        };
        for item in items {
            let Item::Impl(block) = item else { continue };
            if block.trait_.is_some() {
                unset_values(block);
                continue;
            }
            for item in &mut block.items {
                if let ImplItem::Fn(function) = item {
                    // The pass `operations` has made it.
                    let is_ours = path.len() == 1 && function.sig.ident == "options";
                    if !is_ours {
                        shape_setter(function)?;
                    }
                    shape_constructor(function);
                }
            }
        }
    }
    Ok(())
}

fn shape_setter(function: &mut ImplItemFn) -> Outcome {
    let name = function.sig.ident.to_string();
    let is_setter = function.sig.inputs.len() == 2 && name != "body_map";
    if !is_setter {
        return Ok(());
    }
    let Some(Stmt::Expr(Expr::Assign(assignment), _)) = function.block.stmts.first_mut() else {
        return Err(Mismatch::new(
            PASS,
            format!("assignment in the setter `{name}`"),
        ));
    };
    let mut reason = Reason {
        name: &name,
        found: false,
    };
    reason.visit_expr_mut(&mut assignment.right);
    if !reason.found {
        return Err(Mismatch::new(
            PASS,
            format!("`map_err` in the setter `{name}`"),
        ));
    }
    let Some(GenericParam::Type(parameter)) = function.sig.generics.params.first() else {
        return Err(Mismatch::new(
            PASS,
            format!("type parameter of the setter `{name}`"),
        ));
    };
    let parameter = parameter.ident.clone();
    let clause = function.sig.generics.make_where_clause();
    // Where progenitor has the bound already, in a longer form.
    clause.predicates = clause.predicates.iter().take(1).cloned().collect();
    clause
        .predicates
        .push(parse_quote!(#parameter::Error: ::std::fmt::Display));
    Ok(())
}

/// Rewrites the closure of `map_err`.
struct Reason<'a> {
    name: &'a str,
    found: bool,
}

impl VisitMut for Reason<'_> {
    fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
        if call.method == "map_err" {
            let text = format!("{}: {{error}}", self.name);
            call.args = parse_quote!(|error| format!(#text));
            self.found = true;
        }
        visit_mut::visit_expr_method_call_mut(self, call);
    }
}

/// What a builder says of the fields that were not set.
fn unset_values(block: &mut ItemImpl) {
    if let Some(default) = syntax::function(block, "default") {
        Unset.visit_block_mut(&mut default.block);
    }
}

fn shape_constructor(function: &mut ImplItemFn) {
    if function.sig.ident == "new" {
        Unset.visit_block_mut(&mut function.block);
    }
}

/// Rewrites `Err("no value supplied for x".to_string())` of the field `x`.
struct Unset;

impl VisitMut for Unset {
    fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
        if let (syn::Member::Named(name), Expr::Call(call)) = (&field.member, &mut field.expr) {
            let is_error =
                matches!(call.func.as_ref(), Expr::Path(path) if path.path.is_ident("Err"));
            if is_error {
                let text = format!("{name}: it is required, and was not set");
                call.args = parse_quote!(#text.to_owned());
            }
        }
        visit_mut::visit_field_value_mut(self, field);
    }
}
