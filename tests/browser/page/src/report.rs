//! Tells the program that opened the page how a walk went.

use std::fmt::Display;
use std::panic;

use wasm_bindgen_futures::spawn_local;

/// What came of one walk.
pub(crate) async fn line(name: &str, outcome: Result<String, impl Display>) {
    let text = match outcome {
        Ok(text) => text,
        Err(error) => format!("error: {error}"),
    };
    send(format!("{name}: {text}")).await;
}

/// Tells of a panic, too: else nothing would come any more.
pub(crate) fn panics() {
    panic::set_hook(Box::new(|panic| {
        let panic = panic.to_string();
        spawn_local(async move { send(panic).await });
    }));
}

/// A line that does not arrive is missing there, which is a failure.
async fn send(line: String) {
    let Some(Ok(origin)) = web_sys::window().map(|window| window.location().origin()) else {
        return;
    };
    let _ = reqwest::Client::new()
        .post(format!("{origin}/report"))
        .body(line)
        .send()
        .await;
}
