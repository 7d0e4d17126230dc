//! `checks`: values of requests keep to the rules of the document, or say which one they break.
//!
//! progenitor drops bounds, lengths and formats, or makes types of them that then refuse replies.
//! Here a type that a request can hold checks itself when it is built, and a call checks what it was
//! given before it is sent.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Expr, Field, Fields, File, Ident, Item, ItemEnum, ItemStruct, Stmt, parse_quote};

use super::{Mismatch, Outcome, syntax};
use crate::document::{Document, Node, Value};
use crate::names::pascal;
use crate::operation::{Operation, operations};
use crate::reference::{reach, referred};
use crate::rules::{as_slice, field_rules, object_rules, rules, rules_as_tokens};

const PASS: &str = "checks";

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let checked = Checked::find(document);
    let types =
        syntax::module(file, &["types"]).ok_or_else(|| Mismatch::new(PASS, "module `types`"))?;
    let implementations: Vec<Item> = types
        .iter()
        .filter_map(|item| match item {
            Item::Struct(item) if checked.all.contains(&item.ident.to_string()) => {
                Some(Ok(of_struct(item, document, &checked)))
            }
            Item::Enum(item) if checked.all.contains(&item.ident.to_string()) => {
                Some(of_enum(item, document))
            }
            _ => None,
        })
        .collect::<Result<_, Mismatch>>()?;
    types.extend(implementations);
    if let Some(builders) = syntax::module(file, &["types", "builder"]) {
        check_when_built(builders, &checked)?;
    }
    for operation in operations(document) {
        check_call(file, document, &operation, &checked)?;
    }
    Ok(())
}

/// The component schemas whose types check themselves.
struct Checked {
    /// Those with a rule in them.
    ruled: BTreeSet<String>,
    /// Those and what is checked along with them.
    all: BTreeSet<String>,
}

impl Checked {
    fn find(document: &Document) -> Self {
        let mut in_requests = BTreeSet::new();
        for operation in operations(document) {
            let parameters = operation.node.items("parameters").iter();
            for node in parameters.chain(operation.node.get("requestBody")) {
                reach(document, node, &mut in_requests);
            }
        }
        let mut ruled = BTreeSet::new();
        loop {
            let more: Vec<String> = in_requests
                .iter()
                .filter(|name| !ruled.contains(*name))
                .filter(|name| {
                    document
                        .schema(name)
                        .is_some_and(|schema| has_rules(document, schema, &ruled))
                })
                .cloned()
                .collect();
            if more.is_empty() {
                break;
            }
            ruled.extend(more);
        }
        let mut all = ruled.clone();
        for name in &ruled {
            if let Some(schema) = document.schema(name) {
                all.extend(referred(schema));
            }
        }
        for operation in operations(document) {
            if let Some(schema) = operation.body_schema(document)
                && (has_rules(document, schema, &ruled))
            {
                all.extend(referred(schema));
            }
        }
        // What stands in a choice is checked along with it.
        loop {
            let more: Vec<String> = all
                .iter()
                .filter_map(|name| document.schema(name))
                .filter(|schema| schema.get("oneOf").is_some() || schema.get("anyOf").is_some())
                .flat_map(referred)
                .filter(|name| !all.contains(name))
                .collect();
            if more.is_empty() {
                break;
            }
            all.extend(more);
        }
        Self { ruled, all }
    }
}

/// Whether a value of a schema has a rule to keep to, itself or in what it holds.
fn has_rules(document: &Document, schema: &Node, ruled: &BTreeSet<String>) -> bool {
    if let Some(name) = document.schema_name(schema) {
        return ruled.contains(name);
    }
    !rules(document, schema).is_empty() || has_rules_within(document, schema, ruled)
}

/// The same of a property, whose constant is its type.
fn property_has_rules(document: &Document, property: &Node, ruled: &BTreeSet<String>) -> bool {
    if let Some(name) = document.schema_name(property) {
        return ruled.contains(name);
    }
    !field_rules(document, property).is_empty() || has_rules_within(document, property, ruled)
}

/// Whether the type of a value or what it holds has a rule to keep to.
fn has_rules_within(document: &Document, schema: &Node, ruled: &BTreeSet<String>) -> bool {
    let inner = |key: &str| {
        schema
            .get(key)
            .is_some_and(|node| has_rules(document, node, ruled))
    };
    is_wider_than_json(schema)
        || inner("items")
        || inner("additionalProperties")
        || has_rest(schema)
        || schema
            .members("properties")
            .any(|(_, member)| property_has_rules(document, &member.node, ruled))
        || schema
            .items("oneOf")
            .iter()
            .chain(schema.items("anyOf"))
            .any(|part| has_rules(document, part, ruled))
}

