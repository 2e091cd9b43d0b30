//! The theoretical minimum of a walk's time: only the delays count.

use std::time::Duration;

/// How a walk runs ahead of its consumer, in the best case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ahead {
    /// The next page is requested when the consumer has finished this one.
    Not,
    /// The next page is requested when this one has arrived. At most this many pages wait.
    Pages(usize),
    /// The next page is requested as soon as this one begins to arrive. At most this many pages are
    /// in flight or wait.
    Early(usize),
    /// All pages after the first are known. At most this many are in flight or wait.
    Window(usize),
    /// The same, without waiting for the first page: the later requests are guesses.
    Guess(usize),
}

/// The delays of a walk.
#[derive(Debug, Clone, Copy)]
pub struct Delays {
    /// The number of pages.
    pub pages: u64,
    /// From the request for a page to its first byte.
    pub first_byte: Duration,
    /// From the first byte to the last.
    pub body: Duration,
    /// The consumer's time for each page.
    pub consumer: Duration,
}

/// The time at which the consumer has finished the last page.
pub fn floor(delays: &Delays, ahead: Ahead) -> Duration {
    let Delays {
        first_byte,
        body,
        consumer,
        ..
    } = *delays;
    let mut pages: Vec<Times> = Vec::new();
    for number in 0..usize::try_from(delays.pages).unwrap_or(usize::MAX) {
        let last = pages.last().copied().unwrap_or_default();
        // The time at which a window of this size has room for the page.
        let room = |window: usize| {
            number
                .checked_sub(window)
                .and_then(|taken| pages.get(taken))
                .map(|page| page.taken)
        };
        let room = |window| room(window).unwrap_or_default();
        let asked = match ahead {
            _ if number == 0 => Duration::ZERO,
            Ahead::Not => last.done,
            Ahead::Pages(window) => last.there.max(room(window)),
            Ahead::Early(window) => (last.asked + first_byte).max(room(window)),
            Ahead::Window(window) => room(window).max(first_byte + body),
            Ahead::Guess(window) => room(window),
        };
        let there = asked + first_byte + body;
        let taken = there.max(last.done);
        let done = taken + consumer;
        pages.push(Times {
            asked,
            there,
            taken,
            done,
        });
    }
    pages.last().copied().unwrap_or_default().done
}

/// A page of a walk.
#[derive(Debug, Clone, Copy, Default)]
struct Times {
    asked: Duration,
    there: Duration,
    taken: Duration,
    done: Duration,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(pages: u64, first_byte: u64, body: u64, consumer: u64, ahead: Ahead) -> u128 {
        let [first_byte, body, consumer] = [first_byte, body, consumer].map(Duration::from_millis);
        let delays = Delays {
            pages,
            first_byte,
            body,
            consumer,
        };
        floor(&delays, ahead).as_millis()
    }

    #[test]
    fn delays_add_up_where_nothing_is_ahead() {
        assert_eq!(millis(10, 50, 20, 30, Ahead::Not), 1_000);
    }

    #[test]
    fn a_page_ahead_hides_the_shorter_of_the_two() {
        assert_eq!(millis(10, 50, 0, 50, Ahead::Pages(1)), 550);
        assert_eq!(millis(10, 50, 0, 20, Ahead::Pages(1)), 520);
        assert_eq!(millis(10, 20, 0, 50, Ahead::Pages(4)), 520);
    }

    #[test]
    fn a_window_goes_in_rounds_after_the_first_page() {
        assert_eq!(millis(64, 50, 0, 0, Ahead::Window(8)), 450);
        assert_eq!(millis(65, 50, 0, 0, Ahead::Window(8)), 450);
        assert_eq!(millis(66, 50, 0, 0, Ahead::Window(8)), 500);
        assert_eq!(millis(64, 50, 0, 0, Ahead::Guess(8)), 400);
        assert_eq!(millis(64, 50, 0, 50, Ahead::Window(8)), 3_250);
    }

    #[test]
    fn early_requests_leave_a_first_byte_apart() {
        assert_eq!(millis(10, 50, 200, 0, Ahead::Early(8)), 9 * 50 + 250);
        // Four at a time: each page takes a quarter of its time.
        assert_eq!(millis(8, 50, 200, 0, Ahead::Early(4)), 250 + 3 * 50 + 250);
        assert_eq!(millis(10, 50, 50, 0, Ahead::Early(1)), 1_000);
    }
}
