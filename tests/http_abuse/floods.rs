//! Floods of frames, and heads that HTTP/2 does not allow: the connection ends, and nothing has come of it. Most of this
//! is for h2 to stop, from 0.4.16 on; here it shows that no part of it gets through to the store.

use std::{thread, time::Duration};

use crate::{
    frames::{
        CONTINUATION, DATA, END_HEADERS, END_STREAM, Flooded, HEADERS, RST_STREAM, WINDOW_UPDATE, field, flood, frame,
        head,
    },
    request::{Abuse, genuine},
    servers::{LIMIT, Server},
    stages::{Seen, Stage},
    wire::Wire,
};

/// Reasons to give a connection up (RFC 9113, section 7).
const PROTOCOL_ERROR: u32 = 1;
const ENHANCE_YOUR_CALM: u32 = 11;

/// As many as no server should wait for.
const MANY: u32 = 1_000_000;

fn nothing_came_of_it(server: &Server, name: &str, flooded: &Flooded) -> Seen {
    // What was under way has to notice that its connection is gone.
    thread::sleep(Duration::from_millis(100));
    let seen = server.app.take();
    assert_eq!((seen.clock, seen.claims, seen.handled), (0, 0, 0), "{name}: {seen:?}, {flooded:?}");
    assert!(seen.bytes <= LIMIT, "{name}: {seen:?}");
    let id: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let answer = Wire::Http2.send(server.address, &genuine(&id));
    assert_eq!(answer.status, 200, "{name}: the others are served as before");
    assert!(Stage::Handler.is_last_of(&server.app.take(), LIMIT), "{name}");
    seen
}

/// The number of the stream that a client opens as its so manieth.
fn stream(number: u32) -> u32 {
    2 * number + 1
}

fn opened(request: &Abuse) -> Vec<u8> {
    frame(HEADERS, END_HEADERS, stream(0), &head(request))
}

/// What is sent as the so manieth.
type Piece<'p> = Box<dyn Fn(u32) -> Vec<u8> + 'p>;

