//! `embed`: the document itself, for those that hold requests and replies against it.

use quote::quote;
use syn::{File, parse_quote};

use super::{Mismatch, Outcome};
use crate::document::Document;
use crate::json_schema::json_schema;

const PASS: &str = "embed";

pub(super) fn shape(file: &mut File, document: &Document) -> Outcome {
    let json = serde_json::to_string_pretty(&json_schema(document))
        .map_err(|error| Mismatch::new(PASS, format!("way to write the document: {error}")))?;
    // More hashes than follow any quote in the text.
    let longest = json
        .split('"')
        .map(|part| part.len() - part.trim_start_matches('#').len());
    let hashes = "#".repeat(longest.max().unwrap_or(0) + 1);
    let literal: proc_macro2::Literal = format!("r{hashes}\"{json}\"{hashes}")
        .parse()
        .map_err(|error| Mismatch::new(PASS, format!("literal for the document: {error}")))?;
    let literal = quote!(#literal);
    file.items.push(parse_quote! {
        /// The document that this client was generated from, lowered, with its schemas as JSON Schema.
        #[cfg(any(feature = "httpmock", feature = "mock"))]
        pub(crate) const DOCUMENT: &str = #literal;
    });
    Ok(())
}
