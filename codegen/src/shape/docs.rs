//! `docs`: every public item says what the document says of it, as Markdown.

mod markdown;
mod operation;
mod schema;

use std::collections::BTreeMap;

pub(super) use markdown::{code, plain};

use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, File, Ident, ImplItem, Item, ItemImpl, parse_quote};

use super::{Mismatch, Outcome, envelopes, syntax};
use crate::document::{Document, Node};
use crate::names::{pascal, snake};
use crate::operation::{Operation, operations};
use crate::schema::constant;

const PASS: &str = "docs";

/// What the document says of each field, by type and name, and whether nobody is to set it any more.
type FieldDocs = BTreeMap<(String, String), (String, bool)>;

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let missing = |name: &str| Mismatch::new(PASS, format!("module `{name}`"));
    let envelopes = envelopes::names(file, document);
    let fields = document_fields(
        syntax::module(file, &["types"]).ok_or_else(|| missing("types"))?,
        document,
        &envelopes,
    );
    if let Some(builders) = syntax::module(file, &["types", "builder"]) {
        document_type_builders(builders, &fields);
    }
    let of_types = if envelopes.is_empty() {
        "The types of requests and replies."
    } else {
        "The types of requests and replies; whole bodies of replies, too, to read what `send_raw` gives."
    };
    document_modules(
        &mut file.items,
        &[
            ("types", of_types),
            ("builder", &operation::document(document)),
        ],
    );
    if let Some(types) = syntax::module(file, &["types"]) {
        let of_builder = "Builders of the types that requests hold.";
        let of_error = "Why a value is none of a type.";
        document_modules(types, &[("builder", of_builder), ("error", of_error)]);
    }
    let builders = syntax::module(file, &["builder"]).ok_or_else(|| missing("builder"))?;
    for operation in operations(document) {
        document_builder(builders, document, &operation);
    }
    for item in &mut file.items {
        if let Item::Impl(block) = item {
            for operation in operations(document) {
                document_method(block, document, &operation);
            }
        }
    }
    AsMarkdown.visit_file_mut(file);
    Ok(())
}

/// Modules say what is in them.
fn document_modules(items: &mut [Item], texts: &[(&str, &str)]) {
    for item in items {
        if let Item::Mod(module) = item
            && let Some((_, text)) = texts.iter().find(|(name, _)| module.ident == name)
        {
            set_docs(&mut module.attrs, text);
        }
    }
}

/// Types and fields say all that the document says of them.
fn document_fields(types: &mut [Item], document: &Document, envelopes: &[Ident]) -> FieldDocs {
    let mut docs = FieldDocs::new();
    for item in types {
        match item {
            Item::Struct(item) => {
                let Some(schema) = document.schema(&item.ident.to_string()) else {
                    continue;
                };
                describe(&mut item.attrs, schema, &item.ident);
                for field in &mut item.fields {
                    let Some(ident) = &field.ident else { continue };
                    let name = syntax::wire_name(&field.attrs, ident);
                    let property = schema.get("properties").and_then(|all| all.get(&name));
                    let text = property.map_or_else(
                        || "Properties that have no field of their own.".to_owned(),
                        |property| schema::of_value(document, property, &name),
                    );
                    // So that the errors can be read.
                    let holds_both = name == "success"
                        && envelopes.contains(&item.ident)
                        && property.and_then(constant).is_some();
                    let more = if holds_both {
                        "\n\nA reply may have the other value all the same: a call that gets it gives an error."
                    } else {
                        ""
                    };
                    let text = format!("{text}{more}");
                    set_docs(&mut field.attrs, &text);
                    // What is required can only be set.
                    let is_deprecated = !schema.strings("required").contains(&name.as_str())
                        && property.is_some_and(|property| property.is_true("deprecated"));
                    let field = (item.ident.to_string(), ident.to_string());
                    docs.insert(field, (text, is_deprecated));
                }
            }
            Item::Enum(item) => {
                let Some(schema) = document.schema(&item.ident.to_string()) else {
                    continue;
                };
                describe(&mut item.attrs, schema, &item.ident);
                let parts = schema.items("oneOf").iter().chain(schema.items("anyOf"));
                for (variant, part) in item.variants.iter_mut().zip(parts) {
                    let name = variant.ident.to_string();
                    set_docs(&mut variant.attrs, &schema::of_value(document, part, &name));
                }
            }
            Item::Impl(block) => {
                if let Some(builder) = syntax::function(block, "builder") {
                    let doc = "A builder, with no field set.";
                    set_docs(&mut builder.attrs, doc);
                }
            }
            _ => {}
        }
    }
    docs
}

fn describe(attributes: &mut Vec<Attribute>, schema: &Node, name: &Ident) {
    set_docs(attributes, &schema::of_type(schema, &name.to_string()));
}

