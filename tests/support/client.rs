//! An HTTP/1.1 client that sends what it is told to, byte for byte.

use std::{
    io::{ErrorKind, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use hookseal::testing::Delivery;

/// After this, a server counts as hanging.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone)]
enum Step {
    Send(Vec<u8>),
    Wait(Duration),
    /// Says that nothing more will be sent.
    HalfClose,
}

/// A request under construction.
#[derive(Clone)]
#[must_use]
pub(crate) struct Request {
    head: Vec<u8>,
    steps: Vec<Step>,
    close: bool,
}

impl Request {
    pub(crate) fn new(method: &str, target: &str) -> Self {
        let head = format!("{method} {target} HTTP/1.1\r\nHost: example.com\r\n");
        Self { head: head.into(), steps: Vec::new(), close: true }
    }

    pub(crate) fn post(target: &str) -> Self {
        Self::new("POST", target)
    }

    pub(crate) fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        self.head.extend_from_slice(&[name.as_bytes(), b": ", value.as_ref(), b"\r\n"].concat());
        self
    }

    /// Does not ask the server to close the connection after the answer.
    pub(crate) fn keep_alive(self) -> Self {
        Self { close: false, ..self }
    }

    /// The headers of a delivery.
    pub(crate) fn signed(self, delivery: &Delivery) -> Self {
        delivery.headers().iter().fold(self, |request, (name, value)| request.header(name.as_str(), value))
    }

    /// More bytes after the head.
    pub(crate) fn then(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.steps.push(Step::Send(bytes.into()));
        self
    }

    pub(crate) fn pause(mut self, time: Duration) -> Self {
        self.steps.push(Step::Wait(time));
        self
    }

    pub(crate) fn half_close(mut self) -> Self {
        self.steps.push(Step::HalfClose);
        self
    }

    /// A body, announced by a length that need not be right.
    pub(crate) fn body_of(self, length: &str, body: &[u8]) -> Self {
        self.header("Content-Length", length).then(body)
    }

    pub(crate) fn body(self, body: &[u8]) -> Self {
        self.body_of(&body.len().to_string(), body)
    }

    /// A body in these chunks.
    pub(crate) fn chunks<'c>(self, chunks: impl IntoIterator<Item = &'c [u8]>) -> Self {
        let request = self.header("Transfer-Encoding", "chunked");
        let chunked = chunks.into_iter().fold(request, |request, bytes| request.then(chunk(bytes)));
        chunked.then("0\r\n\r\n")
    }

    /// Sends the request and waits until the server closes the connection.
    pub(crate) fn to(self, server: SocketAddr) -> Answer {
        self.send(server, |_| false)
    }

    /// Sends the request and waits for the answer.
    pub(crate) fn ask(self, server: SocketAddr) -> Answer {
        self.send(server, |raw| Answer::parse(raw).is_some())
    }

    fn send(self, server: SocketAddr, enough: fn(&[u8]) -> bool) -> Answer {
        let socket = TcpStream::connect(server).unwrap();
        let (reading, done) = (socket.try_clone().unwrap(), channel());
        let reader = thread::spawn(move || {
            let raw = read(reading, enough);
            done.0.send(()).ok();
            raw
        });
        let start = Instant::now();
        // A server that has answered need not listen to the end: that shows in the answer, not here.
        let sent_all = self.send_to(&socket, &done.1);
        let (raw, took) = (reader.join().unwrap(), start.elapsed());
        Answer { took, sent_all, ..Answer::parse(&raw).unwrap_or_default() }
    }

    /// Sends the request and does not wait for anything.
    pub(crate) fn open(self, server: SocketAddr) -> TcpStream {
        let socket = TcpStream::connect(server).unwrap();
        assert!(self.send_to(&socket, &channel().1));
        socket
    }

    /// Whether everything could be sent.
    fn send_to(&self, mut socket: &TcpStream, closed: &Receiver<()>) -> bool {
        let close = if self.close { "Connection: close\r\n" } else { "" };
        let head = [&*self.head, close.as_bytes(), b"\r\n"].concat();
        socket.write_all(&head).is_ok()
            && self.steps.iter().all(|step| match step {
                Step::Send(bytes) => socket.write_all(bytes).is_ok(),
                Step::Wait(time) => closed.recv_timeout(*time) == Err(RecvTimeoutError::Timeout),
                Step::HalfClose => socket.shutdown(Shutdown::Write).is_ok(),
            })
    }
}

pub(crate) fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}

fn read(mut socket: TcpStream, enough: fn(&[u8]) -> bool) -> Vec<u8> {
    let (mut raw, mut buffer) = (Vec::new(), [0; 4096]);
    socket.set_read_timeout(Some(PATIENCE)).unwrap();
    while !enough(&raw) {
        match socket.read(&mut buffer) {
            Ok(0) => return raw,
            Ok(n) => raw.extend_from_slice(&buffer[..n]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                panic!("the server neither answers nor closes; so far: {:?}", String::from_utf8_lossy(&raw))
            }
            Err(_) => return raw,
        }
    }
    raw
}

/// What came back.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// 0: nothing came back.
    pub(crate) status: u16,
    /// Statuses of interim answers.
    pub(crate) interim: Vec<u16>,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    pub(crate) took: Duration,
    /// Whether the server took the whole request.
    pub(crate) sent_all: bool,
}

impl Answer {
    /// What comes before the server closes this connection.
    pub(crate) fn on(socket: TcpStream) -> Self {
        Self::parse(&read(socket, |_| false)).unwrap_or_default()
    }

    /// The first answer, if all of it is there.
    fn parse(mut raw: &[u8]) -> Option<Self> {
        let mut answer = Self::default();
        loop {
            let end = raw.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
            let (head, rest) = raw.split_at(end);
            answer.head = String::from_utf8_lossy(head).into_owned();
            answer.status = answer.head.split(' ').nth(1)?.parse().ok()?;
            if !(100..200).contains(&answer.status) {
                let length = answer.header("Content-Length").map_or(Some(0), |length| length.parse().ok())?;
                answer.body = rest.get(..length)?.to_vec();
                return Some(answer);
            }
            answer.interim.push(answer.status);
            raw = rest;
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.head.lines().filter_map(|line| line.split_once(": "));
        headers.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The whole answer except the time at which it was given.
    pub(crate) fn without_date(&self) -> String {
        let is_date = |line: &&str| line.to_ascii_lowercase().starts_with("date:");
        let lines: Vec<_> = self.head.lines().filter(|line| !is_date(line)).collect();
        format!("{}\n{}", lines.join("\n"), String::from_utf8_lossy(&self.body))
    }
}