pub(crate) fn floods_are_cut_off(server: &Server) {
    let delivery = genuine("flood");
    let unsigned = head(&genuine("x").without("webhook-signature"));
    let block = head(&delivery);
    let padding = (0..200).flat_map(|n| field(&format!("x-{n}"), &[b'x'; 64])).collect::<Vec<_>>();
    let cases: [(&str, Vec<u8>, Piece<'_>); 6] = [
        ("empty frames of a body", opened(&delivery), Box::new(|_| frame(DATA, 0, stream(0), b""))),
        (
            "headers without end",
            frame(HEADERS, 0, stream(0), &block),
            Box::new(|_| frame(CONTINUATION, 0, stream(0), &padding)),
        ),
        (
            "empty headers without end",
            frame(HEADERS, 0, stream(0), &block),
            Box::new(|_| frame(CONTINUATION, 0, stream(0), b"")),
        ),
        (
            "streams taken back",
            Vec::new(),
            Box::new(|number| {
                let reset = frame(RST_STREAM, 0, stream(number), &8_u32.to_be_bytes());
                [frame(HEADERS, END_HEADERS, stream(number), &block), reset].concat()
            }),
        ),
        (
            "streams broken off by an error",
            Vec::new(),
            Box::new(|number| {
                let late = frame(DATA, 0, stream(number), b"{}");
                [frame(HEADERS, END_HEADERS | END_STREAM, stream(number), &unsigned), late].concat()
            }),
        ),
        (
            "forgeries taken back",
            Vec::new(),
            Box::new(|number| {
                let reset = frame(RST_STREAM, 0, stream(number), &8_u32.to_be_bytes());
                [frame(HEADERS, END_HEADERS | END_STREAM, stream(number), &unsigned), reset].concat()
            }),
        ),
    ];
    for (name, beginning, piece) in cases {
        let flooded = flood(server.address, &beginning, (0..MANY).map(piece));
        let seen = nothing_came_of_it(server, name, &flooded);
        let (sent, reason) = (flooded.sent, flooded.reason);
        println!("{name}: cut off after {sent}, for reason {reason:?}; {} requests seen", seen.requests);
        assert!(flooded.sent < MANY as usize, "{name}: all of it was taken");
        // The reason is lost where the connection is reset with frames on the way.
        assert!(
            reason.is_none_or(|reason| [PROTOCOL_ERROR, ENHANCE_YOUR_CALM].contains(&reason)),
            "{name}: {reason:?}"
        );
    }
}

pub(crate) fn what_the_protocol_does_not_allow_goes_nowhere(server: &Server) {
    let delivery = genuine("x");
    let body = delivery.bytes();
    let whole = |head: &[u8]| [frame(HEADERS, END_HEADERS, 1, head), frame(DATA, END_STREAM, 1, &body)].concat();
    let with = |name: &str, value: &[u8]| whole(&[head(&delivery), field(name, value)].concat());
    let mut delivery_without_path = head(&delivery);
    delivery_without_path.drain(..field(":method", b"POST").len());
    let malformed = [
        ("a NUL", with("x", b"a\0b")),
        ("a line break", with("x", b"a\r\nb")),
        ("a name in capitals", with("X", b"a")),
        ("a name that is no token", with("x y", b"a")),
        ("no name", with("", b"a")),
        ("a header of the connection", with("connection", b"close")),
        ("a coding of HTTP/1.1", with("transfer-encoding", b"chunked")),
        ("a pseudo-header among headers", with(":path", b"/hook")),
        ("an unknown pseudo-header", whole(&[field(":x", b"y"), head(&delivery)].concat())),
        ("no method", whole(&delivery_without_path)),
        ("another length", with("content-length", b"3")),
        ("a length that is none", with("content-length", b"+300")),
        (
            "two lengths",
            whole(&[head(&delivery), field("content-length", b"300"), field("content-length", b"3")].concat()),
        ),
        ("a trailer with a signature", {
            let trailer = field("webhook-signature", b"v1,AAAA");
            let unsigned = head(&genuine("x").without("webhook-signature"));
            let frames = [
                frame(HEADERS, END_HEADERS, 1, &unsigned),
                frame(DATA, 0, 1, &body),
                frame(HEADERS, END_HEADERS | END_STREAM, 1, &trailer),
            ];
            frames.concat()
        }),
    ];
    flood(server.address, &whole(&head(&delivery)), std::iter::empty());
    assert!(Stage::Handler.is_last_of(&server.app.take(), LIMIT), "or what follows proves nothing");
    for (name, frames) in malformed {
        let flooded = flood(server.address, &frames, std::iter::empty());
        let seen = nothing_came_of_it(server, name, &flooded);
        println!("{name}: {seen:?}, {flooded:?}");
    }
    let broken = [
        ("a body without a head", frame(DATA, END_STREAM, 1, &body)),
        ("an even stream", frame(HEADERS, END_HEADERS, 2, &head(&delivery))),
        ("a window beyond its end", frame(WINDOW_UPDATE, 0, 0, &[0x7f, 0xff, 0xff, 0xff])),
        ("a frame that is too large", frame(DATA, 0, 1, &[0; (16 << 10) + 1])),
        ("headers that end elsewhere", {
            let begun = frame(HEADERS, 0, 1, &head(&delivery));
            [begun, frame(CONTINUATION, END_HEADERS, 3, b"")].concat()
        }),
        ("headers that cannot be read", frame(HEADERS, END_HEADERS | END_STREAM, 1, &[0xff; 64])),
    ];
    for (name, frames) in broken {
        let flooded = flood(server.address, &frames, std::iter::empty());
        assert!(flooded.reason.is_some(), "{name}: the connection lives on");
        assert_eq!(nothing_came_of_it(server, name, &flooded).requests, 0, "{name}");
    }
}
