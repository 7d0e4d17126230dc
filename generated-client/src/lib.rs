//! A client for Cloudflare's Zero Trust risk score integrations.

/// What the generator made of the OpenAPI fragment: during this build, or when it was last committed.
///
/// Only this module holds generated code, and exceptions to lints for it.
#[rustfmt::skip]
#[allow(clippy::doc_markdown, reason = "descriptions are the document's")]
#[allow(clippy::default_trait_access, reason = "progenitor writes defaults without their type")]
mod generated {
    #[cfg(feature = "codegen")]
    include!(concat!(env!("OUT_DIR"), "/generated.rs"));
    #[cfg(not(feature = "codegen"))]
    include!("generated.rs");
}

#[cfg(feature = "mock")]
pub mod mock;
mod runtime;

pub use generated::{BASE_URL, Credentials, builder, types};
pub use runtime::{
    ApiMessage, Client, ClientBuilder, Error, ErrorKind, Meta, Reply, Request, SecretString,
    UnknownValue,
};
