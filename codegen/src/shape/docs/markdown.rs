//! Descriptions as rustdoc wants them.

/// The lines of a description: addresses that stand by themselves are links, blocks of code that say no
/// language are text (rustdoc would run them as tests), and brackets that aren't links stay brackets.
pub(super) fn from_description(text: &str) -> Vec<String> {
    let mut fence: Option<String> = None;
    // rustdoc has no line end but this.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines = Vec::new();
    for line in text.trim().lines() {
        let trimmed = line.trim_start();
        let mark: String = trimmed
            .chars()
            .take_while(|c| matches!(c, '`' | '~'))
            .collect();
        match &fence {
            Some(open) if mark.starts_with(open.as_str()) && trimmed.trim_end() == mark => {
                fence = None;
                lines.push(mark);
            }
            Some(_) => lines.push(line.trim_end().to_owned()),
            None if mark.len() >= 3 => {
                let language = trimmed[mark.len()..].trim();
                let language = if language.is_empty() {
                    "text"
                } else {
                    language
                };
                lines.push(format!("{mark}{language}"));
                fence = Some(mark);
            }
            None => lines.push(prose(line)),
        }
    }
    lines.extend(fence);
    lines
}

/// A line that isn't code; four spaces before it would make it code.
fn prose(line: &str) -> String {
    let line = line.trim_end();
    let indentation = line.len() - line.trim_start().len();
    let words = plain_brackets(&link_addresses(line.trim_start()));
    format!("{}{words}", " ".repeat(indentation.min(3)))
}

/// Puts angle brackets around each address that stands by itself or between quotes.
fn link_addresses(line: &str) -> String {
    let mut in_code = false;
    let words = line.split(' ').map(|word| {
        let linked = if in_code { None } else { linked(word) };
        in_code ^= word.matches('`').count() % 2 == 1;
        linked.unwrap_or_else(|| word.to_owned())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A word with its address as a link, if it has one that isn't one already.
fn linked(word: &str) -> Option<String> {
    let start = ["https://", "http://"]
        .iter()
        .find_map(|scheme| word.find(scheme))?;
    let (before, rest) = word.split_at(start);
    if before.contains(['`', '<', '[']) || before.ends_with("](") {
        return None;
    }
    // A full stop or a bracket after an address belongs to the sentence.
    let address = rest.trim_end_matches(['.', ',', ';', ':', '"', '\'', ')', '”', '’']);
    Some(format!("{before}<{address}>{}", &rest[address.len()..]))
}

/// Escapes `[x]` that is no link, and `<x>` that is no address: rustdoc looks for an item, or a tag.
fn plain_brackets(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut in_code = false;
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        in_code ^= c == '`';
        let is_link = c == '['
            && rest
                .split_once(']')
                .is_some_and(|(_, after)| after.starts_with('('));
        let is_address =
            c == '<' && (rest.starts_with("<http://") || rest.starts_with("<https://"));
        if !in_code && !text.ends_with('\\') && (c == '[' && !is_link || c == '<' && !is_address) {
            text.push('\\');
        }
        text.push(c);
        rest = &rest[c.len_utf8()..];
    }
    text
}

/// Text as code within a line.
pub(super) fn code(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let ticks = "`".repeat(longest + 1);
    if longest > 0 {
        format!("{ticks} {text} {ticks}")
    } else {
        format!("{ticks}{text}{ticks}")
    }
}

#[cfg(test)]
mod tests {
    use super::{code, from_description};

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
    }

    #[test]
    fn lines_are_kept_apart_and_lists_in_lists_too() {
        assert_eq!(from_description(" one \n\n two"), ["one", "", " two"]);
        assert_eq!(from_description("- a\n  - b"), ["- a", "  - b"]);
        assert_eq!(from_description("a\n      b"), ["a", "   b"]);
    }

    #[test]
    fn code_may_have_backticks() {
        assert_eq!(code("a`b"), "`` a`b ``");
        assert_eq!(code("a"), "`a`");
    }
}
