//! Tests of the generator, from text to text.

mod command;
mod diagnostics;
mod docs;
mod golden;
mod meaning;
mod mutation;
mod names;
mod passes;
mod traps;

/// The client for a document called `pets.yaml`, or what is wrong with it.
fn generate(text: &str) -> Result<String, String> {
    codegen::source::parse("pets.yaml", text)
        .and_then(codegen::generate_from)
        .map(|generated| generated.source)
        .map_err(|found| found.to_string())
}

/// A small document with an envelope, an enum, a parameter, a body and two kinds of credentials.
const PETS: &str = include_str!("golden/pets.yaml");

/// One with rules, constants, three states, choices and replies by status.
const SHOP: &str = include_str!("golden/shop.yaml");
