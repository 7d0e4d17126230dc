//! Asking before what cannot be undone.

use std::io::{self, IsTerminal as _, Write as _};

use crate::arguments::Confirmation;
use crate::failure::Failure;

/// Asks a person whether to do it, unless that was said already.
pub(crate) fn confirm(confirmation: &Confirmation, question: &str) -> Result<(), Failure> {
    if confirmation.yes {
        return Ok(());
    }
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(
            Failure::usage("this cannot be undone, and there is nobody to ask")
                .help("give --yes to do it all the same"),
        );
    }
    let mut answer = String::new();
    let mut asked = io::stderr();
    write!(asked, "{question} [y/N] ")
        .and_then(|()| asked.flush())
        .and_then(|()| io::stdin().read_line(&mut answer))
        .map_err(|error| Failure::usage(format!("cannot ask: {error}")))?;
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(Failure::usage("you said no; nothing was changed")),
    }
}
