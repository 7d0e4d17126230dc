//! The words that names are made of: those that heck tells apart, but for acronyms.

use heck::{ToPascalCase, ToSnakeCase};

/// Words whose capitals begin no other, though they look so; also of several, as `PoPs`, and with a small letter
/// first.
const MIXED: &[&str] = &[
    "2FA",
    "DDoS",
    "DNSsec",
    "DoH",
    "DoT",
    "ETag",
    "GHz",
    "GiB",
    "GitHub",
    "GitLab",
    "GraphQL",
    "IPad",
    "IPhone",
    "IPsec",
    "IaaS",
    "IdP",
    "IoT",
    "KWh",
    "KiB",
    "MBps",
    "MHz",
    "MacOS",
    "MiB",
    "MySQL",
    "NaN",
    "NoSQL",
    "OAuth",
    "PaaS",
    "PhD",
    "PoP",
    "PostgreSQL",
    "QoS",
    "SaaS",
    "TiB",
    "VoIP",
    "WiFi",
];

/// A name with a capital only where a word begins, among what heck would split: `userIDs` as `userIds`,
/// `IPv4` as `Ipv4`, `OAuth2` as `Oauth2`. Rust writes an acronym as one word
/// ([C-CASE](https://rust-lang.github.io/api-guidelines/naming.html)).
#[must_use]
pub fn words(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let before = text.chars().next_back();
        if let Some(length) = mixed(rest, before).or_else(|| acronym(rest, before)) {
            let word = &rest[..length];
            if word.starts_with(|c: char| c.is_ascii_digit()) && before.is_some() {
                // heck has digits in the word before them.
                text.push('_');
            }
            text.push_str(&word[..1].to_ascii_uppercase());
            text.push_str(&word[1..].to_ascii_lowercase());
            rest = &rest[length..];
        } else {
            // `don't` is one word.
            text.extend((first != '\'').then_some(first));
            rest = &rest[first.len_utf8()..];
        }
    }
    text
}

/// The length in bytes of the word of [`MIXED`] that a text begins with, behind such a letter.
fn mixed(text: &str, before: Option<char>) -> Option<usize> {
    let mut letters = text.chars();
    let (first, second) = (letters.next()?, letters.next()?);
    let begins = if first.is_lowercase() {
        !is(before, char::is_alphabetic)
    } else if first.is_numeric() {
        !is(before, char::is_numeric)
    } else {
        // A capital that more of them follow may be within an acronym.
        second.is_lowercase() || !is(before, char::is_uppercase)
    };
    if !begins {
        return None;
    }
    let begins_with = |word: &str| {
        let rest = text.get(1..).and_then(|text| text.strip_prefix(&word[1..]));
        rest.is_some() && word.starts_with(first.to_ascii_uppercase())
    };
    let word = MIXED.iter().find(|word| begins_with(word))?;
    let mut after = text[word.len()..].chars();
    let (mut length, mut next) = (word.len(), after.next());
    let mut second = after.next();
    if next == Some('s') {
        length += 1;
        (next, second) = (second, after.next());
    }
    // So may the last one of what begins with a word of its own.
    let ends = !is(next, char::is_lowercase)
        && (!is(next, char::is_uppercase)
            || word.ends_with(char::is_lowercase)
            || !matches!(*word, "DoH" | "DoT")
            || is(second, char::is_lowercase));
    ends.then_some(length)
}

/// The length of what a text begins with, if that is an acronym with a small letter before or behind it: `gRPC`,
/// `IDs`, `TLSv1`.
fn acronym(text: &str, before: Option<char>) -> Option<usize> {
    // Others are words of their own: `xAxis`, `aURL`.
    let small = usize::from(text.starts_with(['e', 'g', 'i', 'm', 'v']));
    if is(before, char::is_uppercase) || small == 1 && is(before, char::is_alphabetic) {
        return None;
    }
    let capitals = text[small..]
        .bytes()
        .take_while(u8::is_ascii_uppercase)
        .count();
    let end = small + capitals;
    let mut after = text[end..].chars();
    let (next, second) = (after.next(), after.next());
    let length = match next {
        Some('s') if !is(second, char::is_lowercase) => end + 1,
        Some('v') if is(second, |c| c.is_ascii_digit()) => end + 1,
        // The last one begins the next word.
        Some(c) if small == 1 && c.is_lowercase() => end.checked_sub(1)?,
        _ if small == 1 => end,
        _ => return None,
    };
    let in_acronym = length.min(end).saturating_sub(small);
    (in_acronym > 1).then_some(length)
}

fn is(letter: Option<char>, is_so: impl FnOnce(char) -> bool) -> bool {
    letter.is_some_and(is_so)
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
            ("SAMLIdP", "saml_idp"),
            ("ETags", "etags"),
            ("PoPs", "pops"),
            ("oAuthToken", "oauth_token"),
            ("gitHubURLs", "github_urls"),
            ("clockMHz", "clock_mhz"),
            ("IPsecTunnel", "ipsec_tunnel"),
            ("gRPCPort", "grpc_port"),
            ("eBPF", "ebpf"),
            ("DDoSRule", "ddos_rule"),
            ("kWh", "kwh"),
            ("vCPUs", "vcpus"),
            ("mTLSv1", "mtlsv1"),
            ("diskMiB", "disk_mib"),
            ("iPadOS", "ipad_os"),
            ("is2FAEnabled", "is_2fa_enabled"),
            ("DoHServer", "doh_server"),
            ("IoTAPI", "iot_api"),
            ("SaaSURLs", "saas_urls"),
            ("MySQLDB", "mysql_db"),
            ("macOS", "macos"),
            // These are none.
            ("IDsx", "i_dsx"),
            ("DoThat", "do_that"),
            ("radiOS", "radi_os"),
            ("DoHTTP", "do_http"),
            ("SSOAuthority", "sso_authority"),
            ("xAxis", "x_axis"),
            ("xAPIKey", "x_api_key"),
            ("aDNSName", "a_dns_name"),
            ("useSSL", "use_ssl"),
            ("sha2FAst", "sha2_f_ast"),
            ("As", "as"),
            ("HTTPStatus", "http_status"),
            ("ÄPFELs", "äpfe_ls"),
        ] {
            assert_eq!(snake(name), expected, "{name}");
        }
    }
}
