//! What becomes of descriptions.

use super::{code, from_description, plain};

#[test]
fn a_plain_address_becomes_a_link_and_what_surrounds_it_stays_outside() {
    for (text, expected) in [
        (
            "see https://example.com/a#b.1.",
            "see <https://example.com/a#b.1>.",
        ),
        (
            "e.g. \"https://a.example\".",
            "e.g. \"<https://a.example>\".",
        ),
        ("(http://a.example), b", "(<http://a.example>), b"),
        (
            "(see http://a.example/b_(c)).",
            "(see <http://a.example/b_(c)>).",
        ),
    ] {
        assert_eq!(from_description(text), [expected]);
    }
}

#[test]
fn what_is_markdown_already_stays_as_it_is() {
    for text in [
        "<https://a.example>",
        "[a](https://a.example)",
        "`https://a.example`",
        "`Authorization: https://a.example x`",
        "`[x]` and `<x>`",
        "\\[x]",
    ] {
        assert_eq!(from_description(text), [text]);
    }
}

#[test]
fn brackets_that_are_no_links_stay_brackets() {
    assert_eq!(from_description("a [x] or <id>"), ["a \\[x] or \\<id>"]);
}

#[test]
fn code_of_no_language_is_text_and_stays_as_it_is() {
    assert_eq!(
        from_description("a\n\n```\n[x]\n    let y;\n```\nb"),
        ["a", "", "```text", "[x]", "    let y;", "```", "b"]
    );
    assert_eq!(from_description("```json\n{}"), ["```json", "{}", "```"]);
    for language in [
        "rust",
        "should_panic",
        "rust,x",
        "ignore-wasm",
        "edition2024",
        " ",
        "{.bash}",
        "(x)",
        "$",
        "shell=bash",
        "json title",
    ] {
        let text = format!("~~~{language}\nlet a;\n~~~");
        assert_eq!(
            from_description(&text),
            ["~~~text", "let a;", "~~~"],
            "{language}"
        );
    }
}

#[test]
fn lines_are_kept_apart_and_lists_in_lists_too() {
    assert_eq!(from_description(" one \n\n two"), ["one", "", " two"]);
    assert_eq!(from_description("- a\n  - b"), ["- a", "  - b"]);
    // Four spaces would make it code.
    assert_eq!(from_description("a\n\n      b"), ["a", "", "  b"]);
}

#[test]
fn a_name_is_no_markdown() {
    let name = r"a*b* [c](d) <e> _f_ `g` h\i";
    let expected = r"a\*b\* \[c](d) \<e> \_f\_ \`g\` h\\i";
    assert_eq!(plain(name), expected);
    assert_eq!(from_description(expected), [expected]);
    for (name, expected) in [
        ("# a", r"\# a"),
        ("> a", r"\> a"),
        ("- a", r"\- a"),
        ("---", r"\---"),
        ("1. a", r"1\. a"),
        ("1) a", r"1\) a"),
        ("1 a", "1 a"),
        ("a. b", "a. b"),
    ] {
        assert_eq!(plain(name), expected);
    }
}

#[test]
fn code_may_have_backticks() {
    assert_eq!(code("a`b"), "`` a`b ``");
    assert_eq!(code("a"), "`a`");
}

#[test]
fn what_rustdoc_and_clippy_would_complain_of_is_written_otherwise() {
    for (text, expected) in [
        (
            "Don`t use [legacy] ids, see [Ids](Ids).",
            "Don`t use \\[legacy] ids, see \\[Ids](Ids).",
        ),
        ("a ` b <Vec<u8>>", "a ` b <Vec\\<u8>>"),
        ("`a\nb` [x] `[y]`", "`a\nb` \\[x] `[y]`"),
        ("``a` [x]`` [y]", "``a` [x]`` \\[y]"),
        (
            "[a](mailto:a@b.example) [b](#b)",
            "[a](mailto:a@b.example) [b](#b)",
        ),
        ("[a][b] [c](d/e.md)", "\\[a]\\[b] \\[c](d/e.md)"),
        (
            "[a]\n\n[a]: https://a.example",
            "[a]\n\n[a]: https://a.example",
        ),
        ("- [x]: http://a.b", "- \\[x]: <http://a.b>"),
        ("> [x]: http://a.b", "> \\[x]: <http://a.b>"),
        ("[x]\n\n  [x]: http://a.b", "[x]\n\n  [x]: http://a.b"),
        ("- a\n\n  [x]: http://a.b", "- a\n\n  \\[x]: <http://a.b>"),
        ("<div>\n<p>[x]\n</div>", "\\<div>\n\\<p>\\[x]\n\\</div>"),
        ("- one\n- three\nfour", "- one\n- three\n  four"),
        ("1. one\n   - two\n three", "1. one\n   - two\n     three"),
        ("> one\ntwo", "> one\n> two"),
        ("- one\n      two", "- one\n  two"),
        ("a\tb", "a   b"),
        ("- [ ] a", "- [ ] a"),
        ("- a\n  - b\n    - c", "- a\n  - b\n    - c"),
        ("- a\n  ```\n  b\n  ```", "- a\n  ```text\n  b\n  ```"),
        (
            "https://a.example/b_c_d and (https://e.example)",
            "<https://a.example/b_c_d> and (<https://e.example>)",
        ),
    ] {
        assert_eq!(from_description(text).join("\n"), expected, "{text}");
    }
}
