//! HTTP/2, frame by frame (RFC 9113, section 4), with headers that are not compressed (RFC 7541, section 6.2.2).

use std::{
    io::{ErrorKind, Read, Write},
    net::{SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

use crate::request::Abuse;

pub(crate) const DATA: u8 = 0;
pub(crate) const HEADERS: u8 = 1;
pub(crate) const RST_STREAM: u8 = 3;
pub(crate) const SETTINGS: u8 = 4;
pub(crate) const GOAWAY: u8 = 7;
pub(crate) const WINDOW_UPDATE: u8 = 8;
pub(crate) const CONTINUATION: u8 = 9;

pub(crate) const END_STREAM: u8 = 1;
pub(crate) const END_HEADERS: u8 = 4;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// After this, a server that has been sent everything has done what it does about it.
const QUIET: Duration = Duration::from_millis(400);

pub(crate) fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// A header, as it is, to be indexed by nobody.
pub(crate) fn field(name: &str, value: &[u8]) -> Vec<u8> {
    let mut field = vec![0];
    for text in [name.as_bytes(), value] {
        length(&mut field, text.len());
        field.extend_from_slice(text);
    }
    field
}

/// An integer with a prefix of seven bits (RFC 7541, section 5.1).
fn length(field: &mut Vec<u8>, length: usize) {
    let byte = |number: usize| u8::try_from(number).unwrap();
    if length < 127 {
        return field.push(byte(length));
    }
    field.push(127);
    let mut left = length - 127;
    while left >= 128 {
        field.push(byte(left % 128) | 128);
        left /= 128;
    }
    field.push(byte(left));
}

/// The head of a request.
pub(crate) fn head(request: &Abuse) -> Vec<u8> {
    let pseudo =
        [(":method", request.method), (":scheme", "http"), (":authority", "example.com"), (":path", request.path)];
    let pseudo = pseudo.into_iter().flat_map(|(name, value)| field(name, value.as_bytes()));
    pseudo.chain(request.headers.iter().flat_map(|(name, value)| field(name, value))).collect()
}

/// What a server made of a flood.
#[derive(Debug)]
pub(crate) struct Flooded {
    /// How much of it was sent before the connection broke.
    pub(crate) sent: usize,
    /// The reason for which the server gave the connection up, if it did.
    pub(crate) reason: Option<u32>,
}

/// Sends the beginning, and then one piece after the other until there are none or the connection breaks.
pub(crate) fn flood(server: SocketAddr, beginning: &[u8], pieces: impl Iterator<Item = Vec<u8>>) -> Flooded {
    let mut socket = TcpStream::connect(server).unwrap();
    let mut reading = socket.try_clone().unwrap();
    reading.set_read_timeout(Some(QUIET)).unwrap();
    let is_over = Arc::new(AtomicBool::new(false));
    let is_over_for_reader = Arc::clone(&is_over);
    let reader = thread::spawn(move || {
        let (mut raw, mut piece) = (Vec::new(), [0; 4096]);
        loop {
            match reading.read(&mut piece) {
                Ok(read @ 1..) => raw.extend_from_slice(&piece[..read]),
                Err(error) if error.kind() == ErrorKind::WouldBlock && !is_over_for_reader.load(SeqCst) => {}
                _ => return raw,
            }
        }
    });
    socket.write_all(&[PREFACE, &frame(SETTINGS, 0, 0, b""), beginning].concat()).unwrap();
    let mut sent = 0;
    for piece in pieces {
        if socket.write_all(&piece).is_err() {
            break;
        }
        sent += 1;
    }
    is_over.store(true, SeqCst);
    let raw = reader.join().unwrap();
    let (mut reason, mut left) = (None, raw.as_slice());
    while let Some((head, rest)) = left.split_first_chunk::<9>() {
        let [a, b, c, kind, ..] = *head;
        let length = usize::try_from(u32::from_be_bytes([0, a, b, c])).unwrap();
        let Some((payload, rest)) = rest.split_at_checked(length) else { break };
        if let (GOAWAY, Some(code)) = (kind, payload.get(4..8)) {
            reason = Some(u32::from_be_bytes(code.try_into().unwrap()));
        }
        left = rest;
    }
    Flooded { sent, reason }
}
