//! Generates the client into `OUT_DIR` when the feature `codegen` is on; else does nothing.

fn main() {
    #[cfg(feature = "codegen")]
    generate();
    // Without the feature there is nothing to watch; without this line cargo would watch all files.
    #[cfg(not(feature = "codegen"))]
    println!("cargo::rerun-if-changed=build.rs");
}

/// Runs the generator on the fragment beside this package.
#[cfg(feature = "codegen")]
fn generate() {
    use std::path::{Path, PathBuf};

    let spec = Path::new("../spec/zt-risk-scoring.yaml");
    // The generator is a dependency of this script: cargo runs the script again when it changes.
    println!("cargo::rerun-if-changed={}", spec.display());
    if !spec.exists() {
        println!(
            "cargo::error=the feature `codegen` needs the OpenAPI fragment {}, which is not beside this package: \
             turn the feature off to use the committed client",
            spec.display()
        );
        return;
    }
    let generated = match codegen::generate(spec) {
        Ok(generated) => generated,
        Err(diagnostics) => {
            for diagnostic in &diagnostics {
                let kind = diagnostic.severity;
                println!(
                    "cargo::{kind}={}",
                    diagnostic.to_string().replace('\n', " ")
                );
            }
            return;
        }
    };
    for warning in &generated.warnings {
        println!("cargo::warning={}", warning.to_string().replace('\n', " "));
    }
    for file in &generated.files {
        println!("cargo::rerun-if-changed={file}");
    }
    let Some(folder) = std::env::var_os("OUT_DIR").map(PathBuf::from) else {
        println!("cargo::error=OUT_DIR is not set: cargo runs this script");
        return;
    };
    let file = folder.join("generated.rs");
    if let Err(error) = codegen::output::write(&file, &generated.source) {
        println!("cargo::error=cannot write {}: {error}", file.display());
    }
}
