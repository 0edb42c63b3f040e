//! HTTP/1.1 that no client would write: heads that are malformed, lengths that contradict each other, requests inside of
//! bodies.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use crate::{
    request::{Abuse, genuine},
    servers::Server,
    stages::Seen,
};

/// After this, a server that neither answers nor closes counts as hanging.
const PATIENCE: Duration = Duration::from_secs(20);
/// After this, a server that has answered what there is to answer will not say more.
const QUIET: Duration = Duration::from_millis(400);

/// Sends these bytes and nothing more: the statuses of all answers, of which there should be so many.
fn exchange(server: SocketAddr, answers: usize, bytes: &[u8]) -> Vec<u16> {
    let mut socket = TcpStream::connect(server).unwrap();
    // A server that has seen enough closes, and then this does not work.
    let _ = socket.write_all(bytes);
    let (mut raw, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let statuses = statuses(&raw);
        let patience = if statuses.len() < answers { PATIENCE } else { QUIET };
        socket.set_read_timeout(Some(patience)).unwrap();
        match socket.read(&mut piece) {
            Ok(read @ 1..) => raw.extend_from_slice(&piece[..read]),
            _ => return statuses,
        }
    }
}

/// Those of answers without a body.
fn statuses(raw: &[u8]) -> Vec<u16> {
    let status = |line: &str| line.strip_prefix("HTTP/1.1 ")?.split(' ').next()?.parse().ok();
    String::from_utf8_lossy(raw).lines().filter_map(status).collect()
}

/// A request with these lines after its headers.
fn written(request: &Abuse, lines: &str, body: &[u8]) -> Vec<u8> {
    let mut head = format!("{} {} HTTP/1.1\r\nHost: example.com\r\n", request.method, request.path).into_bytes();
    for (name, value) in &request.headers {
        head.extend_from_slice(&[name.as_bytes(), b": ", value, b"\r\n"].concat());
    }
    [&*head, lines.as_bytes(), b"\r\n", body].concat()
}

const BY_LENGTH: &str = "Content-Length: 300\r\n";
const CHUNKED: &str = "Transfer-Encoding: chunked\r\n";

/// Lines that make a head one that is refused as a whole, beside a proper length.
const LINES: [(&str, &str); 9] = [
    ("a NUL", "X: a\0b\r\n"),
    ("a control character", "X: a\x01b\r\n"),
    ("a folded line", "X: a\r\n b\r\n"),
    ("a space before the colon", "X : a\r\n"),
    ("no colon", "nonsense\r\n"),
    ("no name", ": a\r\n"),
    ("a name that is no token", "X(y): a\r\n"),
    ("a lone carriage return", "X: a\rb\r\n"),
    ("another length", "Content-Length: 3\r\n"),
];

/// Framing that is none, each instead of a proper length.
const FRAMINGS: [(&str, &str, &str); 13] = [
    ("a length with a sign", "Content-Length: +300\r\n", ""),
    ("a negative length", "Content-Length: -1\r\n", ""),
    ("a length in hexadecimal", "Content-Length: 0x12c\r\n", ""),
    ("a length with a fraction", "Content-Length: 300.0\r\n", ""),
    ("a blank length", "Content-Length: \r\n", ""),
    ("a length for astronomers", "Content-Length: 340282366920938463463374607431768211456\r\n", ""),
    ("an unknown coding", "Transfer-Encoding: xchunked\r\n", ""),
    ("chunked, but not last", "Transfer-Encoding: chunked, gzip\r\n", ""),
    ("a chunk size that is none", CHUNKED, "zz\r\n{}\r\n0\r\n\r\n"),
    ("a chunk size with a sign", CHUNKED, "+2\r\n{}\r\n0\r\n\r\n"),
    ("a chunk size in C", CHUNKED, "0x2\r\n{}\r\n0\r\n\r\n"),
    ("a chunk size of 17 digits", CHUNKED, "10000000000000002\r\n{}\r\n0\r\n\r\n"),
    ("a chunk longer than its size", CHUNKED, "1\r\n{}\r\n0\r\n\r\n"),
];

/// First lines that are refused; what follows would be genuine.
const FIRST_LINES: [&str; 6] = [
    "POST /hook\r\n",
    "POST /hook HTTP/9.9\r\n",
    "POST /ho ok HTTP/1.1\r\n",
    "PO\0ST /hook HTTP/1.1\r\n",
    "\x16\x03\x01\x02\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
];

fn take(server: &Server) -> Seen {
    server.app.take()
}

