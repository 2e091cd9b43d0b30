//! The time of walks, and its growth.

use paginate_benches::sample::Walked;
use paginate_benches::svg::{self, Bar, Group, Panel};
use paginate_benches::table::{Table, number};

use crate::measure::Measure;
use crate::overhead::OURS;
use crate::part::{Check, Part};

/// The row that the others of its table are compared with.
const LOOP: &str = "loop";

/// The known reason why a goal is missed.
const SLOT: &str = "Where the consumer takes a page it wakes the task of the walk. tokio puts a task that is woken by a task into a slot of the same worker, out \
    of which no other worker takes it: unless something pushes it out, the walk stands still until the consumer lets go of the thread.";

/// Walks, in the order of their tables.
struct Walks(Vec<Walked>);

impl Walks {
    fn tables(&self) -> Vec<&str> {
        let mut tables: Vec<&str> = self
            .0
            .iter()
            .map(|walk| walk.label.table.as_str())
            .collect();
        tables.dedup();
        tables
    }

    fn of(&self, table: &str) -> impl Iterator<Item = &Walked> {
        self.0.iter().filter(move |walk| walk.label.table == table)
    }

    fn row(&self, table: &str, who: &str) -> &Walked {
        let row = self.of(table).find(|walk| walk.label.who == who);
        row.unwrap_or_else(|| panic!("no row {who} of {table}"))
    }
}

fn ratio(of: u64, to: u64) -> f64 {
    of as f64 / to as f64
}

fn megabytes(bytes: u64, places: usize) -> String {
    number(bytes as f64 / 1e6, places)
}

/// Walks over sockets.
pub(crate) fn over_sockets(measure: &Measure) -> Part {
    let walks = Walks(measure.walks("walk"));
    let mut part = Part::new(
        "A walk and its time",
        "walk",
        "Over loopback sockets, against a server in another process that waits before it answers and then sends each body at an even pace. The ratio is to the \
         hand-written loop of the same table, in the same run. The *floor* is what the delays alone add up to, simulated for each row: requests, bodies and \
         consumer, and nothing else. Peak memory is what the allocator had given above the start, in megabytes and in *pages*: what the loop takes at most, \
         which has one page (the body, and what is decoded from it). A block that grows counts twice while it moves. A row that is 10 % over its floor is run once \
         more, and the shorter time counts.\n\n\
         *In a task*: the walk runs in a task of its own on a runtime of two workers. *In `main`*: it runs in the future that `block_on` was given.",
    );
    for name in walks.tables() {
        let by_hand = walks.row(name, LOOP);
        let mut table = Table::new([
            name,
            "seconds",
            "ratio",
            "floor's ratio",
            "over the floor",
            "requests",
            "MB received",
            "peak MB",
            "in pages",
        ]);
        for walk in walks.of(name) {
            table.row([
                walk.label.who.clone(),
                number(walk.time as f64 / 1e6, 2),
                number(ratio(walk.time, by_hand.time), 2),
                number(ratio(walk.floor, by_hand.time), 2),
                format!(
                    "{} %",
                    number((ratio(walk.time, walk.floor) - 1.0) * 100.0, 0)
                ),
                number(walk.requests as f64, 0),
                megabytes(walk.bytes, 1),
                megabytes(walk.peak, 2),
                number(ratio(walk.peak, by_hand.peak), 1),
            ]);
        }
        part.table(&table);
    }
    part.checks = checks(&walks);
    part.chart(
        "walk.svg",
        "Time of a walk beside the hand-written loop, and the floor",
        chart(&walks),
    );
    part
}

const SLEEPS: &str = "10 KB, 50 ms; a consumer that sleeps as long";
const BLOCKS_MAIN: &str = "10 KB, 50 ms; a consumer that blocks its thread as long, in `main`";
const BLOCKS_TASK: &str = "10 KB, 50 ms; a consumer that blocks its thread as long, in a task";
const EVEN: &str = "2 MB, 50 ms and 50 ms of body; a consumer that takes no time";
const LONG: &str = "2 MB, 50 ms and 200 ms of body; a consumer that takes no time";
const LONG_SLOW: &str = "2 MB, 50 ms and 200 ms of body; a consumer that sleeps as long";
const NUMBERED: &str = "64 numbered pages of 10 KB, 50 ms; a consumer that takes no time";
const BUSY: [&str; 4] = [
    "64 numbered pages of 10 KB, 50 ms; a consumer that sleeps as long",
    "64 numbered pages of 10 KB, 50 ms; a consumer that blocks its thread as long, in `main`",
    "64 numbered pages of 10 KB, 50 ms; a consumer that blocks its thread as long, in a task",
    "64 numbered pages of 10 KB, 50 ms; a consumer that blocks its thread for 5 ms, in a task",
];

