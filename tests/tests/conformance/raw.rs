//! A server that stands still: the one thing that the kit's cannot do.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use paginate_runtime::{Runtime, Sleep};
use tokio::sync::Notify;

use super::Timeless;

/// What a request gets.
pub(crate) enum Answer {
    /// This body.
    Whole(&'static str),
    /// This status, and nothing else.
    Status(u16),
    /// Nothing, and the connection stays open.
    Silence,
    /// The first half of this body, and the connection stays open.
    Half(&'static str),
}

/// A server that gives these answers, each on a connection of its own, and says when it begins to stand still.
pub(crate) struct Raw {
    origin: String,
    lines: Arc<Mutex<Vec<String>>>,
    _held: Arc<Mutex<Vec<TcpStream>>>,
}

impl Raw {
    pub(crate) fn start(answers: Vec<Answer>, clock: &Standstill) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let lines = Arc::new(Mutex::new(Vec::new()));
        let held = Arc::new(Mutex::new(Vec::new()));
        let (log, keep, over) = (Arc::clone(&lines), Arc::clone(&held), Arc::clone(&clock.over));
        std::thread::spawn(move || {
            for answer in answers {
                let Ok((socket, _)) = listener.accept() else { return };
                let mut reader = BufReader::new(socket);
                let mut first = String::new();
                reader.read_line(&mut first).unwrap();
                log.lock().unwrap().push(first.trim_end().trim_end_matches(" HTTP/1.1").to_owned());
                let mut header = String::from("x");
                while !header.trim_end().is_empty() {
                    header.clear();
                    reader.read_line(&mut header).unwrap();
                }
                let mut socket = reader.into_inner();
                let head = |length: usize| format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
                let (text, stands) = match answer {
                    Answer::Whole(body) => (format!("{}{body}", head(body.len())), false),
                    Answer::Status(status) => (
                        format!("HTTP/1.1 {status} -\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"),
                        false,
                    ),
                    Answer::Silence => (String::new(), true),
                    Answer::Half(body) => (format!("{}{}", head(body.len()), &body[..body.len() / 2]), true),
                };
                socket.write_all(text.as_bytes()).unwrap();
                if stands {
                    keep.lock().unwrap().push(socket);
                    over.notify_one();
                }
            }
        });
        Self {
            origin,
            lines,
            _held: held,
        }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }
}

/// A runtime in which a sleep of `limit` is over when the server begins to stand still; all others take no time.
#[derive(Debug, Clone)]
pub(crate) struct Standstill {
    limit: Duration,
    over: Arc<Notify>,
    pub(crate) others: Timeless,
}

impl Standstill {
    pub(crate) fn new(limit: Duration) -> Self {
        Self {
            limit,
            over: Arc::default(),
            others: Timeless::new(),
        }
    }
}

impl Runtime for Standstill {
    fn sleep(&self, duration: Duration) -> Sleep {
        if duration != self.limit {
            return self.others.sleep(duration);
        }
        let over = Arc::clone(&self.over);
        Box::pin(async move { over.notified().await })
    }

    fn now(&self) -> Instant {
        self.others.now()
    }

    fn date(&self) -> SystemTime {
        self.others.date()
    }
}
