//! `names`: fields have the names of the wire, and alternatives ones that a Rust developer would have chosen.
//!
//! typify is shown the names of fields in place of those of properties, as it would make `user_i_ds` of `userIDs`.
//! It calls two texts `Variant0` and `Variant1`, and an alternative that is written in place as its whole type, and
//! leaves out the words with which the names of all begin, so that one more alternative renames the others.

use std::collections::BTreeMap;

use syn::visit_mut::{self, VisitMut};
use syn::{File, Ident, Item, ItemEnum, ItemStruct, Path, Type};

use super::{Mismatch, Outcome, syntax};
use crate::document::Document;
use crate::names::{alternatives, field_name};

const PASS: &str = "names";

/// What typify called the variants of a choice, each with its name.
type Names = BTreeMap<Ident, Ident>;

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let types =
        syntax::module(file, &["types"]).ok_or_else(|| Mismatch::new(PASS, "module `types`"))?;
    let mut names: BTreeMap<Ident, Names> = BTreeMap::new();
    for item in types.iter_mut() {
        match item {
            Item::Struct(item) => name_fields(item, document)?,
            Item::Enum(item) if syntax::has_serde(&item.attrs, "untagged") => {
                let variants = variants(item, document)?;
                for variant in &mut item.variants {
                    if let Some(name) = variants.get(&variant.ident) {
                        variant.ident = name.clone();
                    }
                }
                names.insert(item.ident.clone(), variants);
            }
            _ => {}
        }
    }
    for item in types {
        if let Item::Impl(block) = item
            && let Some(names) = syntax::type_name(&block.self_ty).and_then(|name| names.get(name))
        {
            Renamed(names).visit_item_impl_mut(block);
        }
    }
    Ok(())
}

/// Gives the fields of a type the names of its properties on the wire.
fn name_fields(item: &mut ItemStruct, document: &Document) -> Outcome {
    let schema = document.schema(&item.ident.to_string());
    for field in &mut item.fields {
        let Some(ident) = &field.ident else { continue };
        // What has no field of its own is in one that isn't of the document.
        if syntax::has_serde(&field.attrs, "flatten") {
            continue;
        }
        let name = syntax::wire_name(&field.attrs, ident);
        let mut properties = schema
            .into_iter()
            .flat_map(|schema| schema.members("properties"));
        let (property, _) = properties
            .find(|(property, _)| field_name(property).as_ref() == Some(&name))
            .ok_or_else(|| {
                Mismatch::new(
                    PASS,
                    format!("property for the field `{}.{ident}`", item.ident),
                )
            })?;
        syntax::rename(&mut field.attrs, ident, property);
    }
    Ok(())
}

/// The variants of a choice whose names change.
fn variants(item: &ItemEnum, document: &Document) -> Result<Names, Mismatch> {
    let missing = || Mismatch::new(PASS, format!("the alternatives of `{}`", item.ident));
    let choice = item.ident.to_string();
    let schema = document.schema(&choice).ok_or_else(missing)?;
    let parts = [schema.items("oneOf"), schema.items("anyOf")].concat();
    if parts.len() != item.variants.len() {
        return Err(missing());
    }
    let names = alternatives(&choice, &parts);
    let idents = item.variants.iter().map(|variant| variant.ident.clone());
    let names = names.iter().map(|name| syntax::identifier(name));
    Ok(idents
        .zip(names)
        .filter(|(ident, name)| ident != name)
        .collect())
}

/// Renames the variants in what is implemented for a choice.
struct Renamed<'a>(&'a Names);

impl VisitMut for Renamed<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        // Of `From<Cat>` and `Self::Cat` the second is the alternative.
        let is_of_self = path
            .segments
            .first()
            .is_some_and(|segment| segment.ident == "Self");
        if is_of_self
            && let Some(segment) = path.segments.iter_mut().nth(1)
            && let Some(name) = self.0.get(&segment.ident)
        {
            segment.ident = name.clone();
        }
        visit_mut::visit_path_mut(self, path);
    }

    // `Self::Error` as a type is one of a trait.
    fn visit_type_mut(&mut self, _: &mut Type) {}
}
