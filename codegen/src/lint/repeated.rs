//! What is listed of an operation or of its replies is listed once.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node};
use crate::operation::operations;

/// Lists of operations whose items are different ones.
const LISTS: [&str; 3] = ["security", "tags", "x-required-permissions"];

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    check_list(&document.root, "security", found);
    let mut seen = BTreeSet::new();
    for operation in operations(document) {
        for list in LISTS {
            check_list(operation.node, list, found);
        }
        for (_, response) in operation.node.members("responses") {
            let response = document.target(&response.node);
            // One that several operations have is one.
            if seen.insert(&response.position) {
                check_headers(response, found);
            }
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

/// Names of headers are the same in any case (RFC 9110, section 5.1).
fn check_headers(response: &Node, found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for (name, member) in response.members("headers") {
        if !seen.insert(name.to_ascii_lowercase()) {
            found.push(Diagnostic::error(
                Code::DuplicateValue,
                &member.key,
                format!("the header `{name}` is here a second time: their names are the same in any case"),
                "remove one of the two",
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::source;

    #[test]
    fn what_several_operations_have_is_told_once_and_what_the_document_has_too() {
        let operation = "{responses: {'200': {$ref: '#/components/responses/A'}}}";
        let text = format!(
            "security: [{{a: []}}, {{a: []}}]
components: {{responses: {{A: {{headers: {{X-A: {{}}, x-a: {{}}}}}}}}}}
paths: {{/a: {{get: {operation}, put: {operation}}}}}
"
        );
        let document = source::parse("a.yaml", &text).expect("it parses");
        let mut found = Vec::new();
        super::check(&document, &mut found);
        let told: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 2, "{told:?}");
        let expected =
            "a.yaml:1:21: warning[duplicate-value]: {\"a\":[]} is in `security` a second time";
        assert!(told[0].starts_with(expected), "{told:?}");
        let expected =
            "a.yaml:2:49: error[duplicate-value]: the header `x-a` is here a second time";
        assert!(told[1].starts_with(expected), "{told:?}");
    }
}
