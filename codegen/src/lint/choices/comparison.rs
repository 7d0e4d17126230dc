//! Two alternatives of a choice held against each other: what the type of the first one makes of the
//! values of the second.

pub(super) mod rules;
mod scalars;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use self::rules::breaks;
use self::scalars::{differ, holds_to_other, lost_part};
use crate::document::{Document, File, Node, Object, Position, Value};
use crate::schema::constant;

/// Deepest nesting that is looked into.
const MAX_DEPTH: usize = 128;
/// Most schemas and properties that are looked at; a choice of a thousand objects takes fewer.
const MAX_STEPS: usize = 5_000_000;

/// The schema of anything, which nobody has to write.
static ANYTHING: LazyLock<Node> = LazyLock::new(|| Node {
    value: Value::Object(Object::new()),
    position: Position {
        file: Arc::new(File {
            name: String::new(),
            text: String::new(),
        }),
        line: 1,
        column: 1,
        length: 1,
    },
});

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
        let (one, two) = (self.document.referent(one), self.document.referent(two));
        // What leads nowhere is told, and nothing of it is known.
        if [one, two].iter().any(|node| node.get("$ref").is_some()) {
            return false;
        }
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
            let is_same = |one: &&&'a Node| {
                std::ptr::eq(self.document.referent(one), self.document.referent(two))
            };
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
            Question::Takes => return self.takes(one, two),
            Question::OnlyOpen if one.str("type") == Some("string") => return is_open(one, two),
            Question::OnlyOpen | Question::Loses | Question::Breaks => {}
        }
        let of_whole = match question {
            Question::Loses => drops(one, two).is_some(),
            Question::Breaks => breaks(one, two),
            Question::OnlyOpen | Question::Takes => false,
        };
        let of_parts = match one.str("type") {
            Some("array") => self.is_so_of_both(question, items(one), items(two)),
            Some("object") => self.is_so_of_members(question, one, two),
            _ => false,
        };
        (of_whole || of_parts) && self.takes(one, two)
    }

    fn is_so_of_both(
        &mut self,
        question: Question,
        one: Option<&'a Node>,
        two: Option<&'a Node>,
    ) -> bool {
        one.zip(two)
            .is_some_and(|(one, two)| self.is_so(question, one, two))
    }

    /// Whether it is so of what stands by one name in two objects.
    fn is_so_of_members(&mut self, question: Question, one: &'a Node, two: &'a Node) -> bool {
        let names = one.members("properties").chain(two.members("properties"));
        let names: BTreeSet<&str> = names.map(|(name, _)| name).collect();
        names.into_iter().any(|name| {
            let field = member(one, name);
            // A field holds to a constant when it is read.
            let is_constant = question == Question::Breaks && field.is_some_and(is_constant);
            !is_constant && self.is_so_of_both(question, field, member(two, name))
        }) || self.is_so_of_both(question, rest(one), rest(two))
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
                let is_needed = required.contains(name);
                let declared = two.get("properties").and_then(|all| all.get(name));
                let other = if is_needed {
                    member(two, name)
                } else {
                    declared
                };
                let Some(other) = other else {
                    return true;
                };
                let field = &field.node;
                let may_be_absent = !is_needed && !of_other.contains(name);
                let may_be_null =
                    other.is_true("nullable") && (field.is_true("nullable") || !is_needed);
                may_be_absent || may_be_null || self.field_takes(field, other)
            })
    }

    /// Whether a field takes a value that isn't null.
    fn field_takes(&mut self, field: &'a Node, other: &'a Node) -> bool {
        let target = self.document.referent(other);
        let mut parts = alternatives(target);
        if parts.is_empty() {
            parts.push(target);
        }
        parts.into_iter().any(|part| {
            !holds_to_other(field, self.document.referent(part))
                && self.is_so(Question::Takes, field, part)
        })
    }

    /// Whether items of a list are read as the fields of an object: serde reads the fields of a type from
    /// either.
    fn takes_list(&mut self, object: &'a Node, list: &'a Node) -> bool {
        let items = list.get("items");
        let required = object.strings("required").into_iter();
        let mut fields = required.filter_map(|name| member(object, name).zip(items));
        fields.all(|(field, items)| self.field_takes(field, items))
    }
}

/// The alternatives of a schema; none if it is no choice.
fn alternatives(schema: &Node) -> Vec<&Node> {
    let parts = schema.items("oneOf").iter().chain(schema.items("anyOf"));
    parts.collect()
}

/// Whether the field for a schema is that of a constant.
fn is_constant(field: &Node) -> bool {
    constant(field).is_some()
}

/// Whether a schema is that of anything.
fn is_anything(schema: &Node) -> bool {
    schema.get("type").is_none() && alternatives(schema).is_empty()
}

/// What the values of an object by that name are, if there is a place for one.
fn member<'a>(schema: &'a Node, name: &str) -> Option<&'a Node> {
    let properties = schema.get("properties");
    let declared = properties.and_then(|all| all.get(name));
    declared.or_else(|| rest(schema))
}

/// What the values of an object are for which it has no name, if its type has a place for them.
fn rest(schema: &Node) -> Option<&Node> {
    let rest = schema.get("additionalProperties");
    match rest.map(|rest| &rest.value) {
        Some(Value::Object(_)) => rest,
        _ if is_closed(schema) => None,
        _ => holds_rest(schema).then_some(&*ANYTHING),
    }
}

/// What an array holds.
fn items(schema: &Node) -> Option<&Node> {
    let anything = || is_anything(schema).then_some(&*ANYTHING);
    schema.get("items").or_else(anything)
}

/// Whether the type of an object holds properties that aren't declared.
fn holds_rest(schema: &Node) -> bool {
    let rest = schema.get("additionalProperties").map(|node| &node.value);
    let is_open = !matches!(rest, None | Some(Value::Bool(false)));
    is_open || schema.members("properties").next().is_none()
}

/// Whether an object has no other properties than those that are declared.
fn is_closed(schema: &Node) -> bool {
    let rest = schema.get("additionalProperties").map(|node| &node.value);
    matches!(rest, Some(Value::Bool(false)))
}

/// What the type of a schema that takes a value of another one has no place for.
pub(super) fn drops(one: &Node, two: &Node) -> Option<String> {
    if let Some(part) = lost_part(one, two) {
        return Some(part.to_owned());
    }
    if one.str("type") != Some("object") || holds_rest(one) {
        return None;
    }
    if two.str("type") == Some("array") {
        return Some("its items".to_owned());
    }
    let own = one.get("properties");
    let mut names = two.members("properties").map(|(name, _)| name);
    let name = names.find(|name| own.is_none_or(|own| own.get(name).is_none()));
    let rest = || rest(two).map(|_| "undeclared properties".to_owned());
    name.map(|name| format!("`{name}`")).or_else(rest)
}

/// Whether strings take a value of another schema only as one that they don't know.
fn is_open(one: &Node, two: &Node) -> bool {
    let known = one.strings("enum");
    let values = two.strings("enum");
    !known.is_empty()
        && matches!(two.str("type"), Some("string") | None)
        && (values.is_empty() || values.iter().any(|value| !known.contains(value)))
}
