//! What is concluded of the samples, as the page shows it.

use paginate_infer::model::{Operation, Sample};
use paginate_infer::{Evidence, Verdict, infer, read, write};
use serde::Serialize;

/// What is concluded of one operation.
#[derive(Serialize)]
pub(crate) struct Conclusion {
    /// `GET /users`
    title: String,
    /// The responses that it rests on.
    pages: usize,
    /// `declared`, `not_paginated` or `undecided`.
    result: &'static str,
    /// What is open, if it is undecided; why no code can be written, if it is declared without.
    question: Option<String>,
    /// The attribute, if it is declared; what it could be, if it is undecided.
    attributes: Vec<String>,
    evidence: Vec<Evidence>,
    code: Option<String>,
    /// What `cargo paginate --format json` writes.
    json: String,
}

/// The conclusions of all operations that the samples show, those that page first.
pub(crate) fn of(samples: Vec<Sample>) -> Vec<Conclusion> {
    let operations = read::operations_of(samples);
    let mut conclusions: Vec<Conclusion> = operations.iter().map(conclusion).collect();
    conclusions.sort_by_key(|one| match one.result {
        "declared" => 0,
        "undecided" => 1,
        _ => 2,
    });
    conclusions
}

fn conclusion(operation: &Operation) -> Conclusion {
    let verdict = infer(operation);
    let attribute = |declaration| write::attribute(operation, declaration).ok();
    let (mut question, mut code) = (None, None);
    let (result, attributes, evidence) = match &verdict {
        Verdict::Declared {
            declaration,
            evidence,
        } => {
            match write::rust(operation, declaration) {
                Ok(written) => code = Some(written),
                Err(error) => question = Some(format!("no code can be written: {error}")),
            }
            let attributes = attribute(declaration.as_ref()).into_iter().collect();
            ("declared", attributes, evidence.clone())
        }
        Verdict::Undecided {
            question: open,
            candidates,
            evidence,
        } => {
            question = Some(open.clone());
            let attributes = candidates.iter().filter_map(attribute).collect();
            ("undecided", attributes, evidence.clone())
        }
        Verdict::NotPaginated { evidence } => ("not_paginated", Vec::new(), evidence.clone()),
        _ => ("undecided", Vec::<String>::new(), Vec::new()),
    };
    Conclusion {
        title: format!("{} {}", operation.method, operation.path)
            .trim_end()
            .to_owned(),
        pages: operation.samples.len(),
        json: serde_json::to_string_pretty(&write::Conclusion::new(operation, &verdict))
            .unwrap_or_default(),
        result,
        question,
        attributes,
        evidence,
        code,
    }
}
