//! A delivery is as fresh as its signed time says, by the verifier's clock, and never before its signature is checked.
#![cfg(feature = "testing")]

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, SystemTime},
};

use hookseal::{
    Scheme, Tolerance, Verified, VerifyError, VerifyErrorKind,
    provider::{self, Preset},
    testing::{Signer, TestClock},
    time::Clock,
    verifier::Custom,
};

#[path = "../support/genuine.rs"]
mod genuine;

use VerifyErrorKind::{Expired, Mismatch, NotYetValid};
use genuine::{BODY, Genuine, NOW, SECRET, builder, other_secret, pasted, scheme, sign, unix};

const YEAR: Duration = Duration::from_secs(365 * 24 * 60 * 60);

fn with_time() -> impl Iterator<Item = Scheme> {
    genuine::presets().map(|preset| preset.scheme).filter(|scheme| scheme.freshness().is_some())
}

/// Verifies a delivery of [`NOW`] by another clock.
fn verify_at(scheme: Scheme, tolerance: Tolerance, clock: impl Clock) -> Result<Verified<Custom>, VerifyError> {
    let builder = builder(scheme).secret(pasted(scheme)).tolerance(tolerance).clock(clock);
    builder.build().expect("a secret").verify_request(sign(scheme, BODY).into_request())
}

fn kind(verified: Result<Verified<Custom>, VerifyError>) -> Option<VerifyErrorKind> {
    verified.err().map(|error| error.kind())
}

#[test]
fn both_ends_of_the_tolerance_are_inclusive() {
    for Preset { scheme, .. } in provider::all() {
        let Some(Tolerance { past, future }) = scheme.freshness() else { continue };
        // One unit of the timestamp: whole seconds, milliseconds, or as fine as RFC 3339 has it.
        let written = serde_json::to_value(scheme).expect("a scheme");
        let unit = match written["timestamp"]["format"].as_str() {
            Some("rfc3339") => Duration::from_nanos(1),
            Some("unix-millis") => Duration::from_millis(1),
            _ => Duration::from_secs(1),
        };
        let request = sign(*scheme, BODY).into_request();
        let moments = [
            ("at once", unix(NOW), None),
            ("the oldest", unix(NOW) + past, None),
            ("the oldest, and a fraction", unix(NOW) + past + unit - Duration::from_nanos(1), None),
            ("a unit too old", unix(NOW) + past + unit, Some(Expired)),
            ("a year old", unix(NOW) + YEAR, Some(Expired)),
            ("the furthest ahead", unix(NOW) - future, None),
            ("a unit too far ahead", unix(NOW) - future - unit, Some(NotYetValid)),
            ("ten years ahead", unix(NOW) - YEAR * 10, Some(NotYetValid)),
        ];
        for (moment, now, expected) in moments {
            let builder = builder(*scheme).clock(TestClock::at(now)).secret(pasted(*scheme));
            let event = builder.build().expect("a secret").verify_request(request.clone());
            let case = format!("{}: {moment}: {event:?}", scheme.name());
            match (event, expected) {
                (Ok(_), expected) => assert_eq!(expected, None, "{case}"),
                (Err(error), expected) => {
                    assert_eq!(Some(error.kind()), expected, "{case}");
                    assert_eq!((error.status().as_u16(), error.response().body().len()), (401, 0), "{case}");
                }
            }
        }
    }
}

#[test]
fn what_is_not_authentic_is_never_called_stale() {
    for scheme in with_time() {
        let genuine = Genuine::of(scheme);
        let forged_secret = genuine::signer(scheme).sign(other_secret(scheme), BODY);
        let changed_body = [&genuine.body[..], b" "].concat();
        for (clock, now) in [("a year later", unix(NOW) + YEAR), ("a year earlier", unix(NOW) - YEAR)] {
            let verifier = builder(scheme).secret(pasted(scheme)).clock(TestClock::at(now)).build().expect("a secret");
            let forgeries = [
                ("another secret", forged_secret.headers(), forged_secret.body().clone()),
                ("another body", &genuine.headers, changed_body.clone().into()),
            ];
            for (what, headers, body) in forgeries {
                if what == "another body" && !scheme.covers_body() {
                    continue;
                }
                let error = genuine.judge(&verifier, headers, body).expect_err(what);
                assert_eq!(error.kind(), Mismatch, "{}: {what}, {clock}", scheme.name());
            }
        }
    }
}

