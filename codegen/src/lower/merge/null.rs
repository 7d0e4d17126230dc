//! Whether a schema that was merged may be null.

use super::{CHOICES, Conflict, Merger, Node, Value, What, conflict};
use crate::lower::nullable::drop_null;

/// What two schemas say of null: where they allow it, and whether they say what their values are.
pub(super) struct Flags([(Option<Node>, bool); 2]);

impl Flags {
    pub(super) fn take(a: &mut Node, b: &mut Node) -> Self {
        Self([a, b].map(|part| (take_flag(part), says_type(part))))
    }
}

impl Merger<'_, '_> {
    /// `nullable: null` beside a reference: null is allowed if what that leads to allows it, which it says
    /// itself.
    pub(super) fn settle_null(&self, node: &mut Node) {
        let target = self.source.target(reference_part(node));
        let forbids = target.get("type").is_some() && !target.is_true("nullable");
        if node.get("nullable").is_some_and(Node::is_null)
            && let Some(flag) = node.take("nullable").filter(|_| forbids)
        {
            self.drop_null(&flag);
        }
    }

    /// Says whether a schema made of parts may be null, by what stands beside those, or by them.
    pub(super) fn set_null(&self, result: &mut Node, own: Option<Node>, of_parts: Option<Node>) {
        match (own, of_parts) {
            (Some(own), None) if own.is_null() => {
                self.drop_null(&own);
                drop_null(result);
            }
            (Some(own), of_parts) if matches!(own.value, Value::Bool(false)) => {
                if let Some(flag) = of_parts {
                    self.drop_null(&flag);
                }
                drop_null(result);
            }
            (Some(own), of_parts) => {
                if let Some(flag) = of_parts {
                    self.effects.same(What::Null, &flag.position, &own.position);
                }
                result.set("nullable", own.with(Value::Bool(true)));
            }
            (None, Some(flag)) => result.set("nullable", flag),
            (None, None) => {}
        }
    }

    /// The same of one that is made of two.
    pub(super) fn set_null_of_both(&self, both: &mut Node, flags: Flags) -> Result<(), Conflict> {
        match flags.0 {
            [(Some(flag), _), (Some(other), _)] => {
                let at = &other.position;
                self.effects.same(What::Null, at, &flag.position);
                both.set("nullable", flag);
            }
            [(Some(flag), _), (None, false)] | [(None, false), (Some(flag), _)] => {
                both.set("nullable", flag);
            }
            [(Some(flag), _), (None, true)] | [(None, true), (Some(flag), _)] => {
                let values = both.items("enum");
                if !values.is_empty() && values.iter().all(Node::is_null) {
                    let reason = "this value can only be null, which another part does not allow";
                    return Err(conflict(&flag, reason));
                }
                self.drop_null(&flag);
                drop_null(both);
            }
            [(None, _), (None, _)] => {}
        }
        Ok(())
    }

    /// Notes that another part doesn't allow null.
    fn drop_null(&self, flag: &Node) {
        let reason = || "another part does not allow it".to_owned();
        self.effects.dropped(What::Null, &flag.position, reason);
    }
}

/// Takes from a schema that it allows null, if it does.
pub(super) fn take_flag(schema: &mut Node) -> Option<Node> {
    let flag = schema.take("nullable");
    flag.filter(|flag| matches!(flag.value, Value::Bool(true)))
}

/// Whether the alternatives of a choice say whether it may be null.
pub(super) fn is_undecided(schema: &Node) -> bool {
    let is_choice = CHOICES.iter().any(|keyword| schema.get(keyword).is_some());
    is_choice && schema.get("nullable").is_none()
}

/// Whether a schema says what its values are, and by that mostly that null is none; what a rule alone says,
/// such as `maxLength`, is of the values of its own type only.
pub(super) fn says_type(schema: &Node) -> bool {
    let says = ["$ref", "type", "enum", "const", "allOf"];
    says.iter()
        .chain(&CHOICES)
        .any(|key| schema.get(key).is_some())
}

/// The reference that a node is, for `target`.
fn reference_part(node: &Node) -> &Node {
    match node.items("allOf") {
        [part] => part,
        _ => node,
    }
}
