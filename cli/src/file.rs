//! Files: those of YAML, of which JSON is a part, are read, and reports are written.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

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
    let mut reader: Box<dyn io::Read> = if path == Path::new("-") {
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

/// Refuses a path to which no report can be written, before there is one.
pub(crate) fn check(path: &Path) -> Result<(), Failure> {
    let cannot =
        |reason: String| Failure::usage(format!("cannot write {}: {reason}", path.display()));
    if path == Path::new("-") {
        return Err(cannot(
            "give a file; `--output json` prints the report".to_owned(),
        ));
    }
    if path.is_dir() {
        return Err(cannot("it is a folder".to_owned()));
    }
    if is_replaceable(path) {
        let beside = beside(&target(path));
        beside.map_err(|error| cannot(error.to_string()))?;
    }
    Ok(())
}

/// Writes a file, which is replaced whole or not at all.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    // Another program reads a pipe or a device: it is written to, not replaced.
    if !is_replaceable(path) {
        return fs::write(path, text);
    }
    let target = target(path);
    let mut file = beside(&target)?;
    file.write_all(text.as_bytes())?;
    if let Ok(old) = fs::metadata(&target) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.persist(&target)?;
    Ok(())
}

/// Whether there is a file, or nothing.
fn is_replaceable(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |there| there.is_file())
}

/// The file itself, where the path is a link to it.
fn target(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// A new file that can take the place of another.
fn beside(path: &Path) -> io::Result<tempfile::NamedTempFile> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // As any new file has them: the process's mask is taken off.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder.unwrap_or(Path::new(".")))
}
