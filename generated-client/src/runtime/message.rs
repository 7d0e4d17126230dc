//! What the API says in words.

use std::fmt;

use super::error::printable;

/// An entry of `errors` or `messages` in a reply.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ApiMessage {
    /// The number that identifies this kind of error or remark; 0 where the API gave none.
    pub code: i64,
    /// The error or remark in words.
    pub message: String,
    /// A page that explains it.
    pub documentation_url: Option<String>,
    /// The part of the request that it is about, as a JSON pointer into the body.
    pub pointer: Option<String>,
}

impl fmt::Display for ApiMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // None has this code: it stands for one that is missing.
        let code = (self.code != 0).then(|| self.code.to_string());
        let message = (!self.message.is_empty()).then(|| printable(&self.message));
        let said: Vec<String> = code.into_iter().chain(message).collect();
        match said.as_slice() {
            [] => f.write_str("(nothing said)")?,
            said => f.write_str(&said.join(" "))?,
        }
        if let Some(pointer) = &self.pointer {
            write!(f, " at {}", printable(pointer))?;
        }
        if let Some(url) = &self.documentation_url {
            write!(f, " (see {})", printable(url))?;
        }
        Ok(())
    }
}
