//! A client from environment variables, those of the official clients.

use std::env::VarError;

use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret as _, SecretString};

use super::{Authentication, Client, ClientBuilder, Error};
use crate::Credentials;

/// The variable of the base URL.
const BASE_URL: &str = "CLOUDFLARE_BASE_URL";

/// The variable that holds the secret of each security scheme, as the official clients name them.
const VARIABLES: &[(&str, &str)] = &[
    ("api_token", "CLOUDFLARE_API_TOKEN"),
    ("api_email", "CLOUDFLARE_EMAIL"),
    ("api_key", "CLOUDFLARE_API_KEY"),
];

/// The value of a variable, which may be a secret; a blank one counts as unset.
type Lookup<'a> = &'a dyn Fn(&str) -> Result<Option<SecretString>, Error>;

/// The builder of a client for what the environment says.
pub(super) fn builder() -> Result<ClientBuilder, Error> {
    from_variables(&|name| read(name, std::env::var(name)))
}

/// The value of a variable of the environment.
fn read(name: &str, value: Result<String, VarError>) -> Result<Option<SecretString>, Error> {
    match value {
        Ok(value) => match set(value) {
            // In a header it would be an error all the same, that knew no more of the variable.
            Some(value) if value.expose_secret().contains(char::is_control) => {
                Err(Error::configuration(format!(
                    "the environment variable {name} has a control character in it, such as a line break"
                )))
            }
            value => Ok(value),
        },
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(value)) => {
            // A secret all the same, to be wiped.
            drop(Zeroizing::new(value.into_encoded_bytes()));
            Err(Error::configuration(format!(
                "the environment variable {name} is not UTF-8"
            )))
        }
    }
}

/// A value unless it is blank, in the memory that it came in.
fn set(value: String) -> Option<SecretString> {
    (!value.trim().is_empty()).then(|| value.into())
}

fn from_variables(lookup: Lookup<'_>) -> Result<ClientBuilder, Error> {
    let mut builder = Client::builder(credentials(lookup)?);
    if let Some(url) = lookup(BASE_URL)? {
        builder = builder.base_url_of(BASE_URL, url.expose_secret());
    }
    Ok(builder)
}

/// The first complete alternative: with the token first in the document, a token that is set is
/// used, whatever else is.
fn credentials(lookup: Lookup<'_>) -> Result<Credentials, Error> {
    let mut values = Vec::new();
    for (scheme, variable) in VARIABLES {
        let value = lookup(variable);
        let is_token_alone = Credentials::ALTERNATIVES.first() == Some(&&[*scheme][..]);
        if is_token_alone && matches!(value, Ok(Some(_))) {
            // Whatever the others are, they are not used.
            values = vec![(*scheme, *variable, value?)];
            break;
        }
        values.push((*scheme, *variable, value?));
    }
    let secret = |name: &str| {
        let (_, _, value) = values.iter().find(|(scheme, ..)| *scheme == name)?;
        value.clone()
    };
    Credentials::from_schemes(secret).ok_or_else(|| {
        let names = |is_set: bool| {
            let these = values
                .iter()
                .filter(|(.., value)| value.is_some() == is_set);
            these
                .map(|(_, variable, _)| *variable)
                .collect::<Vec<_>>()
                .join(", ")
        };
        let ways = Credentials::ALTERNATIVES.iter().map(|schemes| {
            let variables = schemes.iter().map(|scheme| variable(scheme));
            variables.collect::<Vec<_>>().join(" with ")
        });
        let ways = ways.collect::<Vec<_>>().join(", or ");
        let (found, missing) = (names(true), names(false));
        Error::configuration(if found.is_empty() {
            format!("no credentials in the environment (missing: {missing}): set {ways}")
        } else {
            format!(
                "incomplete credentials in the environment (found: {found}; missing: {missing}): \
                 set {ways}"
            )
        })
    })
}

