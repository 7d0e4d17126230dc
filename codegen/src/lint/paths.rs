//! Path templates and path parameters agree.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Node, Object, Position, Value};
use crate::operation::{Operation, operations};
use crate::vocabulary::{Thing, Version};

pub(super) fn check(document: &Document, found: &mut Vec<Diagnostic>) {
    same_paths(document, found);
    unheard(document, found);
    for operation in operations(document) {
        let path = operation.path;
        let parameters = operation.parameters(document);
        for parameter in &parameters {
            let required = parameter.get("required");
            // What is no flag is told as that.
            let is_optional = required.is_none_or(|node| matches!(node.value, Value::Bool(false)));
            if parameter.str("in") == Some("path") && is_optional {
                let name = parameter.said("name");
                let name = name.map(|name| format!(" `{name}`")).unwrap_or_default();
                found.push(Diagnostic::error(
                    Code::PathParameter,
                    &required.unwrap_or(parameter).position,
                    format!("the path parameter{name} is not required"),
                    "write `required: true`: a path has no place for a value that is missing",
                ));
            }
        }
        let is_path = template(path);
        if let Err(reason) = is_path {
            found.push(Diagnostic::error(
                Code::Path,
                operation.path_position,
                format!("the path `{path}` {reason}"),
                "write it as e.g. `/accounts/{account_id}`",
            ));
            if reason != NAMELESS {
                continue;
            }
        }
        for list in [operation.node, operation.item] {
            same_parameters(document, list.items("parameters"), found);
        }
        let mut names = operation.path_names();
        names.retain(|name| !name.is_empty());
        for (index, name) in names.iter().enumerate() {
            if names[..index].contains(name) {
                found.push(Diagnostic::error(
                    Code::Path,
                    operation.path_position,
                    format!("the path `{path}` has `{{{name}}}` twice"),
                    "give each part of the path a name of its own",
                ));
            }
        }
        // One that doesn't say which it is may be any.
        let is_whole = |node: &&Node| {
            node.str("name").is_some_and(|name| !name.is_empty()) && node.str("in").is_some()
        };
        let is_list = |node: &Node| {
            let list = node.get("parameters");
            list.is_none_or(|list| list.as_array().is_some())
        };
        let are_lists = is_list(operation.node) && is_list(operation.item);
        if !are_lists || !parameters.iter().all(is_whole) {
            continue;
        }
        let declared = |name: &str| {
            // In another place it is refused.
            parameters.iter().any(|node| node.str("name") == Some(name))
        };
        let undeclared: Vec<&str> = names
            .iter()
            .copied()
            .filter(|name| !declared(name))
            .collect();
        let unmatched: Vec<&Node> = parameters
            .iter()
            .copied()
            .filter(|node| node.str("in") == Some("path") && is_path.is_ok())
            .filter(|node| node.str("name").is_none_or(|name| !names.contains(&name)))
            .collect();
        // One of each is one name written in two ways.
        if let ([name], [parameter]) = (undeclared.as_slice(), unmatched.as_slice()) {
            let declared = parameter.str("name").unwrap_or_default();
            found.push(Diagnostic::error(
                Code::PathParameter,
                name_position(parameter),
                format!("the path parameter `{declared}` is not in the path `{path}`, which has `{{{name}}}`"),
                format!("call the parameter `{name}`, or write `{{{declared}}}` into the path"),
            ));
            continue;
        }
        for name in undeclared {
            found.push(Diagnostic::error(
                Code::PathParameter,
                operation.method_position,
                format!("the path `{path}` has `{{{name}}}`, but no path parameter of that name"),
                format!("declare the parameter `{name}` with `in: path`, or mend the path"),
            ));
        }
        for parameter in unmatched {
            let name = parameter.str("name").unwrap_or_default();
            found.push(Diagnostic::error(
                Code::PathParameter,
                name_position(parameter),
                format!("the path parameter `{name}` is not in the path `{path}`"),
                format!("write `{{{name}}}` into the path, or remove the parameter"),
            ));
        }
    }
}

