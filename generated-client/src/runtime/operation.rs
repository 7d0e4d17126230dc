//! What the generator tells of an operation.

use reqwest::Method;

use super::Body;

/// An operation of the document; generated for each builder.
pub(crate) trait Operation {
    /// What there is to know of it before a call.
    const INFO: OperationInfo;
    /// The reply of a call that succeeded.
    type Success: Body;
    /// The reply of a call that failed.
    type Failure: Body;
}

/// What the document says of an operation, apart from its types.
#[derive(Debug)]
pub(crate) struct OperationInfo {
    /// Its `operationId`.
    pub(crate) id: &'static str,
    pub(crate) method: Method,
    /// Its path, with the names of its values in braces.
    #[cfg_attr(not(feature = "tracing"), allow(dead_code, reason = "for tracing"))]
    pub(crate) route: &'static str,
    /// The permissions of which the caller needs one.
    pub(crate) permissions: &'static [&'static str],
    /// The alternatives of security schemes that it accepts; none if it needs no credentials.
    pub(crate) security: &'static [&'static [&'static str]],
    /// The media type of its body, if it has one.
    pub(crate) content_type: &'static str,
    /// The media types of its replies.
    pub(crate) accept: &'static str,
}