/// The variable of a scheme; schemes without one have their own name, to be told apart in a message.
fn variable(scheme: &'static str) -> &'static str {
    VARIABLES
        .iter()
        .find(|(name, _)| *name == scheme)
        .map_or(scheme, |(_, variable)| variable)
}

#[cfg(test)]
mod tests {
    use super::super::Authentication;
    use super::{Error, from_variables, read, set};

    fn client(variables: &[(&str, &str)]) -> Result<super::Client, Error> {
        let builder = from_variables(&|name| {
            let value = variables.iter().find(|(variable, _)| *variable == name);
            Ok(value.and_then(|(_, value)| set((*value).to_owned())))
        });
        builder?.build()
    }

    #[test]
    fn a_token_that_is_set_is_used_whatever_else_is() {
        for others in [
            &[][..],
            &[("CLOUDFLARE_EMAIL", "e"), ("CLOUDFLARE_API_KEY", "k")],
            &[("CLOUDFLARE_EMAIL", "e")],
        ] {
            let mut variables = vec![("CLOUDFLARE_API_TOKEN", "t")];
            variables.extend(others);
            let client = client(&variables).expect("a token is enough");
            assert_eq!(client.0.credentials.schemes(), ["api_token"]);
        }
    }

    #[test]
    fn what_is_wrong_with_a_variable_that_is_not_used_is_no_error() {
        let client = from_variables(&|name| match name {
            "CLOUDFLARE_API_TOKEN" => Ok(Some("t".into())),
            "CLOUDFLARE_BASE_URL" => Ok(None),
            _ => Err(Error::configuration("it is not UTF-8")),
        });
        assert!(client.is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_variable_that_is_not_utf_8_is_not_unset() {
        use std::env::VarError;
        use std::os::unix::ffi::OsStringExt as _;

        let client = from_variables(&|name| match name {
            "CLOUDFLARE_API_TOKEN" => {
                let secret = std::ffi::OsString::from_vec(b"secret\xff".to_vec());
                read(name, Err(VarError::NotUnicode(secret)))
            }
            _ => Ok(set("else".to_owned())),
        });
        assert_eq!(
            client.expect_err("it is set").to_string(),
            "the environment variable CLOUDFLARE_API_TOKEN is not UTF-8"
        );
    }

    #[test]
    fn email_and_key_are_used_with_a_token_that_is_blank() {
        let client = client(&[
            ("CLOUDFLARE_API_TOKEN", " \t"),
            ("CLOUDFLARE_EMAIL", "e"),
            ("CLOUDFLARE_API_KEY", "k"),
        ])
        .expect("a pair is enough");
        assert_eq!(client.0.credentials.schemes(), ["api_email", "api_key"]);
    }

    #[test]
    fn half_a_pair_or_nothing_names_what_was_seen_and_what_is_missing() {
        for (variables, expected) in [
            (
                &[("CLOUDFLARE_EMAIL", "e"), ("CLOUDFLARE_API_KEY", "")][..],
                "incomplete credentials in the environment \
                 (found: CLOUDFLARE_EMAIL; missing: CLOUDFLARE_API_TOKEN, CLOUDFLARE_API_KEY): \
                 set CLOUDFLARE_API_TOKEN, or CLOUDFLARE_EMAIL with CLOUDFLARE_API_KEY",
            ),
            (
                &[("CLOUDFLARE_API_KEY", "secret")],
                "incomplete credentials in the environment \
                 (found: CLOUDFLARE_API_KEY; missing: CLOUDFLARE_API_TOKEN, CLOUDFLARE_EMAIL): \
                 set CLOUDFLARE_API_TOKEN, or CLOUDFLARE_EMAIL with CLOUDFLARE_API_KEY",
            ),
            (
                &[],
                "no credentials in the environment \
                 (missing: CLOUDFLARE_API_TOKEN, CLOUDFLARE_EMAIL, CLOUDFLARE_API_KEY): \
                 set CLOUDFLARE_API_TOKEN, or CLOUDFLARE_EMAIL with CLOUDFLARE_API_KEY",
            ),
        ] {
            let error = client(variables).expect_err("they are incomplete");
            assert_eq!(error.to_string(), expected);
        }
    }

    #[test]
    fn what_no_request_can_carry_is_told_of_its_variable() {
        let read = |value: &str| read("CLOUDFLARE_API_TOKEN", Ok(value.to_owned()));
        for value in ["secret\n", "sec\rret", "\u{7f}secret"] {
            let error = read(value).expect_err("it has a control character");
            assert_eq!(
                error.to_string(),
                "the environment variable CLOUDFLARE_API_TOKEN has a control character in it, such as a line break"
            );
        }
        assert!(read("\n").expect("it is blank").is_none());
        let url = client(&[
            ("CLOUDFLARE_API_TOKEN", "t"),
            ("CLOUDFLARE_BASE_URL", "api.cloudflare.com"),
        ]);
        assert_eq!(
            url.expect_err("it has no scheme").to_string(),
            "CLOUDFLARE_BASE_URL: the base URL is not a URL (relative URL without a base): write it as https://host/path"
        );
    }

    #[test]
    fn the_base_url_is_taken_from_its_variable_else_from_the_document() {
        let token = ("CLOUDFLARE_API_TOKEN", "t");
        let there = client(&[token, ("CLOUDFLARE_BASE_URL", "http://127.0.0.1:1/v4/")]);
        assert_eq!(there.expect("loopback").base_url(), "http://127.0.0.1:1/v4");
        let default = client(&[token, ("CLOUDFLARE_BASE_URL", "")]);
        assert_eq!(default.expect("default").base_url(), crate::BASE_URL);
    }
}
