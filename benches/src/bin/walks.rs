//! Measures walks, and prints one line per walk: its time, the server's counts, and the peak of
//! memory.
#![allow(clippy::print_stdout, reason = "printing is what this binary does")]

use paginate_benches::{Peak, scale, server, walk};
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The counting allocator, relative to a start value.
struct AboveStart(usize);

impl Peak for AboveStart {
    fn start(&mut self) {
        ALLOCATOR.reset_peak_usage();
        self.0 = ALLOCATOR.current_usage();
    }

    fn above_start(&self) -> u64 {
        ALLOCATOR.peak_usage().saturating_sub(self.0) as u64
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next();
    let only = arguments.next().unwrap_or_default();
    let mut peak = AboveStart(0);
    match what.as_deref() {
        Some("serve") => server::serve(),
        Some("scale") => scale::run(&only, &mut peak),
        _ => walk::run(&only, &mut peak),
    }
}
