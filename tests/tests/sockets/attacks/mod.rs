//! Attacks: servers, stores and habits of callers that could make a walk send credentials
//! elsewhere, go on for ever, silently lose items, fill the memory or print a secret. They use real
//! sockets and, if another origin is needed, a second server, which must never get a request.
//!
//! Each group is a table: the name says what the attacker does, the entry what the walk then
//! requests, delivers and reports.

#[macro_use]
mod kit;
mod checkpoints;
mod clients;
mod early;
mod endless;
mod exhaustion;
mod further;
mod injection;
mod links;
mod loss;
mod pages;
mod redirects;
mod secrets;
mod segments;
#[cfg(feature = "tracing")]
mod traces;

/// The groups, and the number of attacks in each.
const ROOMS: [(&str, usize); 12] = [
    ("links", links::COUNT),
    ("redirects", redirects::COUNT),
    ("injection", injection::COUNT),
    ("early", early::COUNT),
    ("clients", clients::COUNT),
    ("endless", endless::COUNT),
    ("loss", loss::COUNT),
    ("exhaustion", exhaustion::COUNT),
    ("secrets", secrets::COUNT),
    ("checkpoints", checkpoints::COUNT),
    ("segments", segments::COUNT),
    ("further", further::COUNT),
];

/// CI shows the number: `cargo test -p paginate-tests --test sockets how_many -- --nocapture`.
#[test]
fn how_many_attacks_there_are() {
    let all: usize = ROOMS.iter().map(|(_, count)| count).sum();
    let rooms: Vec<String> = ROOMS
        .iter()
        .map(|(room, count)| format!("{room} {count}"))
        .collect();
    println!("attacks: {all} ({})", rooms.join(", "));
    assert!(all >= 150, "{all}");
}
