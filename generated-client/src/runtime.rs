//! What generated code calls: it knows HTTP and this API's envelopes, and nothing of risk scores.

mod authentication;
mod base_url;
mod client;
mod constant;
mod envelope;
mod environment;
mod error;
mod lenient;
mod message;
mod nullable;
mod open_enum;
mod operation;
mod path;
mod reply;
mod retry;
#[allow(dead_code, reason = "for documents that have rules for values")]
mod rules;

pub(crate) use authentication::{Authentication, SecretHeader};
pub use client::{Client, ClientBuilder};
pub use constant::{ConstBool, ConstInteger};
#[allow(
    unused_imports,
    reason = "for documents with replies that are no envelopes, or several of an operation"
)]
pub(crate) use envelope::{AnyFailure, Empty, Plain, Unexpected};
pub(crate) use envelope::{Body, Envelope, Opened};
pub use error::{Error, ErrorKind};
pub(crate) use lenient::{ignored, null_as_default};
pub use message::ApiMessage;
pub use nullable::Nullable;
pub(crate) use nullable::present;
pub use open_enum::UnknownValue;
pub(crate) use open_enum::{open_enum, unknown_value};
pub(crate) use operation::{Operation, OperationInfo};
pub(crate) use path::path_segment;
pub use reply::{Meta, Reply};
pub(crate) use reqwest::Method;
pub use reqwest::Request;
#[allow(unused_imports, reason = "for documents that have bounds")]
pub(crate) use rules::Number;
pub(crate) use rules::{Checked, Rule, Violation, check};
pub use secrecy::SecretString;
