//! Answers: to those who cannot prove themselves, to endpoint checks, and to events.

use std::{
    thread,
    time::{Duration, Instant},
};

use hookseal::{
    provider::{Meta, Slack, Stripe},
    testing::{Delivery, Signer, TestClock},
};

use super::super::{
    client::{Answer, Request},
    endpoint::{NOW, SECRET, Server, event, sign},
};
use super::{accepted, delivery_of, post, refused};

pub(crate) fn every_failed_authentication_has_the_same_answer(server: &Server) {
    let delivery = delivery_of(300);
    let genuine = delivery.headers()["stripe-signature"].to_str().unwrap().to_owned();
    let at = |seconds: u64| Signer::new::<Stripe>().at(TestClock::at_unix(seconds).now());
    let said = |delivery: &Delivery| delivery.headers()["stripe-signature"].as_bytes().to_vec();
    let with = |value: &[u8]| Request::post("/hook").header("Stripe-Signature", value);
    let cases = [
        ("no signature", Request::post("/hook")),
        ("empty", with(b"")),
        ("blank", with(b"  ")),
        ("not of its form", with(b"sha256=00")),
        ("no time", with(genuine.split_once(',').unwrap().1.as_bytes())),
        ("no signature in it", with(genuine.split_once(',').unwrap().0.as_bytes())),
        ("two times", with(format!("t=1,{genuine}").as_bytes())),
        ("a time that is none", with(genuine.replace("t=", "t=+").as_bytes())),
        ("another version", with(genuine.replace("v1=", "v2=").as_bytes())),
        ("half a signature", with(&genuine.as_bytes()[..genuine.len() - 32])),
        ("not ASCII", with(&[genuine.as_bytes(), b"\xff\xfe"].concat())),
        ("not ASCII in front", with(&[b"\xc3\xa9,", genuine.replace("v1=", "v1=\u{e9}").as_bytes()].concat())),
        ("twice", with(genuine.as_bytes()).header("Stripe-Signature", &genuine)),
        ("once more, empty", with(genuine.as_bytes()).header("stripe-signature", "")),
        ("64 KiB", with(&[&vec![b'x'; 64 << 10], b",".as_slice(), genuine.as_bytes()].concat())),
        ("64 KiB of signatures", with(&[genuine.as_bytes(), ",v1=00".repeat(10_000).as_bytes()].concat())),
        ("another secret", with(&said(&at(NOW).sign("whsec_other", delivery.body().clone())))),
        ("another body", with(&said(&delivery_of(301)))),
        ("stale", with(&said(&at(NOW - 301).sign(SECRET, delivery.body().clone())))),
        ("from the future", with(&said(&at(NOW + 301).sign(SECRET, delivery.body().clone())))),
    ];
    let answer = |name: &str, request: Request| {
        let answer = request.body(delivery.body()).ask(server.address);
        assert_eq!((answer.status, answer.header("WWW-Authenticate")), (401, None), "{name}: {answer:?}");
        assert_eq!(server.setup.entered.get(), 0, "{name}: the handler was entered");
        answer.without_date()
    };
    let close = answer("no signature", Request::post("/hook"));
    let keep_alive = answer("no signature", Request::post("/hook").keep_alive());
    for (name, request) in cases {
        assert_eq!(answer(name, request.clone()), close, "{name}");
        assert_eq!(answer(name, request.keep_alive()), keep_alive, "{name}, on a connection that is kept");
    }
    accepted(server, "the genuine one", &delivery, with(genuine.as_bytes()).body(delivery.body()));
}

