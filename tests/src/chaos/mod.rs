//! Random APIs that fail in every way, and walks that must come through: nothing lost, nothing
//! twice, nothing endless.
//!
//! | room | job |
//! |---|---|
//! | `plan` | what one walk is like: the API, its faults and its caller, drawn from the seed and the number of the walk |
//! | `model` | what that API answers, without any fault |
//! | `faults` | which fault the next response gets |
//! | `server` | the answer with its fault, as bytes on a socket |
//! | `clock` | time: retries take none, stalls end when the server says that it stalls |
//! | `pages` | the page types, one for each way of paging |
//! | `walker` | the caller: walks, drops, resumes, and compares |

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
    /// Walks to make.
    pub walks: u64,
    /// What everything is drawn from. The same seed gives the same walks.
    pub seed: u64,
    /// Walks at the same time, each with a server and a client of its own.
    pub slots: u64,
    /// The one walk to make, and to tell about.
    pub only: Option<u64>,
}

impl Chaos {
    /// That many walks from that seed.
    pub fn new(walks: u64, seed: u64) -> Self {
        Self {
            walks,
            seed,
            slots: 32,
            only: None,
        }
    }

    /// Makes the walks.
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
