//! The plan of one walk, derived from the seed and its number.

use fastrand::Rng;

/// The API's kind of pagination.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Token,
    /// A token, and no other value that affects the decision.
    TokenAlone,
    TokenInBody,
    TokenInHeader,
    Url,
    Link,
    Number,
    NumberUntil404,
    Offset,
    LastItem,
}

impl Mode {
    const ALL: [Self; 10] = [
        Self::Token,
        Self::TokenAlone,
        Self::TokenInBody,
        Self::TokenInHeader,
        Self::Url,
        Self::Link,
        Self::Number,
        Self::NumberUntil404,
        Self::Offset,
        Self::LastItem,
    ];

    pub(crate) fn by_number(self) -> bool {
        matches!(self, Self::Number | Self::NumberUntil404)
    }

    /// Whether pages can be requested out of order.
    pub(crate) fn counts(self) -> bool {
        self.by_number() || self == Self::Offset
    }

    /// Whether the continuation is opaque.
    pub(crate) fn by_token(self) -> bool {
        !self.by_number() && !matches!(self, Self::Offset | Self::LastItem)
    }
}

/// The form of a missing token on the last page.
#[derive(Debug, Clone, Copy)]
pub(crate) enum NoMore {
    Null,
    Blank,
    Absent,
}

/// The form of links.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Form {
    Absolute,
    Path,
    Query,
}

/// How a walk runs ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ahead {
    /// One request at a time.
    Nothing,
    Prefetch(usize),
    Concurrency(usize),
    Early(usize),
}

impl Ahead {
    /// Whether several requests can be in flight.
    pub(crate) fn is_wide(self) -> bool {
        matches!(self, Self::Concurrency(_) | Self::Early(_))
    }
}

/// What ends a stall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Timing {
    /// The walk's timeouts, when the server reports the stall.
    Signal,
    /// Only the walk's idle timeout, when the server reports a stall in a body.
    SignalIdle,
    /// The walk's timeouts, after a few milliseconds.
    Real,
    /// The caller, which drops the stream when the server reports the stall.
    Caller,
}

/// The plan of one walk.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) number: u64,
    /// The seed of later random numbers.
    pub(crate) seed: u64,
    pub(crate) mode: Mode,

    // The list.
    pub(crate) items: usize,
    pub(crate) first_id: u64,
    pub(crate) step: u64,

    // The API.
    pub(crate) default_size: usize,
    /// Larger sizes are silently reduced to this.
    pub(crate) max_size: usize,
    /// Some pages are shorter than the page size, without a reason.
    pub(crate) uneven: bool,
    /// Empty pages in the middle of a token walk.
    pub(crate) empty_pages: bool,
    /// Page numbers that are empty.
    pub(crate) gaps: Vec<usize>,
    pub(crate) says_total: bool,
    pub(crate) says_pages: bool,
    pub(crate) says_more: bool,
    /// Every page has a valid total. Otherwise it is null, 0 or negative on some.
    pub(crate) steady: bool,
    /// The last page has a token too; only the flag says that it is the last.
    pub(crate) live_end: bool,
    /// 204 instead of an empty page past the last one.
    pub(crate) no_content: bool,
    pub(crate) no_more: NoMore,
    pub(crate) form: Form,

    // The faults.
    /// The number of faults per 100 responses.
    pub(crate) fault_rate: u32,
    pub(crate) fault_budget: u32,
    pub(crate) timing: Timing,

    // The caller.
    pub(crate) asked: Option<u64>,
    pub(crate) attempts: u32,
    pub(crate) shrink: bool,
    pub(crate) max_empty: Option<u64>,
    /// How often the caller leaves before the end.
    pub(crate) leaves: u32,
    pub(crate) ahead: Ahead,
    /// The caller uses `.authorize(..)`.
    pub(crate) authorizes: bool,
}

impl Plan {
    pub(crate) fn draw(seed: u64, number: u64) -> Self {
        let seed = mix(mix(seed) ^ number);
        let mut rng = Rng::with_seed(seed);
        let mode = Mode::ALL[rng.usize(..Mode::ALL.len())];
        let max_size = rng.usize(1..=12);
        let default_size = rng.usize(1..=max_size);
        let items = match rng.u8(..8) {
            0 => rng.usize(..3),
            1 => max_size * rng.usize(..6),
            2 => rng.usize(..120),
            _ => rng.usize(..50),
        };
        let asked = rng.bool().then(|| rng.u64(1..=16));
        // Values that every mode allows.
        let mut plan = Self {
            number,
            seed: rng.u64(..),
            mode,
            items,
            first_id: rng.u64(1..1 << 40),
            step: rng.u64(1..9),
            default_size,
            max_size,
            uneven: !mode.by_number() && rng.bool(),
            empty_pages: rng.u8(..3) == 0,
            gaps: Vec::new(),
            says_total: rng.bool(),
            says_pages: rng.bool(),
            says_more: rng.bool(),
            steady: rng.bool(),
            live_end: rng.u8(..3) == 0,
            no_content: rng.u8(..4) == 0,
            no_more: [NoMore::Null, NoMore::Blank, NoMore::Absent][rng.usize(..3)],
            form: [Form::Absolute, Form::Path, Form::Query][rng.usize(..3)],
            fault_rate: [0, 5, 15, 30, 50, 80][rng.usize(..6)],
            fault_budget: rng.u32(1..=16),
            timing: match rng.u8(..16) {
                0 => Timing::Real,
                1..=3 => Timing::Caller,
                4..=6 => Timing::SignalIdle,
                _ => Timing::Signal,
            },
            asked,
            attempts: rng.u32(1..=5),
            shrink: rng.bool(),
            max_empty: (rng.u8(..6) == 0).then(|| rng.u64(..3)),
            leaves: if rng.bool() { rng.u32(..5) } else { 0 },
            ahead: match rng.u8(..4) {
                0 => Ahead::Nothing,
                1 => Ahead::Prefetch(rng.usize(1..5)),
                2 if mode.counts() => Ahead::Concurrency(rng.usize(2..9)),
                _ => Ahead::Early(rng.usize(2..6)),
            },
            authorizes: rng.u8(..3) == 0,
        };
        if mode == Mode::TokenAlone {
            plan.says_more = false;
        }
        if mode.by_number()
            && rng.u8(..3) == 0
            && (plan.says_pages || (plan.says_more && mode == Mode::Number))
        {
            plan.steady = true;
            plan.gaps = gaps(&mut rng, plan.items.div_ceil(plan.size(asked)));
        }
        plan
    }

    /// The page size in effect.
    pub(crate) fn size(&self, asked: Option<u64>) -> usize {
        asked
            .map_or(self.default_size, |asked| asked as usize)
            .clamp(1, self.max_size)
    }

    pub(crate) fn id(&self, index: usize) -> u64 {
        self.first_id + index as u64 * self.step
    }

    /// A hash of the walk's seed and the two arguments.
    pub(crate) fn hash(&self, what: u64, which: usize) -> u64 {
        mix(self.seed ^ mix(what ^ mix(which as u64)))
    }
}

/// Empty pages between `full` pages, at most three in a row.
fn gaps(rng: &mut Rng, full: usize) -> Vec<usize> {
    let mut gaps = Vec::new();
    let mut page = 0;
    for index in 0..=full {
        if rng.u8(..4) == 0 {
            for _ in 0..rng.usize(1..=3) {
                gaps.push(page);
                page += 1;
            }
        }
        if index < full {
            page += 1;
        }
    }
    gaps
}

/// The finaliser of splitmix64.
pub(crate) fn mix(bits: u64) -> u64 {
    let bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}
