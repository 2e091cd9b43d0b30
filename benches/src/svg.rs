//! Charts, as SVG text, with their own background and colours for light and dark pages.

use std::fmt::Write as _;

use crate::table::number;

const STYLE: &str = "<style>\
    text{font:13px system-ui,-apple-system,'Segoe UI',sans-serif;fill:#1f2328}\
    .back{fill:#fff}.head{font-weight:600}.quiet{fill:#59636e}.grid{stroke:#d1d9e0}\
    .other{fill:#a3acb7}.mine{fill:#0969da}.floor{stroke:#bc4c00;stroke-width:2.5}.line{fill:none;stroke-width:2}\
    .c0{stroke:#818b98}.c1{stroke:#0969da}.c2{stroke:#1a7f37}.c3{stroke:#bc4c00}.c4{stroke:#bf3989}\
    @media(prefers-color-scheme:dark){\
    text{fill:#f0f6fc}.back{fill:#0d1117}.quiet{fill:#9198a1}.grid{stroke:#3d444d}\
    .other{fill:#656c76}.mine{fill:#4493f8}.floor{stroke:#f0883e}\
    .c0{stroke:#9198a1}.c1{stroke:#4493f8}.c2{stroke:#3fb950}.c3{stroke:#f0883e}.c4{stroke:#db61a2}}\
    </style>";

/// A bar.
#[derive(Debug, Clone)]
pub struct Bar {
    /// Its label.
    pub label: String,
    /// Its length.
    pub value: f64,
    /// The position of a mark: the theoretical minimum.
    pub floor: Option<f64>,
    /// Whether it belongs to this library.
    pub ours: bool,
}

/// Bars under a heading.
#[derive(Debug, Clone)]
pub struct Group {
    /// The heading.
    pub title: String,
    /// The bars.
    pub bars: Vec<Bar>,
}

const WIDTH: f64 = 760.0;
/// The left end of bars.
const LEFT: f64 = 230.0;
/// The length of the longest bar.
const LENGTH: f64 = WIDTH - LEFT - 80.0;
const ROW: f64 = 22.0;

/// A chart of bars. `full` is the value at the full width; longer bars are cut and marked.
pub fn bars(title: &str, below: &str, groups: &[Group], full: f64, places: usize) -> String {
    let mut inner = String::new();
    let mut y = 62.0;
    for Group { title, bars } in groups {
        let _ = writeln!(
            inner,
            "<text class=\"head\" x=\"16\" y=\"{}\">{}</text>",
            y + 15.0,
            text(title)
        );
        y += ROW + 2.0;
        for bar in bars {
            let cut = bar.value > full;
            let length = bar.value.min(full) / full * LENGTH;
            let class = if bar.ours { "mine" } else { "other" };
            let shown = number(bar.value, places);
            let (middle, end) = (y + 15.0, LEFT + length);
            let _ = writeln!(
                inner,
                "<text x=\"{}\" y=\"{middle}\" text-anchor=\"end\">{}</text>\
                 <rect class=\"{class}\" x=\"{LEFT}\" y=\"{}\" width=\"{length:.1}\" height=\"16\"/>\
                 <text x=\"{:.1}\" y=\"{middle}\">{}{shown}</text>",
                LEFT - 8.0,
                text(&bar.label),
                y + 2.0,
                end + 6.0,
                if cut { "… " } else { "" },
            );
            if let Some(floor) = bar.floor {
                let x = LEFT + floor.min(full) / full * LENGTH;
                let _ = writeln!(
                    inner,
                    "<line class=\"floor\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{y}\" y2=\"{}\"/>",
                    y + 20.0
                );
            }
            y += ROW;
        }
        y += 10.0;
    }
    page(title, below, &inner, y + 6.0)
}

/// A panel of lines over the number of pages.
#[derive(Debug, Clone)]
pub struct Panel {
    /// The title of the y axis.
    pub title: String,
    /// The lines: points (pages, value) for each of the names.
    pub lines: Vec<Vec<(f64, f64)>>,
    /// The end of the y axis.
    pub full: f64,
}

/// Two panels side by side with the same lines. The x axis is logarithmic.
pub fn lines(title: &str, below: &str, names: &[String], panels: &[Panel; 2]) -> String {
    const HEIGHT: f64 = 190.0;
    let mut inner = String::new();
    let mut x = 16.0;
    for (number, name) in names.iter().enumerate() {
        let _ = writeln!(
            inner,
            "<line class=\"line c{number}\" x1=\"{x}\" x2=\"{}\" y1=\"70\" y2=\"70\"/><text x=\"{}\" y=\"75\">{}</text>",
            x + 18.0,
            x + 24.0,
            text(name)
        );
        x += 44.0 + name.len() as f64 * 6.9;
    }
    for (left, panel) in [70.0, 450.0].into_iter().zip(panels) {
        let (top, width) = (118.0, 270.0);
        let at_x = |pages: f64| left + (pages.log10() - 1.0) / 3.0 * width;
        let at_y = |value: f64| top + HEIGHT - value / panel.full * HEIGHT;
        let _ = writeln!(
            inner,
            "<text class=\"head\" x=\"{}\" y=\"104\">{}</text>",
            left - 54.0,
            text(&panel.title)
        );
        for step in 0..=4 {
            let value = panel.full * f64::from(step) / 4.0;
            let y = at_y(value);
            let _ = writeln!(
                inner,
                "<line class=\"grid\" x1=\"{left}\" x2=\"{}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
                 <text class=\"quiet\" x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
                left + width,
                left - 8.0,
                y + 4.0,
                number(value, 0)
            );
        }
        for pages in [10.0, 100.0, 1_000.0, 10_000.0] {
            let _ = writeln!(
                inner,
                "<text class=\"quiet\" x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                at_x(pages),
                top + HEIGHT + 20.0,
                number(pages, 0)
            );
        }
        for (number, line) in panel.lines.iter().enumerate() {
            let points = line
                .iter()
                .map(|&(x, y)| format!("{:.1},{:.1}", at_x(x), at_y(y)));
            let points: Vec<String> = points.collect();
            let _ = writeln!(
                inner,
                "<polyline class=\"line c{number}\" points=\"{}\"/>",
                points.join(" ")
            );
        }
    }
    page(title, below, &inner, 350.0)
}

fn page(title: &str, below: &str, inner: &str, height: f64) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\">\n{STYLE}\n\
         <rect class=\"back\" width=\"100%\" height=\"100%\" rx=\"6\"/>\n\
         <text class=\"head\" x=\"16\" y=\"26\">{title}</text>\n<text class=\"quiet\" x=\"16\" y=\"46\">{below}</text>\n{inner}</svg>\n",
        title = text(title),
        below = text(below),
    )
}

/// Escapes text for SVG and removes the marks of code, which a picture cannot show.
fn text(text: &str) -> String {
    text.replace('`', "")
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{Bar, Group, bars};

    #[test]
    fn a_bar_that_is_too_long_is_cut_and_says_so() {
        let bar = |value| Bar {
            label: "`a<b>`".to_owned(),
            value,
            floor: None,
            ours: false,
        };
        let group = Group {
            title: "both".to_owned(),
            bars: vec![bar(50.0), bar(2_000.0)],
        };
        let chart = bars("title", "below", &[group], 100.0, 0);
        assert!(chart.contains("width=\"225.0\""), "{chart}");
        assert!(
            chart.contains("width=\"450.0\"") && chart.contains("… 2 000"),
            "{chart}"
        );
        assert!(chart.contains(">a&lt;b&gt;<"), "{chart}");
    }
}