pub(crate) fn other_methods_are_refused(server: &Server) {
    let methods = ["GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "BREW"];
    let delivery = delivery_of(300);
    let check = |method| {
        let request = || Request::new(method, "/hook").signed(&delivery);
        let overridden = request().header("X-HTTP-Method-Override", "POST");
        for request in [request(), request().body(delivery.body()), overridden] {
            let answer = refused(server, method, 405, request);
            assert_eq!(answer.header("Allow"), Some("POST"), "{method}");
        }
        if method != "GET" {
            let target = "/meta?hub.mode=subscribe&hub.challenge=1&hub.verify_token=the+verify+token";
            let challenge = Request::new(method, target).header("X-HTTP-Method-Override", "GET");
            let answer = refused(server, method, 405, challenge);
            assert_eq!(answer.header("Allow"), Some("GET, POST"), "{method}");
        }
    };
    thread::scope(|scope| methods.map(|method| scope.spawn(|| check(method))).map(drop));
    let overridden = post(&delivery).header("X-HTTP-Method-Override", "GET").body(delivery.body());
    accepted(server, "the override is ignored", &delivery, overridden);
}

fn is_plain_text(answer: &Answer) -> bool {
    answer.header("Content-Type") == Some("text/plain") && answer.header("X-Content-Type-Options") == Some("nosniff")
}

pub(crate) fn a_challenge_by_get_needs_the_token(server: &Server) {
    let get = |query: &str| Request::new("GET", &format!("/meta?{query}"));
    let right = "hub.mode=subscribe&hub.challenge=%3Cb%3E1158201444&hub.verify_token=the+verify+token";
    for query in [right, &right.replace('+', "%20")] {
        let answer = get(query).to(server.address);
        assert_eq!((answer.status, &*answer.body), (200, &b"<b>1158201444"[..]));
        assert!(is_plain_text(&answer), "no browser takes it for HTML: {answer:?}");
    }
    let wrong = [
        "hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong",
        "hub.mode=subscribe&hub.challenge=1&hub.verify_token=",
        "hub.mode=subscribe&hub.challenge=1&hub.verify_token=the+verify+token+",
        "hub.mode=subscribe&hub.challenge=1",
        "hub.mode=subscribe&hub.verify_token=the+verify+token",
        "hub.mode=other&hub.challenge=1&hub.verify_token=the+verify+token",
        "hub.mode=subscribe&hub.challenge=1&hub.verify_token=the+verify+token&hub.verify_token=wrong",
        "",
    ];
    for query in wrong {
        refused(server, query, 403, get(query));
    }
    let by_post = Request::post(&format!("/meta?{right}")).header("X-HTTP-Method-Override", "GET");
    refused(server, "by POST", 401, by_post.body(b"{}"));
    let delivery = sign::<Meta>("{}");
    let event = Request::post("/meta").signed(&delivery).body(b"{}").to(server.address);
    assert_eq!((event.status, server.setup.entered.get()), (200, 1), "an event is not a challenge");
}

pub(crate) fn a_challenge_by_post_needs_a_signature(server: &Server) {
    let body = br#"{"type":"url_verification","challenge":"3eZbrw1a","token":"x"}"#;
    let post = || Request::post("/slack");
    let answer = post().signed(&sign::<Slack>(&body[..])).body(body).to(server.address);
    assert_eq!((answer.status, &*answer.body), (200, &b"3eZbrw1a"[..]));
    assert!(is_plain_text(&answer), "{answer:?}");
    refused(server, "unsigned", 401, post().body(body));
    refused(server, "signed for another body", 401, post().signed(&sign::<Slack>("{}")).body(body));
    assert_eq!(server.setup.entered.get(), 0, "a challenge is not an event");
    let event = sign::<Slack>(r#"{"type":"event_callback","challenge":"3eZbrw1a"}"#);
    assert_eq!(post().signed(&event).body(event.body()).to(server.address).status, 200);
    assert_eq!(server.setup.entered.get(), 1);
}

fn wait_until(condition: impl Fn() -> bool) {
    let start = Instant::now();
    while !condition() {
        assert!(start.elapsed() < Duration::from_secs(20), "it does not come to pass");
        thread::sleep(Duration::from_millis(2));
    }
}

pub(crate) fn outcomes_are_answers(server: &Server) {
    let ask = |target: &str, id: &str, kind: &str| {
        let delivery = event(id, kind);
        let answer = Request::post(target).signed(&delivery).body(delivery.body()).to(server.address);
        assert!(answer.body.is_empty(), "{answer:?}");
        answer
    };
    let table = [
        ("/process", "ok", 200, 200),
        ("/process", "fail", 500, 500),
        ("/process", "panic", 500, 500),
        ("/process", "unparseable", 422, 422),
        ("/status", "202", 202, 200),
        ("/status", "404", 404, 404),
        ("/status", "no status", 500, 500),
    ];
    for (target, kind, first, again) in table {
        for expected in [first, again] {
            let answer = ask(target, kind, kind);
            assert_eq!((answer.status, answer.header("Retry-After")), (expected, None), "{kind}");
        }
    }
    let setup = &server.setup;
    let begun = setup.begun.get();
    thread::scope(|scope| {
        let first = scope.spawn(|| ask("/process", "evt_slow", "slow").status);
        wait_until(|| setup.begun.get() > begun);
        let second = ask("/process", "evt_slow", "slow");
        setup.gate.add_permits(1);
        assert_eq!((second.status, second.header("Retry-After")), (503, Some("30")));
        assert_eq!(first.join().unwrap(), 200);
    });
    assert_eq!(setup.begun.get(), begun + 1);
}

pub(crate) fn a_policy_changes_the_answers(server: &Server) {
    let ask = |request: Request, kind: &str| {
        let delivery = event(kind, kind);
        request.signed(&delivery).body(delivery.body()).to(server.address).status
    };
    let post = || Request::post("/own-policy");
    let statuses = ["ok", "ok", "fail"].map(|kind| ask(post(), kind));
    assert_eq!(statuses, [202, 208, 502]);
    refused(server, "not signed", 400, post().body(b"{}"));
    assert_eq!(ask(Request::post("/process"), "ok"), 200, "one store, another policy");
}

pub(crate) fn a_client_that_hangs_up_does_not_stop_the_work(server: &Server) {
    let setup = &server.setup;
    let delivery = event("evt_1", "slow");
    let request = || Request::post("/process").signed(&delivery).body(delivery.body());
    let connection = request().open(server.address);
    wait_until(|| setup.begun.get() == 1);
    drop(connection);
    // Time for the server to notice.
    thread::sleep(Duration::from_millis(200));
    setup.gate.add_permits(1);
    wait_until(|| setup.inbox.stats().processed == 1);
    assert_eq!(request().to(server.address).status, 200);
    assert_eq!((setup.begun.get(), setup.finished.get()), (1, 1));
    assert_eq!(setup.inbox.stats().duplicates, 1);
}
