//! Files of YAML, of which JSON is a part.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::de::DeserializeOwned;
use serde_saphyr::UserMessageFormatter;

use crate::failure::Failure;

/// The largest file that is read, in bytes.
const MOST: u64 = 64 * 1024 * 1024;
/// The most values in a file.
const NODES: usize = 16 * 1024 * 1024;

/// Reads a file, or standard input for `-`, as YAML.
pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    let text = text(path).map_err(|error| Failure::unreadable(path, &error))?;
    let options = serde_saphyr::options! {
        with_snippet: false,
        // As much as such a file can have: it has been bounded already.
        budget: serde_saphyr::budget! { max_nodes: NODES, max_events: 2 * NODES },
    };
    serde_saphyr::from_str_with_options(&text, options).map_err(|error| {
        let error = error.render_with_formatter(&UserMessageFormatter);
        Failure::usage(format!("{}: {error}", name(path)))
    })
}

/// What people call the file.
pub(crate) fn name(path: &Path) -> String {
    if path == Path::new("-") {
        return "standard input".to_owned();
    }
    path.display().to_string()
}

fn text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    let mut reader: Box<dyn Read> = if path == Path::new("-") {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(path)?)
    };
    let length = reader.by_ref().take(MOST + 1).read_to_string(&mut text)?;
    if length as u64 > MOST {
        return Err(io::Error::other(format!("it is larger than {MOST} bytes")));
    }
    Ok(text)
}
