//! Connections that aren't made, break, or hold other bytes than they should.

use super::Operation;
use super::fault::{Step, reply};
use super::table::{ALL, Fault, ONCE, expected};
use crate::ErrorKind;

pub(super) fn all(operation: Operation) -> Vec<Fault> {
    let mut faults = broken();
    faults.extend(kept(operation));
    faults.extend(lengths(operation));
    faults
}

fn send(text: impl Into<Vec<u8>>) -> Step {
    Step::Send(text.into())
}

fn broken() -> Vec<Fault> {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n";
    let chunk = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64\r\n{";
    let lost = |name, steps, status| Fault::lost(name, steps, ErrorKind::Transport, status);
    let stalled = |name, steps, status| Fault::lost(name, steps, ErrorKind::Timeout, status);
    vec![
        Fault::new(
            "a refused connection",
            Vec::new(),
            ALL,
            Some(expected(ErrorKind::Connect, None, false)),
        )
        .with(|error| error.says = "cannot connect to http://127.0.0.1:"),
        lost("reset before headers", vec![Step::Reset], None),
        lost("close before headers", vec![Step::Close], None),
        lost(
            "reset in headers",
            vec![send("HTTP/1.1 200 OK\r\ncontent-"), Step::Reset],
            None,
        ),
        lost(
            "reset after headers",
            vec![send(head), Step::Reset],
            Some(200),
        ),
        lost(
            "a chunk that breaks off",
            vec![send(chunk), Step::Close],
            Some(200),
        ),
        // What the head says is known, however its body ends.
        lost(
            "a 503 that breaks off",
            vec![send(head.replace("200", "503")), Step::Close],
            Some(503),
        ),
        Fault::reply(
            "a 429 that breaks off",
            vec![send(head.replace("200", "429")), Step::Close],
            ALL,
            ErrorKind::Transport,
            429,
            false,
        ),
        Fault::reply(
            "a 400 that breaks off",
            vec![send(head.replace("200", "400")), Step::Close],
            ONCE,
            ErrorKind::Transport,
            400,
            false,
        ),
        lost("no HTTP", vec![send("SSH-2.0-x\r\n"), Step::Close], None),
        stalled("stalled headers", vec![Step::Stall], None),
        stalled(
            "stalled body",
            vec![send(head), send("{"), Step::Stall],
            Some(200),
        ),
    ]
}

/// Connections that calls before have left open.
fn kept(operation: Operation) -> Vec<Fault> {
    let good = reply("200 OK", "", operation.good());
    let broken = |name, end| {
        let fault = Fault::lost(name, vec![end], ErrorKind::Transport, None);
        fault.after(vec![good.clone()])
    };
    let closed = [good.clone(), vec![Step::Close]].concat();
    let more = [good.clone(), vec![send("<html>")]].concat();
    vec![
        broken(
            "a kept connection that closes when a request is there",
            Step::Close,
        ),
        broken(
            "a kept connection that is reset when a request is there",
            Step::Reset,
        ),
        Fault::harmless(
            "a kept connection that closes while it is idle",
            good.clone(),
        )
        .after(vec![closed]),
        Fault::harmless("a kept connection with bytes that nobody promised", good)
            .after(vec![more]),
    ]
}

/// Replies without a length, or with another than they have.
fn lengths(operation: Operation) -> Vec<Fault> {
    let body = operation.good();
    let whole = |head: &str| vec![send(format!("{head}\r\n\r\n{body}")), Step::Close];
    let flood = |name, head: &str| {
        let steps = vec![send(head), Step::Flood(1 << 30), Step::Close];
        let kind = ErrorKind::InvalidReply;
        // It is a success, so nobody has to ask twice; but what has happened cannot be read.
        Fault::reply(name, steps, ONCE, kind, 200, true)
            .with(|error| error.says = "the reply is larger than 1048576 bytes")
    };
    let more = format!("HTTP/1.1 200 OK\r\ncontent-length: {}", body.len() + 1);
    let exact = format!("HTTP/1.0 200 OK\r\ncontent-length: {}", body.len());
    let beyond = format!(
        "HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}<html>",
        body.len()
    );
    vec![
        Fault::harmless("HTTP/1.0", whole(&exact)),
        Fault::harmless("HTTP/1.0 without a length", whole("HTTP/1.0 200 OK")),
        Fault::harmless("HTTP/1.1 without a length", whole("HTTP/1.1 200 OK")),
        Fault::harmless(
            "bytes beyond the promised length",
            vec![send(beyond), Step::Close],
        ),
        Fault::lost(
            "more was promised than came",
            whole(&more),
            ErrorKind::Transport,
            Some(200),
        ),
        Fault::lost(
            "more was promised than came, and the connection is left open",
            vec![send(format!("{more}\r\n\r\n{body}")), Step::Stall],
            ErrorKind::Timeout,
            Some(200),
        ),
        Fault::reply(
            "less was promised than came",
            whole("HTTP/1.1 200 OK\r\ncontent-length: 9"),
            ONCE,
            ErrorKind::InvalidReply,
            200,
            true,
        ),
        Fault::lost(
            "a length that is no number",
            whole("HTTP/1.1 200 OK\r\ncontent-length: many"),
            ErrorKind::Transport,
            None,
        ),
        flood(
            "a gigabyte that was promised",
            "HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n",
        ),
        flood(
            "a gigabyte that was not promised",
            "HTTP/1.1 200 OK\r\n\r\n",
        ),
    ]
}
