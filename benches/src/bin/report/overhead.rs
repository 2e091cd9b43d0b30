//! The cost of a walk for its process: instructions and allocations, not time.

use paginate_benches::fit::line;
use paginate_benches::sample::Sample;
use paginate_benches::svg::{self, Bar, Group};
use paginate_benches::table::{Table, number};

use crate::measure::Measure;
use crate::part::{Check, Part};

/// The beginning of the names of this library's rows.
pub(crate) const OURS: &str = "ours";

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

    /// The cost of a page at each length: the difference of two walks, without the fixed cost of a
    /// walk.
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
            (
                short.label.length as f64,
                (long.count as f64 - short.count as f64) / pages,
            )
        });
        per_page.collect()
    }

    /// The same, minus the cost of another row.
    fn net(&self, table: &str, who: &str, of: &str) -> Vec<(f64, f64)> {
        let base = self.per_page(table, of);
        let points = self.per_page(table, who).into_iter().zip(base);
        points
            .map(|((length, cost), (_, base))| (length, cost - base))
            .collect()
    }
}

/// Walks over pages that are ready in memory.
pub(crate) fn in_memory(measure: &Measure) -> Part {
    let allocations = Counts(measure.allocations("overhead"));
    let instructions = measure.instructions("overhead").map(Counts);
    let mut part = Part::new(
        "A stream by itself",
        "overhead",
        "Instructions, as callgrind counts them, and allocations of walks over pages of 1, 10, 100 and 1 000 items that are ready in memory; net of making and \
         dropping the pages. They do not scatter. The parts for each item and for each page are those of a line through the four lengths.",
    );
    let tables = [
        ("items, numbers", "Items of 8 bytes"),
        ("items, strings", "Items of 24 bytes, strings"),
        ("items, structs", "Items of 56 bytes, with two strings"),
        ("pages", "Whole pages"),
    ];
    for (table, title) in tables {
        let rows = allocations.rows(table);
        let Some((making, rows)) = rows.split_first() else {
            continue;
        };
        let mut shown = Table::new([
            title,
            "instructions per item",
            "fixed instructions per page",
            "allocations per page",
        ]);
        let mut bars = Vec::new();
        for who in rows {
            let fit = instructions
                .as_ref()
                .map(|counts| line(&counts.net(table, who, making)));
            let taken = line(&allocations.net(table, who, making));
            shown.row([
                (*who).to_owned(),
                fit.map_or_else(|| "-".to_owned(), |fit| number(fit.slope, 1)),
                fit.map_or_else(|| "-".to_owned(), |fit| number(fit.fixed, 0)),
                number(taken.fixed, 1),
            ]);
            if let Some(fit) = fit {
                bars.push((*who, fit.slope, taken.slope));
            }
        }
        part.table(&shown);
        if table.starts_with("items") && !bars.is_empty() {
            part.checks.push(per_item(title, &bars));
        }
        if table == "pages" {
            part.checks
                .push(per_page(&allocations.net(table, OURS, making)));
        }
        if table == "items, numbers" && !bars.is_empty() {
            let bars = bars.iter().map(|&(who, value, _)| Bar {
                label: who.to_owned(),
                value,
                floor: None,
                ours: who.starts_with(OURS),
            });
            let group = Group {
                title: "instructions per item".to_owned(),
                bars: bars.collect(),
            };
            let chart = svg::bars(
                "What a stream adds to each item",
                "items of 8 bytes on pages that are ready in memory, net of making them",
                &[group],
                150.0,
                1,
            );
            part.chart(
                "overhead.svg",
                "Instructions per item, beside other streams",
                chart,
            );
        }
    }
    part
}

