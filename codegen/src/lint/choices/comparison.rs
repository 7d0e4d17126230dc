//! Two alternatives of a choice held against each other: what the type of the first one makes of the
//! values of the second.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Document, Node, Value, reference_of};
use crate::rules::{COLLECTION, NUMBER, STRING};
use crate::schema::{applies, compare, constant};

/// Deepest nesting that is looked into.
const MAX_DEPTH: usize = 128;
/// Most schemas and properties that are looked at; a choice of a thousand objects takes fewer.
const MAX_STEPS: usize = 5_000_000;
/// Formats of strings with types that read no value of another one.
const FORMATS: [&str; 5] = ["date", "date-time", "ipv4", "ipv6", "uuid"];

/// What may be so of two schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Question {
    /// Whether the first one, with its enums open, takes some value of the second.
    Takes,
    /// Whether it takes one only because its enums are open: it is a value that they don't know.
    OnlyOpen,
    /// Whether it takes one of which it cannot hold a part.
    Loses,
    /// Whether it takes one that breaks its rules, which nobody holds a reply to.
    Breaks,
}

/// Finds out what is so of the schemas of a document.
pub(super) struct Comparison<'a> {
    document: &'a Document,
    /// What was found out of which two; nothing as long as it is looked for, and taken not to be so.
    known: BTreeMap<(Question, *const Node, *const Node), Option<bool>>,
    /// How many answers are yes.
    yes: usize,
    /// Whether an answer was wanted while it was looked for.
    is_circular: bool,
    depth: usize,
    steps: usize,
    /// Whether there is more than is looked at.
    pub(super) is_too_large: bool,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self {
            document,
            known: BTreeMap::new(),
            yes: 0,
            is_circular: false,
            depth: 0,
            steps: 0,
            is_too_large: false,
        }
    }

    /// Whether something is so of two schemas.
    pub(super) fn ask(&mut self, question: Question, one: &'a Node, two: &'a Node) -> bool {
        loop {
            let yes = self.yes;
            self.is_circular = false;
            let is_so = self.is_so(question, one, two);
            if !self.is_circular || self.yes == yes {
                return is_so;
            }
            // What was found not to be so before something else was found out may be.
            self.known.retain(|_, is_so| *is_so == Some(true));
            if is_so {
                return true;
            }
        }
    }

    fn is_so(&mut self, question: Question, one: &'a Node, two: &'a Node) -> bool {
        let (one, two) = (self.target(one), self.target(two));
        // A type reads what it wrote.
        if question != Question::Takes && std::ptr::eq(one, two) {
            return false;
        }
        let key = (question, std::ptr::from_ref(one), std::ptr::from_ref(two));
        if let Some(is_so) = self.known.get(&key) {
            self.is_circular |= is_so.is_none();
            return is_so.unwrap_or(false);
        }
        self.steps += 1 + one.members("properties").count() + two.members("properties").count();
        self.is_too_large |= self.depth > MAX_DEPTH || self.steps > MAX_STEPS;
        if self.is_too_large {
            return false;
        }
        self.known.insert(key, None);
        self.depth += 1;
        let is_so = self.is_so_of_parts(question, one, two);
        self.depth -= 1;
        self.yes += usize::from(is_so);
        self.known.insert(key, Some(is_so));
        is_so
    }

    /// Whether it is so of an alternative of each.
    fn is_so_of_parts(&mut self, question: Question, one: &'a Node, two: &'a Node) -> bool {
        let (ones, twos) = (alternatives(one), alternatives(two));
        if ones.is_empty() && twos.is_empty() {
            return self.is_so_of_plain(question, one, two);
        }
        let or_itself =
            |parts: Vec<&'a Node>, whole| if parts.is_empty() { vec![whole] } else { parts };
        let (ones, twos) = (or_itself(ones, one), or_itself(twos, two));
        twos.into_iter().any(|two| {
            // Those after the same one never see such a value.
            let is_same = |one: &&&'a Node| std::ptr::eq(self.target(one), self.target(two));
            let same = ones.iter().position(|one| is_same(&one));
            let count = same
                .filter(|_| question != Question::Takes)
                .unwrap_or(ones.len());
            ones[..count]
                .iter()
                .any(|one| self.is_so(question, one, two))
        })
    }

    /// Whether it is so of two schemas that are no choices.
    fn is_so_of_plain(&mut self, question: Question, one: &'a Node, two: &'a Node) -> bool {
        match question {
            Question::Takes => self.takes(one, two),
            Question::Breaks if breaks(one, two) => true,
            Question::OnlyOpen if one.str("type") == Some("string") => is_open(one, two),
            Question::Loses if part_of_scalar(one, two).is_some() => true,
            _ => match one.str("type") {
                Some("array") => {
                    both(one, two, "items").is_some_and(|(one, two)| self.is_so(question, one, two))
                }
                Some("object") => {
                    self.takes(one, two)
                        && (question == Question::Loses && drops(one, two).is_some()
                            || self.is_so_of_members(question, one, two))
                }
                _ => false,
            },
        }
    }

    /// Whether it is so of what stands by one name in two objects.
    fn is_so_of_members(&mut self, question: Question, one: &'a Node, two: &'a Node) -> bool {
        let names = one.members("properties").chain(two.members("properties"));
        let names: BTreeSet<&str> = names.map(|(name, _)| name).collect();
        names.into_iter().any(|name| {
            let Some((one, two)) = member(one, name).zip(member(two, name)) else {
                return false;
            };
            // A field holds to a constant when it is read.
            let is_constant = question == Question::Breaks && constant(one).is_some();
            !is_constant && self.is_so(question, one, two)
        }) || both(one, two, "additionalProperties")
            .is_some_and(|(one, two)| self.is_so(question, one, two))
    }

    fn takes(&mut self, one: &'a Node, two: &'a Node) -> bool {
        let types = (one.str("type"), two.str("type"));
        if types == (Some("object"), Some("array")) && !holds_rest(one) {
            return self.takes_list(one, two);
        }
        if differ(one, two) {
            return false;
        }
        let required: BTreeSet<&str> = one.strings("required").into_iter().collect();
        let of_other: BTreeSet<&str> = two.strings("required").into_iter().collect();
        required.iter().all(|name| member(two, name).is_some())
            && one.members("properties").all(|(name, field)| {
                let Some(other) = two.get("properties").and_then(|all| all.get(name)) else {
                    return true;
                };
                let field = &field.node;
                let is_needed = required.contains(name);
                let may_be_absent = !is_needed && !of_other.contains(name);
                let may_be_null =
                    other.is_true("nullable") && (field.is_true("nullable") || !is_needed);
                may_be_absent || may_be_null || self.is_so(Question::Takes, field, other)
            })
    }

    /// Whether items of a list are read as the fields of an object: serde reads the fields of a type from
    /// either.
    fn takes_list(&mut self, object: &'a Node, list: &'a Node) -> bool {
        let items = list.get("items");
        let required = object.strings("required").into_iter();
        let mut fields = required.filter_map(|name| member(object, name).zip(items));
        fields.all(|(field, items)| self.is_so(Question::Takes, field, items))
    }

    /// What a node stands for; what is said beside a reference isn't looked at.
    pub(super) fn target(&self, node: &'a Node) -> &'a Node {
        let mut target = self.document.target(node);
        let mut seen = BTreeSet::new();
        while let Some(to) = reference_of(target).filter(|to| seen.insert(*to))
            && let Some(next) = self.document.resolve(to)
        {
            target = next;
        }
        target
    }
}