/// The goals of walks.
fn checks(walks: &Walks) -> Vec<Check> {
    let mut checks = Vec::new();
    let mut time = |what: &str, table: &str, who: &str, to: &str, most: f64, why| {
        let time = ratio(walks.row(table, who).time, walks.row(table, to).time);
        checks.push(Check {
            what: format!(
                "{what}: `{}` to {}",
                code(who),
                if to == LOOP { "the loop" } else { "sequential" }
            ),
            asked: number(most, 2),
            measured: number(time, 2),
            met: time <= most,
            why,
        });
    };
    time(
        "a consumer that sleeps as long as the request",
        SLEEPS,
        "ours `.prefetch(1)`",
        OURS,
        0.55,
        "",
    );
    time(
        "a consumer that blocks its thread as long, in `main`",
        BLOCKS_MAIN,
        "ours `.prefetch(1)`",
        OURS,
        0.55,
        "",
    );
    for who in ["ours `.prefetch(1)`", "ours `.prefetch(2)`"] {
        time(
            "a consumer that blocks its thread as long, in a task",
            BLOCKS_TASK,
            who,
            OURS,
            0.55,
            SLOT,
        );
    }
    time(
        "64 numbered pages, 50 ms",
        NUMBERED,
        "ours `.concurrency(8)`",
        OURS,
        0.16,
        "",
    );
    time(
        "2 MB, body as long as the delay",
        EVEN,
        "ours `.early()`",
        LOOP,
        0.6,
        "",
    );
    time(
        "2 MB, body four times the delay",
        LONG,
        "ours `.early()`",
        LOOP,
        0.36,
        "",
    );
    let counted = walks.row(NUMBERED, "ours `.concurrency(8)`").requests;
    checks.push(Check {
        what: "64 numbered pages: requests of `.concurrency(8)`".to_owned(),
        asked: "64".to_owned(),
        measured: counted.to_string(),
        met: counted == 64,
        why: "",
    });
    for table in BUSY {
        let walk = walks.row(table, "ours `.concurrency(8)`");
        let over = ratio(walk.time, walk.floor) - 1.0;
        let (_, consumer) = table.split_once("; ").unwrap_or_default();
        checks.push(Check {
            what: format!("64 numbered pages, `.concurrency(8)`, {consumer}: over the floor"),
            asked: "10 %".to_owned(),
            measured: format!("{} %", number(over * 100.0, 0)),
            met: over <= 0.1,
            why: SLOT,
        });
    }
    for (who, window) in [("ours `.early()`", 4), ("ours `.prefetch(8).early()`", 8)] {
        let pages = ratio(
            walks.row(LONG_SLOW, who).peak,
            walks.row(LONG_SLOW, LOOP).peak,
        );
        let most = window + 1;
        checks.push(Check {
            what: format!(
                "2 MB, a slow consumer: peak memory of `{}`, in pages",
                code(who)
            ),
            asked: most.to_string(),
            measured: number(pages, 1),
            met: pages <= f64::from(most),
            why: "",
        });
    }
    checks
}

fn code(who: &str) -> String {
    who.trim_start_matches(OURS).trim().replace('`', "")
}

