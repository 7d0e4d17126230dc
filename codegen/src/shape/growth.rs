//! `growth`: a new property or alternative in the document breaks nobody's code.
//!
//! Outside the crate a struct is built by its builder, or comes in a reply.

use syn::{Fields, File, Item, parse_quote};

use super::{Mismatch, Outcome, syntax};

const PASS: &str = "growth";

pub(super) fn shape(file: &mut File) -> Outcome {
    let types =
        syntax::module(file, &["types"]).ok_or_else(|| Mismatch::new(PASS, "module `types`"))?;
    for item in types {
        let attributes = match item {
            Item::Struct(item) if matches!(item.fields, Fields::Named(_)) => &mut item.attrs,
            Item::Enum(item) => &mut item.attrs,
            _ => continue,
        };
        if !attributes
            .iter()
            .any(|attribute| attribute.path().is_ident("non_exhaustive"))
        {
            attributes.push(parse_quote!(#[non_exhaustive]));
        }
    }
    Ok(())
}
