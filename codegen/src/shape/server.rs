//! `server`: the document's server is the client's default base URL; progenitor ignores it.

use syn::{File, parse_quote};

use crate::document::Document;

pub(super) fn shape(file: &mut File, document: &Document) {
    let server = document.root.items("servers").first();
    let url = server
        .and_then(|server| server.str("url"))
        .unwrap_or_default();
    let description = server
        .and_then(|server| server.said("description"))
        .unwrap_or_default();
    let doc = format!("The base URL that a client has by default. {description}");
    let doc = doc.trim_end();
    let others = document.root.items("servers").iter().skip(1).map(|server| {
        let url = server.str("url").unwrap_or_default();
        format!("- {url} {}", server.said("description").unwrap_or_default())
    });
    let others: Vec<String> = others.collect();
    let doc = if others.is_empty() {
        doc.to_owned()
    } else {
        format!("{doc}\n\nOther servers:\n{}", others.join("\n"))
    };
    file.items.push(parse_quote! {
        #[doc = #doc]
        pub const BASE_URL: &str = #url;
    });
}
