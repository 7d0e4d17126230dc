//! `docs`: every public item says what the document says of it, as Markdown.

mod markdown;

use std::collections::BTreeMap;

use heck::{ToPascalCase, ToSnakeCase};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, File, Ident, ImplItem, Item, ItemImpl, parse_quote};

use super::operations::document_permissions;
use super::{Mismatch, Outcome, syntax};
use crate::document::{Document, Node};
use crate::operation::{JSON, Operation, operations};

const PASS: &str = "docs";

/// What the document says of each field, by type and name.
type FieldDocs = BTreeMap<(String, String), String>;

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let missing = |name: &str| Mismatch::new(PASS, format!("module `{name}`"));
    let fields = document_fields(
        syntax::module(file, &["types"]).ok_or_else(|| missing("types"))?,
        document,
    );
    if let Some(builders) = syntax::module(file, &["types", "builder"]) {
        document_type_builders(builders, &fields);
    }
    let builders = syntax::module(file, &["builder"]).ok_or_else(|| missing("builder"))?;
    for operation in operations(document) {
        document_builder(builders, document, &operation);
    }
    for item in &mut file.items {
        if let Item::Impl(block) = item {
            for operation in operations(document) {
                document_method(block, &operation);
            }
        }
    }
    AsMarkdown.visit_file_mut(file);
    Ok(())
}

/// Fields that refer to a schema have no description of their own: they get the schema's.
fn document_fields(types: &mut [Item], document: &Document) -> FieldDocs {
    let mut docs = FieldDocs::new();
    for item in types {
        match item {
            Item::Struct(item) => {
                let properties = document
                    .schema(&item.ident.to_string())
                    .and_then(|schema| schema.get("properties"));
                for field in &mut item.fields {
                    let Some(ident) = &field.ident else { continue };
                    let name = syntax::wire_name(&field.attrs, ident);
                    if syntax::doc_text(&field.attrs).is_empty() {
                        let property = properties.and_then(|properties| properties.get(&name));
                        let text =
                            description(document, property).unwrap_or_else(|| undescribed(&name));
                        field.attrs.insert(0, parse_quote!(#[doc = #text]));
                    }
                    docs.insert(
                        (item.ident.to_string(), ident.to_string()),
                        syntax::doc_text(&field.attrs),
                    );
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
                    if let Some(text) = fields.get(&(name.clone(), field)) {
                        set_docs(&mut function.attrs, text);
                    }
                }
            }
            _ => {}
        }
    }
}

fn document_builder(builders: &mut [Item], document: &Document, operation: &Operation<'_>) {
    let id = operation.id().unwrap_or_default();
    let name = id.to_pascal_case();
    let body = operation
        .node
        .get("requestBody")
        .map(|body| document.target(body));
    let body_text = body.and_then(|body| {
        let schema = body.get("content")?.get(JSON)?.get("schema");
        body.str("description")
            .map(str::to_owned)
            .or_else(|| description(document, schema))
    });
    for item in builders {
        match item {
            Item::Struct(item) if item.ident == name => {
                let method = id.to_snake_case();
                set_docs(&mut item.attrs, &format!("A call of [`Client::{method}`]."));
            }
            Item::Impl(block) if syntax::is_inherent(block, &name) => {
                for parameter in operation.parameters(document) {
                    let name = parameter.str("name").unwrap_or_default();
                    if let Some(setter) = syntax::function(block, &name.to_snake_case()) {
                        let text = parameter
                            .str("description")
                            .map_or_else(|| undescribed(name), str::to_owned);
                        set_docs(&mut setter.attrs, &text);
                    }
                }
                let body_text = body_text.clone().unwrap_or_else(|| undescribed("body"));
                if let Some(setter) = syntax::function(block, "body") {
                    set_docs(
                        &mut setter.attrs,
                        &format!("{body_text}\n\nTakes the body or a builder of it."),
                    );
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

fn document_method(block: &mut ItemImpl, operation: &Operation<'_>) {
    let id = operation.id().unwrap_or_default();
    let Some(method) = syntax::function(block, &id.to_snake_case()) else {
        return;
    };
    let mut parts = Vec::new();
    parts.extend(operation.node.str("summary").map(str::to_owned));
    parts.extend(operation.node.str("description").map(str::to_owned));
    parts.push(format!(
        "`{} {}`",
        operation.method.to_uppercase(),
        operation.path
    ));
    let permissions = document_permissions(operation.node);
    if !permissions.is_empty() {
        let list: Vec<String> = permissions.iter().map(|name| format!("- {name}")).collect();
        parts.push(format!(
            "# Permissions\nAt least one of:\n{}",
            list.join("\n")
        ));
    }
    set_docs(&mut method.attrs, &parts.join("\n\n"));
}

/// A schema's description, or that of the schema it refers to.
fn description(document: &Document, schema: Option<&Node>) -> Option<String> {
    let schema = schema?;
    let text = schema
        .str("description")
        .or_else(|| document.target(schema).str("description"));
    text.map(str::to_owned)
}

fn undescribed(name: &str) -> String {
    format!("`{name}`, of which the document says no more.")
}

fn set_docs(attributes: &mut Vec<Attribute>, text: &str) {
    attributes.retain(|attribute| !attribute.path().is_ident("doc"));
    attributes.insert(0, parse_quote!(#[doc = #text]));
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
