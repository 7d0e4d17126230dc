//! A document in several files: `$ref: 'schemas.yaml#/Pet'`.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf, absolute};

use pathdiff::diff_paths;
use percent_encoding::percent_decode_str;

use super::{MAX_FILES, load, parse_bytes};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Document, Member, Node, Object, Value};
use crate::reference::{self, FILES, segment};

/// Reads the files that `document` refers to, and those that they refer to, into it.
pub(super) fn read(document: &mut Document, file: &Path) -> Result<(), Diagnostics> {
    let mut reader = Reader {
        folder: file.parent().unwrap_or(Path::new("")).to_owned(),
        root: file.file_name().map(PathBuf::from).unwrap_or_default(),
        roots: BTreeMap::new(),
        wanted: VecDeque::new(),
        found: Vec::new(),
        place: place(file.parent().unwrap_or(Path::new(""))),
        root_place: place(file),
    };
    let begin = document.root.position.clone();
    if let Some(member) = document.root.as_object().and_then(|root| root.get(FILES)) {
        let help = "rename it: files that are referred to stand there";
        let message = format!("the extension `{FILES}` is taken");
        return Err(Diagnostic::error(Code::Name, &member.key, message, help).into());
    }
    reader.redirect(&mut document.root, &reader.root.clone());
    while let Some((path, asked)) = reader.wanted.pop_front() {
        if reader.roots.contains_key(&path) {
            continue;
        }
        if reader.roots.len() >= MAX_FILES {
            // Said of the first one only.
            if reader.roots.len() == MAX_FILES {
                reader.found.push(Diagnostic::error(
                    Code::TooLarge,
                    &asked.position,
                    format!("the document has more than {MAX_FILES} files"),
                    "join some of them",
                ));
            }
            reader.roots.insert(path, asked.with(Value::Null));
            continue;
        }
        // One that is no more than steps leads to the folder.
        let here = PathBuf::from(".");
        let is_here = path.as_os_str().is_empty();
        let on_disk = reader.folder.join(if is_here { &here } else { &path });
        let name = on_disk.display().to_string();
        match load(&on_disk) {
            Err(reason) => {
                let unread = Diagnostic::error(
                    Code::DanglingRef,
                    &asked.position,
                    format!("cannot read the file {name} that this refers to: {reason}"),
                    "add the file, or correct the reference",
                );
                let meant = asked
                    .as_str()
                    .and_then(|text| reference::bare(document, text));
                reader.found.push(unread.or_meant(meant.as_deref()));
            }
            Ok(bytes) => match parse_bytes(&name, bytes) {
                Ok(mut other) => {
                    reader.redirect(&mut other.root, &path);
                    document.files.append(&mut other.files);
                    reader.found.append(&mut other.found);
                    reader.roots.insert(path, other.root);
                    continue;
                }
                Err(more) => reader.found.extend(more.iter().cloned().map(|one| {
                    // What has no place of its own is told of what asked for the file.
                    let place = one
                        .position
                        .clone()
                        .unwrap_or_else(|| asked.position.clone());
                    Diagnostic {
                        position: Some(place),
                        ..one
                    }
                })),
            },
        }
        reader.roots.insert(path, asked.with(Value::Null));
    }
    document.found.append(&mut reader.found);
    if !reader.roots.is_empty() {
        let members = reader.roots.into_iter().map(|(path, node)| {
            let key = node.position.clone();
            (name(&path), Member { key, node })
        });
        let files = Node {
            value: Value::Object(members.collect::<Object>()),
            position: begin,
        };
        document.root.set(FILES, files);
    }
    Ok(())
}

struct Reader {
    /// Where the first file is.
    folder: PathBuf,
    /// The name of the first file.
    root: PathBuf,
    /// What was read, by its path from `folder`.
    roots: BTreeMap<PathBuf, Node>,
    /// What is to be read, with the reference that asked for it.
    wanted: VecDeque<(PathBuf, Node)>,
    found: Vec<Diagnostic>,
    /// Where `folder` is, links followed; nothing of what isn't there.
    place: Option<PathBuf>,
    /// Where the first file is.
    root_place: Option<PathBuf>,
}

/// Where a file or a folder is, links followed.
fn place(path: &Path) -> Option<PathBuf> {
    let here = Path::new(".");
    fs::canonicalize(if path.as_os_str().is_empty() {
        here
    } else {
        path
    })
    .ok()
}

impl Reader {
    /// The one path of a file from `folder`: there may be several to it. References in a file lead on from the
    /// path that it is read by, so that only a link to a file beside it is that file.
    fn own_path(&self, mut path: PathBuf) -> PathBuf {
        let on_disk = self.folder.join(&path);
        let file = place(&on_disk);
        if file.is_some() && file == self.root_place {
            return self.root.clone();
        }
        let folder = on_disk.parent().and_then(place);
        if let Some(file) = file.filter(|file| file.parent() == folder.as_deref())
            && let Some(name) = file.file_name()
        {
            path.set_file_name(name);
        }
        if !path.is_absolute() {
            return path;
        }
        let folders = [self.place.clone(), absolute(&self.folder).ok()];
        let mut folders = folders.into_iter().flatten();
        let from = folders.find(|folder| path.starts_with(folder));
        from.and_then(|from| diff_paths(&path, from))
            .unwrap_or(path)
    }

    /// Makes the references of the file at `path` lead to where files stand in the document.
    fn redirect(&mut self, root: &mut Node, path: &Path) {
        let is_root = path == self.root;
        reference::walk_mut(root, &mut |node| {
            let Some(text) = node.str("$ref").map(str::to_owned) else {
                return;
            };
            let (file, pointer) = text.split_once('#').unwrap_or((&text, ""));
            let file = percent_decode_str(file).decode_utf8_lossy();
            let file = file.as_ref();
            if file.is_empty() && is_root {
                return;
            }
            let to = if file.is_empty() {
                path.to_owned()
            } else if file.contains("://") {
                // The check of references says that it is remote.
                return;
            } else {
                self.own_path(normal(&path.parent().unwrap_or(Path::new("")).join(file)))
            };
            let rewritten = if to == self.root {
                format!("#{pointer}")
            } else {
                let name = segment(&name(&to)).replace('%', "%25");
                // One that is no path leads nowhere, and is shown as it is written.
                let is_path = pointer.is_empty() || pointer.starts_with('/');
                let begin = if is_path { "" } else { "#" };
                format!("#/{FILES}/{name}{begin}{pointer}")
            };
            if !file.is_empty() && to != self.root {
                let asked = node.get("$ref").unwrap_or(node).clone();
                self.wanted.push_back((to, asked));
            }
            if let Some(reference) = node.get_mut("$ref") {
                reference.value = Value::String(rewritten);
            }
        });
    }
}

/// A path with forward slashes, so that it is the same on every system.
fn name(path: &Path) -> String {
    path.to_string_lossy().replace(MAIN_SEPARATOR, "/")
}

/// A path without `.` and, as far as it goes, `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}