/// The alternatives of a schema; none if it is no choice.
fn alternatives(schema: &Node) -> Vec<&Node> {
    let parts = schema.items("oneOf").iter().chain(schema.items("anyOf"));
    parts.collect()
}

/// Whether no value is of both, by what types read: rules and the values of enums are not looked at.
fn differ(one: &Node, two: &Node) -> bool {
    let of_type = |node| match Node::str(node, "type") {
        Some("integer") => Some("number"),
        other => other,
    };
    let format = |node| Node::str(node, "format").filter(|name| FORMATS.contains(name));
    let constants = constant(one).zip(constant(two));
    let are_two = |pair: Option<(&str, &str)>| pair.is_some_and(|(one, two)| one != two);
    are_two(of_type(one).zip(of_type(two)))
        || are_two(format(one).zip(format(two)))
        || constants.is_some_and(|(one, two)| one != two)
}

/// What the values of an object by that name are, if it says so.
fn member<'a>(schema: &'a Node, name: &str) -> Option<&'a Node> {
    let rest = || {
        schema
            .get("additionalProperties")
            .filter(|rest| rest.as_object().is_some())
    };
    let properties = schema.get("properties");
    properties.and_then(|all| all.get(name)).or_else(rest)
}

/// The values of a keyword that both have as a schema.
fn both<'a>(one: &'a Node, two: &'a Node, key: &str) -> Option<(&'a Node, &'a Node)> {
    let schema = |node: &'a Node| node.get(key).filter(|node| node.as_object().is_some());
    schema(one).zip(schema(two))
}

