//! The words that names are made of: those that heck tells apart, but for acronyms.

use heck::{ToPascalCase, ToSnakeCase};

/// Words whose capitals begin no other, though they look so.
const MIXED: [&str; 20] = [
    "DoH",
    "DoT",
    "ETag",
    "GitHub",
    "GitLab",
    "GraphQL",
    "IaaS",
    "IoT",
    "MySQL",
    "NoSQL",
    "OAuth",
    "PaaS",
    "PostgreSQL",
    "QoS",
    "SaaS",
    "VoIP",
    "eTag",
    "iOS",
    "macOS",
    "mTLS",
];

/// A name with a capital only where a word begins, among what heck would split: `userIDs` as `userIds`,
/// `IPv4` as `Ipv4`, `OAuth2` as `Oauth2`. Rust writes an acronym as one word
/// ([C-CASE](https://rust-lang.github.io/api-guidelines/naming.html)).
#[must_use]
pub fn words(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let length = word(rest, text.chars().next_back()).unwrap_or(first.len_utf8());
        let (word, after) = rest.split_at(length);
        if word.chars().nth(1).is_some() {
            text.push(first.to_ascii_uppercase());
            text.push_str(&word[1..].to_ascii_lowercase());
        } else {
            text.push(first);
        }
        rest = after;
    }
    text
}

/// The length in bytes of the word that a text begins with, if it is one that heck would split.
fn word(text: &str, before: Option<char>) -> Option<usize> {
    let is_lower = |c: Option<char>| c.is_some_and(char::is_lowercase);
    // A capital begins a word, a small letter does where none stands before it.
    let begins = |word: &str| {
        if word.starts_with(|c: char| c.is_ascii_uppercase()) {
            !before.is_some_and(char::is_uppercase)
        } else {
            !before.is_some_and(char::is_alphabetic)
        }
    };
    let of_table = MIXED.iter().find(|word| {
        let after = text.strip_prefix(**word);
        after.is_some_and(|after| begins(word) && !is_lower(after.chars().next()))
    });
    if let Some(word) = of_table {
        return Some(word.len());
    }
    if !begins("A") {
        return None;
    }
    // Several of an acronym, or one of a version.
    let capitals = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let mut after = text[capitals..].chars();
    let (letter, next) = (after.next()?, after.next());
    let is_word = match letter {
        's' => !is_lower(next),
        'v' => next.is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    };
    (capitals > 1 && is_word).then_some(capitals + 1)
}

/// A name in Pascal case.
#[must_use]
pub fn pascal(name: &str) -> String {
    words(name).to_pascal_case()
}

/// A name in snake case.
#[must_use]
pub fn snake(name: &str) -> String {
    words(name).to_snake_case()
}

#[cfg(test)]
mod tests {
    use super::snake;

    #[test]
    fn an_acronym_is_one_word() {
        for (name, expected) in [
            ("userIDs", "user_ids"),
            ("IDsOfUsers", "ids_of_users"),
            ("HTTPServer", "http_server"),
            ("createOAuth2Token", "create_oauth2_token"),
            ("OAuthURLs", "oauth_urls"),
            ("IPv4", "ipv4"),
            ("allowIPv6Only", "allow_ipv6_only"),
            ("minTLSv1", "min_tlsv1"),
            ("mTLSCertificates", "mtls_certificates"),
            ("enable_mTLS", "enable_mtls"),
            ("isIoT", "is_iot"),
            ("macOS", "macos"),
            // These are none.
            ("IDsx", "i_dsx"),
            ("DoThat", "do_that"),
            ("radiOS", "radi_os"),
            ("As", "as"),
            ("HTTPStatus", "http_status"),
            ("ÄPFELs", "äpfe_ls"),
        ] {
            assert_eq!(snake(name), expected, "{name}");
        }
    }
}
