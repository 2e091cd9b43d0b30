//! A request that was sent, with its response.

use serde::{Deserialize, Serialize};

/// A request that was sent, with its response. Of a bare JSON body only `body` is known.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sample {
    /// The method; empty if unknown.
    pub method: String,
    /// The URL with its query; empty if unknown.
    pub url: String,
    /// The headers that were sent.
    pub request_headers: Vec<(String, String)>,
    /// The body that was sent, if it is JSON.
    pub request_body: Option<serde_json::Value>,
    /// The status; 200 if unknown.
    pub status: u16,
    /// The headers that came back.
    pub headers: Vec<(String, String)>,
    /// The body that came back.
    pub body: serde_json::Value,
}
