//! Codes of errors, as [`Error::code`](crate::Error::code) gives them.
//!
//! The API has more, and adds others without notice.

/// The account doesn't have the product; comes with status 403.
pub const NOT_ENTITLED: i64 = 3314;
/// The credentials are not valid, or may not do this.
pub const AUTHENTICATION: i64 = 10_000;
/// A path that the API does not know, such as that of an account that isn't one.
pub const NO_ROUTE: i64 = 7003;
