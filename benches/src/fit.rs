//! Fits a fixed cost and a cost per item to counts at several lengths.

/// The cost of a page, and of each of its items.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// The cost per page.
    pub fixed: f64,
    /// The cost per item.
    pub slope: f64,
}

/// The line through points (length, cost), by least squares. Longer lengths have a lower weight,
/// otherwise they would hide the fixed part.
pub fn line(points: &[(f64, f64)]) -> Line {
    let weighted =
        |value: fn(f64, f64) -> f64| points.iter().map(|&(x, y)| value(x, y) / x).sum::<f64>();
    let total = weighted(|_, _| 1.0);
    let (mean_x, mean_y) = (weighted(|x, _| x) / total, weighted(|_, y| y) / total);
    let (mean_xx, mean_xy) = (
        weighted(|x, _| x * x) / total,
        weighted(|x, y| x * y) / total,
    );
    let slope = (mean_xy - mean_x * mean_y) / (mean_xx - mean_x * mean_x);
    Line {
        fixed: mean_y - slope * mean_x,
        slope,
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_line_is_found_again() {
        let points = [1.0, 10.0, 100.0, 1_000.0].map(|x| (x, 40.0 + 7.0 * x));
        let line = line(&points);
        assert!((line.fixed - 40.0).abs() < 1e-6, "{line:?}");
        assert!((line.slope - 7.0).abs() < 1e-9, "{line:?}");
    }
}
