//! Bodies: how they are framed, how large and how slow they may be.

use std::{
    io::Write,
    thread,
    time::{Duration, Instant},
};

use flate2::{Compression, write::GzEncoder};
use hookseal::{provider::Stripe, testing::Delivery};

use super::super::{
    client::{Answer, Request, chunk},
    endpoint::{DEADLINE, LIMIT, Server, sign},
};
use super::{accepted, delivery_of, post, refused};

/// A server may read on for a moment before it closes, so that its answer is not lost with the connection.
const DRAINS: Duration = Duration::from_secs(15);

pub(crate) fn genuine_deliveries_are_accepted_however_they_are_framed(server: &Server) {
    let delivery = delivery_of(300);
    let body = delivery.body();
    let tampered: Vec<u8> = body.iter().map(|byte| if *byte == b'1' { b'2' } else { *byte }).collect();
    let in_pieces =
        body.chunks(100).fold(post(&delivery).header("Content-Length", 300.to_string()), |request, piece| {
            request.then(piece).pause(Duration::from_millis(20))
        });
    accepted(server, "by length", &delivery, post(&delivery).body(body));
    accepted(server, "in pieces", &delivery, in_pieces);
    let mislabelled = post(&delivery).header("Content-Type", "text/plain; charset=x");
    accepted(server, "of another type", &delivery, mislabelled.body(body));
    accepted(server, "byte by byte", &delivery, post(&delivery).chunks(body.chunks(1)));
    refused(server, "tampered, byte by byte", 401, post(&delivery).chunks(tampered.chunks(1)));
    // A linear congruential generator: other splits for each seed, the same ones each time.
    let mut random = 20_261_120_u32;
    for split in 0..20 {
        let (mut sizes, mut left) = (Vec::new(), body.len());
        while left > 0 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let size = (usize::try_from(random >> 16).unwrap() % 90 + 1).min(left);
            sizes.push(size);
            left -= size;
        }
        let cut = |bytes| cut(bytes, &sizes);
        accepted(server, &format!("split {split}"), &delivery, post(&delivery).chunks(cut(body)));
        refused(server, &format!("tampered, split {split}"), 401, post(&delivery).chunks(cut(&tampered)));
    }
}

fn cut<'b>(mut bytes: &'b [u8], sizes: &[usize]) -> Vec<&'b [u8]> {
    sizes.iter().map(|size| bytes.split_off(..*size).unwrap_or_default()).collect()
}

pub(crate) fn the_limit_is_the_last_size_that_is_accepted(server: &Server) {
    let (fits, too_large) = (delivery_of(LIMIT), delivery_of(LIMIT + 1));
    accepted(server, "by length", &fits, post(&fits).body(fits.body()));
    accepted(server, "chunked", &fits, post(&fits).chunks(fits.body().chunks(1000)));
    accepted(server, "one chunk", &fits, post(&fits).chunks([&**fits.body()]));
    refused(server, "by length", 413, post(&too_large).body(too_large.body()));
    refused(server, "chunked", 413, post(&too_large).chunks(too_large.body().chunks(1000)));
    refused(server, "one chunk", 413, post(&too_large).chunks([&**too_large.body()]));
}

pub(crate) fn an_oversized_body_is_refused_before_it_is_sent(server: &Server) {
    let delivery = delivery_of(LIMIT + 1);
    let check = |length: usize| {
        let length = length.to_string();
        refused(server, "announced", 413, post(&delivery).body_of(&length, b""));
        let expecting = post(&delivery).header("Expect", "100-continue");
        let answer = refused(server, "expecting 100", 413, expecting.body_of(&length, b""));
        assert!(answer.interim.is_empty() || server.continues_by_itself, "{answer:?}");
    };
    thread::scope(|scope| {
        [LIMIT + 1, 100_000_000, usize::MAX / 4].map(|length| scope.spawn(move || check(length))).map(drop)
    });
    let beyond = post(&delivery).body_of("340282366920938463463374607431768211456", b"").to(server.address);
    assert!([400, 413].contains(&beyond.status), "{beyond:?}");
    let fits = delivery_of(300);
    let request = post(&fits).header("Expect", "100-continue").header("Content-Length", "300");
    let answer = request.pause(Duration::from_millis(100)).then(&**fits.body()).to(server.address);
    assert_eq!((answer.status, &*answer.interim), (200, &[100][..]), "what fits is asked for");
}

pub(crate) fn an_oversized_stream_is_refused_while_it_streams(server: &Server) {
    let delivery = delivery_of(LIMIT + 1);
    let endless = || post(&delivery).header("Transfer-Encoding", "chunked");
    let small = delivery.body().chunks(500).fold(endless(), |request, bytes| request.then(chunk(bytes)));
    let bold = endless().then("7fffffffffffffff\r\n").then(&**delivery.body());
    for (name, request) in [("the end is still out", small), ("a chunk without end", bold)] {
        let answer = refused(server, name, 413, request.pause(Duration::from_secs(20)).keep_alive());
        assert!(!answer.sent_all, "{name}: the server reads on");
    }
    let unsigned = Request::post("/hook").header("Transfer-Encoding", "chunked").then(chunk(b"{}"));
    let answer = refused(server, "not signed", 401, unsigned.pause(Duration::from_secs(20)).keep_alive());
    assert!(!answer.sent_all, "what was refused by its head is not read at all");
}

