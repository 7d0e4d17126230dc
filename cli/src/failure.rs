//! Why a command failed, for the person and for the script.

use std::fmt::Display;
use std::io;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use zt_risk_scoring::{Error, ErrorKind, code};

use crate::file;
use crate::output::{painted, tell};

/// A message, what to do about it, and the exit code that goes with it; `--help` documents the codes.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    help: Option<String>,
    code: u8,
}

impl Failure {
    /// The command line, the environment or a file cannot be used.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: None,
            code: 2,
        }
    }

    /// A file cannot be read.
    pub(crate) fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::usage(format!("cannot read {}: {error}", file::name(path)))
    }

    /// A file cannot be written.
    pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Self {
        Self {
            code: 5,
            ..Self::usage(format!("cannot write {}: {error}", path.display()))
        }
    }

    /// The same, with what to do about it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same, saying what it is about.
    pub(crate) fn about(mut self, what: impl Display) -> Self {
        self.message = format!("{what}: {}", self.message);
        self
    }

    /// Prints the message, and gives the exit code.
    pub(crate) fn report(self) -> u8 {
        let style = AnsiColor::Red.on_default().bold();
        tell(&format!("{} {}", painted(style, "error:"), self.message));
        if let Some(help) = self.help {
            let label = painted(Style::new().bold(), "help:");
            tell(&format!("{label} {help}"));
        }
        self.code
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            code: exit_code(&error),
            help: help(&error),
            message: error.to_string(),
        }
    }
}

/// The exit code of a call that failed.
pub(crate) fn exit_code(error: &Error) -> u8 {
    match error.kind() {
        ErrorKind::Configuration | ErrorKind::InvalidRequest => 2,
        ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport | ErrorKind::Paced => 4,
        _ => 1,
    }
}

/// What to do about a call that failed, where its message doesn't say it.
pub(crate) fn help(error: &Error) -> Option<String> {
    let status = error.status().map(|status| status.as_u16());
    let help = match (error.kind(), status) {
        _ if error.is_ambiguous() => match error.operation() {
            Some("create_integration") => {
                "look with `zt-risk integrations list`, or use `zt-risk integrations ensure`, which does"
            }
            _ => "look with `zt-risk users show`; repeating it does no harm",
        },
        _ if error.code() == Some(code::NOT_ENTITLED) => {
            "the account doesn't have the product (risk scoring comes with Zero Trust, in some plans), or the \
             token may not use it"
        }
        (_, Some(401)) => {
            "check that CLOUDFLARE_API_TOKEN, or CLOUDFLARE_EMAIL with CLOUDFLARE_API_KEY, is right, and has \
             not expired or been revoked"
        }
        (_, Some(403)) => {
            let permissions = error.required_permission().join("\" or \"");
            return Some(format!(
                "check that the token is right, and has the permission \"{permissions}\" for this account \
                 (dashboard, My Profile > API Tokens)"
            ));
        }
        (_, Some(404)) => "check the account and the id: `list` shows those that there are",
        (_, Some(429)) => "wait as long as it says; `zt-risk apply` does so by itself",
        (ErrorKind::Connect, _) => {
            "check the network, the proxy (HTTPS_PROXY) and CLOUDFLARE_BASE_URL; nothing was sent"
        }
        (ErrorKind::Timeout, _) => "try again, or allow more time with --timeout",
        (ErrorKind::Api, Some(500..)) => {
            "try again later; https://www.cloudflarestatus.com tells of trouble"
        }
        (ErrorKind::InvalidReply, _) => {
            "check CLOUDFLARE_BASE_URL; if it is right, a newer version may know this reply"
        }
        _ => return None,
    };
    Some(help.to_owned())
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self {
            code: 5,
            ..Self::usage(format!("cannot print the result: {error}"))
        }
    }
}
