//! Operations without a paginator that are declared nevertheless: which of them page?
//!
//! The rule does not use the engine: AWS documents a member of the output and one of the input
//! as leading to further results, and declares that pair of names in a paginator elsewhere.

use std::collections::BTreeSet;

use serde_json::Value;

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
pub(crate) fn class(document: &Value, operation: &str, pairs: &Pairs) -> Negative {
    let shapes = &document["shapes"];
    let members = |side: &str| {
        let name = &document["operations"][operation][side]["shape"];
        let mut found = Vec::new();
        collect(shapes, name, LEVELS, &mut found);
        found
    };
    let mut best = Negative::Other;
    for (output, shape) in members("output") {
        for (input, taker) in members("input") {
            if pairs.contains(&pair(output, input)) {
                let is_told = says_pages(shapes, shape) || says_pages(shapes, taker);
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

/// The levels of structures in which members are looked for.
const LEVELS: usize = 3;

/// The members of a structure, and of those inside.
fn collect<'a>(
    shapes: &'a Value,
    name: &Value,
    levels: usize,
    found: &mut Vec<(&'a String, &'a Value)>,
) {
    let members = shapes[name.as_str().unwrap_or("")]["members"].as_object();
    for (name, member) in members.into_iter().flatten() {
        found.push((name, member));
        if levels > 1 {
            collect(shapes, &member["shape"], levels - 1, found);
        }
    }
}

/// Whether the documentation of a member, or of its shape, speaks of further results.
fn says_pages(shapes: &Value, member: &Value) -> bool {
    let shape = &shapes[member["shape"].as_str().unwrap_or("")];
    let text = [member, shape].map(|said| said["documentation"].as_str().unwrap_or(""));
    let text = text.join(" ").to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let further = any(&[
        "next",
        "more",
        "additional",
        "remaining",
        "subsequent",
        "another",
        "continu",
        "previous",
    ]);
    let what = any(&[
        "page", "results", "items", "set of", "list", "records", "request", "call", "response",
    ]);
    text.contains("paginat") || (further && what)
}
