//! Runs each walk in a function that callgrind is told to count and to write down; prints a line
//! for each, in the order of callgrind's files.
#![allow(clippy::print_stdout, reason = "printing is what this binary does")]

use std::hint::black_box;

use paginate_benches::sample::Label;
use paginate_benches::{http, overhead, server};

/// The name that callgrind knows. What follows the call keeps it from being a jump, which callgrind
/// would take for the end.
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
