//! Reports the results of walks to the program that opened the page.

use std::fmt::Display;
use std::panic;

use wasm_bindgen_futures::spawn_local;

/// Reports the result of one walk.
pub(crate) async fn line(name: &str, outcome: Result<String, impl Display>) {
    let text = match outcome {
        Ok(text) => text,
        Err(error) => format!("error: {error}"),
    };
    send(format!("{name}: {text}")).await;
}

/// Reports a panic too; otherwise no line would arrive.
pub(crate) fn panics() {
    panic::set_hook(Box::new(|panic| {
        let panic = panic.to_string();
        spawn_local(async move { send(panic).await });
    }));
}

/// Sends a line. Errors are ignored: the program fails if a line is missing.
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
