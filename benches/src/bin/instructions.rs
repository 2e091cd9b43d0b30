//! Runs each walk in a function in which callgrind counts instructions. Prints one line per walk,
//! in the order of callgrind's files.
#![allow(clippy::print_stdout, reason = "printing is what this binary does")]

use std::hint::black_box;

use paginate_benches::sample::Label;
use paginate_benches::{http, overhead, server};

/// The function in which callgrind counts. The code after the call prevents a tail call, which
/// callgrind would treat as the end of the function.
#[inline(never)]
fn counted_region(work: &mut dyn FnMut()) {
    work();
    black_box(());
}

fn main() {
    let mut meter = |label: &Label, work: &mut dyn FnMut()| {
        println!("{label}");
        counted_region(work);
    };
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next();
    let only = arguments.next().unwrap_or_default();
    match what.as_deref() {
        Some("list") => {
            let names = if only == "http" {
                http::names()
            } else {
                overhead::names()
            };
            names.iter().for_each(|name| println!("{name}"));
        }
        Some("serve") => server::serve(),
        Some("http") => http::run(&only, &mut meter),
        _ => overhead::run(&only, &mut meter),
    }
}