pub(crate) fn large_streams_are_not_kept_in_memory(server: &Server) {
    /// The most memory that this process has had at one time, where the system tells.
    fn peak() -> Option<usize> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().strip_suffix(" kB")?.parse::<usize>().ok().map(|kib| kib * 1024)
    }
    const STREAMS: usize = 8;
    const SIZE: usize = 20 << 20;
    let (before, chunk) = (peak(), chunk(&vec![b' '; 64 << 10]));
    let delivery = delivery_of(300);
    thread::scope(|scope| {
        for _ in 0..STREAMS {
            scope.spawn(|| {
                let start = Instant::now();
                let mut socket = post(&delivery).header("Transfer-Encoding", "chunked").open(server.address);
                let mut taken = 0;
                while socket.write_all(&chunk).is_ok() {
                    taken += chunk.len();
                    assert!(taken < SIZE || start.elapsed() < DRAINS, "the server reads on: {taken} bytes");
                }
                assert_eq!(Answer::on(socket).status, 413);
            });
        }
    });
    assert_eq!(server.setup.entered.get(), 0);
    if let (Some(before), Some(after)) = (before, peak()) {
        assert!(after - before < STREAMS * SIZE / 4, "from {before} to {after} bytes");
    }
}

pub(crate) fn a_body_that_does_not_arrive_meets_a_deadline(server: &Server) {
    const LONG: Duration = Duration::from_secs(20);
    let delivery = delivery_of(300);
    let start = || Request::post("/hurried").signed(&delivery);
    let drip = |request: Request, framed: fn(&[u8]) -> Vec<u8>| {
        let drops = delivery.body().chunks(1);
        drops.fold(request, |request, drop| request.then(framed(drop)).pause(Duration::from_millis(20)))
    };
    let cases = [
        ("nothing", start().body_of("300", b"").pause(LONG)),
        ("stalled", start().body_of("300", &delivery.body()[..150]).pause(LONG)),
        ("no chunk", start().header("Transfer-Encoding", "chunked").pause(LONG)),
        ("half a chunk", start().header("Transfer-Encoding", "chunked").then("12c\r\n{").pause(LONG)),
        ("no end", start().header("Transfer-Encoding", "chunked").then(chunk(delivery.body())).pause(LONG)),
        ("dripping", drip(start().header("Content-Length", "300"), <[u8]>::to_vec)),
        ("dripping chunks", drip(start().header("Transfer-Encoding", "chunked"), chunk)),
    ];
    thread::scope(|scope| {
        for (name, request) in cases {
            scope.spawn(move || {
                let answer = refused(server, name, 408, request.keep_alive());
                assert!(answer.took >= DEADLINE && answer.took < LONG, "{name}: {:?}", answer.took);
                assert!(!answer.sent_all, "{name}: the server reads on");
            });
        }
    });
}

pub(crate) fn a_length_that_lies_gets_nothing_in(server: &Server) {
    let delivery = delivery_of(300);
    let body = delivery.body();
    refused(server, "short by one", 401, post(&delivery).body_of("299", body));
    refused(server, "neither length nor chunks", 401, post(&delivery).then(&**body));
    refused(server, "no body at all", 401, post(&delivery));
    refused(server, "two lengths", 400, post(&delivery).header("Content-Length", "3").body(body));
    refused(server, "a signed length", 400, post(&delivery).body_of("+300", body));
    let cut_off = [
        ("long by one", post(&delivery).body_of("301", body).half_close()),
        ("cut off", post(&delivery).body_of("300", &body[..299]).half_close()),
        ("cut off chunk", post(&delivery).header("Transfer-Encoding", "chunked").then("12c\r\n{").half_close()),
        ("no last chunk", post(&delivery).header("Transfer-Encoding", "chunked").then(chunk(body)).half_close()),
        ("a size that is none", post(&delivery).header("Transfer-Encoding", "chunked").then("zz\r\n{}\r\n0\r\n\r\n")),
        ("a size with a sign", post(&delivery).header("Transfer-Encoding", "chunked").then("+2\r\n{}\r\n0\r\n\r\n")),
    ];
    for (name, request) in cut_off {
        let answer = request.to(server.address);
        assert!([0, 400].contains(&answer.status) && answer.body.is_empty(), "{name}: {answer:?}");
        assert_eq!(server.setup.entered.get(), 0, "{name}");
    }
    // Whichever of the two counts, what follows the first body is not a second request.
    let smuggled = format!(
        "0\r\n\r\nPOST /hook HTTP/1.1\r\nHost: x\r\nStripe-Signature: {}\r\nContent-Length: 300\r\n\r\n{}",
        delivery.headers()["stripe-signature"].to_str().unwrap(),
        String::from_utf8_lossy(body)
    );
    let both = post(&delivery).header("Transfer-Encoding", "chunked").body(smuggled.as_bytes());
    let answer = both.to(server.address);
    assert!([400, 401].contains(&answer.status), "{answer:?}");
    assert_eq!(server.setup.entered.get(), 0);
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn compressed_bodies_are_verified_as_they_were_sent(server: &Server) {
    let original = delivery_of(300);
    let compressed = gzip(original.body());
    let as_sent = sign::<Stripe>(compressed.clone());
    let encoded = |delivery: &Delivery| post(delivery).header("Content-Encoding", "gzip");
    accepted(server, "signed as sent", &as_sent, encoded(&as_sent).body(&compressed));
    accepted(server, "signed as sent, chunked", &as_sent, encoded(&as_sent).chunks(compressed.chunks(7)));
    refused(server, "signed before it was compressed", 401, encoded(&original).body(&compressed));
    accepted(server, "not compressed at all", &original, encoded(&original).body(original.body()));
    let bomb = sign::<Stripe>(gzip(&vec![0; 3 << 20]));
    assert!(bomb.body().len() < LIMIT);
    accepted(server, "a bomb is not set off", &bomb, encoded(&bomb).body(bomb.body()));
}