#[test]
fn no_tolerance_is_not_the_same_as_no_check() {
    for scheme in with_time() {
        let zero = Tolerance::symmetric(Duration::ZERO);
        let later = TestClock::at(unix(NOW) + Duration::from_secs(1));
        let earlier = TestClock::at(unix(NOW) - Duration::from_secs(1));
        let name = scheme.name();
        assert_eq!(kind(verify_at(scheme, zero, TestClock::at_unix(NOW))), None, "{name}: the very instant");
        assert_eq!(kind(verify_at(scheme, zero, later)), Some(Expired), "{name}: a second later");
        assert_eq!(kind(verify_at(scheme, zero, earlier)), Some(NotYetValid), "{name}: a second earlier");

        let genuine = Genuine::of(scheme);
        for now in [unix(0), unix(NOW) - YEAR, unix(NOW) + YEAR * 100] {
            let unchecked = builder(scheme).secret(pasted(scheme)).clock(TestClock::at(now));
            let unchecked = unchecked.dangerous().ignore_timestamp();
            let unchecked = unchecked.build().expect("a secret");
            let event = genuine.judge(&unchecked, &genuine.headers, genuine.body.clone()).expect("any age");
            assert_eq!(event.timestamp().map(Into::into), Some(unix(NOW)), "{name}: the time is still read");
            let forged = genuine.with_signature(format!("{}0000", genuine.frame));
            let error = genuine.judge(&unchecked, &forged, genuine.body.clone()).expect_err("another signature");
            assert!(genuine.is_forged(&error, &[Mismatch]), "{name}: the signature is still checked: {error:?}");
        }
    }
}

#[test]
fn past_and_future_are_apart() {
    let (none, hour) = (Duration::ZERO, Duration::from_secs(3600));
    let cases = [
        ("only the past", Tolerance { past: hour, future: none }, unix(NOW) + hour, None),
        ("only the past", Tolerance { past: hour, future: none }, unix(NOW - 1), Some(NotYetValid)),
        ("only the future", Tolerance { past: none, future: hour }, unix(NOW) - hour, None),
        ("only the future", Tolerance { past: none, future: hour }, unix(NOW + 1), Some(Expired)),
        ("for ever", Tolerance::symmetric(Duration::MAX), unix(0), None),
        ("for ever", Tolerance::symmetric(Duration::MAX), unix(NOW) + YEAR * 1000, None),
    ];
    for scheme in with_time() {
        for (case, tolerance, now, expected) in cases {
            let found = kind(verify_at(scheme, tolerance, TestClock::at(now)));
            assert_eq!(found, expected, "{}: {case}: {now:?}", scheme.name());
        }
    }
}

#[test]
fn clocks_may_show_anything() {
    let far = Duration::from_secs(1 << 60);
    let clocks = [
        ("a second before 1970", SystemTime::UNIX_EPOCH - Duration::from_secs(1), NotYetValid),
        ("long before 1970", SystemTime::UNIX_EPOCH - far, NotYetValid),
        ("1970", SystemTime::UNIX_EPOCH, NotYetValid),
        ("long after", SystemTime::UNIX_EPOCH + far, Expired),
    ];
    for scheme in with_time() {
        for (case, now, expected) in clocks {
            let found = kind(verify_at(scheme, Tolerance::DEFAULT, TestClock::at(now)));
            assert_eq!(found, Some(expected), "{}: {case}", scheme.name());
        }
    }

    // Signed in 1970, and seen by a clock that has not come so far.
    let (headers, body) = Signer::from_scheme(scheme("slack")).at(unix(0)).sign(SECRET, BODY).into_headers_and_body();
    let before = SystemTime::UNIX_EPOCH - Duration::from_secs(300);
    for (now, expected) in [(before, None), (before - Duration::from_secs(1), Some(NotYetValid))] {
        let slack = builder(scheme("slack")).secret(SECRET).clock(TestClock::at(now)).build().expect("a secret");
        assert_eq!(kind(slack.verify(&headers, body.clone())), expected, "{now:?}");
    }
}

/// A clock that shows another time whenever it is asked.
#[derive(Debug)]
struct Jumping(AtomicUsize, &'static [u64]);

impl Clock for Jumping {
    fn now(&self) -> SystemTime {
        unix(self.1[self.0.fetch_add(1, Ordering::Relaxed) % self.1.len()])
    }
}

#[test]
fn a_clock_that_jumps_back_does_no_harm() {
    const JUMPS: &[u64] = &[NOW + 1000, NOW, NOW - 1000, 0, NOW + 300];
    for scheme in with_time() {
        let request = sign(scheme, BODY).into_request();
        let clock = Jumping(AtomicUsize::new(0), JUMPS);
        // With a secret that ends, the clock is asked for the secret too.
        let builder = builder(scheme).secret_until(pasted(scheme), unix(NOW + 500)).clock(clock);
        let verifier = builder.build().expect("a secret");
        for _ in 0..2 * JUMPS.len() {
            if let Err(error) = verifier.verify_request(request.clone()) {
                let kinds = [Expired, NotYetValid, VerifyErrorKind::CouldNotCheck];
                assert!(kinds.contains(&error.kind()), "{}: {error:?}", scheme.name());
            }
        }
    }
}
