//! What came of it.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::AddAssign;

/// What came of some walks. Its `Display` is the last line of the binary.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    /// Walks made.
    pub walks: u64,
    /// Requests that the servers read.
    pub requests: u64,
    /// Faults injected.
    pub faults: u64,
    /// Items in the lists that were served, each counted once however often its page had to be
    /// sent.
    pub served: u64,
    /// Items that the streams yielded.
    pub delivered: u64,
    /// Items served and not yielded.
    pub lost: u64,
    /// Items yielded more than once.
    pub duplicated: u64,
    /// Walks that did not end within their bounds of requests, resumes and time.
    pub hung: u64,
    /// Resumes from a checkpoint.
    pub resumes: u64,
    /// Faults by name.
    pub by_fault: BTreeMap<&'static str, u64>,
    /// Errors of walks by kind.
    pub by_error: BTreeMap<String, u64>,
    /// Walks by the way of paging.
    pub by_mode: BTreeMap<String, u64>,
    /// Walks by how far they ran ahead.
    pub by_ahead: BTreeMap<String, u64>,
    /// Requests sent ahead whose answers were not used, as far as the caller looked.
    pub discarded: u64,
    /// Whatever else must not be, each with the number of its walk.
    pub wrong: Vec<String>,
}

impl Tally {
    /// Whether nothing was lost, nothing came twice, nothing hung, and nothing else was wrong.
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
