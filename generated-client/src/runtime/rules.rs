//! What the document says of the values of a request, checked before they are sent.

mod checked;
mod json;
mod number;
mod text;
mod violation;

use std::fmt;

pub(crate) use checked::Checked;
pub(crate) use number::Number;
pub(super) use text::quoted;
use violation::Step;

use super::error::printable;
pub(crate) use violation::Violation;

/// What a value has to be. A rule that does not concern a value's type says nothing of it, as in
/// JSON Schema.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rule {
    /// In characters: Unicode scalar values, as JSON Schema counts them.
    MinLength(u64),
    MaxLength(u64),
    /// A regular expression of ECMA-262 that matches somewhere in the text.
    Pattern(&'static str),
    /// A URI of RFC 3986, with a scheme.
    Uri,
    Minimum(Number),
    Maximum(Number),
    ExclusiveMinimum(Number),
    ExclusiveMaximum(Number),
    MultipleOf(Number),
    MinItems(u64),
    MaxItems(u64),
    UniqueItems,
    /// The rules of each item of an array; once in a list of rules.
    Items(&'static [Rule]),
    MinProperties(u64),
    MaxProperties(u64),
    /// The rules of each value of a map; once in a list of rules.
    Values(&'static [Rule]),
    /// Names that no key of a map is: there are fields for them beside it.
    Undeclared(&'static [&'static str]),
    /// The allowed values as JSON text, for enums that are not of strings.
    OneOf(&'static [&'static str]),
    /// No message may show the value, nor anything in it.
    Secret,
}

/// Checks a value; what is wrong with it is said with the name of its field.
pub(crate) fn check<T: Checked + ?Sized>(
    field: &str,
    value: &T,
    rules: &[Rule],
) -> Result<(), Violation> {
    value
        .check(rules)
        .map_err(|violation| violation.within(Step::Field(field.to_owned()), rules))
}

impl Rule {
    fn hides(rules: &[Self]) -> bool {
        rules.iter().any(|rule| matches!(rule, Self::Secret))
    }
}

/// The rule as `OpenAPI` writes it.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MinLength(least) => write!(f, "minLength: {least}"),
            Self::MaxLength(most) => write!(f, "maxLength: {most}"),
            Self::Pattern(pattern) => write!(f, "pattern: {}", printable(pattern)),
            Self::Uri => f.write_str("format: uri"),
            Self::Minimum(bound) => write!(f, "minimum: {bound}"),
            Self::Maximum(bound) => write!(f, "maximum: {bound}"),
            Self::ExclusiveMinimum(bound) => write!(f, "exclusiveMinimum: {bound}"),
            Self::ExclusiveMaximum(bound) => write!(f, "exclusiveMaximum: {bound}"),
            Self::MultipleOf(divisor) => write!(f, "multipleOf: {divisor}"),
            Self::MinItems(least) => write!(f, "minItems: {least}"),
            Self::MaxItems(most) => write!(f, "maxItems: {most}"),
            Self::UniqueItems => f.write_str("uniqueItems: true"),
            Self::Items(_) => f.write_str("items"),
            Self::MinProperties(least) => write!(f, "minProperties: {least}"),
            Self::MaxProperties(most) => write!(f, "maxProperties: {most}"),
            Self::Values(_) | Self::Undeclared(_) => f.write_str("additionalProperties"),
            Self::OneOf(allowed) => write!(f, "enum: [{}]", printable(&allowed.join(", "))),
            Self::Secret => f.write_str("writeOnly: true"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Checked, Number, Rule, Violation, check};

    const CODE: &[Rule] = &[Rule::Minimum(Number::Integer(1000))];

    #[derive(serde::Serialize)]
    struct Problem {
        code: i64,
        token: String,
    }

    impl Checked for Problem {
        fn check(&self, _: &[Rule]) -> Result<(), Violation> {
            check("code", &self.code, CODE)?;
            check("token", &self.token, &[Rule::MaxLength(3), Rule::Secret])
        }
    }

    fn problem(code: i64, token: &str) -> Problem {
        Problem {
            code,
            token: token.to_owned(),
        }
    }

    fn message<T: Checked>(value: &T, rules: &[Rule]) -> String {
        let result = check("errors", value, rules);
        result.expect_err("it breaks a rule").to_string()
    }

    #[test]
    fn a_message_has_the_path_through_all_that_is_nested() {
        let bad = || problem(5, "");
        let ending = "5 is less than 1000 (`minimum: 1000`)";
        for (path, message) in [
            ("errors.code", message(&bad(), &[])),
            (
                "errors[1].code",
                message(&vec![problem(1000, ""), bad()], &[]),
            ),
            (
                "errors[0][1].code",
                message(&vec![vec![problem(1000, ""), bad()]], &[]),
            ),
            (
                "errors.a.code",
                message(&BTreeMap::from([("a".to_owned(), Box::new(bad()))]), &[]),
            ),
            (
                r#"errors["a \"b\"\n"].code"#,
                message(&BTreeMap::from([("a \"b\"\n".to_owned(), bad())]), &[]),
            ),
            (
                "errors.a[2]",
                message(
                    &BTreeMap::from([("a".to_owned(), vec![1000, 1001, 5])]),
                    &[Rule::Values(&[Rule::Items(CODE)])],
                ),
            ),
            ("errors.code", message(&Some(bad()), &[])),
        ] {
            assert_eq!(message, format!("{path}: {ending}"));
        }
    }

    #[test]
    fn of_a_map_the_first_key_is_named_on_every_run() {
        let keys = ["c", "a", "e", "b", "d"];
        let map: BTreeMap<_, _> = keys.map(|key| (key.to_owned(), 1)).into();
        assert_eq!(
            message(&map, &[Rule::Values(CODE)]),
            "errors.a: 1 is less than 1000 (`minimum: 1000`)"
        );
    }

    #[test]
    fn a_secret_is_never_shown() {
        const SHORT: Rule = Rule::MaxLength(3);
        let map = BTreeMap::from([("hunter2".to_owned(), "hunter2".to_owned())]);
        let text = "hunter2".to_owned();
        let list = vec![text.clone(), text.clone()];
        let ending = "the value is longer than 3 characters (`maxLength: 3`)";
        for (path, message) in [
            ("errors", message(&text, &[Rule::Secret, SHORT])),
            ("errors", message(&text, &[SHORT, Rule::Secret])),
            ("errors", message(&Some(text), &[SHORT, Rule::Secret])),
            (
                "errors[0]",
                message(&list, &[Rule::Items(&[SHORT, Rule::Secret])]),
            ),
            (
                "errors[0]",
                message(&list, &[Rule::Secret, Rule::Items(&[SHORT])]),
            ),
            (
                r#"errors["…"]"#,
                message(&map, &[Rule::Secret, Rule::Values(&[SHORT])]),
            ),
            ("errors.token", message(&problem(1000, "hunter2"), &[])),
        ] {
            assert_eq!(message, format!("{path}: {ending}"));
        }

        let problems = vec![problem(1000, "hunter2"), problem(1000, "hunter2")];
        for rules in [
            [Rule::UniqueItems],
            [Rule::MaxItems(1)],
            [Rule::OneOf(&["[]"])],
        ] {
            let message = message(&problems, &rules);
            assert!(!message.contains("hunter2"), "{message}");
        }
        let debug = format!("{:?}", map.check(&[Rule::Secret, Rule::Values(&[SHORT])]));
        assert!(!debug.contains("hunter2"), "{debug}");
    }
}
