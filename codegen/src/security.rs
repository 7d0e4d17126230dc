//! What a document says of credentials.

use crate::document::{Document, Node};
use crate::names::pascal;
use crate::operation::{Operation, operations};

/// One way to authenticate: the names of the schemes that are sent together; none for no credentials.
pub type Alternative<'a> = Vec<&'a str>;

/// The security requirements of an operation: its own, else those of the document.
fn of_operation<'a>(document: &'a Document, operation: &Operation<'a>) -> &'a [Node] {
    match operation.node.get("security") {
        Some(_) => operation.node.items("security"),
        None => document.root.items("security"),
    }
}

/// Every security requirement that an operation has, in the order of the document.
pub fn requirements(document: &Document) -> impl Iterator<Item = &Node> {
    operations(document).flat_map(|operation| of_operation(document, &operation))
}

/// The alternatives that an operation accepts; none when it asks for no credentials.
#[must_use]
pub fn alternatives<'a>(document: &'a Document, operation: &Operation<'a>) -> Vec<Alternative<'a>> {
    of_operation(document, operation)
        .iter()
        .map(names)
        .collect()
}

/// The alternatives of all operations, each once, in the order of the document.
#[must_use]
pub fn all_alternatives(document: &Document) -> Vec<Alternative<'_>> {
    let mut all = Vec::new();
    for alternative in requirements(document).map(names) {
        if !all.contains(&alternative) {
            all.push(alternative);
        }
    }
    all
}

/// The declaration of a scheme.
#[must_use]
pub fn scheme<'a>(document: &'a Document, name: &str) -> Option<&'a Node> {
    let schemes = document.root.get("components")?.get("securitySchemes")?;
    Some(document.target(schemes.get(name)?))
}

/// The name of the variant that an alternative becomes; its schemes stand in the order of their names.
#[must_use]
pub fn variant_name(schemes: &[&str]) -> String {
    let name = pascal(&schemes.join("_and_"));
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("Scheme{name}");
    }
    name
}

fn names(requirement: &Node) -> Alternative<'_> {
    let object = requirement.as_object();
    object
        .into_iter()
        .flatten()
        .map(|(name, _)| name.as_str())
        .collect()
}
