//! The results of walks.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

/// The results of some walks. Its `Display` is the last line of the binary.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// The number of walks.
    pub walks: u64,
    /// Requests that the servers read.
    pub requests: u64,
    /// Faults injected.
    pub faults: u64,
    /// Items in the served lists, each counted once, regardless of how often its page was sent.
    pub served: u64,
    /// Items that the streams yielded.
    pub delivered: u64,
    /// Items that were served but not yielded.
    pub lost: u64,
    /// Items yielded more than once.
    pub duplicated: u64,
    /// Walks that exceeded their limits of requests, resumes or time.
    pub hung: u64,
    /// Resumes from a checkpoint.
    pub resumes: u64,
    /// Faults by name.
    pub by_fault: BTreeMap<&'static str, u64>,
    /// Errors of walks by kind.
    pub by_error: BTreeMap<String, u64>,
    /// Walks by kind of pagination.
    pub by_mode: BTreeMap<String, u64>,
    /// Walks by how they ran ahead.
    pub by_ahead: BTreeMap<String, u64>,
    /// Requests sent ahead whose responses were discarded, as far as the caller asked.
    pub discarded: u64,
    /// Other mistakes, each with the number of its walk.
    pub wrong: Vec<String>,
}

impl Tally {
    /// Whether no item was lost or duplicated, no walk hung, and no other mistake was found.
    pub fn is_clean(&self) -> bool {
        self.lost == 0
            && self.duplicated == 0
            && self.hung == 0
            && self.wrong.is_empty()
            && self.served == self.delivered
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.walks += other.walks;
        self.requests += other.requests;
        self.faults += other.faults;
        self.served += other.served;
        self.delivered += other.delivered;
        self.lost += other.lost;
        self.duplicated += other.duplicated;
        self.hung += other.hung;
        self.resumes += other.resumes;
        for (name, count) in other.by_fault {
            *self.by_fault.entry(name).or_default() += count;
        }
        for (name, count) in other.by_error {
            *self.by_error.entry(name).or_default() += count;
        }
        for (name, count) in other.by_mode {
            *self.by_mode.entry(name).or_default() += count;
        }
        for (ahead, count) in other.by_ahead {
            *self.by_ahead.entry(ahead).or_default() += count;
        }
        self.discarded += other.discarded;
        self.wrong.extend(other.wrong);
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "walks {}, requests {}, faults {}, items served {}, delivered {}, lost {}, duplicated {}, hung {}",
            self.walks,
            self.requests,
            self.faults,
            self.served,
            self.delivered,
            self.lost,
            self.duplicated,
            self.hung
        )
    }
}
