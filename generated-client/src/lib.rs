//! A client for Cloudflare's Zero Trust risk score integrations.

/// What the generator made of the OpenAPI fragment; only this module holds generated code.
#[cfg(not(feature = "codegen"))]
#[rustfmt::skip]
mod generated;

/// What the generator made of the OpenAPI fragment during this build.
#[cfg(feature = "codegen")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/generated.rs"));
}

#[cfg(feature = "mock")]
pub mod mock;
mod runtime;

pub use generated::{BASE_URL, Credentials, builder, types};
pub use runtime::{
    ApiMessage, Client, ClientBuilder, Error, ErrorKind, Meta, Reply, Request, SecretString,
    UnknownValue,
};
