//! Descriptions as rustdoc wants them.

/// The lines of a description, without white space around them, and with plain addresses as links.
pub(super) fn from_description(text: &str) -> Vec<String> {
    text.trim()
        .lines()
        .map(|line| link_addresses(line.trim()))
        .collect()
}

/// Puts angle brackets around each address that stands by itself.
fn link_addresses(line: &str) -> String {
    let words = line.split(' ').map(|word| {
        if !word.starts_with("https://") && !word.starts_with("http://") {
            return word.to_owned();
        }
        // A full stop or comma after an address belongs to the sentence.
        let address = word.trim_end_matches(['.', ',', ';', ':']);
        format!("<{address}>{}", &word[address.len()..])
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::from_description;

    #[test]
    fn a_plain_address_becomes_a_link_and_keeps_the_full_stop_outside() {
        assert_eq!(
            from_description("see https://example.com/a#b.1. Then `https://x`, [y](https://y)\n"),
            ["see <https://example.com/a#b.1>. Then `https://x`, [y](https://y)"]
        );
    }

    #[test]
    fn lines_are_kept_apart_and_trimmed() {
        assert_eq!(from_description(" one \n\n two"), ["one", "", "two"]);
    }
}
