//! What a walk costs the process that makes it: instructions and allocations, never seconds.

use std::fmt::Write as _;

use paginate_benches::fit::line;
use paginate_benches::sample::Sample;
use paginate_benches::table::{Table, number};

use crate::measure::Measure;

/// Figures of one kind.
struct Counts(Vec<Sample>);

impl Counts {
    /// The rows of a table, in their order.
    fn rows(&self, table: &str) -> Vec<&str> {
        let mut rows = Vec::new();
        for sample in self.0.iter().filter(|sample| sample.label.table == table) {
            if !rows.contains(&sample.label.who.as_str()) {
                rows.push(sample.label.who.as_str());
            }
        }
        rows
    }

    /// What a page costs at each length: the difference of two walks, without what each walk costs once.
    fn per_page(&self, table: &str, who: &str) -> Vec<(f64, f64)> {
        let of = self
            .0
            .iter()
            .filter(|sample| sample.label.table == table && sample.label.who == who);
        let of: Vec<&Sample> = of.collect();
        let pairs = of.iter().zip(of.iter().skip(1));
        let pairs = pairs.filter(|(short, long)| short.label.length == long.label.length);
        let per_page = pairs.map(|(short, long)| {
            let pages = long.label.pages as f64 - short.label.pages as f64;
            (short.label.length as f64, (long.count as f64 - short.count as f64) / pages)
        });
        per_page.collect()
    }

    /// The same, without what another row costs.
    fn net(&self, table: &str, who: &str, of: &str) -> Vec<(f64, f64)> {
        let base = self.per_page(table, of);
        let points = self.per_page(table, who).into_iter().zip(base);
        points.map(|((length, cost), (_, base))| (length, cost - base)).collect()
    }
}

/// The command that makes one section's numbers, for whoever wants to look closer.
fn command(what: &str) -> String {
    format!(
        "valgrind --tool=callgrind --collect-atstart=no --toggle-collect=instructions::counted_region \\\n  \
         target/figures/instructions {what}\ntarget/figures/allocations {what}"
    )
}

/// Walks over pages that are ready in memory.
pub(crate) fn in_memory(measure: &Measure) -> String {
    let allocations = Counts(measure.allocations("overhead"));
    let instructions = measure.instructions("overhead").map(Counts);
    let mut text = String::from(
        "## A stream by itself\n\nPages of 1, 10, 100 and 1 000 items that are ready in memory; net of making and dropping them.\n\n",
    );
    let _ = writeln!(text, "```sh\n{}\n```", command("overhead"));
    let tables = [
        ("items, numbers", "Items of 8 bytes"),
        ("items, strings", "Items of 24 bytes, strings"),
        ("items, structs", "Items of 56 bytes, with two strings"),
        ("pages", "Whole pages"),
    ];
    for (table, title) in tables {
        let rows = allocations.rows(table);
        let Some((making, rows)) = rows.split_first() else { continue };
        let mut shown = Table::new([
            title,
            "instructions per item",
            "fixed instructions per page",
            "allocations per page",
        ]);
        for who in rows {
            let fit = instructions.as_ref().map(|counts| line(&counts.net(table, who, making)));
            let taken = line(&allocations.net(table, who, making));
            shown.row([
                (*who).to_owned(),
                fit.map_or_else(|| "-".to_owned(), |fit| number(fit.slope, 1)),
                fit.map_or_else(|| "-".to_owned(), |fit| number(fit.fixed, 0)),
                number(taken.fixed, 1),
            ]);
        }
        let _ = writeln!(text, "\n{shown}");
    }
    text
}

/// Walks over HTTP.
pub(crate) fn over_http(measure: &Measure) -> String {
    let allocations = Counts(measure.allocations("http"));
    let instructions = measure.instructions("http").map(Counts);
    let mut text = String::from(
        "## A walk over HTTP\n\nPages of one user, one after the other, from a server in another process that answers after 10 ms: what the client's \
         process does for each page, and how much more that is than what the first row does.\n\n",
    );
    let _ = writeln!(text, "```sh\n{}\n```", command("http"));
    let rows = allocations.rows("http");
    let mut shown = Table::new([
        "",
        "instructions per page",
        "more than the loop",
        "allocations per page",
        "more than the loop",
    ]);
    let Some(first) = rows.first() else { return text };
    for who in &rows {
        let one = |points: Vec<(f64, f64)>| points.first().map_or(f64::NAN, |&(_, cost)| cost);
        let of = |counts: &Counts, places| {
            let all = number(one(counts.per_page("http", who)), places);
            (all, number(one(counts.net("http", who, first)), places))
        };
        let (executed, more_executed) = match &instructions {
            Some(counts) => of(counts, 0),
            None => ("-".to_owned(), "-".to_owned()),
        };
        let (taken, more_taken) = of(&allocations, 1);
        shown.row([(*who).to_owned(), executed, more_executed, taken, more_taken]);
    }
    let _ = writeln!(text, "\n{shown}");
    text
}
