//! `zt-risk completions` and `zt-risk man`

use std::fs;
use std::path::Path;

use clap::CommandFactory as _;

use crate::Done;
use crate::arguments::{Arguments, Completions, Man};
use crate::failure::Failure;
use crate::output;

/// Prints a script for a shell.
pub(crate) fn completions(arguments: &Completions) -> Result<Done, Failure> {
    let mut script = Vec::new();
    let mut command = Arguments::command();
    clap_complete::generate(arguments.shell, &mut command, "zt-risk", &mut script);
    output::text(&String::from_utf8_lossy(&script))?;
    Ok(Done::All)
}

/// Prints the manual page, or writes one for each command.
pub(crate) fn man(arguments: &Man) -> Result<Done, Failure> {
    match &arguments.dir {
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
            output::text(&String::from_utf8_lossy(&page))?;
        }
        Some(dir) => write_pages(dir)?,
    }
    Ok(Done::All)
}

fn write_pages(dir: &Path) -> Result<(), Failure> {
    fs::create_dir_all(dir)
        .and_then(|()| clap_mangen::generate_to(Arguments::command(), dir))
        .map_err(|error| Failure::unwritable(dir, &error))
}
