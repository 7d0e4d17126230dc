//! The committed client is the one that the fragment makes.

use std::path::Path;

use codegen::output;

/// With the feature `codegen`, cargo built the same text into this test; so the two clients are one.
#[test]
fn the_committed_client_is_what_the_fragment_makes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace");
    let made = codegen::generate(&root.join("spec/zt-risk-scoring.yaml"));
    let made = made.unwrap_or_else(|found| panic!("{found}"));
    let snapshot = root.join("generated-client/src/generated.rs");
    if let Some(drift) = output::compare(&snapshot, &made.source).expect("the snapshot") {
        panic!(
            "the snapshot {}; mend it with `{}`\n{}",
            drift.cause.as_str(),
            output::COMMAND,
            drift.diff
        );
    }
}
