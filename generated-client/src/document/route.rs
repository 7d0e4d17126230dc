//! From a path to the operations that it names.

use percent_encoding::percent_decode_str;

use super::Operation;

/// The decoded parts of a path below `prefix`, if it is one.
pub(crate) fn segments(prefix: &str, path: &str) -> Option<Vec<String>> {
    let path = path.strip_prefix(prefix)?.strip_prefix('/')?;
    let decoded = path.split('/').map(|segment| {
        let text = percent_decode_str(segment).decode_utf8().ok()?;
        Some(text.into_owned())
    });
    decoded.collect()
}

/// The operations of a path, of which each has a method of its own: those of the most exact path if
/// several match, so that a word of one operation's path is never the value in another's.
pub(crate) fn at<'a>(operations: &'a [Operation], path: &[String]) -> Vec<&'a Operation> {
    let mut matching: Vec<&Operation> = operations
        .iter()
        .filter(|operation| operation.variables(path).is_some())
        .collect();
    let exactest = matching.iter().map(|one| one.exactness()).min();
    matching.retain(|one| Some(one.exactness()) == exactest);
    matching
}
