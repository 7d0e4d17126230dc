//! Sending a call and making sense of what comes back.

use std::time::Instant;

use reqwest::{Method, Request};

use super::{Body, Client, Error, Meta, Reply, retry};

/// Largest body of a reply that is read, in bytes.
const MAX_BODY: usize = 16 * 1024 * 1024;

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
    /// The permissions of which the caller needs one.
    pub(crate) permissions: &'static [&'static str],
    /// The alternatives of security schemes that it accepts; none if it needs no credentials.
    pub(crate) security: &'static [&'static [&'static str]],
    /// The media type of its body, if it has one.
    pub(crate) content_type: &'static str,
    /// The media types of its replies.
    pub(crate) accept: &'static str,
}

/// The operation that an error is about.
pub(super) fn info<O: Operation>() -> &'static OperationInfo {
    const { &O::INFO }
}

impl Client {
    /// Sends a request, again if that is safe and may help, and opens the reply.
    pub(crate) async fn execute<O: Operation>(
        &self,
        request: Request,
    ) -> Result<Reply<<O::Success as Body>::Result>, Error> {
        let start = Instant::now();
        let mut retries = 0;
        let (head, body) = loop {
            // A body of bytes can always be cloned; every body here is one.
            let attempt = request
                .try_clone()
                .ok_or_else(|| Error::invalid_request("its body can be read only once"))?;
            match self.attempt(attempt).await {
                Ok(reply) => break reply,
                Err(failure) => match retry::decide(&failure, retries) {
                    Some(wait) => {
                        tokio::time::sleep(wait).await;
                        retries += 1;
                    }
                    None => return Err(failure.about(info::<O>())),
                },
            }
        };
        let meta = Meta::new(head.status, head.headers, retries, start.elapsed());
        super::reply::open::<O>(meta, body).map_err(|error| error.about(info::<O>()))
    }

    /// Sends a request once and reads the whole reply.
    async fn attempt(&self, request: Request) -> Result<(Head, Vec<u8>), Error> {
        let lost = |error| Error::transport(error, self.origin());
        let mut response = self.http().execute(request).await.map_err(lost)?;
        let head = Head {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
        };
        let mut body = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| lost(error).after(&head))?
        {
            if body.len() + chunk.len() > MAX_BODY {
                return Err(Error::too_large(MAX_BODY).after(&head));
            }
            body.extend_from_slice(&chunk);
        }
        Ok((head, body))
    }
}

/// What comes before the body of a reply.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) status: reqwest::StatusCode,
    pub(super) headers: reqwest::header::HeaderMap,
}
