//! AWS: inference sees `service-2.json`; the truth is `paginators-1.json`.

mod negative;
mod truth;

use std::collections::BTreeMap;
use std::ops::AddAssign;
use std::path::Path;

use paginate_infer::declaration::Declaration;
use paginate_infer::model::Operation;
use paginate_infer::{Verdict, infer, read};
use serde_json::Value;

use crate::said::{mode, read_from};
use crate::score::{HEAD, Score, percent};
use crate::{documents, report};
use negative::Negative;
use truth::Truth;

/// What was found about one operation, in the words of the truth.
#[derive(Debug, Default)]
struct Answer {
    token: Option<String>,
    items: Option<Vec<String>>,
    size: Option<String>,
    more: Option<String>,
}

/// An operation for which verdict and truth differ.
#[derive(Debug)]
struct Miss {
    service: String,
    operation: String,
    class: String,
    text: String,
}

/// The scores of each key, and of all together.
#[derive(Debug, Clone, Copy, Default)]
struct Scores {
    token: Score,
    items: Score,
    size: Score,
    more: Score,
    whole: Score,
}

impl AddAssign for Scores {
    fn add_assign(&mut self, other: Self) {
        self.token += other.token;
        self.items += other.items;
        self.size += other.size;
        self.more += other.more;
        self.whole += other.whole;
    }
}

impl Scores {
    fn table(&self) -> String {
        let rows = [
            self.token.row("token, in and out"),
            self.items.row("items"),
            self.size.row("size"),
            self.more.row("more"),
            self.whole.row("whole"),
        ];
        HEAD.to_owned() + &rows.concat()
    }
}

/// What one document, or all, came to.
#[derive(Debug, Default)]
struct Tally {
    documents: u64,
    operations: u64,
    paginators: u64,
    declared: u64,
    undecided: u64,
    exact: u64,
    all: Scores,
    rest: Scores,
    negative: BTreeMap<Negative, u64>,
    undecided_negative: u64,
    misses: Vec<Miss>,
}

#[test]
fn paginators_are_found_in_the_service_models() {
    let files = documents::files(&documents::folder("botocore"), "service-2.json");
    let mut all = Tally::default();
    let pairs = truth::known_pairs(&files);
    for tally in documents::each(&files, |file| tally(file, &pairs)) {
        all.add(tally);
    }
    report::part("botocore", &all.text());
    assert!(all.documents >= 471, "{} documents", all.documents);
    assert!(
        all.exact * 1000 >= all.paginators * 985,
        "exact: {} of {}",
        all.exact,
        all.paginators
    );
    let of = |class| all.negative.get(&class).copied().unwrap_or(0);
    let unexplained = of(Negative::Named) + of(Negative::Other);
    let others = all.operations - all.paginators;
    assert!(
        unexplained * 500 <= others,
        "declared without a reason: {unexplained} of {others}"
    );
}

fn tally(file: &Path, pairs: &negative::Pairs) -> Tally {
    let service = file.parent().unwrap().parent().unwrap();
    let service = service.file_name().unwrap().to_str().unwrap();
    let text = documents::text(file);
    let document: Value = serde_json::from_str(&text).unwrap();
    let paginators = truth::paginators(file);
    let mut tally = Tally {
        documents: 1,
        ..Tally::default()
    };
    let operations = read::botocore(&text).unwrap_or_else(|error| panic!("{service}: {error}"));
    for operation in &operations {
        let truth = paginators.get(&operation.id);
        let truth = truth.map(|truth| Truth::new(truth, &document, &operation.id));
        tally.judge(service, operation, truth.as_ref(), &document, pairs);
    }
    tally
}

