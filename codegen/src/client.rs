//! Stage `client`: [`Document`] → openapiv3 → progenitor → [`syn::File`].

mod reduce;

use openapiv3::OpenAPI;
use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, Position};
use crate::guard;
use crate::operation::operations;

/// progenitor's client for the document.
///
/// # Errors
/// When openapiv3 cannot read the document, or progenitor cannot generate from it.
pub fn client(document: &Document) -> Result<syn::File, Diagnostics> {
    generate(document).map_err(|reason| {
        let (position, reason) = blame(document, reason);
        Diagnostics::from(Diagnostic::error(
            Code::Progenitor,
            &position,
            format!("no client can be generated from this: {reason}"),
            "progenitor says no more; write what it names in another way",
        ))
    })
}

fn generate(document: &Document) -> Result<syn::File, String> {
    let json = reduce::reduce(document);
    guard::run(move || {
        let api: OpenAPI = serde_path_to_error::deserialize(json)
            .map_err(|error| format!("`{}`: {}", error.path(), error.inner()))?;
        let mut settings = GenerationSettings::new();
        settings.with_interface(InterfaceStyle::Builder);
        // The same map is written as the same bytes.
        settings.with_map_type("::std::collections::BTreeMap");
        settings.with_derive("PartialEq");
        let tokens = Generator::new(&settings)
            .generate_tokens(&api)
            .map_err(|error| error.to_string())?;
        // A syntax tree does not leave its thread, its text does.
        Ok(tokens.to_string())
    })
    .unwrap_or_else(Err)
    .and_then(|text| syn::parse_file(&text).map_err(|error| error.to_string()))
}

/// The operation that progenitor cannot generate, if it is one, with its reason.
fn blame(document: &Document, reason: String) -> (Position, String) {
    for operation in operations(document) {
        let mut alone = document.clone();
        if let Some(paths) = alone
            .root
            .get_mut("paths")
            .and_then(|node| node.as_object_mut())
        {
            paths.retain(|path, _| path == operation.path);
            for (_, item) in paths.iter_mut() {
                if let Some(item) = item.node.as_object_mut() {
                    item.retain(|method, _| method == operation.method);
                }
            }
        }
        crate::lower::sweep(&mut alone);
        if let Err(reason) = generate(&alone) {
            return (operation.method_position.clone(), reason);
        }
    }
    let paths = document.root.get("paths").unwrap_or(&document.root);
    (paths.position.clone(), reason)
}

#[cfg(test)]
mod tests {
    use super::client;
    use crate::source;

    #[test]
    fn what_progenitor_cannot_generate_is_told_where_it_is_and_why() {
        // `lint` would have told of it.
        let text = "
paths:
  /a: {get: {operationId: a, responses: {'200': {description: Done.}}}}
  /b/{id}: {put: {operationId: b, responses: {'200': {description: Done.}}}}
";
        let document = source::parse("a.yaml", text).expect("it parses");
        let found = client(&document)
            .err()
            .expect("a variable without a parameter");
        let told = "a.yaml:4:13: error[progenitor]: no client can be generated from this: ";
        assert!(found.to_string().starts_with(told), "{found}");
        assert!(found.to_string().contains("id"), "{found}");
    }
}
