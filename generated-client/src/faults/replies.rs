//! Replies that say no, and those that nobody can read.

use std::time::Duration;

use chrono::{DateTime, SubsecRound as _, Utc};

use super::fault::reply;
use super::table::{ALL, Fault, ONCE, SAFE, Wait};
use crate::ErrorKind;

pub(super) fn all() -> Vec<Fault> {
    let mut faults = waits();
    faults.extend(refusals());
    faults.extend(unreadable());
    faults
}

/// Each status of a moment, with each form in which a wait may be asked for.
fn waits() -> Vec<Fault> {
    let date = |date: DateTime<Utc>| {
        let date = date.format("%a, %d %b %Y %H:%M:%S GMT");
        format!("retry-after: {date}\r\n")
    };
    let now = Utc::now().trunc_subsecs(0);
    // Within the longest wait that is slept, and still to come when the last row of the table is tried.
    let soon = now + Duration::from_secs(55);
    let late = now + Duration::from_secs(600);
    let seconds = |seconds| Wait::For(Duration::from_secs(seconds));
    let forms = [
        (String::new(), Wait::None, true),
        (
            "retry-after-ms: 20\r\n".to_owned(),
            Wait::For(Duration::from_millis(20)),
            true,
        ),
        ("retry-after: 2\r\n".to_owned(), seconds(2), true),
        ("retry-after: 60\r\n".to_owned(), seconds(60), true),
        (date(soon), Wait::Until(soon), true),
        (date(now - Duration::from_secs(5)), Wait::None, true),
        ("retry-after: soon\r\n".to_owned(), Wait::None, true),
        // Longer than is slept.
        ("retry-after: 61\r\n".to_owned(), seconds(61), false),
        (date(late), Wait::Until(late), false),
    ];
    let statuses = [
        ("408 Request Timeout", SAFE, true),
        ("409 Conflict", SAFE, true),
        ("425 Too Early", ALL, false),
        ("429 Too Many Requests", ALL, false),
        ("500 Internal Server Error", SAFE, true),
        ("503 Service Unavailable", SAFE, true),
        ("520 Unknown Error", SAFE, true),
    ];
    let mut faults = Vec::new();
    for (status, attempts, is_ambiguous) in statuses {
        for (header, wait, is_slept) in &forms {
            let attempts = if *is_slept { attempts } else { ONCE };
            let fault = Fault::refusal(status, header, attempts, is_ambiguous);
            faults.push(fault.with(|error| error.wait = *wait));
        }
    }
    faults
}

/// What else the API says no with.
fn refusals() -> Vec<Fault> {
    let (told, told_not) = ("x-should-retry: true\r\n", "x-should-retry: false\r\n");
    let refusal = Fault::refusal;
    vec![
        refusal("400 Bad Request", "", ONCE, false),
        refusal("400 Bad Request", told, ALL, false),
        // A wait that is asked for makes no failure one of a moment.
        refusal("400 Bad Request", "retry-after: 2\r\n", ONCE, false)
            .with(|error| error.wait = Wait::For(Duration::from_secs(2))),
        refusal("403 Forbidden", "", ONCE, false)
            .with(|error| error.says = "needs the permission Zero Trust"),
        refusal("408 Request Timeout", told, SAFE, true),
        refusal("409 Conflict", told, SAFE, true),
        refusal("429 Too Many Requests", told_not, ONCE, false),
        refusal("500 Internal Server Error", told, SAFE, true),
        refusal("503 Service Unavailable", told_not, ONCE, true),
    ]
}

fn unreadable() -> Vec<Fault> {
    let unread = |status: &'static str, headers, attempts, is_ambiguous| {
        let html = reply(status, headers, "<html><h1>Oops</h1></html>");
        let number = status[..3].parse().expect("a status");
        let name = format!("{status} {headers} and HTML");
        let kind = ErrorKind::InvalidReply;
        Fault::reply(&name, html, attempts, kind, number, is_ambiguous)
    };
    vec![
        unread("200 OK", "", ONCE, true),
        // It has happened, whatever is told.
        unread("200 OK", "x-should-retry: true\r\n", ONCE, true),
        unread(
            "307 Temporary Redirect",
            "location: http://127.0.0.1:1/\r\n",
            ONCE,
            false,
        ),
        unread("404 Not Found", "", ONCE, false),
        unread("429 Too Many Requests", "", ALL, false),
        unread("502 Bad Gateway", "", SAFE, true),
    ]
}
