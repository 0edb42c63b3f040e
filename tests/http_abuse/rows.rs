//! The table of abuse: what is sent, how it is answered, and how far it gets. Where HTTP/2 has
//! another answer, the row says so; between the frameworks there is no difference.

use bytes::Bytes;

use crate::{
    request::{Abuse, End, Step, genuine, of_size, of_type, signed, signed_at},
    servers::{DEADLINE, LIMIT, NOW},
    splits,
    stages::Stage,
    wire::Wire,
};
use Stage::{Body, Framework as Server, Handler, Head, Mac, Store, Time};

pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) request: Abuse,
    wanted: Wanted,
    over_http2: Option<Wanted>,
    /// Whether the store cannot be asked.
    pub(crate) without_store: bool,
}

/// The status, 0 for no answer at all, and the last stage. Of those who have left, not all are answered.
pub(crate) type Wanted = (u16, Stage);

fn row(name: impl Into<String>, request: Abuse, status: u16, stage: Stage) -> Row {
    let wanted = (status, stage);
    Row { name: name.into(), request, wanted, over_http2: None, without_store: false }
}

impl Row {
    fn over_http2(self, status: u16, stage: Stage) -> Self {
        Self { over_http2: Some((status, stage)), ..self }
    }

    pub(crate) fn wanted(&self, wire: Wire) -> Wanted {
        self.over_http2.filter(|_| wire == Wire::Http2).unwrap_or(self.wanted)
    }
}

/// The three headers of a delivery.
const ID: &str = "webhook-id";
const TIME: &str = "webhook-timestamp";
const SIGNATURE: &str = "webhook-signature";

pub(crate) fn rows() -> Vec<Row> {
    [framing(), sizes(), deadlines(), methods(), headers(), compressed(), proofs(), outcomes()]
        .into_iter()
        .flatten()
        .collect()
}

/// How a body is framed changes nothing.
fn framing() -> Vec<Row> {
    let mut rows = vec![
        row("by length", genuine("by-length"), 200, Handler),
        row("byte by byte", genuine("byte-by-byte").split(&[1]), 200, Handler),
        row("no body where one is signed", genuine("no-body").unannounced().sending(Vec::new()), 401, Mac),
        row("no body, and signed so", signed("empty", "").unannounced(), 200, Handler),
        row("a length of nothing", signed("length-0", ""), 200, Handler),
        // Of a stream in HTTP/2, a length that does not hold is an error.
        row("shorter than announced, and cut off", genuine("301").announce(&301).ending(End::Cut), 400, Body),
        row("longer than announced", genuine("299").announce(&299), 401, Mac).over_http2(0, Body),
        row("cut off", genuine("cut-off").announce(&300).sending(vec![some_bytes(150)]).ending(End::Cut), 400, Body),
        row("chunks, cut off", genuine("chunks").split(&[100]).ending(End::Cut), 400, Body),
    ];
    for (number, sizes) in splits::all().enumerate() {
        let id = format!("split-{number}");
        rows.push(row(&id, genuine(&id).split(&sizes), 200, Handler));
        rows.push(row(format!("{id}, tampered"), genuine(&id).tampered().split(&sizes), 401, Mac));
    }
    rows
}

fn some_bytes(count: usize) -> Step {
    Step::Send(vec![b' '; count].into())
}

/// Nothing is taken in on a sender's word, and no more than the limit at all.
fn sizes() -> Vec<Row> {
    let announced = |length: &str| genuine("x").announce(length).sending(Vec::new()).ending(End::Silence);
    let flood = |megabytes: usize| vec![Step::Repeat(Bytes::from(vec![b' '; 64 << 10]), megabytes * 16)];
    // A server may read on for a second before it closes, and a second may be enough for 100 MB.
    let unending = |request: Abuse| request.unannounced().sending(flood(16_000)).ending(End::Silence);
    let over = LIMIT + 1;
    vec![
        row("the limit", of_size("the-limit", LIMIT), 200, Handler),
        row("the limit in chunks", of_size("chunked", LIMIT).split(&[1000]), 200, Handler),
        row("one more", of_size("x", over), 413, Head),
        row("one more in chunks", of_size("x", over).split(&[1000]), 413, Body),
        row("one more announced", announced(&over.to_string()), 413, Head),
        row("100 MB announced", announced("100000000"), 413, Head),
        row("exabytes announced", announced("9000000000000000000"), 413, Head),
        row("100 MB announced, expecting 100", announced("100000000").with("expect", "100-continue"), 413, Head),
        row("100 MB announced and sent", announced("104857600").sending(flood(100)).ending(End::Whole), 413, Head),
        row("chunks without end", unending(genuine("x")), 413, Body),
        row("chunks without end, not signed", unending(genuine("x").without(SIGNATURE)), 401, Head),
    ]
}

/// A body that does not arrive has the time that the verifier gives it.
fn deadlines() -> Vec<Row> {
    let late = || genuine("x").to("/hurried").ending(End::Silence);
    let drip = || {
        let drop = [some_bytes(1), Step::Pause(DEADLINE / 10)];
        drop.into_iter().cycle().take(400).collect::<Vec<_>>()
    };
    vec![
        row("nothing comes", late().sending(Vec::new()), 408, Body),
        row("two bytes come", late().sending(vec![some_bytes(2)]), 408, Body),
        row("no chunk comes", late().unannounced().sending(Vec::new()), 408, Body),
        row("all but the end comes", late().split(&[100]), 408, Body),
        row("it drips", late().sending(drip()), 408, Body),
        row("it drips in chunks", late().unannounced().sending(drip()), 408, Body),
    ]
}

