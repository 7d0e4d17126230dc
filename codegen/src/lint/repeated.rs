//! What is listed of an operation is listed once.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
use crate::operation::operations;

/// Lists of operations whose items are different ones.
const LISTS: [&str; 3] = ["security", "tags", "x-required-permissions"];

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    check_list(&document.root, "security", found);
    for operation in operations(document) {
        for list in LISTS {
            check_list(operation.node, list, found);
        }
    }
}

fn check_list(node: &Node, list: &str, found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for item in node.items(list) {
        let json = item.to_json().to_string();
        if !seen.insert(json.clone()) {
            let make = match list {
                // It is the same alternative.
                "security" => Diagnostic::warning,
                _ => Diagnostic::error,
            };
            found.push(make(
                Code::DuplicateValue,
                &item.position,
                format!("{json} is in `{list}` a second time"),
                "remove one of the two",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::source;

    #[test]
    fn what_the_document_has_is_listed_once_too() {
        let document = source::parse("a.yaml", "security: [{a: []}, {a: []}]\npaths: {}\n");
        let mut found = Vec::new();
        super::check(&document.expect("it parses"), &mut found);
        let told: Vec<String> = found.iter().map(ToString::to_string).collect();
        let expected =
            "a.yaml:1:21: warning[duplicate-value]: {\"a\":[]} is in `security` a second time";
        assert!(told.len() == 1 && told[0].starts_with(expected), "{told:?}");
    }
}
