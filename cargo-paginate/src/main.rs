//! `cargo paginate`: from a URL, an API description or a recording to a declaration.

mod args;
mod attribute;
mod check;
mod conclude;
mod failure;
mod files;
mod probe;
mod table;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use crate::args::{Cli, Command};

/// How the command ends. The codes are in the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Declared,
    NotPaginated,
    Undecided,
}

fn main() -> ExitCode {
    let cli = Cli::parse_from(arguments(std::env::args_os()));
    let end = match &cli.command {
        Command::Probe(args) => probe::run(args),
        Command::Openapi(args) => conclude::openapi(args),
        Command::Samples(args) => conclude::samples(args),
        Command::Check(args) => check::run(args),
    };
    match end {
        Ok(End::Declared) => ExitCode::SUCCESS,
        Ok(End::NotPaginated) => ExitCode::from(1),
        Ok(End::Undecided) => ExitCode::from(3),
        Err(failure) => {
            table::failure(&failure);
            ExitCode::from(2)
        }
    }
}

/// The arguments without the `paginate` that cargo passes on.
fn arguments(all: impl Iterator<Item = OsString>) -> Vec<OsString> {
    all.enumerate()
        .filter(|(at, argument)| *at != 1 || argument != "paginate")
        .map(|(_, argument)| argument)
        .collect()
}
