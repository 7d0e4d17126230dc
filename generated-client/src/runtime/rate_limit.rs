//! How much of its quota a caller has left.

use std::time::Duration;

use reqwest::header::HeaderMap;

/// What is left of a quota: the header `Ratelimit`, e.g. `"default";r=50;t=30`.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct RateLimit {
    /// The policy that it is about.
    pub policy: String,
    /// Requests that are left in this window.
    pub remaining: u64,
    /// Time to the next window.
    pub reset: Option<Duration>,
}

/// A quota: the header `Ratelimit-Policy`, e.g. `"burst";q=100;w=60`.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct RateLimitPolicy {
    /// What it is called.
    pub policy: String,
    /// Requests that a window allows.
    pub quota: u64,
    /// Length of a window.
    pub window: Option<Duration>,
}

impl RateLimit {
    pub(super) fn read(headers: &HeaderMap) -> Vec<Self> {
        let read = |item: &Item<'_>| {
            Some(Self {
                policy: item.name.clone(),
                remaining: item.parameter("r")?,
                reset: item.parameter("t").map(Duration::from_secs),
            })
        };
        items(headers, "ratelimit", read)
    }
}

impl RateLimitPolicy {
    pub(super) fn read(headers: &HeaderMap) -> Vec<Self> {
        let read = |item: &Item<'_>| {
            Some(Self {
                policy: item.name.clone(),
                quota: item.parameter("q")?,
                window: item.parameter("w").map(Duration::from_secs),
            })
        };
        items(headers, "ratelimit-policy", read)
    }
}

/// An item of a list of structured fields (RFC 9651), as far as these headers use them: a string with
/// integers as parameters.
struct Item<'a> {
    name: String,
    parameters: Vec<(&'a str, &'a str)>,
}

impl<'a> Item<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = split(text, ';').map(str::trim);
        let name = string(parts.next()?)?;
        let parameters = parts.map(|part| part.split_once('=').unwrap_or((part, "")));
        Some(Self {
            name,
            parameters: parameters.collect(),
        })
    }

    /// The integer that a parameter is; the last of a name is meant.
    fn parameter(&self, key: &str) -> Option<u64> {
        let mut last = self.parameters.iter().rev();
        let (_, value) = last.find(|(name, _)| *name == key)?;
        value.parse().ok()
    }
}

/// The parts between separators, of which those within strings and byte sequences are none.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut within = None;
    let mut is_escaped = false;
    text.split(move |c| {
        match (within, c) {
            _ if is_escaped => is_escaped = false,
            (Some('"'), '\\') => is_escaped = true,
            (Some(end), c) if c == end => within = None,
            (None, '"' | ':') => within = Some(c),
            (None, c) => return c == separator,
            (Some(_), _) => {}
        }
        false
    })
}

/// What a string in quotation marks says.
fn string(text: &str) -> Option<String> {
    let mut chars = text.strip_prefix('"')?.strip_suffix('"')?.chars();
    let mut string = String::new();
    while let Some(c) = chars.next() {
        match c {
            '\\' => string.push(chars.next().filter(|c| matches!(c, '"' | '\\'))?),
            '"' => return None,
            c => string.push(c),
        }
    }
    Some(string)
}

/// What `read` makes of the items of a header; those that cannot be read say nothing.
fn items<T>(headers: &HeaderMap, name: &str, read: impl Fn(&Item<'_>) -> Option<T>) -> Vec<T> {
    let lines = headers.get_all(name).iter();
    let lines = lines.filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| split(line, ','))
        .filter_map(|item| read(&Item::parse(item.trim())?))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use reqwest::header::HeaderMap;

    use super::{RateLimit, RateLimitPolicy};

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().expect("a value"));
        headers
    }

    #[test]
    fn what_is_left_is_read_and_what_cannot_be_read_says_nothing() {
        let left = |policy: &str, remaining, reset: Option<u64>| RateLimit {
            policy: policy.to_owned(),
            remaining,
            reset: reset.map(Duration::from_secs),
        };
        for (value, expected) in [
            (
                r#""default";r=50;t=30"#,
                vec![left("default", 50, Some(30))],
            ),
            (
                r#""burst"; r=0; t=1, "daily"; r=9"#,
                vec![left("burst", 0, Some(1)), left("daily", 9, None)],
            ),
            (r#""default";t=30"#, vec![]),
            (r#""default";r=-1"#, vec![]),
            ("default;r=50", vec![]),
            (r#""a,b";r=1"#, vec![left("a,b", 1, None)]),
            (r#""a;b";r=1"#, vec![left("a;b", 1, None)]),
            (
                r#""a"; pk=:Zm9v,;r=1:;r=1, "b";r=2"#,
                vec![left("a", 1, None), left("b", 2, None)],
            ),
            (r#""a";pk="x\",\\";r=1"#, vec![left("a", 1, None)]),
            (r#""a";r=1;r=2"#, vec![left("a", 2, None)]),
            (r#""a";r=1;r=x"#, vec![]),
            (r#""a\"b";r=1"#, vec![left("a\"b", 1, None)]),
            (r#""a\\";r=1"#, vec![left("a\\", 1, None)]),
            (r#""a\b";r=1"#, vec![]),
            (r#""a;r=1"#, vec![]),
            (r#""a"b";r=1"#, vec![]),
            ("", vec![]),
        ] {
            assert_eq!(
                RateLimit::read(&headers("ratelimit", value)),
                expected,
                "{value}"
            );
        }
        // The lines of a header are one list.
        let mut lines = headers("ratelimit", r#""a";r=1"#);
        let next = r#""b";r=2"#.parse().expect("a value");
        lines.append("ratelimit", next);
        assert_eq!(
            RateLimit::read(&lines),
            [left("a", 1, None), left("b", 2, None)]
        );
        let policies = RateLimitPolicy::read(&headers("ratelimit-policy", r#""burst";q=100;w=60"#));
        let expected = RateLimitPolicy {
            policy: "burst".to_owned(),
            quota: 100,
            window: Some(Duration::from_secs(60)),
        };
        assert_eq!(policies, [expected]);
    }
}
