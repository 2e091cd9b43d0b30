//! A server in a separate process, so that its work is not counted.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The interval between the pieces of a slow body.
const PACE: Duration = Duration::from_millis(5);

/// A list, and the delays of its pages.
#[derive(Debug, Clone, Copy)]
pub struct Api {
    /// The number of pages.
    pub pages: u64,
    /// The approximate size of each page in bytes; it has at least one user.
    pub size: u64,
    /// The time from the request to the head of the response and the token, which comes first.
    pub delay: Duration,
    /// The time from there to the end of the response, at a constant rate. Each response has its
    /// own bandwidth.
    pub body: Duration,
}

impl Api {
    /// The number of users of each page.
    pub fn users(&self) -> u64 {
        (self.size / user(0, self.size).len() as u64).max(1)
    }
}

/// Counts of requests and responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Requests.
    pub requests: u64,
    /// Bytes of the responses that were sent.
    pub bytes: u64,
}

/// The server process, for its parent.
pub struct Server {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    origin: String,
}

impl Server {
    /// Starts this binary again, as the server.
    pub fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().expect("this binary"))
            .arg("serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process");
        let mut output = BufReader::new(child.stdout.take().expect("the server's output"));
        let mut origin = String::new();
        output.read_line(&mut origin).expect("the server's address");
        Self {
            input: child.stdin.take(),
            child,
            output,
            origin: origin.trim().to_owned(),
        }
    }

    /// The first page of a list.
    pub fn url(&self, api: &Api) -> String {
        let Api {
            pages,
            size,
            delay,
            body,
        } = api;
        let (delay, body) = (delay.as_micros(), body.as_micros());
        format!(
            "{}/v2/users?pages={pages}&size={size}&delay={delay}&body={body}",
            self.origin
        )
    }

    /// The counts since the last call.
    pub fn counted(&mut self) -> Counted {
        let input = self.input.as_mut().expect("the server's input");
        input.write_all(b"count\n").expect("a server that runs");
        let mut line = String::new();
        self.output
            .read_line(&mut line)
            .expect("a server that runs");
        let mut numbers = line
            .split_whitespace()
            .map(|number| number.parse().expect("a number"));
        let mut next = || numbers.next().expect("two numbers");
        Counted {
            requests: next(),
            bytes: next(),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server ends when its input ends. Wait for it, so that no zombie remains.
        drop(self.input.take());
        let _ = self.child.wait();
    }
}

/// The state that all connections share.
#[derive(Default)]
struct State {
    requests: AtomicU64,
    bytes: AtomicU64,
    /// The users of a page of a size, except the first. Created once, so that this takes no time
    /// during a walk.
    others: Mutex<HashMap<u64, Arc<str>>>,
}

/// The main function of the server: prints its address, and serves until its input ends. Each line
/// of its input requests the counts.
pub fn serve() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    println!(
        "http://{}",
        listener.local_addr().expect("the address of the socket")
    );
    let state = Arc::new(State::default());
    let shared = Arc::clone(&state);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let state = Arc::clone(&shared);
            std::thread::spawn(move || state.answer_all(stream));
        }
    });
    for _ in std::io::stdin().lines().map_while(Result::ok) {
        let take = |count: &AtomicU64| count.swap(0, Ordering::SeqCst);
        println!("{} {}", take(&state.requests), take(&state.bytes));
    }
}

impl State {
    /// Serves one connection.
    fn answer_all(&self, mut stream: TcpStream) {
        stream.set_nodelay(true).expect("a socket option");
        let mut requests = BufReader::new(stream.try_clone().expect("the socket"));
        loop {
            let mut target = String::new();
            let mut line = String::new();
            while line != "\r\n" {
                line.clear();
                if requests.read_line(&mut line).unwrap_or(0) == 0 {
                    return;
                }
                if target.is_empty() {
                    target.clone_from(&line);
                }
            }
            self.requests.fetch_add(1, Ordering::SeqCst);
            if self.answer(&target, &mut stream).is_none() {
                return;
            }
        }
    }

    /// Sends the response to a request line. `None` if the client has closed the connection.
    fn answer(&self, request_line: &str, stream: &mut TcpStream) -> Option<()> {
        let began = Instant::now();
        let target = request_line.split(' ').nth(1).unwrap_or_default();
        let query = target.split_once('?').map_or("", |(_, query)| query);
        let number = |name: &str| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let value = pairs.find(|(key, _)| *key == name).map(|(_, value)| value);
            value.map(|value| value.parse::<u64>().expect("a number"))
        };
        let time = |name| Duration::from_micros(number(name).unwrap_or(0));
        let (pages, delay, body) = (number("pages").unwrap_or(1), time("delay"), time("body"));
        // Tokens are numbers too, from zero.
        let page = number("page").unwrap_or_else(|| number("next_page_token").unwrap_or(0) + 1);
        let token = if page < pages {
            page.to_string()
        } else {
            String::new()
        };
        let size = number("size").unwrap_or(0);
        // Past the end there are no users. Each other page begins with a user of its own.
        let (first, others) = if page > pages {
            (String::new(), Arc::default())
        } else {
            (user(page, size), self.others(size))
        };
        let front =
            format!("{{\"next_page_token\":\"{token}\",\"total_pages\":{pages},\"users\":[{first}");
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{front}",
            front.len() + others.len() + "]}".len()
        );
        let whole = head + &others + "]}";
        let pieces = 1 + u32::try_from(body.as_micros() / PACE.as_micros()).expect("a short time");
        let mut written = 0;
        for piece in 0..pieces {
            // Measured from the beginning, so that a late piece does not delay the others.
            let passed = if pieces == 1 {
                Duration::ZERO
            } else {
                body * piece / (pieces - 1)
            };
            sleep((began + delay + passed).saturating_duration_since(Instant::now()));
            let end = whole.len() * (piece as usize + 1) / pieces as usize;
            let bytes = whole.as_bytes().get(written..end).expect("a piece");
            self.bytes.fetch_add(bytes.len() as u64, Ordering::SeqCst);
            stream.write_all(bytes).ok()?;
            written = end;
        }
        Some(())
    }

    /// The users of a page of about this size, except the first.
    fn others(&self, size: u64) -> Arc<str> {
        let mut all = self.others.lock().expect("no other panic");
        let others = all.entry(size).or_insert_with(|| {
            let length = user(0, size).len() as u64;
            let others = (1..size / length).map(|number| format!(",{}", user(number, size)));
            others.collect::<String>().into()
        });
        Arc::clone(others)
    }
}

/// A user, as JSON. If the page has a size, the user has a text that makes all users the same
/// length.
fn user(number: u64, size: u64) -> String {
    let mut user = format!("{{\"id\":\"u{number:06}\",\"email\":\"u{number:06}@example.com\"");
    if size > 0 {
        let _ = write!(user, ",\"about\":\"{:-^160}\"", number);
    }
    user + "}"
}
