//! Results on standard output.

use std::io::{self, ErrorKind, Write as _};

use anstyle::{AnsiColor, Style};
use serde::Serialize;
use tabled::builder::Builder;
use tabled::settings::{Padding, Style as Borders};
use zt_risk_scoring::types::RiskLevel;

use crate::arguments::{Color, Global, OutputFormat};

/// How to print results.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Printer {
    format: OutputFormat,
    is_quiet: bool,
}

impl Printer {
    /// As the command line says.
    pub(crate) fn new(global: &Global) -> Self {
        let choice = match global.color {
            Color::Auto => anstream::ColorChoice::Auto,
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
        Self {
            format: global.output,
            is_quiet: global.quiet,
        }
    }

    /// Whether only ids are wanted.
    pub(crate) fn is_quiet(self) -> bool {
        self.is_quiet
    }

    /// Whether a person is to read it.
    pub(crate) fn is_for_people(self) -> bool {
        !self.is_quiet && matches!(self.format, OutputFormat::Table)
    }

    /// Prints a result, of which people read `fields`.
    pub(crate) fn record(
        self,
        result: &impl Serialize,
        id: Option<&str>,
        fields: &[(&str, String)],
    ) -> io::Result<()> {
        let rows = fields.iter().map(|(label, value)| {
            let label = painted(Style::new().bold(), label);
            vec![label, value.clone()]
        });
        let ids: Vec<String> = id.map(str::to_owned).into_iter().collect();
        self.print(result, &ids, || table(rows))
    }

    /// Prints a result with several items, which people read as rows below a header.
    pub(crate) fn list(
        self,
        result: &impl Serialize,
        ids: &[String],
        header: &[&str],
        rows: Vec<Vec<String>>,
    ) -> io::Result<()> {
        self.print(result, ids, || match rows.len() {
            0 => String::new(),
            _ => columns(header, rows),
        })
    }

    fn print(
        self,
        result: &impl Serialize,
        ids: &[String],
        for_people: impl FnOnce() -> String,
    ) -> io::Result<()> {
        if self.is_quiet {
            return ids.iter().try_for_each(|id| line(id));
        }
        match self.format {
            OutputFormat::Table => text(&for_people()),
            OutputFormat::Json => line(&serde_json::to_string_pretty(result)?),
            OutputFormat::Yaml => text(&serde_saphyr::to_string(result).map_err(io::Error::other)?),
        }
    }
}

/// Rows below a header.
pub(crate) fn columns(header: &[&str], rows: Vec<Vec<String>>) -> String {
    let header = header
        .iter()
        .map(|label| painted(Style::new().bold(), label));
    table(std::iter::once(header.collect()).chain(rows))
}

/// Columns that are as wide as what is in them.
fn table(rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut builder = Builder::default();
    for row in rows {
        builder.push_record(row);
    }
    let mut table = builder.build();
    table.with(Borders::empty()).with(Padding::new(0, 2, 0, 0));
    let text = table.to_string();
    let lines = text.lines().map(|line| format!("{}\n", line.trim_end()));
    lines.collect()
}

/// Text with a style, which is left out where no colours are wanted.
pub(crate) fn painted(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// `yes` or `no`.
pub(crate) fn yes_or_no(is_so: bool) -> String {
    if is_so {
        painted(AnsiColor::Green.on_default(), "yes")
    } else {
        painted(Style::new().dimmed(), "no")
    }
}

/// A level of risk in its colour.
pub(crate) fn risk_level(level: &RiskLevel) -> String {
    let style = match level {
        RiskLevel::High => AnsiColor::Red.on_default(),
        RiskLevel::Medium => AnsiColor::Yellow.on_default(),
        _ => Style::new(),
    };
    painted(style, &printable(level.as_str()))
}

/// Prints text and a line end; a reader that has gone away has read enough.
pub(crate) fn line(text: &str) -> io::Result<()> {
    self::text(&format!("{text}\n"))
}

/// Prints text that has its line ends.
pub(crate) fn text(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

/// Tells people what goes on, beside the result.
pub(crate) fn tell(text: &str) {
    // Nobody can be told that nobody can be told.
    let _ = writeln!(anstream::stderr().lock(), "{text}");
}

/// Text of the API, or of a file, without what could break a line or steer the terminal.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            // They turn the direction of text, end a line, or aren't seen, without being controls.
            '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => ' ',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect()
}
