//! The catalogue: fifty paginated endpoints of the real world, one module each, over real sockets. Each server does what the API's
//! documents say; each declaration, between the markers `[declaration]`, is the one that its users would write.
//! `docs/catalogue.md` is made from these modules.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: what must not happen ends the test"
)]

mod common;
