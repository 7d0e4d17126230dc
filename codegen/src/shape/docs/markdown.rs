//! Descriptions as rustdoc wants them.

/// The lines of a description, without white space around them, and with plain addresses as links.
pub(super) fn from_description(text: &str) -> Vec<String> {
    // rustdoc has no line end but this.
    text.replace('\r', "\n")
        .trim()
        .lines()
        .map(|line| link_addresses(line.trim()))
        .collect()
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

#[cfg(test)]
mod tests {
    use super::from_description;

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
    fn an_address_that_is_a_link_or_code_stays_as_it_is() {
        for text in [
            "<https://a.example>",
            "[a](https://a.example)",
            "`https://a.example`",
            "`Authorization: https://a.example x`",
        ] {
            assert_eq!(from_description(text), [text]);
        }
    }

    #[test]
    fn lines_are_kept_apart_and_trimmed() {
        assert_eq!(from_description(" one \n\n two"), ["one", "", "two"]);
    }
}
