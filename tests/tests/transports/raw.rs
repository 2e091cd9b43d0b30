//! A server that misbehaves below HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// What a connection gets.
pub(crate) enum Answer {
    /// These bytes, whatever they are, and the end of the connection.
    Bytes(Vec<u8>),
    /// The end of the connection.
    Nothing,
    /// These bytes, and then nothing for as long as the server lives.
    Stall(Vec<u8>),
}

impl Answer {
    /// A whole response.
    pub(crate) fn whole(body: &str) -> Self {
        Self::Bytes(response(body.len(), body))
    }

    /// A response that promises more than it has.
    pub(crate) fn truncated(body: &str) -> Self {
        Self::Bytes(response(body.len(), &body[..body.len() / 2]))
    }

    /// The same, and the connection stays open.
    pub(crate) fn half(body: &str) -> Self {
        Self::Stall(response(body.len(), &body[..body.len() / 2]))
    }
}

fn response(length: usize, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
}

/// A server that gives these answers, each on a connection of its own, and nothing after them.
pub(crate) struct Raw {
    origin: String,
    lines: Arc<Mutex<Vec<String>>>,
    _held: Arc<Mutex<Vec<TcpStream>>>,
}

impl Raw {
    pub(crate) fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers: Vec<Answer> = answers.into_iter().collect();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let lines = Arc::new(Mutex::new(Vec::new()));
        let held = Arc::new(Mutex::new(Vec::new()));
        let (log, keep) = (Arc::clone(&lines), Arc::clone(&held));
        std::thread::spawn(move || {
            for answer in answers {
                let Ok((socket, _)) = listener.accept() else { return };
                let mut socket = BufReader::new(socket);
                let Some(line) = read_request(&mut socket) else { return };
                log.lock().unwrap().push(line);
                let mut socket = socket.into_inner();
                match answer {
                    // A client that has seen enough need not read it all.
                    Answer::Bytes(bytes) => drop(socket.write_all(&bytes)),
                    Answer::Nothing => {}
                    Answer::Stall(bytes) => {
                        socket.write_all(&bytes).unwrap();
                        keep.lock().unwrap().push(socket);
                    }
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

/// All of a request, so that a close is no reset; its first line, without the version.
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
