//! Why a command failed, for the person and for the script.

use std::io;
use std::process::ExitCode;

use zt_risk_scoring::{Error, ErrorKind};

/// A message and the exit code that goes with it; both are documented in `--help`.
#[derive(Debug)]
pub(crate) struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    /// The command line or the environment cannot be used.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 2,
        }
    }

    /// Prints the message.
    pub(crate) fn report(self) -> ExitCode {
        eprintln!("error: {}", self.message);
        ExitCode::from(self.code)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let code = match error.kind() {
            ErrorKind::Configuration | ErrorKind::InvalidRequest => 2,
            ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => 4,
            _ => 1,
        };
        Self {
            message: error.to_string(),
            code,
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self {
            message: format!("the call was made, but its result could not be printed: {error}"),
            code: 5,
        }
    }
}