/// The goal per item. Rows are (name, instructions, allocations).
fn per_item(items: &str, rows: &[(&str, f64, f64)]) -> Check {
    let ours = rows.iter().filter(|(who, ..)| who.starts_with(OURS));
    let shown: Vec<String> = ours.clone().map(|row| number(row.1, 1)).collect();
    let (instructions, allocations) = ours.fold((0.0, 0.0), |(most, taken), row| {
        (row.1.max(most), row.2.max(taken))
    });
    let others = rows
        .iter()
        .filter(|(who, ..)| !who.starts_with(OURS) && !who.starts_with("loop"));
    let best = others.map(|row| row.1).fold(f64::INFINITY, f64::min);
    // Larger items cost more to move, in every stream.
    let most = if items.contains(" 8 bytes") {
        25.0
    } else {
        f64::INFINITY
    };
    let limit = if most.is_finite() { "25, and " } else { "" };
    Check {
        what: format!(
            "{items}: instructions for each, as a `Stream` and by `.try_next()`, and allocations"
        ),
        asked: format!(
            "{limit}less than the leanest stream ({}); 0",
            number(best, 1)
        ),
        measured: format!("{}; {}", shown.join(" and "), number(allocations, 1)),
        met: instructions <= most && allocations < 0.01 && instructions < best,
        why: "An item is moved from the page into the stream's answer, and from there to the consumer: the larger it is, the more that is.",
    }
}

/// The goal per page, for allocations at several lengths.
fn per_page(allocations: &[(f64, f64)]) -> Check {
    let taken = line(allocations).fixed;
    Check {
        what: "a page from a function: allocations, net of making it".to_owned(),
        asked: "1 (the token that the function is given)".to_owned(),
        measured: number(taken, 1),
        // The loop guard's table doubles now and then.
        met: taken < 1.05,
        why: "Besides the copy of the token that the function is given: the future, the token that the walk keeps as its place, and the `Arc` around it, where the memory of those before is not used again.",
    }
}

/// Walks over HTTP.
pub(crate) fn over_http(measure: &Measure) -> Part {
    let allocations = Counts(measure.allocations("http"));
    let instructions = measure.instructions("http").map(Counts);
    let mut part = Part::new(
        "A page over HTTP",
        "http",
        "Pages of one user, one after the other, from a server in another process that answers after 10 ms: what the client's process does for each page, and how \
         much more that is than what the first row does. The loop makes its request as one writes it; the third parses its URL once. Where blocks lie on the heap moves our rows by up to a thousand either way, from build to build: that is `malloc`'s own work (`callgrind_annotate` on what the command leaves in `target/callgrind`).",
    );
    let rows = allocations.rows("http");
    let mut shown = Table::new([
        "",
        "instructions per page",
        "more than the loop",
        "allocations per page",
        "more than the loop",
    ]);
    let Some(first) = rows.first() else {
        return part;
    };
    let one = |points: Vec<(f64, f64)>| points.first().map_or(f64::NAN, |&(_, cost)| cost);
    for who in &rows {
        let of = |counts: &Counts| {
            (
                one(counts.per_page("http", who)),
                one(counts.net("http", who, first)),
            )
        };
        let (executed, more) = instructions.as_ref().map_or((f64::NAN, f64::NAN), of);
        let (taken, more_taken) = of(&allocations);
        let count = |value: f64| {
            if value.is_nan() {
                "-".to_owned()
            } else {
                number(value, 0)
            }
        };
        let [taken_shown, more_taken_shown] = [taken, more_taken].map(|value| number(value, 1));
        shown.row([
            (*who).to_owned(),
            count(executed),
            count(more),
            taken_shown,
            more_taken_shown,
        ]);
        if *who == "ours, items" {
            part.checks.push(Check {
                what: "instructions for each page over HTTP, more than the hand-written loop's".to_owned(),
                asked: "2 000".to_owned(),
                measured: count(more),
                met: more <= 2_000.0,
                why: "This is the request (its URL, its headers, the future that sends it) and the guards.",
            });
            part.checks.push(Check {
                what: "allocations for each page over HTTP, more than the hand-written loop's"
                    .to_owned(),
                asked: "2".to_owned(),
                measured: number(more_taken, 1),
                met: more_taken <= 2.0,
                why: "The same.",
            });
        }
    }
    part.table(&shown);
    part
}
