//! A server that fails in every way that a server and what is between can.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What a server does once it has read a request.
#[derive(Clone, Debug)]
pub enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Sends this much, or until nobody reads any more.
    Flood(usize),
    /// Does nothing for so long.
    Wait(Duration),
    /// Does nothing for as long as the client waits.
    Stall,
    /// Ends the connection orderly.
    Close,
    /// Ends the connection by a reset, with which what was sent may be lost.
    Reset,
}

/// A server on loopback that follows a script.
#[derive(Debug)]
pub struct FaultServer {
    base_url: String,
    seen: Arc<Mutex<Seen>>,
}

/// What a server has seen.
#[derive(Debug, Default)]
struct Seen {
    /// The first line of each request.
    requests: Vec<String>,
    connections: usize,
    /// Bytes of floods that went out.
    flooded: usize,
}

impl FaultServer {
    /// A server that answers its first request by the first list of steps, and so on; the last one
    /// again and again. A list that doesn't end the connection leaves it open for more requests.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn start(script: Vec<Vec<Step>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let seen = Arc::new(Mutex::new(Seen::default()));
        let shared = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (script, seen) = (script.clone(), Arc::clone(&shared));
                lock(&seen).connections += 1;
                tokio::spawn(async move { serve(stream, &script, &seen).await });
            }
        });
        Self {
            base_url: format!("http://{address}/client/v4"),
            seen,
        }
    }

    /// The base URL, with the path that the API has.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// How many requests came.
    #[must_use]
    pub fn requests(&self) -> usize {
        lock(&self.seen).requests.len()
    }

    /// The first line of each request.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        lock(&self.seen).requests.clone()
    }

    /// How many connections came.
    #[must_use]
    pub fn connections(&self) -> usize {
        lock(&self.seen).connections
    }

    /// How many bytes of floods went out.
    #[must_use]
    pub fn flooded(&self) -> usize {
        lock(&self.seen).flooded
    }
}

/// A whole reply, which leaves the connection open.
#[must_use]
pub fn reply(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<Step> {
    let body = body.as_ref();
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{headers}\r\n");
    vec![Step::Send([head.as_bytes(), body].concat())]
}

fn lock(seen: &Mutex<Seen>) -> std::sync::MutexGuard<'_, Seen> {
    seen.lock().expect("nobody panics with it")
}

async fn serve(mut stream: TcpStream, script: &[Vec<Step>], seen: &Mutex<Seen>) -> io::Result<()> {
    loop {
        let line = read_request(&mut stream).await?;
        let number = {
            let mut seen = lock(seen);
            seen.requests.push(line);
            seen.requests.len() - 1
        };
        for step in &script[number.min(script.len() - 1)] {
            match step {
                Step::Send(bytes) => stream.write_all(bytes).await?,
                Step::Flood(total) => {
                    let chunk = vec![b'x'; 64 * 1024];
                    for _ in 0..total / chunk.len() {
                        stream.write_all(&chunk).await?;
                        lock(seen).flooded += chunk.len();
                    }
                }
                Step::Wait(time) => tokio::time::sleep(*time).await,
                Step::Stall => tokio::time::sleep(Duration::from_secs(3600)).await,
                Step::Close => return stream.shutdown().await,
                Step::Reset => {
                    // What was sent before should be read before.
                    tokio::time::sleep(Duration::from_millis(20)).await;
                    return stream.set_zero_linger();
                }
            }
        }
    }
}

/// The first line of a request that was read to its end.
async fn read_request(stream: &mut TcpStream) -> io::Result<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(Ok(0), str::parse::<usize>)
                .map_err(io::Error::other)?;
            if body.len() >= length {
                return Ok(head.lines().next().unwrap_or_default().to_owned());
            }
        }
        if stream.read_buf(&mut bytes).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
}