/// Whether the type of an object holds properties that aren't declared.
fn holds_rest(schema: &Node) -> bool {
    let rest = schema.get("additionalProperties").map(|node| &node.value);
    let is_open = !matches!(rest, None | Some(Value::Bool(false)));
    is_open || schema.members("properties").next().is_none()
}

/// What the type of an object that takes a value of another schema has no place for.
pub(super) fn drops(one: &Node, two: &Node) -> Option<String> {
    if let Some(part) = part_of_scalar(one, two) {
        return Some(part.to_owned());
    }
    if holds_rest(one) {
        return None;
    }
    if two.str("type") == Some("array") {
        return Some("its items".to_owned());
    }
    let own = one.get("properties");
    let mut names = two.members("properties").map(|(name, _)| name);
    let name = names.find(|name| own.is_none_or(|own| own.get(name).is_none()));
    let is_empty = matches!(
        two.get("additionalProperties").map(|node| &node.value),
        Some(Value::Bool(false))
    );
    let rest = || (holds_rest(two) && !is_empty).then(|| "undeclared properties".to_owned());
    name.map(|name| format!("`{name}`")).or_else(rest)
}

/// What the type of a number or of a string doesn't keep of a value of another schema that it takes.
fn part_of_scalar(one: &Node, two: &Node) -> Option<&'static str> {
    let format = |node| Node::str(node, "format").unwrap_or_default();
    if differ(one, two) {
        return None;
    }
    match (one.str("type")?, two.str("type")?) {
        // A float holds 53 bits of them, and one of 32 bits 24.
        ("number", "integer") => Some("digits"),
        ("number", "number") => {
            (format(one) == "float" && format(two) != "float").then_some("digits")
        }
        ("string", "string") => {
            let is_rewritten = ["uuid", "date-time", "ip", "ipv6"].contains(&format(one));
            (is_rewritten && format(two) != format(one)).then_some("how it is written")
        }
        _ => None,
    }
}

/// Whether strings take a value of another schema only as one that they don't know.
fn is_open(one: &Node, two: &Node) -> bool {
    let known = one.strings("enum");
    let values = two.strings("enum");
    !known.is_empty()
        && matches!(two.str("type"), Some("string") | None)
        && (values.is_empty() || values.iter().any(|value| !known.contains(value)))
}

/// Whether a schema that isn't an object takes a value of another one that breaks its own rules.
fn breaks(one: &Node, two: &Node) -> bool {
    let Some(of_type) = one.str("type").filter(|of_type| *of_type != "object") else {
        return false;
    };
    let is_number = |name: &str| matches!(name, "integer" | "number");
    let is_taken = two
        .str("type")
        .is_none_or(|other| other == of_type || is_number(other) && is_number(of_type));
    let mut rules = STRING.iter().chain(&NUMBER).chain(&COLLECTION);
    is_taken
        && (rules.any(|key| applies(key, of_type) && !keeps(one, two, key)) || has_others(one, two))
}

/// Whether values of another schema keep to a rule of this one.
fn keeps(one: &Node, two: &Node, key: &str) -> bool {
    let Some(rule) = one.get(key) else {
        return true;
    };
    let Some(other) = two.get(key) else {
        return matches!(rule.value, Value::Bool(false));
    };
    match (&rule.value, &other.value) {
        (Value::Number(rule), Value::Number(other)) if key != "multipleOf" => {
            let order = compare(other, rule);
            if key.starts_with("max") || key == "exclusiveMaximum" {
                order.is_le()
            } else {
                order.is_ge()
            }
        }
        _ => rule.to_json() == other.to_json(),
    }
}

/// Whether another schema has values that are none of this one's, which are no strings.
fn has_others(one: &Node, two: &Node) -> bool {
    let known = one.items("enum");
    if known.is_empty() || known.iter().any(|value| value.as_str().is_some()) {
        return false;
    }
    let known: Vec<_> = known.iter().map(Node::to_json).collect();
    let values = two.items("enum");
    values.is_empty() || values.iter().any(|value| !known.contains(&value.to_json()))
}
