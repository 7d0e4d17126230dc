//! What generated code calls: it knows HTTP and this API's envelopes, and nothing of risk scores.

mod authentication;
mod base_url;
#[cfg(feature = "blocking")]
mod blocking;
mod builder;
mod call;
mod client;
mod connections;
mod constant;
mod converted;
mod envelope;
mod environment;
mod error;
#[cfg(feature = "schemars")]
mod extend;
mod http;
mod json;
mod lenient;
mod limits;
mod message;
mod nullable;
mod open_enum;
mod operation;
mod options;
mod pace;
mod path;
mod proxy;
mod rate_limit;
mod reply;
mod retry;
mod retry_after;
#[allow(dead_code, reason = "for documents that have rules for values")]
mod rules;
mod trace;
mod watched;

pub(crate) use authentication::{Authentication, SecretHeader};
#[cfg(feature = "blocking")]
pub(crate) use blocking::block_on;
pub use builder::ClientBuilder;
pub(crate) use call::{Call, prepared};
pub use client::Client;
pub use constant::{ConstBool, ConstInteger};
#[allow(
    unused_imports,
    reason = "for documents with UUIDs or integers in requests"
)]
pub(crate) use converted::converted;
#[allow(
    unused_imports,
    reason = "for documents with replies that are no envelopes, or several of an operation"
)]
pub(crate) use envelope::{AnyFailure, Empty, Plain, PlainOrFailure, Unexpected};
pub(crate) use envelope::{Body, Envelope, Opened};
pub use error::{Error, ErrorKind};
#[cfg(feature = "schemars")]
#[allow(
    unused_imports,
    reason = "for documents with rules of what lists of types hold"
)]
pub(crate) use extend::extend;
pub(crate) use json::to_json;
#[allow(
    unused_imports,
    reason = "for documents with choices of objects and arrays"
)]
pub(crate) use lenient::object;
pub(crate) use lenient::{ignored, null_as_default};
pub use message::ApiMessage;
pub use nullable::Nullable;
pub(crate) use nullable::present;
pub use open_enum::UnknownValue;
pub(crate) use open_enum::{open_enum, unknown_value};
pub(crate) use operation::{Operation, OperationInfo};
pub use options::CallOptions;
pub(crate) use path::path_segment;
#[cfg(feature = "httpmock")]
pub(crate) use path::path_value;
pub use rate_limit::{RateLimit, RateLimitPolicy};
pub use reply::{Meta, Reply};
pub(crate) use reqwest::Method;
pub use reqwest::Request;
#[allow(unused_imports, reason = "for documents that have bounds")]
pub(crate) use rules::Number;
pub(crate) use rules::{Checked, Rule, Violation, check};
pub use secrecy::SecretString;