fn document_type_builders(builders: &mut [Item], fields: &FieldDocs) {
    for item in builders {
        match item {
            Item::Struct(item) => {
                let name = item.ident.to_string();
                set_docs(
                    &mut item.attrs,
                    &format!("Builder of a [`{name}`](super::{name})."),
                );
                item.attrs
                    .push(parse_quote!(#[must_use = "a builder does nothing until it is used"]));
            }
            Item::Impl(block) if block.trait_.is_none() => {
                let Some(name) = syntax::type_name(&block.self_ty).map(Ident::to_string) else {
                    continue;
                };
                for item in &mut block.items {
                    let ImplItem::Fn(function) = item else {
                        continue;
                    };
                    let field = function.sig.ident.to_string();
                    if let Some((text, is_deprecated)) = fields.get(&(name.clone(), field)) {
                        set_docs(&mut function.attrs, text);
                        deprecate(&mut function.attrs, *is_deprecated);
                    }
                }
            }
            _ => {}
        }
    }
}

fn document_builder(builders: &mut [Item], document: &Document, operation: &Operation<'_>) {
    let id = operation.id().unwrap_or_default();
    let name = pascal(id);
    let body = operation
        .node
        .get("requestBody")
        .map(|body| document.target(body));
    let body_schema = operation.body_schema(document);
    let body_text = body.map(|body| {
        let own = body.said("description");
        let of_schema = body_schema.and_then(|schema| schema::text(document, schema));
        let texts: Vec<&str> = own.into_iter().chain(of_schema).collect();
        let text = match texts.as_slice() {
            [] => schema::undescribed("body"),
            texts => texts.join("\n\n"),
        };
        body_schema.map_or_else(
            || text.clone(),
            |schema| schema::with_facts(text.clone(), schema),
        )
    });
    for item in builders {
        match item {
            Item::Struct(item) if item.ident == name => {
                set_docs(&mut item.attrs, &format!("A call of {}.", call(operation)));
            }
            Item::Impl(block) if syntax::is_inherent(block, &name) => {
                for parameter in operation.parameters(document) {
                    let name = parameter.str("name").unwrap_or_default();
                    let setter = syntax::variable(name).to_string();
                    if let Some(setter) = syntax::function(block, &setter) {
                        set_docs(&mut setter.attrs, &operation::parameter(parameter));
                    }
                }
                let body_text = body_text.clone().unwrap_or_default();
                // Where there is a builder.
                let takes_builder = syntax::function(block, "body_map").is_some();
                if let Some(setter) = syntax::function(block, "body") {
                    let more = if takes_builder {
                        "\n\nTakes the body or a builder of it."
                    } else {
                        ""
                    };
                    set_docs(&mut setter.attrs, &format!("{body_text}{more}"));
                }
                if let Some(setter) = syntax::function(block, "body_map") {
                    set_docs(
                        &mut setter.attrs,
                        &format!("{body_text}\n\nTakes a function that sets its fields."),
                    );
                }
            }
            _ => {}
        }
    }
}

/// The method that begins a call, as a link.
pub(super) fn call(operation: &Operation<'_>) -> String {
    let method = syntax::identifier(&snake(operation.id().unwrap_or_default()));
    format!("[`Client::{method}`](crate::Client::{method})")
}

fn document_method(block: &mut ItemImpl, document: &Document, operation: &Operation<'_>) {
    let id = operation.id().unwrap_or_default();
    let name = syntax::identifier(&snake(id)).to_string();
    // Credentials and envelopes may have a function of that name, too.
    if syntax::is_inherent(block, "Client")
        && let Some(method) = syntax::function(block, &name)
    {
        set_docs(&mut method.attrs, &operation::method(document, operation));
        deprecate(&mut method.attrs, operation.node.is_true("deprecated"));
    }
}

fn set_docs(attributes: &mut Vec<Attribute>, text: &str) {
    attributes.retain(|attribute| !attribute.path().is_ident("doc"));
    attributes.insert(0, parse_quote!(#[doc = #text]));
}

/// Lets the compiler warn whoever uses what is deprecated.
fn deprecate(attributes: &mut Vec<Attribute>, is_deprecated: bool) {
    if is_deprecated {
        attributes.push(parse_quote!(#[deprecated]));
    }
}

/// Turns every description into Markdown, one attribute a line.
struct AsMarkdown;

impl VisitMut for AsMarkdown {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        let others: Vec<Attribute> = attributes
            .iter()
            .filter(|attribute| syntax::doc_line(attribute).is_none())
            .cloned()
            .collect();
        let text = syntax::doc_text(attributes);
        attributes.clear();
        if !text.trim().is_empty() {
            for line in markdown::from_description(&text) {
                let line = if line.is_empty() {
                    line
                } else {
                    format!(" {line}")
                };
                attributes.push(parse_quote!(#[doc = #line]));
            }
        }
        attributes.extend(others);
        for attribute in attributes {
            visit_mut::visit_attribute_mut(self, attribute);
        }
    }
}
