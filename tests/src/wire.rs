//! A server that takes one request byte by byte and says what it was told to.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A server for one request.
#[derive(Debug)]
pub struct Wire {
    base_url: String,
    request: JoinHandle<io::Result<Request>>,
}

/// A request as it was on the wire.
#[derive(Debug)]
pub struct Request {
    /// The first line.
    pub line: String,
    /// The lines of the headers, sorted.
    pub headers: Vec<String>,
    /// The body.
    pub body: String,
}

impl Wire {
    /// A server on loopback that answers one request with `reply`, status line and all.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn answering(reply: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let reply = reply.to_owned();
        Self {
            base_url: format!("http://{address}/client/v4"),
            request: tokio::spawn(async move {
                let (mut stream, _) = listener.accept().await?;
                let request = read(&mut stream).await?;
                stream.write_all(reply.as_bytes()).await?;
                stream.shutdown().await?;
                Ok(request)
            }),
        }
    }

    /// A server that answers as the documentation does.
    pub async fn documented() -> Self {
        Self::answering(&reply(
            "200 OK",
            "application/json",
            crate::DOCUMENTED_RESPONSE,
        ))
        .await
    }

    /// The base URL, with the path that the API has.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The request that came.
    ///
    /// # Panics
    /// When none came whole.
    pub async fn request(self) -> Request {
        self.request.await.expect("no panic").expect("a request")
    }

    /// Whether no request has come.
    #[must_use]
    pub fn is_untouched(&self) -> bool {
        !self.request.is_finished()
    }
}

/// The head and the body of the answer to a request as any HTTP client would send it.
///
/// # Panics
/// When there is no answer.
pub async fn exchange(
    address: SocketAddr,
    request: &str,
    headers: &[&str],
    body: &str,
) -> (String, String) {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let text = format!(
        "{request} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {}\r\n{}\r\n{body}",
        body.len(),
        [headers, &[""]].concat().join("\r\n"),
    );
    stream.write_all(text.as_bytes()).await.expect("it is sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
    (head.to_owned(), body.to_owned())
}

/// A reply of HTTP/1.1 as text.
#[must_use]
pub fn reply(status: &str, content_type: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncf-ray: 8f0-TEST\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}

async fn read(stream: &mut TcpStream) -> io::Result<Request> {
    let mut bytes = Vec::new();
    loop {
        if let Some(request) = parse(&String::from_utf8_lossy(&bytes)) {
            return Ok(request);
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}

/// The request, once it is whole.
fn parse(text: &str) -> Option<Request> {
    let (head, body) = text.split_once("\r\n\r\n")?;
    let mut lines = head.split("\r\n").map(str::to_owned);
    let line = lines.next()?;
    let mut headers: Vec<String> = lines.collect();
    headers.sort();
    let length = headers
        .iter()
        .find_map(|header| header.strip_prefix("content-length: "))
        .map_or(Some(0), |length| length.parse().ok())?;
    (body.len() >= length).then(|| Request {
        line,
        headers,
        body: body.to_owned(),
    })
}