/// What is said of a path is of its operations, and what all of these say otherwise is of none.
fn unheard(document: &Document, found: &mut Vec<Diagnostic>) {
    let version = Version::of(document);
    let mut by_path: BTreeMap<&str, Vec<Operation<'_>>> = BTreeMap::new();
    for operation in operations(document) {
        by_path.entry(operation.path).or_default().push(operation);
    }
    for (path, member) in document.root.members("paths") {
        let item = document.target(&member.node);
        // One that is no path, or leads nowhere, is told as that.
        if !path.starts_with('/') || item.get("$ref").is_some() || item.as_object().is_none() {
            continue;
        }
        let is_known =
            |key: &String| key.starts_with("x-") || Thing::PathItem.keyword(key, version).is_some();
        let Some(of_path) = by_path.get(path) else {
            // A word that is none may be meant as a method.
            if !item
                .as_object()
                .into_iter()
                .flat_map(Object::keys)
                .all(is_known)
            {
                continue;
            }
            found.push(Diagnostic::warning(
                Code::NoEffect,
                &member.key,
                format!("the path `{path}` has no operation, and nothing is made of it"),
                "add an operation, or remove the path",
            ));
            continue;
        };
        let key = |node: &Node| {
            let target = document.target(node);
            let [name, place] = ["name", "in"].map(|key| target.str(key).map(str::to_owned));
            name.zip(place)
        };
        for parameter in item.items("parameters") {
            let Some(shared) = key(parameter) else {
                continue;
            };
            let is_replaced = |operation: &Operation<'_>| {
                let mut own = operation.node.items("parameters").iter();
                own.any(|own| key(own).as_ref() == Some(&shared))
            };
            if of_path.iter().all(is_replaced) {
                found.push(Diagnostic::warning(
                    Code::NoEffect,
                    &parameter.position,
                    format!(
                        "the parameter `{}` has no effect: each operation of the path has its own",
                        shared.0
                    ),
                    "remove it here, or there",
                ));
            }
        }
    }
}

/// Templates that only the names of parameters tell apart are one (`OpenAPI` 3.0.3, "Paths Object").
fn same_paths(document: &Document, found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<Vec<&str>, (&str, &Position)> = BTreeMap::new();
    for (path, member) in document.root.members("paths") {
        // What is not between braces.
        let literal = path.split('{').enumerate();
        let literal = literal.map(|(index, part)| match part.split_once('}') {
            Some((_, literal)) if index > 0 => literal,
            _ => part,
        });
        match seen.entry(literal.collect()) {
            Entry::Vacant(entry) => drop(entry.insert((path, &member.key))),
            Entry::Occupied(entry) => {
                let (first, at) = entry.get();
                found.push(Diagnostic::error(
                    Code::Path,
                    &member.key,
                    format!("the path `{path}` is the same as `{first}` at {at}"),
                    "write the operations of both below one of them",
                ));
            }
        }
    }
}

/// Each parameter of a list is another one.
fn same_parameters(document: &Document, list: &[Node], found: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for parameter in list {
        let target = document.target(parameter);
        let (Some(name), Some(place)) = (target.str("name"), target.str("in")) else {
            continue;
        };
        if !seen.insert((name, place)) {
            found.push(Diagnostic::error(
                Code::NameCollision,
                &parameter.position,
                format!("the parameter `{name}` in `{place}` is here a second time"),
                "remove one of the two",
            ));
        }
    }
}

/// Where a parameter is named.
fn name_position(parameter: &Node) -> &Position {
    parameter
        .get("name")
        .map_or(&parameter.position, |node| &node.position)
}

/// Whether a path has a segment of dots, which is none of what it leads to (RFC 3986, section 5.2.4).
pub(super) fn has_steps(path: &str) -> bool {
    let is_step = |segment: &str| matches!(segment.replace("%2e", ".").as_str(), "." | "..");
    path.to_ascii_lowercase().split('/').any(is_step)
}

/// What is wrong with a path of which the other parameters are known.
const NAMELESS: &str = "has a parameter without a name";

/// Whether a path template is one, and if not, why.
fn template(path: &str) -> Result<(), &'static str> {
    if !path.starts_with('/') {
        return Err("does not begin with a slash");
    }
    if path.contains(['?', '#']) {
        return Err("has a query or a fragment");
    }
    if has_steps(path) {
        return Err("has a segment of dots, which would lead to another path");
    }
    let mut inside = false;
    let mut name_is_empty = false;
    let mut is_nameless = false;
    for (index, c) in path.char_indices() {
        match (c, inside) {
            ('{', false) => (inside, name_is_empty) = (true, true),
            ('}', true) => {
                is_nameless |= name_is_empty;
                inside = false;
            }
            ('{' | '/', true) | ('}', false) => return Err("has braces that don't match"),
            (_, false) if !is_sent(c, &path[index + c.len_utf8()..]) => {
                return Err("has a character that a URL has percent-encoded only");
            }
            _ => name_is_empty = false,
        }
    }
    if inside {
        return Err("has braces that don't match");
    }
    if is_nameless {
        return Err(NAMELESS);
    }
    Ok(())
}

/// Whether a character of a path is sent as it stands, before that rest (RFC 3986, section 3.3).
fn is_sent(c: char, rest: &str) -> bool {
    if c == '%' {
        let digits = rest.get(..2).unwrap_or_default();
        return digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/".contains(c)
}
