//! `prune`: only types that a request can hold have a builder.
//!
//! progenitor gives each type one, some fifty lines for every type that only replies have.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{File, Ident, Item};

use super::{Mismatch, Outcome, syntax};

const PASS: &str = "prune";

pub(super) fn shape(file: &mut File) -> Outcome {
    let mut needed = BTreeSet::new();
    let operations = syntax::module(file, &["builder"])
        .ok_or_else(|| Mismatch::new(PASS, "module `builder`"))?;
    for item in operations.iter() {
        if let Item::Struct(item) = item {
            Mentioned(&mut needed).visit_item_struct(item);
        }
    }
    let types =
        syntax::module(file, &["types"]).ok_or_else(|| Mismatch::new(PASS, "module `types`"))?;
    // What a needed type mentions is needed too.
    loop {
        let before = needed.len();
        for item in types.iter() {
            match item {
                Item::Struct(item) if needed.contains(&item.ident) => {
                    Mentioned(&mut needed).visit_item_struct(item);
                }
                Item::Enum(item) if needed.contains(&item.ident) => {
                    Mentioned(&mut needed).visit_item_enum(item);
                }
                _ => {}
            }
        }
        if needed.len() == before {
            break;
        }
    }
    types.retain_mut(|item| match item {
        Item::Impl(block) if block.trait_.is_none() => {
            let is_needed = syntax::type_name(&block.self_ty).is_none_or(|name| needed.contains(name));
            if !is_needed {
                block.items.retain(|item| !matches!(item, syn::ImplItem::Fn(function) if function.sig.ident == "builder"));
            }
            !block.items.is_empty()
        }
        _ => true,
    });
    let Some(builders) = syntax::module(file, &["types", "builder"]) else {
        return Ok(());
    };
    builders.retain(|item| match item {
        Item::Struct(item) => needed.contains(&item.ident),
        // `impl From<super::A> for A` and `impl TryFrom<A> for super::A` go with `A`.
        Item::Impl(block) => {
            syntax::type_name(&block.self_ty).is_some_and(|name| needed.contains(name))
        }
        _ => true,
    });
    if builders.is_empty()
        && let Some(types) = syntax::module(file, &["types"])
    {
        types.retain(|item| !matches!(item, Item::Mod(module) if module.ident == "builder"));
    }
    Ok(())
}

/// Collects every name in a type.
struct Mentioned<'a>(&'a mut BTreeSet<Ident>);

impl<'ast> Visit<'ast> for Mentioned<'_> {
    fn visit_type_path(&mut self, ty: &'ast syn::TypePath) {
        self.0
            .extend(ty.path.segments.last().map(|segment| segment.ident.clone()));
        visit::visit_type_path(self, ty);
    }
}
