//! Operations without a paginator that are declared nevertheless: which of them page?
//!
//! The rule does not use the engine: AWS documents a member of the output and one of the input
//! as leading to further results, and declares that pair of names in a paginator elsewhere.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Answer;

/// Names of output and input, in lower case.
pub(crate) type Pairs = BTreeSet<(String, String)>;

/// The pair as it is compared: the last name, in lower case.
pub(crate) fn pair(output: &str, input: &str) -> (String, String) {
    let last = output.rsplit('.').next().unwrap();
    (last.to_lowercase(), input.to_lowercase())
}

/// What an operation is that has no paginator and is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Negative {
    /// Its documentation says that it pages, by a pair of names that AWS declares elsewhere.
    Documented,
    /// AWS declares that pair elsewhere; the documentation of this one is silent.
    Named,
    /// Neither.
    Other,
}

impl Negative {
    /// The heading of its list.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Documented => "no paginator, and documented as paging",
            Self::Named => {
                "no paginator, a pair of names that AWS declares elsewhere, no word about pages"
            }
            Self::Other => "no paginator, and nothing independent that says that it pages",
        }
    }
}

/// Which of the three it is.
pub(crate) fn class(
    _answer: &Answer,
    document: &Value,
    operation: &str,
    pairs: &Pairs,
) -> Negative {
    let shapes = &document["shapes"];
    let members = |side: &str| {
        let name = document["operations"][operation][side]["shape"]
            .as_str()
            .unwrap_or("");
        let shape = &shapes[name];
        // A payload is the body.
        let payload = shape["payload"].as_str().unwrap_or("");
        let inner = shape["members"][payload]["shape"].as_str().unwrap_or("");
        let own = shape["members"].as_object().into_iter().flatten();
        let inner = shapes[inner]["members"].as_object().into_iter().flatten();
        own.chain(inner).collect::<Vec<_>>()
    };
    let mut best = Negative::Other;
    for (output, shape) in members("output") {
        for (input, taker) in members("input") {
            if pairs.contains(&pair(output, input)) {
                let is_told = says_pages(shape) || says_pages(taker);
                best = best.min(if is_told {
                    Negative::Documented
                } else {
                    Negative::Named
                });
            }
        }
    }
    best
}

/// Whether the documentation of a member speaks of further results.
fn says_pages(member: &Value) -> bool {
    let text = member["documentation"]
        .as_str()
        .unwrap_or("")
        .to_lowercase();
    let further = [
        "next",
        "more",
        "additional",
        "remaining",
        "subsequent",
        "another",
        "continu",
    ];
    let what = [
        "page", "results", "items", "set of", "list", "records", "request", "call", "response",
    ];
    text.contains("paginat")
        || further.iter().any(|word| text.contains(word))
            && what.iter().any(|word| text.contains(word))
}
