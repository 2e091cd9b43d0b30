//! A server in a process of its own, so that nothing it does is counted.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How long an answer takes. Long enough that the client has always begun to wait, also under valgrind: so each page takes the same way.
const DELAY: Duration = Duration::from_millis(10);

/// The server, as its parent sees it.
pub(super) struct Server {
    child: Child,
    origin: String,
}

impl Server {
    /// Runs this binary once more, as the server.
    pub(super) fn start() -> Self {
        let mut child = Command::new(std::env::current_exe().expect("this binary"))
            .arg("serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a process");
        let mut origin = String::new();
        let stdout = child.stdout.as_mut().expect("the server's output");
        BufReader::new(stdout).read_line(&mut origin).expect("the server's address");
        Self {
            child,
            origin: origin.trim().to_owned(),
        }
    }

    /// The first page of a walk of that many.
    pub(super) fn url(&self, pages: u64) -> String {
        format!("{}/v2/users?status=active&pages={pages}", self.origin)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It ends with its input; waiting for it leaves no zombie.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// What the child does: says where it listens, and answers until its input ends.
pub fn serve() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    println!("http://{}", listener.local_addr().expect("the address of the socket"));
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || answer_all(stream));
        }
    });
    let _ = std::io::stdin().read(&mut [0]);
}

/// One connection.
fn answer_all(stream: TcpStream) {
    stream.set_nodelay(true).expect("a socket option");
    let mut requests = BufReader::new(stream.try_clone().expect("the socket"));
    let mut stream = stream;
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
        std::thread::sleep(DELAY);
        if stream.write_all(answer(&target).as_bytes()).is_err() {
            return;
        }
    }
}

/// The answer to a request line: one user, and the token of the next page.
fn answer(request_line: &str) -> String {
    let target = request_line.split(' ').nth(1).unwrap_or_default();
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let number = |name: &str| {
        let value = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name);
        value.map_or(0, |(_, value)| value.parse::<u64>().expect("a number"))
    };
    let next = number("next_page_token") + 1;
    let token = if next < number("pages") { next.to_string() } else { String::new() };
    let body = format!("{{\"next_page_token\":\"{token}\",\"users\":[{{\"id\":\"u{next}\",\"email\":\"u{next}@example.com\"}}]}}");
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}
