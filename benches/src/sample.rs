//! The lines that the measuring binaries print and `report` reads.

use std::fmt;

/// What was measured.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    /// The table that it belongs to.
    pub table: String,
    /// The row.
    pub who: String,
    /// The number of items of each page.
    pub length: u64,
    /// The number of pages of the walk.
    pub pages: u64,
}

/// One figure: a number of instructions or allocations.
#[derive(Debug, Clone)]
pub struct Sample {
    /// What was measured.
    pub label: Label,
    /// The number.
    pub count: u64,
}

/// A walk whose time was measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Walked {
    /// The table, the row and the number of pages. The length is not used here.
    pub label: Label,
    /// The time, in microseconds.
    pub time: u64,
    /// The theoretical minimum of the time, in microseconds.
    pub floor: u64,
    /// Requests that the server counted.
    pub requests: u64,
    /// Bytes of the responses.
    pub bytes: u64,
    /// The peak of memory above the start, in bytes.
    pub peak: u64,
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            table,
            who,
            length,
            pages,
        } = self;
        write!(f, "{table}\t{who}\t{length}\t{pages}")
    }
}

impl fmt::Display for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\t{}", self.label, self.count)
    }
}

impl Label {
    /// Parses the output of `Display`, and returns the rest of the line too.
    pub fn parse(line: &str) -> Option<(Self, &str)> {
        let mut fields = line.splitn(5, '\t');
        let label = Self {
            table: fields.next()?.to_owned(),
            who: fields.next()?.to_owned(),
            length: fields.next()?.parse().ok()?,
            pages: fields.next()?.parse().ok()?,
        };
        Some((label, fields.next().unwrap_or_default()))
    }
}

impl Sample {
    /// Reads what `Display` wrote.
    pub fn parse(line: &str) -> Option<Self> {
        let (label, count) = Label::parse(line)?;
        let count = count.parse().ok()?;
        Some(Self { label, count })
    }
}

impl fmt::Display for Walked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            label,
            time,
            floor,
            requests,
            bytes,
            peak,
        } = self;
        write!(f, "{label}\t{time}\t{floor}\t{requests}\t{bytes}\t{peak}")
    }
}

impl Walked {
    /// Reads what `Display` wrote.
    pub fn parse(line: &str) -> Option<Self> {
        let (label, rest) = Label::parse(line)?;
        let mut numbers = rest.split('\t').map(|number| number.parse().ok());
        let mut next = || numbers.next().flatten();
        Some(Self {
            label,
            time: next()?,
            floor: next()?,
            requests: next()?,
            bytes: next()?,
            peak: next()?,
        })
    }
}
