//! `names`: fields and alternatives get names that a Rust developer would have chosen.
//!
//! typify makes `user_i_ds` of `userIDs`, and `Variant0` and `Variant1` of two texts. It calls an alternative
//! that is written in place as its whole type, and leaves out the words with which the names of all begin, so
//! that one more alternative renames the others.

use std::collections::BTreeMap;

use syn::visit_mut::VisitMut;
use syn::{File, Ident, Item, ItemEnum, ItemStruct, Path};

use super::{Mismatch, Outcome, syntax};
use crate::document::Document;
use crate::names::{alternatives, field_name};

const PASS: &str = "names";

/// What typify called the parts of a type, each with its name.
type Names = BTreeMap<Ident, Ident>;

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let types =
        syntax::module(file, &["types"]).ok_or_else(|| Mismatch::new(PASS, "module `types`"))?;
    let mut names: BTreeMap<Ident, Names> = BTreeMap::new();
    for item in types.iter_mut() {
        match item {
            Item::Struct(item) => {
                names.insert(item.ident.clone(), fields(item));
            }
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
    names.retain(|_, names| !names.is_empty());
    for path in [&["types"][..], &["types", "builder"]] {
        for item in syntax::module(file, path).into_iter().flatten() {
            let of = |name: &Ident| names.get(name).map(Renamed);
            match item {
                Item::Struct(item) => {
                    if let Some(mut renamed) = of(&item.ident) {
                        renamed.visit_fields_mut(&mut item.fields);
                    }
                }
                Item::Impl(block) => {
                    if let Some(mut renamed) = syntax::type_name(&block.self_ty).and_then(of) {
                        renamed.visit_item_impl_mut(block);
                    }
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// The fields of a type whose names change.
fn fields(item: &ItemStruct) -> Names {
    let fields = item.fields.iter().filter(|field| {
        // What has no field of its own is in one that isn't of the document.
        !syntax::has_serde(&field.attrs, "flatten")
    });
    let names = fields.filter_map(|field| {
        let ident = field.ident.clone()?;
        let name = field_name(&syntax::wire_name(&field.attrs, &ident))?;
        Some((ident, syntax::identifier(&name)))
    });
    names.filter(|(ident, name)| ident != name).collect()
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

/// Renames what the items of a type call its parts.
struct Renamed<'a>(&'a Names);

impl VisitMut for Renamed<'_> {
    fn visit_ident_mut(&mut self, ident: &mut Ident) {
        if let Some(name) = self.0.get(ident) {
            *ident = name.clone();
        }
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        // Of `From<Cat>` and `Self::Cat` the second is the alternative.
        let is_of_self = path.segments.len() > 1 && path.segments[0].ident == "Self";
        for (index, segment) in path.segments.iter_mut().enumerate() {
            if index > 0 && is_of_self || !segment.ident.to_string().starts_with(char::is_uppercase)
            {
                self.visit_ident_mut(&mut segment.ident);
            }
            self.visit_path_arguments_mut(&mut segment.arguments);
        }
    }
}
