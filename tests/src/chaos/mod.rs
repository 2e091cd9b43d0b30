//! Random APIs that fail in every way, and walks that must survive this: no item is lost or
//! duplicated, and every walk ends.
//!
//! | module | job |
//! |---|---|
//! | `plan` | the plan of one walk: the API, its faults and its caller, derived from the seed and the number of the walk |
//! | `model` | the responses of that API, without faults |
//! | `faults` | the fault of the next response |
//! | `server` | sends the response with its fault, as bytes on a socket |
//! | `clock` | time: retries take none, and a stall ends when the server reports it |
//! | `pages` | the page types, one for each kind of pagination |
//! | `walker` | the caller: walks, drops streams, resumes, and compares |

mod clock;
mod faults;
mod model;
mod pages;
mod plan;
mod server;
mod tally;
mod walker;

use std::sync::Arc;

pub use tally::Tally;

use plan::Plan;
use server::Slot;

/// What to run.
#[derive(Debug, Clone, Copy)]
pub struct Chaos {
    /// The number of walks.
    pub walks: u64,
    /// The seed of all random numbers. The same seed gives the same walks.
    pub seed: u64,
    /// The number of concurrent walks, each with its own server and client.
    pub slots: u64,
    /// The only walk to run; its details are printed.
    pub only: Option<u64>,
}

impl Chaos {
    /// This number of walks with this seed.
    pub fn new(walks: u64, seed: u64) -> Self {
        Self {
            walks,
            seed,
            slots: 32,
            only: None,
        }
    }

    /// Runs the walks.
    pub async fn run(self) -> Tally {
        let (range, slots) = match self.only {
            Some(number) => (number..number.saturating_add(1), 1),
            None => (0..self.walks, self.slots.clamp(1, self.walks.max(1))),
        };
        let tasks: Vec<_> = (0..slots)
            .map(|first| {
                let numbers = range.clone().skip(first as usize).step_by(slots as usize);
                tokio::spawn(async move {
                    let slot = Slot::start().await;
                    let mut tally = Tally::default();
                    for number in numbers {
                        let plan = Arc::new(Plan::draw(self.seed, number));
                        tally += walker::walk(&slot, plan, self.only.is_some()).await;
                    }
                    tally
                })
            })
            .collect();
        let mut tally = Tally::default();
        for task in tasks {
            tally += task.await.expect("a slot that does not panic");
        }
        tally
    }
}
