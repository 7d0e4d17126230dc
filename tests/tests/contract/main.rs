//! The generated client as an outside consumer sees it: public API in, bytes on a socket out.

mod client;
mod configuration;
mod drift;
mod ensure;
mod errors;
mod family;
mod http2;
mod httpmock;
mod leniency;
mod local_api;
mod official;
mod proxy;
mod replies;
mod requests;
mod sending;
mod times;
mod tls;
