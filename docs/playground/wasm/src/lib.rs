//! `paginate-infer` for the page: the texts of its boxes in, one JSON text out. The page's worker
//! calls [`conclude`].

mod conclusion;
mod input;
mod place;

use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::conclusion::Conclusion;
use crate::input::Problem;

/// What the page shows: conclusions, or what is wrong with a box.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Problem(Problem),
    Conclusions(Vec<Conclusion>),
}

/// Concludes how the pasted responses page. A request is a URL, a request with headers and a body,
/// or a curl command; a response is a JSON body, a transcript or a recording. All but one response
/// can be empty.
///
/// Returns `{"problem": {..}}` or `{"conclusions": [..]}`.
#[wasm_bindgen]
pub fn conclude(request: &str, response: &str, next_request: &str, next_response: &str) -> String {
    let samples = input::samples(request, response, next_request, next_response);
    let answer = match samples {
        Ok(samples) => Answer::Conclusions(conclusion::of(samples)),
        Err(problem) => Answer::Problem(problem),
    };
    // Texts and numbers only: nothing that cannot be written.
    serde_json::to_string(&answer).unwrap_or_default()
}
