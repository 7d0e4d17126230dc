//! `zt-risk` as a process.

mod apply;
mod create;
mod family;
mod manual;
mod process;
mod readme;
