//! `runtime`: the client calls our runtime, not progenitor-client.
//!
//! progenitor emits a `Client` of its own, with hooks and an `api-version` header that the API does
//! not have. Here only the types, the builders and the entry points stay; the entry points become
//! methods of the runtime's client.

use syn::{File, Item, parse_quote};

use super::{Mismatch, Outcome, syntax};

const PASS: &str = "runtime";

pub(super) fn shape(file: &mut File) -> Outcome {
    let before = file.items.len();
    file.items.retain(|item| match item {
        Item::Use(_) | Item::Struct(_) => false,
        Item::Mod(module) => module.ident != "prelude",
        Item::Impl(block) => block.trait_.is_none(),
        _ => true,
    });
    if file.items.len() == before {
        return Err(Mismatch::new(PASS, "runtime of its own"));
    }

    let mut kept = false;
    file.items.retain_mut(|item| {
        let Item::Impl(block) = item else { return true };
        // The other `impl Client` has the constructors.
        if syntax::function(block, "new_with_client").is_some() {
            return false;
        }
        kept = true;
        block.attrs.clear();
        *block.self_ty = parse_quote!(crate::Client);
        true
    });
    if !kept {
        return Err(Mismatch::new(PASS, "`impl Client` with the operations"));
    }

    for name in ["types", "builder"] {
        let module = file.items.iter_mut().find_map(|item| match item {
            Item::Mod(module) if module.ident == name => Some(module),
            _ => None,
        });
        // Exceptions to lints stand in the one module that holds generated code.
        module
            .ok_or_else(|| Mismatch::new(PASS, format!("module `{name}`")))?
            .attrs
            .retain(|attribute| !attribute.path().is_ident("allow"));
    }
    let builder = syntax::module(file, &["builder"])
        .ok_or_else(|| Mismatch::new(PASS, "module `builder`"))?;
    builder.retain(|item| !matches!(item, Item::Use(_)));
    builder.insert(
        0,
        parse_quote!(
            use super::types;
        ),
    );
    builder.insert(
        1,
        parse_quote!(
            use crate::runtime;
        ),
    );
    builder.insert(
        2,
        parse_quote!(
            use crate::{CallOptions, Client, Error, Reply};
        ),
    );
    file.items.insert(
        0,
        parse_quote!(
            use crate::runtime;
        ),
    );
    Ok(())
}
