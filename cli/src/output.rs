//! Results on standard output.

use std::io::{self, ErrorKind, Write as _};

use serde::Serialize;

use crate::arguments::OutputFormat;

/// Prints a result: `rows` for people, the result itself for machines.
pub(crate) fn print(
    format: OutputFormat,
    result: &impl Serialize,
    rows: &[(&str, String)],
) -> io::Result<()> {
    match format {
        OutputFormat::Json => line(&serde_json::to_string_pretty(result)?),
        OutputFormat::Table => {
            let width = rows
                .iter()
                .map(|(label, _)| label.len())
                .max()
                .unwrap_or_default();
            rows.iter().try_for_each(|(label, value)| {
                line(&format!("{label:width$}  {}", printable(value)))
            })
        }
    }
}

/// Prints text and a line end; a reader that has gone away has read enough.
pub(crate) fn line(text: &str) -> io::Result<()> {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

/// Text of the API without what could break a line or steer the terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
