//! What generated code calls: it knows HTTP and this API's envelopes, and nothing of risk scores.

mod authentication;
mod base_url;
mod client;
mod envelope;
mod environment;
mod error;
mod lenient;
mod message;
mod open_enum;
mod operation;
mod path;
mod reply;
mod retry;

pub(crate) use authentication::{Authentication, SecretHeader};
pub use client::{Client, ClientBuilder};
#[allow(
    unused_imports,
    reason = "for documents with replies that are no envelopes"
)]
pub(crate) use envelope::Plain;
pub(crate) use envelope::{Envelope, Opened};
pub use error::{Error, ErrorKind};
pub(crate) use lenient::{ignored, null_as_default};
pub use message::ApiMessage;
pub use open_enum::UnknownValue;
pub(crate) use open_enum::{open_enum, unknown_value};
pub(crate) use operation::{Operation, OperationInfo};
pub(crate) use path::path_segment;
pub use reply::{Meta, Reply};
pub(crate) use reqwest::Method;
pub use reqwest::Request;
pub use secrecy::SecretString;