fn methods() -> Vec<Row> {
    let overridden = "x-http-method-override";
    let mut rows = vec![
        row("overridden to GET", genuine("overridden").with(overridden, "GET"), 200, Handler),
        row("GET, overridden to POST", genuine("x").by("GET").with(overridden, "POST"), 405, Head),
    ];
    for method in ["GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "BREW"] {
        rows.push(row(method, genuine("x").by(method), 405, Head));
        rows.push(row(
            format!("{method} without a body"),
            genuine("x").by(method).unannounced().sending(Vec::new()),
            405,
            Head,
        ));
    }
    rows
}

fn headers() -> Vec<Row> {
    let bytes = |bytes: &'static [u8]| move |_: &[u8]| bytes.to_vec();
    let joined = |value: &[u8]| [value, b", ", value].concat();
    let accented = |value: &[u8]| [value, b"\xc3\xa9\xff"].concat();
    let large = |value: &[u8]| [value, b" ".as_slice(), &vec![b'x'; 64 << 10]].concat();
    let many = |count: usize| (0..count).fold(genuine("many"), |request, n| request.with(&format!("x-{n}"), "x"));
    let mut rows = vec![
        // Of several signatures, one that cannot be read is none; the others are held against the key.
        row("not ASCII: webhook-signature", genuine("x").change(SIGNATURE, accented), 401, Mac),
        row("not ASCII: webhook-timestamp", genuine("x").change(TIME, accented), 401, Head),
        row("not ASCII: webhook-id", genuine("x").change(ID, accented), 401, Head),
        row("joined signatures", genuine("joined").change(SIGNATURE, joined), 200, Handler),
        row("joined times", genuine("x").change(TIME, joined), 401, Head),
        row("joined ids", genuine("x").change(ID, joined), 401, Head),
        row("10,000 signatures", genuine("x").change(SIGNATURE, |_| b"v1,AAAA ".repeat(10_000)), 401, Head)
            .over_http2(0, Server),
        row("200 headers", many(200), 431, Server).over_http2(200, Handler),
        row("2000 headers", many(2000), 431, Server).over_http2(0, Server),
    ];
    for name in [SIGNATURE, TIME, ID] {
        let of = |what: &str| format!("{what}: {name}");
        rows.extend([
            row(of("missing"), genuine("x").without(name), 401, Head),
            row(of("empty"), genuine("x").change(name, bytes(b"")), 401, Head),
            row(of("twice"), genuine("x").twice(name), 401, Head),
            row(of("64 KiB"), genuine("x").change(name, large), 401, Head).over_http2(0, Server),
        ]);
    }
    rows
}

/// What is signed is what was sent. Nothing is decompressed, so there is nothing that could go wrong with it.
fn compressed() -> Vec<Row> {
    let gzip = |request: Abuse| request.with("content-encoding", "gzip");
    let small = splits::gzip(format!("{:<300}", r#"{"type":"ok"}"#).as_bytes());
    let bomb = splits::gzip(&vec![0; 50 << 20]);
    assert!(bomb.len() < LIMIT);
    let sending = |request: Abuse, body: &[u8]| {
        request.announce(&body.len()).sending(vec![Step::Send(Bytes::copy_from_slice(body))])
    };
    vec![
        row("gzip, signed as sent", gzip(signed("gzip", small.clone())), 200, Handler),
        row("gzip, signed before", gzip(sending(genuine("x"), &small)), 401, Mac),
        row("a bomb, signed as sent", gzip(signed("bomb", bomb.clone())), 200, Handler),
        row("a bomb, not signed", gzip(sending(genuine("x"), &bomb)), 401, Mac),
        row("gzip that is none", gzip(genuine("no-gzip")), 200, Handler),
        row("gzip that is none, not signed", gzip(genuine("x").tampered()), 401, Mac),
    ]
}

fn proofs() -> Vec<Row> {
    let other = |value: &[u8]| {
        let mut value = value.to_vec();
        value[5] = if value[5] == b'A' { b'B' } else { b'A' };
        value
    };
    let body = format!("{:<300}", r#"{"type":"ok"}"#);
    vec![
        row("another signature", genuine("x").change(SIGNATURE, other), 401, Mac),
        row("half a signature", genuine("x").change(SIGNATURE, |value| value[..20].to_vec()), 401, Mac),
        row("another version", genuine("x").change(SIGNATURE, |value| [b"v9", &value[2..]].concat()), 401, Head),
        row("another body", genuine("x").tampered(), 401, Mac),
        row("another id", genuine("x").change(ID, |_| b"y".to_vec()), 401, Mac),
        row("a time that is none", genuine("x").change(TIME, |value| [b"+", value].concat()), 401, Head),
        row("stale", signed_at(NOW - 301, "x", body.clone()), 401, Time),
        row("from the future", signed_at(NOW + 301, "x", body.clone()), 401, Time),
        row("stale, and forged", signed_at(NOW - 301, "x", body).tampered(), 401, Mac),
    ]
}

fn outcomes() -> Vec<Row> {
    let away = Row { without_store: true, ..row("the store is away", genuine("away"), 503, Store) };
    vec![
        row("the first", genuine("again"), 200, Handler),
        row("the same again", genuine("again"), 200, Store),
        row("the same again, in chunks", genuine("again").split(&[7]), 200, Store),
        row("a handler that fails", of_type("fails", "fail"), 500, Handler),
        row("which was given back", of_type("fails", "fail"), 500, Handler),
        row("a handler that panics", of_type("panics", "panic"), 500, Handler),
        away,
        row("the store is back", genuine("away"), 200, Handler),
    ]
}