/// A chart of the most important rows.
fn chart(walks: &Walks) -> String {
    let rows: [(&str, &str, &[&str]); 5] = [
        (
            "10 KB a page after 50 ms, a consumer that sleeps 50 ms",
            SLEEPS,
            &[LOOP, "page-turner `pages`", OURS, "ours `.prefetch(1)`"],
        ),
        (
            "the same, a consumer that blocks its thread, in a task",
            BLOCKS_TASK,
            &[
                "page-turner `pages`",
                OURS,
                "ours `.prefetch(1)`",
                "ours `.prefetch(2)`",
            ],
        ),
        (
            "64 numbered pages, 50 ms, a consumer that takes no time",
            NUMBERED,
            &[
                OURS,
                "page-turner `pages_ahead(8)`",
                "ours `.concurrency(2)`",
                "ours `.concurrency(4)`",
                "ours `.concurrency(8)`",
            ],
        ),
        (
            "2 MB a page, 50 ms and 50 ms of body",
            EVEN,
            &["page-turner `pages`", OURS, "ours `.early()`"],
        ),
        (
            "2 MB a page, 50 ms and 200 ms of body",
            LONG,
            &[OURS, "ours `.early()`"],
        ),
    ];
    let groups: Vec<Group> = rows
        .into_iter()
        .map(|(title, table, rows)| {
            let to = walks.row(table, LOOP).time;
            let bars = rows.iter().map(|who| {
                let walk = walks.row(table, who);
                Bar {
                    label: (*who).to_owned(),
                    value: ratio(walk.time, to),
                    floor: Some(ratio(walk.floor, to)),
                    ours: who.starts_with(OURS),
                }
            });
            Group {
                title: title.to_owned(),
                bars: bars.collect(),
            }
        })
        .collect();
    svg::bars(
        "Time of a walk, beside the hand-written loop (1.00)",
        "the mark is the floor: what the delays alone add up to",
        &groups,
        1.05,
        2,
    )
}

/// Growth with the number of pages.
pub(crate) fn growth(measure: &Measure) -> Part {
    let walks = Walks(measure.walks("scale"));
    let mut part = Part::new(
        "Growth",
        "scale",
        "Walks over an API in memory that takes no time, with ten users a page. The page-number walk remembers nothing of its pages; with tokens the loop \
         guard does, and documents 10 to 21 bytes a page, and up to 31 while its table doubles.",
    );
    let mut names: Vec<String> = walks.0.iter().map(|walk| walk.label.who.clone()).collect();
    names.dedup();
    let mut table = Table::new([
        "",
        "pages",
        "ms",
        "µs per page",
        "requests",
        "peak KB",
        "peak bytes per page",
    ]);
    let mut most: f64 = 0.0;
    for walk in &walks.0 {
        let pages = walk.label.pages as f64;
        let first = walks
            .0
            .iter()
            .find(|first| first.label.who == walk.label.who)
            .map_or(0, |first| first.peak);
        let grown = walk.peak.saturating_sub(first) as f64 / pages;
        if pages >= 10_000.0 {
            most = most.max(grown);
        }
        table.row([
            walk.label.who.clone(),
            number(pages, 0),
            number(walk.time as f64 / 1e3, 1),
            number(walk.time as f64 / pages, 1),
            number(walk.requests as f64, 0),
            number(walk.peak as f64 / 1e3, 0),
            number(grown, 1),
        ]);
    }
    part.table(&table);
    part.text += "\nThe last column is how much more the peak is than with ten pages. Long walks meet \
        other work on the machine, the loop's too: compare times within one number of pages.\n";
    part.checks.push(Check {
        what: "growth of peak memory from 10 to 10 000 pages, whatever is on, in bytes per page"
            .to_owned(),
        asked: "31 (the loop guard's)".to_owned(),
        measured: number(most, 1),
        met: most <= 31.0,
        why: "",
    });
    let of = |who: &str, value: fn(&Walked) -> f64| {
        let of = walks.0.iter().filter(|walk| walk.label.who == who);
        of.map(|walk| (walk.label.pages as f64, value(walk)))
            .collect::<Vec<_>>()
    };
    let panel = |title: &str, value: fn(&Walked) -> f64, step: f64| {
        let lines: Vec<_> = names.iter().map(|who| of(who, value)).collect();
        let most = lines
            .iter()
            .flatten()
            .map(|point| point.1)
            .fold(0.0, f64::max);
        Panel {
            title: title.to_owned(),
            lines,
            full: (most / step).ceil() * step,
        }
    };
    let panels = [
        panel(
            "µs per page",
            |walk| walk.time as f64 / walk.label.pages as f64,
            4.0,
        ),
        panel("peak memory in KB", |walk| walk.peak as f64 / 1e3, 40.0),
    ];
    let chart = svg::lines(
        "From 10 to 10 000 pages",
        "an API in memory that takes no time; with tokens the loop guard remembers each page",
        &names,
        &panels,
    );
    part.chart(
        "growth.svg",
        "Time per page and peak memory from 10 to 10 000 pages",
        chart,
    );
    part
}
