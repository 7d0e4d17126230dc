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
        let read = |item: &Item| {
            Some(Self {
                policy: item.name.clone(),
                remaining: item.parameter("r")?,
                reset: item.parameter("t").map(Duration::from_secs),
            })
        };
        items(headers, "ratelimit")
            .iter()
            .filter_map(read)
            .collect()
    }
}

impl RateLimitPolicy {
    pub(super) fn read(headers: &HeaderMap) -> Vec<Self> {
        let read = |item: &Item| {
            Some(Self {
                policy: item.name.clone(),
                quota: item.parameter("q")?,
                window: item.parameter("w").map(Duration::from_secs),
            })
        };
        items(headers, "ratelimit-policy")
            .iter()
            .filter_map(read)
            .collect()
    }
}

/// An item of a list of structured fields (RFC 9651), as far as these headers use them: a string with
/// integers as parameters.
struct Item {
    name: String,
    parameters: Vec<(String, u64)>,
}

impl Item {
    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(';').map(str::trim);
        let name = parts.next()?.strip_prefix('"')?.strip_suffix('"')?;
        let parameters = parts.filter_map(|part| {
            let (key, value) = part.split_once('=')?;
            Some((key.to_owned(), value.parse().ok()?))
        });
        Some(Self {
            name: name.to_owned(),
            parameters: parameters.collect(),
        })
    }

    fn parameter(&self, key: &str) -> Option<u64> {
        let found = self.parameters.iter().find(|(name, _)| name == key);
        found.map(|(_, value)| *value)
    }
}

/// The items of a header; those that cannot be read say nothing.
fn items(headers: &HeaderMap, name: &str) -> Vec<Item> {
    let lines = headers.get_all(name).iter();
    let lines = lines.filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(','))
        .filter_map(Item::parse)
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
            ("", vec![]),
        ] {
            assert_eq!(
                RateLimit::read(&headers("ratelimit", value)),
                expected,
                "{value}"
            );
        }
        let policies = RateLimitPolicy::read(&headers("ratelimit-policy", r#""burst";q=100;w=60"#));
        let expected = RateLimitPolicy {
            policy: "burst".to_owned(),
            quota: 100,
            window: Some(Duration::from_secs(60)),
        };
        assert_eq!(policies, [expected]);
    }
}
