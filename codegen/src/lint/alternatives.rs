//! A choice, or what is made of parts, has some, and each says something of its own.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{ANNOTATIONS, Node};

pub(super) fn check(schema: &Node, found: &mut Vec<Diagnostic>) {
    for keyword in ["allOf", "oneOf", "anyOf"] {
        let list = schema.get(keyword);
        if let Some(list) = list.filter(|list| list.as_array().is_some_and(<[Node]>::is_empty)) {
            found.push(Diagnostic::error(
                Code::Impossible,
                &list.position,
                format!("this `{keyword}` has no schema"),
                "add one, or remove the keyword",
            ));
        }
    }
    repeated(schema, found);
}

/// What is of one alternative of a `oneOf` is of no other, and one of an `anyOf` is there for something.
fn repeated(schema: &Node, found: &mut Vec<Diagnostic>) {
    let meaning = |part: &Node| {
        let mut json = part.to_json();
        if let Some(object) = json.as_object_mut() {
            object.retain(|key, _| !ANNOTATIONS.contains(&key.as_str()));
        }
        json
    };
    for keyword in ["oneOf", "anyOf"] {
        let parts = schema.items(keyword);
        let meanings: Vec<_> = parts.iter().map(meaning).collect();
        for (index, part) in parts.iter().enumerate() {
            // The one value of an alternative is told as that.
            let first = meanings[..index]
                .iter()
                .position(|first| *first == meanings[index]);
            if let Some(first) = first.filter(|_| part.items("enum").len() != 1) {
                let message = format!(
                    "this alternative is the one at {} once more",
                    parts[first].position
                );
                found.push(if keyword == "oneOf" {
                    let message = format!("{message}: by `oneOf` nothing is of either");
                    Diagnostic::error(
                        Code::Impossible,
                        &part.position,
                        message,
                        "remove one of the two",
                    )
                } else {
                    Diagnostic::warning(
                        Code::NoEffect,
                        &part.position,
                        message,
                        "remove one of the two",
                    )
                });
            }
            let number = serde_json::json!({"type": "number"});
            if keyword == "oneOf"
                && part.str("type") == Some("integer")
                && meanings.contains(&number)
            {
                found.push(Diagnostic::warning(
                    Code::Impossible,
                    &part.position,
                    "every integer is of the alternative `number`, too: by `oneOf` it is of neither",
                    "leave this alternative out, or write `anyOf`",
                ));
            }
        }
    }
}
