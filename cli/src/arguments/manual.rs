//! `zt-risk completions` and `zt-risk man`

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  bash:
    zt-risk completions bash \\
        > ~/.local/share/bash-completion/completions/zt-risk
  zsh, with that folder in fpath:
    zt-risk completions zsh > ~/.zfunc/_zt-risk
  fish:
    zt-risk completions fish > ~/.config/fish/completions/zt-risk.fish";

const MAN_EXAMPLES: &str = "\
Examples:
  Read it:
    zt-risk man | man -l -
  Install one page for each command:
    zt-risk man --dir ~/.local/share/man/man1";

#[derive(Args, Debug)]
#[command(after_help = COMPLETIONS_EXAMPLES)]
pub(crate) struct Completions {
    /// Shell to complete in
    pub(crate) shell: Shell,
}

#[derive(Args, Debug)]
#[command(after_help = MAN_EXAMPLES)]
pub(crate) struct Man {
    /// Folder to write a page for each command to
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}
