//! The whole output for small documents, to be read in its diff.

use snapbox::{assert_data_eq, file};

use crate::{PETS, generate};

/// Run with `SNAPSHOTS=overwrite` to write the file anew, then read its diff.
#[test]
fn a_reply_that_is_no_envelope_is_the_result() {
    let code = generate(include_str!("golden/things.yaml")).expect("it is valid");
    assert_data_eq!(code, file!["golden/things.rs"].raw());
}

/// Run with `SNAPSHOTS=overwrite` to write the file anew, then read its diff.
#[test]
fn a_small_document_makes_the_client_beside_it() {
    let code = generate(PETS).expect("it is valid");
    assert_data_eq!(code, file!["golden/pets.rs"].raw());
}

/// Run with `SNAPSHOTS=overwrite` to write the file anew, then read its diff. The tests of the runtime
/// compile and call it.
#[test]
fn rules_constants_and_replies_by_status_make_types() {
    let code = generate(crate::SHOP).expect("it is valid");
    assert_data_eq!(code, file!["golden/shop.rs"].raw());
}
