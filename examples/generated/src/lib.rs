//! A client of the API that `bookshop.yaml` describes, and a shop to try it with.

#[allow(missing_docs, reason = "generated")]
pub mod api;
pub mod shop;
