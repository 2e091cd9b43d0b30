//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Finds out how an API pages, and writes the declaration for paginate-runtime.
#[derive(Debug, Parser)]
#[command(
    name = "cargo paginate",
    bin_name = "cargo paginate",
    version,
    after_help = EXIT_CODES
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT_CODES: &str = "\
Exit codes:
  0  a declaration was written; `check`: the samples agree
  1  the operation is not paginated; `check`: a sample contradicts
  2  the command or a file is wrong; `probe`: the API gave no page
  3  undecided: the open question is printed; `check`: the samples do not tell

`probe` sends requests to the API that it is given, and to nothing else. The others only read files.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// From a URL: asks the API, with few requests
    Probe(Probe),
    /// From an API description: OpenAPI 3, Swagger 2, Google discovery, Smithy or botocore
    Openapi(Openapi),
    /// From recorded responses: HAR, `curl -i`, `.http` files or JSON bodies
    Samples(Samples),
    /// Holds a declaration in a Rust file against recorded responses
    Check(Check),
}

/// Values of headers and bodies can be credentials: no `Debug`.
#[derive(Args)]
pub(crate) struct Probe {
    /// The URL of the first page, with the parameters that the API needs
    pub(crate) url: String,
    /// The method. POST is sent several times: only for operations that read
    #[arg(short = 'X', long = "request", value_name = "METHOD")]
    pub(crate) method: Option<String>,
    /// A header: `-H 'Authorization: Bearer ..'`. `@FILE` reads one header a line
    #[arg(short = 'H', long = "header", value_name = "HEADER")]
    pub(crate) headers: Vec<String>,
    /// The body: JSON, or a form as `a=1&b=2`. `@FILE` reads it
    #[arg(short, long = "data", value_name = "BODY")]
    pub(crate) data: Option<String>,
    /// The most requests that are sent, without those of `--walk`
    #[arg(long, value_name = "N", default_value_t = 12)]
    pub(crate) max_requests: usize,
    /// Goes to the end of the list with what was found, and counts
    #[arg(long)]
    pub(crate) walk: bool,
    /// The most pages of `--walk`
    #[arg(long, value_name = "N", default_value_t = 10_000, requires = "walk")]
    pub(crate) max_pages: u64,
    /// Writes the items of `--walk` to a file, each as JSON on a line of its own
    #[arg(long, value_name = "FILE", requires = "walk")]
    pub(crate) items: Option<PathBuf>,
    /// How long a response can take, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    pub(crate) timeout: u64,
    #[command(flatten)]
    pub(crate) write: Write,
}

impl std::fmt::Debug for Probe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Probe").finish_non_exhaustive()
    }
}

#[derive(Debug, Args)]
pub(crate) struct Openapi {
    /// The description, in JSON or YAML; `-` for standard input
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) pick: Pick,
    #[command(flatten)]
    pub(crate) write: Write,
}

#[derive(Debug, Args)]
pub(crate) struct Samples {
    /// Recordings, in the order of the pages; `-` for standard input
    #[arg(required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The URL that a page was requested with, if the recording does not say: one for each page
    #[arg(long = "url", value_name = "URL")]
    pub(crate) urls: Vec<String>,
    #[command(flatten)]
    pub(crate) pick: Pick,
    #[command(flatten)]
    pub(crate) write: Write,
}

#[derive(Debug, Args)]
pub(crate) struct Pick {
    /// The operation: its id, or `GET /path`
    #[arg(long, value_name = "ID", conflicts_with = "all")]
    pub(crate) operation: Option<String>,
    /// All operations: prints a table, and writes those that are declared
    #[arg(long)]
    pub(crate) all: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Write {
    /// Where to write; standard output if left out
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Structs with their attributes, the first request, and a test
    #[default]
    Rust,
    /// The conclusion and its evidence
    Json,
    /// A patch for typify or progenitor
    Typify,
    /// Lines for a build script with prost or tonic
    Prost,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    /// The Rust file with the declaration
    pub(crate) file: PathBuf,
    /// Recordings, in the order of the pages
    #[arg(long = "sample", value_name = "FILE", required = true, num_args = 1..)]
    pub(crate) samples: Vec<PathBuf>,
    /// The URL that a page was requested with, if the recording does not say: one for each page
    #[arg(long = "url", value_name = "URL")]
    pub(crate) urls: Vec<String>,
    /// The struct, if the file has several declarations
    #[arg(long = "struct", value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// How to print the findings
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: CheckFormat,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// A table
    #[default]
    Text,
    /// The findings as JSON
    Json,
}
