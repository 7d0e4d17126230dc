//! Proxies: what reqwest cannot read of one it ignores, and goes directly.

use reqwest::{Proxy, Url};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret as _, SecretString};

use super::Error;
use super::error::printable;

/// The proxy that a caller gives, `http` if it doesn't say.
pub(super) fn given(url: &SecretString) -> Result<(Url, Proxy), Error> {
    let text = url.expose_secret();
    let url = if text.contains("://") {
        Url::parse(text)
    } else {
        Url::parse(&Zeroizing::new(format!("http://{text}")))
    };
    let url = url.map_err(|_| not_a_proxy("the proxy"))?;
    check("the proxy", url.as_str(), &["http", "https"])?;
    let proxy = Proxy::all(url.clone()).map_err(|_| not_a_proxy("the proxy"))?;
    Ok((url, proxy))
}

/// Refuses what the environment says, if that is no proxy; the variables are those that reqwest looks at.
pub(super) fn check_environment(
    is_encrypted: bool,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<(), Error> {
    let own = if is_encrypted {
        ["HTTPS_PROXY", "https_proxy"]
    } else {
        ["HTTP_PROXY", "http_proxy"]
    };
    for names in [own, ["ALL_PROXY", "all_proxy"]] {
        // The first one counts, be it empty.
        let set = names.into_iter().find_map(|name| {
            let text = Zeroizing::new(variable(name)?);
            Some((name, text))
        });
        if let Some((name, text)) = set.filter(|(_, text)| !text.is_empty()) {
            let schemes = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];
            check(name, &text, &schemes)?;
        }
    }
    Ok(())
}

/// Refuses schemes that reqwest doesn't know, and what it makes no URI (RFC 3986) of.
fn check(name: &str, text: &str, schemes: &[&str]) -> Result<(), Error> {
    if let Some((scheme, _)) = text.split_once("://")
        && !schemes.contains(&scheme)
    {
        return Err(Error::configuration(format!(
            "the scheme of {name} is `{}`: use http or https",
            printable(scheme)
        )));
    }
    match text.parse::<http::Uri>() {
        Ok(uri) if uri.authority().is_some() => Ok(()),
        _ => Err(not_a_proxy(name)),
    }
}

fn not_a_proxy(name: &str) -> Error {
    Error::configuration(format!("{name} is not a URL: write it as http://host:port"))
}

#[cfg(test)]
mod tests {
    use super::check_environment;

    #[test]
    fn what_would_be_ignored_of_the_environment_is_refused() {
        for (name, text, is_encrypted, expected) in [
            ("HTTPS_PROXY", "http://proxy.example:3128", true, None),
            ("HTTPS_PROXY", "proxy.example:3128", true, None),
            (
                "https_proxy",
                "socks5://user:hunter2@proxy.example",
                true,
                None,
            ),
            ("ALL_PROXY", "", true, None),
            // Of another scheme's nothing is asked.
            ("http_proxy", "http://{host}:1", true, None),
            (
                "http_proxy",
                "http://user:hunter2@{host}:1",
                false,
                Some("http_proxy is not a URL: write it as http://host:port"),
            ),
            (
                "HTTPS_PROXY",
                "/hunter2",
                true,
                Some("HTTPS_PROXY is not a URL: write it as http://host:port"),
            ),
            (
                "all_proxy",
                "ftp://hunter2",
                true,
                Some("the scheme of all_proxy is `ftp`: use http or https"),
            ),
        ] {
            let found = check_environment(is_encrypted, |variable| {
                (variable == name).then(|| text.to_owned())
            });
            let found = found.err().map(|error| error.to_string());
            assert_eq!(found.as_deref(), expected, "{name}={text}");
        }
    }
}
