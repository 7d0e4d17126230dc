//! Path templates and path parameters agree.

use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::operation::operations;

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    for operation in operations(document) {
        let path = operation.path;
        if let Err(reason) = template(path) {
            found.push(Diagnostic::at(
                operation.path_position,
                format!("the path `{path}` {reason}"),
                "write it as e.g. `/accounts/{account_id}`",
            ));
            continue;
        }
        let names = operation.path_names();
        for (index, name) in names.iter().enumerate() {
            if names[..index].contains(name) {
                found.push(Diagnostic::at(
                    operation.path_position,
                    format!("the path `{path}` has `{{{name}}}` twice"),
                    "give each part of the path a name of its own",
                ));
            }
        }
        let parameters = operation.parameters(document);
        let declared = |name: &str| {
            parameters
                .iter()
                .any(|node| node.str("in") == Some("path") && node.str("name") == Some(name))
        };
        for name in names.iter().filter(|name| !declared(name)) {
            found.push(Diagnostic::at(
                operation.method_position,
                format!("the path `{path}` has `{{{name}}}`, but no path parameter of that name"),
                format!("declare the parameter `{name}` with `in: path`, or mend the path"),
            ));
        }
        for parameter in &parameters {
            let name = parameter.str("name").unwrap_or_default();
            if parameter.str("in") == Some("path") && !names.contains(&name) {
                let position = parameter
                    .get("name")
                    .map_or(&parameter.position, |node| &node.position);
                found.push(Diagnostic::at(
                    position,
                    format!("the path parameter `{name}` is not in the path `{path}`"),
                    format!("write `{{{name}}}` into the path, or remove the parameter"),
                ));
            }
        }
    }
}

/// Whether a path template is one, and if not, why.
fn template(path: &str) -> Result<(), &'static str> {
    if !path.starts_with('/') {
        return Err("does not begin with a slash");
    }
    if path.contains(['?', '#']) {
        return Err("has a query or a fragment");
    }
    let mut inside = false;
    let mut name_is_empty = false;
    for c in path.chars() {
        match (c, inside) {
            ('{', false) => (inside, name_is_empty) = (true, true),
            ('}', true) if name_is_empty => return Err("has a parameter without a name"),
            ('}', true) => inside = false,
            ('{' | '/', true) | ('}', false) => return Err("has braces that don't match"),
            _ => name_is_empty = false,
        }
    }
    if inside {
        return Err("has braces that don't match");
    }
    Ok(())
}