pub(crate) fn heads_that_are_malformed_go_nowhere(server: &Server) {
    let body = genuine("x").bytes();
    let request = |name: &str| genuine(&name.replace(' ', "-"));
    assert_eq!(exchange(server.address, 1, &written(&genuine("fine"), BY_LENGTH, &body)), [200]);
    assert_eq!(take(server).handled, 1, "or what follows proves nothing");
    for (name, lines) in LINES {
        let statuses = exchange(server.address, 1, &written(&request(name), &format!("{BY_LENGTH}{lines}"), &body));
        assert_eq!((statuses.as_slice(), take(server)), (&[400][..], Seen::default()), "{name}");
    }
    for (name, lines, sent) in FRAMINGS {
        let sent = if sent.is_empty() { &*body } else { sent.as_bytes() };
        let statuses = exchange(server.address, 1, &written(&request(name), lines, sent));
        let seen = take(server);
        // What is wrong with a chunk shows when the head has been handed on.
        assert!(matches!(statuses.as_slice(), [] | [400] | [400, 400]), "{name}: {statuses:?}");
        assert_eq!((seen.claims, seen.handled, seen.clock), (0, 0, 0), "{name}: {seen:?}");
    }
    for line in FIRST_LINES {
        let genuine = written(&genuine("x"), BY_LENGTH, &body);
        let rest = genuine.splitn(2, |byte| *byte == b'\n').nth(1).unwrap();
        let statuses = exchange(server.address, 1, &[line.as_bytes(), rest].concat());
        let seen = take(server);
        assert_eq!((seen.claims, seen.handled), (0, 0), "{line:?}: {seen:?}");
        assert!(!statuses.contains(&200), "{line:?}: {statuses:?}");
    }
}

/// A genuine request inside of a body, or behind what could be the end of one, is no request.
pub(crate) fn a_request_in_a_body_is_not_read(server: &Server) {
    let body = genuine("x").bytes();
    let hidden = written(&genuine("hidden"), BY_LENGTH, &body);
    let length = format!("Content-Length: {}\r\n", hidden.len());
    let after_chunks = [b"0\r\n\r\n", &*hidden].concat();
    let both = format!("Content-Length: {}\r\n{CHUNKED}", after_chunks.len());
    let reversed = format!("{CHUNKED}Content-Length: {}\r\n", after_chunks.len());
    let unsigned = || genuine("x").without("webhook-signature");
    let cases = [
        ("a length and chunks", written(&genuine("x"), &both, &after_chunks)),
        ("chunks and a length", written(&genuine("x"), &reversed, &after_chunks)),
        ("not signed", written(&unsigned(), &length, &hidden)),
        ("signed for something else", written(&genuine("x"), &length, &hidden)),
        ("by GET", written(&genuine("x").by("GET"), &length, &hidden)),
        ("by TRACE", written(&genuine("x").by("TRACE"), &length, &hidden)),
        ("announced as too large", written(&genuine("x"), "Content-Length: 100000000\r\n", &hidden)),
        ("with a folded line", written(&genuine("x"), &format!("{length}X: a\r\n b\r\n"), &hidden)),
    ];
    for (name, bytes) in cases {
        let statuses = exchange(server.address, 1, &bytes);
        let seen = take(server);
        assert!(statuses.len() <= 1 && !statuses.contains(&200), "{name}: {statuses:?}");
        assert!(seen.requests <= 1, "{name}: {seen:?}");
        assert_eq!((seen.claims, seen.handled), (0, 0), "{name}: {seen:?}");
    }
}

/// Requests that follow each other without waiting are answered in their order, each for itself.
pub(crate) fn pipelined_requests_are_each_for_themselves(server: &Server) {
    let body = genuine("x").bytes();
    let one = |request: &Abuse| written(request, BY_LENGTH, &body);
    let two = [one(&genuine("pipelined-1")), one(&genuine("pipelined-2"))].concat();
    assert_eq!(exchange(server.address, 2, &two), [200, 200]);
    let seen = take(server);
    assert_eq!((seen.requests, seen.claims, seen.handled), (2, 2, 2));

    // Before a genuine one, a forged one; its body is what its length says, and nothing of it counts for the other.
    let forged = written(&genuine("x").change("webhook-id", |_| b"y".to_vec()), BY_LENGTH, &body);
    let statuses = exchange(server.address, 1, &[forged, one(&genuine("pipelined-3"))].concat());
    let seen = take(server);
    assert!(matches!(statuses.as_slice(), [401] | [401, 200]), "{statuses:?}");
    assert_eq!(seen.handled, statuses.len() - 1, "{seen:?}");

    // A body that is longer than announced: its rest is no request.
    let longer = written(&genuine("x"), "Content-Length: 299\r\n", &body);
    let statuses = exchange(server.address, 1, &longer);
    assert!(matches!(statuses.as_slice(), [401] | [401, 400]), "{statuses:?}");
    assert_eq!((take(server).handled, statuses[0]), (0, 401));
}
