//! The form that every reply has.

use serde::de::{Deserialize, DeserializeOwned, Deserializer};

use super::ApiMessage;

/// The body of a reply; generated for each envelope of the document.
pub(crate) trait Envelope: DeserializeOwned {
    /// What a caller wants of it.
    type Result;

    /// Takes it apart.
    fn open(self) -> Opened<Self::Result>;
}

/// An envelope taken apart.
pub(crate) struct Opened<T> {
    /// What the envelope says of the call.
    pub(crate) success: bool,
    pub(crate) errors: Vec<ApiMessage>,
    pub(crate) messages: Vec<ApiMessage>,
    /// What is said about the result, such as how many there are.
    pub(crate) result_info: Option<serde_json::Value>,
    /// The result; `None` where the document wants one and there is none.
    pub(crate) result: Option<T>,
}

/// A body that is no envelope: all of it is the result.
#[allow(dead_code, reason = "for documents with replies that are no envelopes")]
pub(crate) struct Plain<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Plain<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self)
    }
}

impl<T: DeserializeOwned> Envelope for Plain<T> {
    type Result = T;

    fn open(self) -> Opened<T> {
        Opened {
            success: true,
            errors: Vec::new(),
            messages: Vec::new(),
            result_info: None,
            result: Some(self.0),
        }
    }
}