/// Whether a type has values that cannot be sent: NaN would be null, and years after 9999 are none of RFC 3339.
fn is_wider_than_json(schema: &Node) -> bool {
    let is_date = || matches!(schema.str("format"), Some("date" | "date-time"));
    match schema.str("type") {
        Some("number") => true,
        // An enum has texts.
        Some("string") => is_date() && schema.get("enum").is_none(),
        _ => false,
    }
}

/// Whether an object has fields, and one for the rest, which holds none of theirs.
fn has_rest(schema: &Node) -> bool {
    let rest = schema.get("additionalProperties").map(|node| &node.value);
    !matches!(rest, None | Some(Value::Bool(false)))
        && schema.members("properties").next().is_some()
}

fn implementation(name: &Ident, rules: &TokenStream, body: &TokenStream) -> Item {
    parse_quote! {
        impl crate::runtime::Checked for #name {
            fn check(&self, #rules: &[crate::runtime::Rule]) -> ::std::result::Result<(), crate::runtime::Violation> {
                #body
            }
        }
    }
}

fn of_struct(item: &ItemStruct, document: &Document, checked: &Checked) -> Item {
    let name = &item.ident;
    let schema = document.schema(&name.to_string());
    if let Fields::Unnamed(_) = item.fields {
        // An array or a map that contains itself; what refers to it has no rules of its own.
        let rules = schema.and_then(|schema| rules_as_tokens(document, schema));
        let rules = rules.unwrap_or_else(|| quote!(&[]));
        let body = quote!(crate::runtime::Checked::check(&self.0, #rules));
        return implementation(name, &quote!(_), &body);
    }
    let of_whole = schema.and_then(|schema| as_slice(&object_rules(schema)));
    let of_whole = of_whole
        .map(|rules| quote!(crate::runtime::Checked::check(&crate::runtime::to_json(self).unwrap_or_default(), #rules)));
    let fields = item.fields.iter();
    let of_fields = fields.filter_map(|field| of_field(field, schema?, document, checked));
    let checks: Vec<TokenStream> = of_fields.chain(of_whole).collect();
    let body = match checks.as_slice() {
        [] => quote!(Ok(())),
        [first @ .., last] => quote!(#(#first?;)* #last),
    };
    implementation(name, &quote!(_), &body)
}

/// The check of a field of the type of `schema`, if it has something to keep to.
fn of_field(
    field: &Field,
    schema: &Node,
    document: &Document,
    checked: &Checked,
) -> Option<TokenStream> {
    let ident = field.ident.as_ref()?;
    let wire = syntax::wire_name(&field.attrs, ident);
    let property = schema.get("properties").and_then(|all| all.get(&wire));
    let Some(property) = property else {
        // What has no field of its own is in the one that holds the rest.
        let rest = schema.get("additionalProperties")?;
        if !syntax::has_serde(&field.attrs, "flatten") {
            return None;
        }
        let declared = schema.members("properties").map(|(name, _)| name);
        let declared = quote!(crate::runtime::Rule::Undeclared(&[#(#declared),*]));
        let rules = rules_as_tokens(document, rest);
        let rules = rules.map(|rules| quote!(crate::runtime::Rule::Values(#rules)));
        let rules = as_slice(
            &[Some(declared), rules]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>(),
        );
        return Some(quote!(crate::runtime::Checked::check(&self.#ident, #rules)));
    };
    if !property_has_rules(document, property, &checked.ruled) {
        return None;
    }
    let rules = as_slice(&field_rules(document, property));
    let rules = rules.unwrap_or_else(|| quote!(&[]));
    Some(quote!(crate::runtime::check(#wire, &self.#ident, #rules)))
}

/// A choice is checked as what it is; an enum of strings is one of its values by its type, and keeps
/// to the rules beside those.
fn of_enum(item: &ItemEnum, document: &Document) -> Result<Item, Mismatch> {
    let name = &item.ident;
    let missing = || Mismatch::new(PASS, format!("the alternatives of `{name}`"));
    let schema = document.schema(&name.to_string()).ok_or_else(missing)?;
    let parts = [schema.items("oneOf"), schema.items("anyOf")].concat();
    if parts.is_empty() {
        let body = rules_as_tokens(document, schema).map_or_else(
            || quote!(Ok(())),
            |rules| quote!(crate::runtime::Checked::check(self.as_str(), #rules)),
        );
        return Ok(implementation(name, &quote!(_), &body));
    }
    if parts.len() != item.variants.len() {
        return Err(missing());
    }
    let variants = item.variants.iter().zip(&parts);
    let arms = variants.map(|(variant, part)| {
        let name = &variant.ident;
        let rules = rules_as_tokens(document, part).unwrap_or_else(|| quote!(&[]));
        match variant.fields.len() {
            // `null`
            0 => Ok(quote!(Self::#name => Ok(()))),
            1 if variant.fields.iter().all(|field| field.ident.is_none()) => {
                Ok(quote!(Self::#name(value) => crate::runtime::Checked::check(value, #rules)))
            }
            _ => Err(missing()),
        }
    });
    let arms = arms.collect::<Result<Vec<TokenStream>, Mismatch>>()?;
    let body = quote!(match self { #(#arms,)* });
    Ok(implementation(name, &quote!(_), &body))
}

/// `impl TryFrom<builder::A> for A`, for each `A` with a builder and with rules.
fn check_when_built(builders: &mut [Item], checked: &Checked) -> Outcome {
    let mut unchecked: BTreeSet<String> = builders
        .iter()
        .filter_map(|item| match item {
            Item::Struct(item) => Some(item.ident.to_string()),
            _ => None,
        })
        .filter(|name| checked.ruled.contains(name))
        .collect();
    for item in builders.iter_mut() {
        let Item::Impl(block) = item else { continue };
        let name = syntax::type_name(&block.self_ty).map(ToString::to_string);
        if let Some(name) = name.filter(|name| unchecked.contains(name))
            // A field may be called `try_from`, too.
            && block.trait_.is_some()
            && let Some(build) = syntax::function(block, "try_from")
            && let [Stmt::Expr(Expr::Call(built), None)] = build.block.stmts.as_mut_slice()
            && let Some(built) = built.args.pop()
        {
            build.block = parse_quote!({
                let built = #built;
                crate::runtime::Checked::check(&built, &[]).map_err(|broken| broken.to_string())?;
                Ok(built)
            });
            unchecked.remove(&name);
        }
    }
    match unchecked.first() {
        None => Ok(()),
        Some(name) => {
            let expected = format!("`Ok` in `try_from` of the builder of `{name}`");
            Err(Mismatch::new(PASS, expected))
        }
    }
}

/// Checks parameters, and a body that isn't built, when the request is made.
fn check_call(
    file: &mut File,
    document: &Document,
    operation: &Operation<'_>,
    checked: &Checked,
) -> Outcome {
    let id = operation.id().unwrap_or_default();
    let mut checks: Vec<Stmt> = Vec::new();
    for parameter in operation.node.items("parameters") {
        let name = parameter.str("name").unwrap_or_default();
        let variable = syntax::variable(name);
        let schema = parameter.get("schema");
        if let Some(schema) = schema.filter(|schema| has_rules(document, schema, &checked.ruled)) {
            let rules = rules_as_tokens(document, schema).unwrap_or_else(|| quote!(&[]));
            checks.push(parse_quote! {
                runtime::check(#name, &#variable, #rules).map_err(Error::invalid_request)?;
            });
        }
    }
    if let Some(schema) = operation.body_schema(document) {
        let component = document
            .schema_name(schema)
            .and_then(|name| document.schema(name));
        // A builder makes no null.
        let is_built = !schema.is_true("nullable")
            && component.is_some_and(|schema| schema.get("properties").is_some());
        if !is_built && has_rules(document, schema, &checked.ruled) {
            let rules = rules_as_tokens(document, schema).unwrap_or_else(|| quote!(&[]));
            checks.push(parse_quote! {
                runtime::check("body", &body, #rules).map_err(Error::invalid_request)?;
            });
        }
    }
    if checks.is_empty() {
        return Ok(());
    }
    let name = syntax::identifier(&pascal(id));
    let missing = || Mismatch::new(PASS, format!("`prepare` of `{id}`"));
    let builder = syntax::module(file, &["builder"]).ok_or_else(missing)?;
    let request = builder
        .iter_mut()
        .find_map(|item| match item {
            Item::Impl(block) if syntax::is_inherent(block, &name.to_string()) => {
                syntax::function(block, "prepare")
            }
            _ => None,
        })
        .ok_or_else(missing)?;
    // Before the values of the path are encoded, behind their conversions.
    let conversions = request.block.stmts.iter().rposition(|statement| {
        matches!(statement, Stmt::Local(local) if local.init.as_ref().is_some_and(|init| converts(&init.expr)))
    });
    let at = conversions.map_or(0, |index| index + 1);
    let mut statements = std::mem::take(&mut request.block.stmts);
    let rest = statements.split_off(at);
    request.block.stmts = statements.into_iter().chain(checks).chain(rest).collect();
    Ok(())
}

/// Whether an expression ends with `.map_err(Error::invalid_request)?`.
fn converts(expression: &Expr) -> bool {
    let Expr::Try(question) = expression else {
        return false;
    };
    matches!(question.expr.as_ref(), Expr::MethodCall(call) if call.method == "map_err")
}
