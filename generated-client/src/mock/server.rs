//! HTTP: bytes to a request, an answer to bytes.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::answer::Answer;
use super::api::Api;

/// Largest body that is read, in bytes.
const MAX_BODY: usize = 1024 * 1024;
/// The wait after a connection could not be accepted, e.g. for want of file descriptors.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves connections until it is dropped; they end with it.
pub(super) async fn serve(listener: TcpListener, api: Arc<Api>, latency: Duration) {
    let mut connections = JoinSet::new();
    loop {
        // Those that have ended need not be kept.
        while connections.try_join_next().is_some() {}
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(PAUSE).await;
            continue;
        };
        let api = Arc::clone(&api);
        connections.spawn(async move {
            let service = service_fn(|request| respond(&api, latency, request));
            // A client that breaks off is no concern of the server.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn respond(
    api: &Api,
    latency: Duration,
    request: Request<Incoming>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    let (head, body) = request.into_parts();
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    let answer = match Limited::new(body, MAX_BODY).collect().await {
        Ok(body) => api.answer(&head, &body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Answer::failure(
            StatusCode::PAYLOAD_TOO_LARGE,
            1413,
            &format!("The body is larger than {MAX_BODY} bytes"),
        ),
        Err(_) => Answer::failure(StatusCode::BAD_REQUEST, 1400, "The body broke off"),
    };
    let mut response = Response::new(Full::from(answer.body.to_string()));
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    headers.extend(answer.headers);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let ray = format!("{:016x}-LOCAL", uuid::Uuid::new_v4().as_u64_pair().0);
    if let Ok(ray) = HeaderValue::from_str(&ray) {
        headers.insert("cf-ray", ray);
    }
    Ok(response)
}
