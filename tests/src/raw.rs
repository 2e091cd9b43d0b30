use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// The response of a [`RawServer`] to a connection.
pub enum Answer {
    /// These bytes, then the connection is closed.
    Bytes(Vec<u8>),
    /// The connection is closed at once.
    Nothing,
    /// These bytes, then nothing; the connection stays open until the server is dropped.
    Stall(Vec<u8>),
}

impl Answer {
    /// A complete response.
    pub fn whole(body: &str) -> Self {
        Self::Bytes(response(body.len(), body))
    }

    /// A response with this status and no body.
    pub fn status(status: u16) -> Self {
        Self::Bytes(
            format!("HTTP/1.1 {status} -\r\nconnection: close\r\ncontent-length: 0\r\n\r\n")
                .into_bytes(),
        )
    }

    /// A response whose `Content-Length` is larger than its body.
    pub fn truncated(body: &str) -> Self {
        Self::Bytes(response(body.len(), &body[..body.len() / 2]))
    }

    /// The same, but the connection stays open.
    pub fn half(body: &str) -> Self {
        Self::Stall(response(body.len(), &body[..body.len() / 2]))
    }

    /// No bytes; the connection stays open.
    pub fn silence() -> Self {
        Self::Stall(Vec::new())
    }
}

fn response(length: usize, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}")
        .into_bytes()
}

/// The requests so far, and a notification of each new one.
#[derive(Default)]
struct Log {
    lines: Mutex<Vec<String>>,
    one_more: Condvar,
}

/// A server that violates HTTP: it sends these responses, each on its own connection, and accepts
/// no connection after them.
pub struct RawServer {
    origin: String,
    log: Arc<Log>,
    _held: Arc<Mutex<Vec<TcpStream>>>,
}

impl RawServer {
    /// Starts the server.
    pub fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self::telling(answers, || {})
    }

    /// The same, and notifies each time when it starts to stall.
    pub fn telling(
        answers: impl IntoIterator<Item = Answer>,
        stands_still: impl Fn() + Send + 'static,
    ) -> Self {
        let answers: Vec<Answer> = answers.into_iter().collect();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let log = Arc::new(Log::default());
        let held = Arc::new(Mutex::new(Vec::new()));
        let (heard, keep) = (Arc::clone(&log), Arc::clone(&held));
        std::thread::spawn(move || {
            for answer in answers {
                let Ok((socket, _)) = listener.accept() else {
                    return;
                };
                let mut socket = BufReader::new(socket);
                let Some(line) = read_request(&mut socket) else {
                    return;
                };
                heard.lines.lock().unwrap().push(line);
                heard.one_more.notify_all();
                let mut socket = socket.into_inner();
                match answer {
                    // The client may close the connection before it has read everything.
                    Answer::Bytes(bytes) => drop(socket.write_all(&bytes)),
                    Answer::Nothing => {}
                    Answer::Stall(bytes) => {
                        socket.write_all(&bytes).unwrap();
                        keep.lock().unwrap().push(socket);
                        stands_still();
                    }
                }
            }
        });
        Self {
            origin,
            log,
            _held: held,
        }
    }

    /// An absolute URL on this server.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Method and target of each request so far.
    pub fn lines(&self) -> Vec<String> {
        self.log.lines.lock().unwrap().clone()
    }

    /// The same, after waiting for this number of requests: a client can time out before its
    /// request was read.
    ///
    /// # Panics
    ///
    /// If they do not arrive within a minute.
    pub fn wait_for(&self, requests: usize) -> Vec<String> {
        let lines = self.log.lines.lock().unwrap();
        let too_few = |lines: &mut Vec<String>| lines.len() < requests;
        let (lines, waited) = self
            .log
            .one_more
            .wait_timeout_while(lines, Duration::from_secs(60), too_few)
            .unwrap();
        assert!(
            !waited.timed_out(),
            "{requests} requests were to come, and not {lines:?}"
        );
        lines.clone()
    }
}

/// Reads the whole request, so that closing does not reset the connection. Returns its first line,
/// without the version.
fn read_request(socket: &mut BufReader<TcpStream>) -> Option<String> {
    let mut first = String::new();
    socket.read_line(&mut first).ok()?;
    let mut length = 0;
    loop {
        let mut header = String::new();
        socket.read_line(&mut header).ok()?;
        let header = header.trim_end().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    socket.read_exact(&mut body).ok()?;
    Some(first.trim_end().trim_end_matches(" HTTP/1.1").to_owned())
}
