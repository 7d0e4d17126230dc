//! The generated client as an outside consumer sees it: public API in, bytes on a socket out.

mod client;
mod drift;
mod leniency;
mod local_api;
mod replies;
mod requests;
