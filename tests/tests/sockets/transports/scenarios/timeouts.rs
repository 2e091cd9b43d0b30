//! Responses that stall.

use super::*;

/// The limit of a client that keeps the time itself, with a real timer that must expire. It is long
/// enough for an exchange on loopback, because the scenarios assert the request.
const SHORT: Duration = Duration::from_millis(400);

/// What all others wait, who are told when the server stands still.
const LONG: Duration = Duration::from_secs(3600);

/// A server that stands still in this answer, and a walk that gives up then.
fn impatient(client: &impl Client, answer: Answer) -> (RawServer, Settings) {
    let limit = if client.keeps_time() { SHORT } else { LONG };
    let clock = Standstill::new(limit);
    let server = clock.server([answer]);
    let settings = Settings {
        timeout: Some(limit),
        clock: (!client.keeps_time()).then_some(clock),
        ..Settings::default()
    };
    (server, settings)
}

async fn times_out(client: &impl Client, answer: Answer) {
    let (server, settings) = impatient(client, answer);
    walk_from::<ByToken>(client, server.url("/v1/items"), settings)
        .await
        .failed_at_first(ErrorKind::Timeout);
    assert_eq!(server.wait_for(1), ["GET /v1/items?page_size=100"]);
}

pub(crate) async fn silence_times_out(client: &impl Client) {
    times_out(client, Answer::silence()).await;
}

pub(crate) async fn a_body_that_stalls_times_out(client: &impl Client) {
    times_out(client, Answer::half(PAGE)).await;
}
