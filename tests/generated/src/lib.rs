//! The golden files of `paginate-infer`, compiled as they are: no lint is turned off but that for
//! missing documentation.
#![allow(missing_docs, reason = "generated")]

#[path = "../../../paginate-infer/tests/golden/github.rs"]
pub mod github;
#[path = "../../../paginate-infer/tests/golden/graphql.rs"]
pub mod graphql;
#[path = "../../../paginate-infer/tests/golden/jira.rs"]
pub mod jira;
#[path = "../../../paginate-infer/tests/golden/people.rs"]
pub mod people;
#[path = "../../../paginate-infer/tests/golden/several.rs"]
pub mod several;
#[path = "../../../paginate-infer/tests/golden/stripe.rs"]
pub mod stripe;
#[path = "../../../paginate-infer/tests/golden/zoom.rs"]
pub mod zoom;
