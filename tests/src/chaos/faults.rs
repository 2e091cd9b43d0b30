//! Chooses the fault of the next response.

use std::collections::BTreeMap;

use fastrand::Rng;

use super::plan::{Plan, Timing, mix};

/// The position of a fault in a response.
#[derive(Debug, Clone, Copy)]
pub(crate) enum At {
    BeforeHead,
    InHead,
    AfterHead,
    InBody,
}

/// What happens at that position.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Break {
    /// The connection is reset (RST).
    Reset,
    /// The connection is closed (FIN).
    Close,
    /// The server sends nothing more, and the connection stays open.
    Stall,
}

/// `Retry-After`.
#[derive(Debug, Clone, Copy)]
pub(crate) enum After {
    Nothing,
    Seconds(u64),
    /// Seconds from now; negative values are in the past.
    Date(i64),
    Nonsense,
}

/// The fault of a response.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fault {
    Break(Break, At),
    /// `Content-Length` is less than the body; the rest follows on the connection.
    LengthShort,
    /// `Content-Length` is more than the body; then the connection ends with this break.
    LengthLong(Break),
    /// 429, or 503.
    RateLimit(u16, After),
    /// One of a burst of 5xx.
    Server(u16),
    /// 410.
    Gone,
    /// Another status that is not a page.
    Status(u16),
    /// 200, but the body is not a page.
    BadBody,
    /// The same links in another form: several lines, several relations, another order.
    Links,
    /// The response arrives in small pieces.
    Drip,
    /// The response is complete; then the connection closes without `Connection: close`.
    SilentClose,
    /// A 103 comes before the response.
    Interim,
}

impl Fault {
    fn name(self) -> &'static str {
        match self {
            Self::Break(Break::Reset, At::BeforeHead) => "reset before the head",
            Self::Break(Break::Reset, At::InHead) => "reset in the head",
            Self::Break(Break::Reset, At::AfterHead) => "reset after the head",
            Self::Break(Break::Reset, At::InBody) => "reset in the body",
            Self::Break(Break::Close, At::BeforeHead) => "closed before the head",
            Self::Break(Break::Close, At::InHead) => "closed in the head",
            Self::Break(Break::Close, At::AfterHead | At::InBody) => "body truncated",
            Self::Break(Break::Stall, At::BeforeHead | At::InHead) => "head stalled",
            Self::Break(Break::Stall, At::AfterHead | At::InBody) => "body stalled",
            Self::LengthShort => "content-length too small",
            Self::LengthLong(_) => "content-length too large",
            Self::RateLimit(_, After::Seconds(_)) => "retry-after in seconds",
            Self::RateLimit(_, After::Date(_)) => "retry-after as a date",
            Self::RateLimit(_, After::Nothing | After::Nonsense) => {
                "429 without a useful retry-after"
            }
            Self::Server(_) => "5xx in a burst",
            Self::Gone => "410",
            Self::Status(_) => "other status",
            Self::BadBody => "invalid body",
            Self::Links => "links otherwise written",
            Self::Drip => "slow drip",
            Self::SilentClose => "closed after the response",
            Self::Interim => "103 before the response",
        }
    }
}

/// The faults of one walk, in order.
#[derive(Debug)]
pub(crate) struct Faults {
    /// The random numbers for responses.
    rng: Rng,
    /// The random numbers for connections, whose number depends on the client.
    accepts: Rng,
    rate: u32,
    left: u32,
    burst: u32,
    timing: Timing,
    pub(crate) counts: BTreeMap<&'static str, u64>,
}

impl Faults {
    pub(crate) fn new(plan: &Plan) -> Self {
        Self {
            rng: Rng::with_seed(mix(plan.seed ^ 1)),
            accepts: Rng::with_seed(mix(plan.seed ^ 2)),
            rate: plan.fault_rate,
            left: plan.fault_budget,
            burst: 0,
            timing: plan.timing,
            counts: BTreeMap::new(),
        }
    }

    pub(crate) fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Whether a new connection is reset before the server reads from it.
    pub(crate) fn on_accept(&mut self) -> bool {
        let reset = self.left > 0 && self.accepts.u32(..400) < self.rate;
        if reset {
            self.left -= 1;
            *self.counts.entry("reset when accepted").or_default() += 1;
        }
        reset
    }

    /// The fault of the next response, and a source of random numbers for its details.
    pub(crate) fn next(&mut self) -> (Option<Fault>, Rng) {
        let fault = self.draw();
        if let Some(fault) = fault {
            *self.counts.entry(fault.name()).or_default() += 1;
        }
        (fault, self.rng.fork())
    }

    fn draw(&mut self) -> Option<Fault> {
        if self.burst > 0 {
            self.burst -= 1;
            return Some(Fault::Server(self.server_error()));
        }
        if self.left == 0 || self.rng.u32(..100) >= self.rate {
            return None;
        }
        self.left -= 1;
        let rng = &mut self.rng;
        let at = [At::BeforeHead, At::InHead, At::AfterHead, At::InBody][rng.usize(..4)];
        Some(match rng.u8(..24) {
            0..=3 => Fault::Break(Break::Reset, at),
            4..=6 => Fault::Break(Break::Close, at),
            7..=8 if self.timing == Timing::SignalIdle => Fault::Break(
                Break::Stall,
                if rng.bool() {
                    At::AfterHead
                } else {
                    At::InBody
                },
            ),
            7..=8 => Fault::Break(Break::Stall, at),
            9 => Fault::LengthShort,
            10 => Fault::LengthLong(if rng.bool() {
                Break::Close
            } else {
                Break::Stall
            }),
            11..=13 => {
                let after = match rng.u8(..8) {
                    0 => After::Nothing,
                    1 => After::Nonsense,
                    2..=3 => After::Seconds(rng.u64(..20)),
                    // Longer than any walk waits.
                    4 => After::Seconds([3_600, 1 << 40, u64::MAX][rng.usize(..3)]),
                    5..=6 => After::Date(rng.i64(-5..20)),
                    _ => After::Date(3_600),
                };
                Fault::RateLimit(if rng.u8(..4) == 0 { 503 } else { 429 }, after)
            }
            14..=15 => {
                self.burst = rng.u32(..6);
                Fault::Server(self.server_error())
            }
            16 => Fault::Gone,
            17 => Fault::Status([400, 401, 403, 408, 418, 425, 304, 206, 302][rng.usize(..9)]),
            18..=19 => Fault::BadBody,
            20 => Fault::Links,
            21 => Fault::Drip,
            22 => Fault::SilentClose,
            _ => Fault::Interim,
        })
    }

    fn server_error(&mut self) -> u16 {
        [500, 502, 503, 504, 501][self.rng.usize(..5)]
    }
}