impl Tally {
    fn judge(
        &mut self,
        service: &str,
        operation: &Operation,
        truth: Option<&Truth>,
        document: &Value,
        pairs: &negative::Pairs,
    ) {
        self.operations += 1;
        let verdict = infer(operation);
        let answer = match &verdict {
            Verdict::Declared { declaration, .. } => Answer::of(declaration),
            _ => Answer::default(),
        };
        let is_declared = answer.token.is_some();
        let none = Truth::default();
        let known = truth.unwrap_or(&none);
        let wrong = [
            ("token", answer.token == known.token),
            ("items", answer.items == known.items),
            ("size", answer.size == known.size),
            ("more", answer.more == known.more),
        ];
        let wrong: Vec<&str> = wrong
            .iter()
            .filter(|(_, same)| !same)
            .map(|(name, _)| *name)
            .collect();
        let is_exact = truth.is_some() && wrong.is_empty();
        let scores = Scores {
            token: Score::of(&answer.token, &known.token),
            items: Score::of(&answer.items, &known.items),
            size: Score::of(&answer.size, &known.size),
            more: Score::of(&answer.more, &known.more),
            whole: Score {
                right: is_exact.into(),
                wrong: (is_declared && !is_exact).into(),
                missed: (truth.is_some() && !is_exact).into(),
            },
        };
        let negative = (truth.is_none() && is_declared)
            .then(|| negative::class(document, &operation.id, pairs));
        self.all += scores;
        if negative != Some(Negative::Documented) {
            self.rest += scores;
        }
        if truth.is_some() {
            self.paginators += 1;
            self.declared += u64::from(is_declared);
            self.undecided += u64::from(matches!(verdict, Verdict::Undecided { .. }));
            self.exact += u64::from(is_exact);
            if !is_exact {
                let class = match &verdict {
                    Verdict::Declared { .. } => wrong.join(", "),
                    Verdict::Undecided { .. } => "undecided".to_owned(),
                    _ => "not paginated".to_owned(),
                };
                let text = match &verdict {
                    Verdict::Declared { .. } => known.differences(&answer, &wrong),
                    Verdict::Undecided { question, .. } => question.clone(),
                    _ => format!("truth: {}", known.token.as_deref().unwrap_or("")),
                };
                self.miss(service, operation, &class, text);
            }
        } else if let Some(negative) = negative {
            *self.negative.entry(negative).or_default() += 1;
            if negative != Negative::Documented {
                let token = answer.token.clone().unwrap_or_default();
                self.miss(service, operation, negative.name(), token);
            }
        } else if matches!(verdict, Verdict::Undecided { .. }) {
            self.undecided_negative += 1;
        }
    }

    fn miss(&mut self, service: &str, operation: &Operation, class: &str, text: String) {
        self.misses.push(Miss {
            service: service.to_owned(),
            operation: operation.id.clone(),
            class: class.to_owned(),
            text,
        });
    }

    fn add(&mut self, other: Self) {
        self.documents += other.documents;
        self.operations += other.operations;
        self.paginators += other.paginators;
        self.declared += other.declared;
        self.undecided += other.undecided;
        self.exact += other.exact;
        self.all += other.all;
        self.rest += other.rest;
        self.undecided_negative += other.undecided_negative;
        for (class, count) in other.negative {
            *self.negative.entry(class).or_default() += count;
        }
        self.misses.extend(other.misses);
    }

    fn text(&self) -> String {
        let others = self.operations - self.paginators;
        let declared: u64 = self.negative.values().sum();
        let of = |class| self.negative.get(&class).copied().unwrap_or(0);
        let documented = of(Negative::Documented);
        let mut text = format!(
            "{} documents, {} operations, {} of them with a paginator.\n\n",
            self.documents, self.operations, self.paginators
        );
        text += &format!(
            "* Paginators: {} exact ({}), {} declared, {} undecided.\n",
            self.exact,
            percent(self.exact, self.paginators),
            self.declared,
            self.undecided
        );
        text += &format!(
            "* The {others} others: {declared} declared ({}), {} undecided. Of those declared, {documented} page \
             by AWS's own words and have no paginator; that leaves {} ({}).\n\n",
            percent(declared, others),
            self.undecided_negative,
            declared - documented,
            percent(declared - documented, others - documented)
        );
        text += "Over all operations:\n\n";
        text += &self.all.table();
        text += &format!("\nWithout those {documented}:\n\n");
        text += &self.rest.table();
        let mut classes: BTreeMap<&str, BTreeMap<(&str, &str), Vec<&str>>> = BTreeMap::new();
        for miss in &self.misses {
            let services = classes.entry(&miss.class).or_default();
            services
                .entry((&miss.service, &miss.text))
                .or_default()
                .push(&miss.operation);
        }
        for (class, rows) in classes {
            let count: usize = rows.values().map(Vec::len).sum();
            text += &format!("\n#### {class}: {count}\n\n");
            for ((service, what), operations) in rows {
                let mut names = operations.clone();
                names.dedup();
                text += &format!("* {service} {}: {what}", names.join(", "));
                if operations.len() > names.len() {
                    text += &format!(" ({} in all versions)", operations.len());
                }
                text += "\n";
            }
        }
        text
    }
}

impl Answer {
    fn of(declaration: &Declaration) -> Self {
        let mut items: Vec<String> = declaration
            .items
            .iter()
            .map(|path| path.0.join("."))
            .collect();
        if declaration.is_list {
            items.push(String::new());
        }
        items.extend(declaration.other_lists.iter().map(|path| path.0.join(".")));
        items.sort();
        Self {
            token: declaration.mode.as_ref().map(mode),
            items: (!items.is_empty()).then_some(items),
            size: declaration.size.as_ref().map(|size| size.name.clone()),
            more: declaration.more.as_ref().map(read_from),
        }
    }
}
