//! Counts the allocations of each walk, and prints one line per walk.
#![allow(clippy::print_stdout, reason = "printing is what this binary does")]

use std::alloc::System;

use paginate_benches::sample::{Label, Sample};
use paginate_benches::{http, overhead, server};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

fn main() {
    let mut meter = |label: &Label, work: &mut dyn FnMut()| {
        let region = Region::new(ALLOCATOR);
        work();
        let change = region.change();
        let count = (change.allocations + change.reallocations) as u64;
        println!(
            "{}",
            Sample {
                label: label.clone(),
                count
            }
        );
    };
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next();
    let only = arguments.next().unwrap_or_default();
    match what.as_deref() {
        Some("serve") => server::serve(),
        Some("http") => http::run(&only, &mut meter),
        _ => overhead::run(&only, &mut meter),
    }
}
