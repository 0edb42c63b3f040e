//! Timestamps that no honest sender writes, correctly signed, are refused for what they are, and nothing panics.
#![cfg(feature = "testing")]

use hookseal::{
    Verified, VerifyError,
    VerifyErrorKind::{self, Expired, Malformed, Mismatch, NotYetValid},
    verifier::Custom,
};
use http::HeaderMap;

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;

use genuine::{BODY, SECRET, builder, header, headers, scheme, verifier};

/// A refusal of this kind, with this in its text; or none.
type Expected = Option<(VerifyErrorKind, &'static str)>;

const NO_NUMBER: Expected = Some((Malformed, "not a plain decimal number"));
const MILLISECONDS: Expected = Some((Malformed, "milliseconds where seconds belong?"));
const STALE: Expected = Some((Expired, "authentic, but signed"));
const AHEAD: Expected = Some((NotYetValid, "authentic, but signed"));

/// Signs [`BODY`] with this text for the time.
type Sign = fn(&[u8]) -> HeaderMap;

/// Schemes whose time is in whole seconds, each with its documented formula.
const SECONDS: &[(&str, Sign)] = &[
    ("stripe", |time| list("stripe-signature", ["t=", ",v1="], time, b".")),
    ("calendly", |time| list("calendly-webhook-signature", ["t=", ",v1="], time, b".")),
    ("paddle", |time| list("paddle-signature", ["ts=", ";h1="], time, b":")),
    ("slack", |time| colon("x-slack-signature", "x-slack-request-timestamp", time)),
    ("zoom", |time| colon("x-zm-signature", "x-zm-request-timestamp", time)),
    ("standard-webhooks", |time| dotted(["webhook-id", "webhook-timestamp", "webhook-signature"], time)),
    ("svix", |time| dotted(["svix-id", "svix-timestamp", "svix-signature"], time)),
];

/// Schemes whose time is written as in RFC 3339.
const RFC3339: &[(&str, Sign)] = &[
    ("twitch", |time| {
        let signature =
            format!("sha256={}", mac::hex(mac::sha256(SECRET, [b"e76c6bd4", time, BODY.as_bytes()].concat())));
        headers([
            ("twitch-eventsub-message-id", b"e76c6bd4"),
            ("twitch-eventsub-message-timestamp", time),
            ("twitch-eventsub-message-signature", signature.as_bytes()),
        ])
    }),
    ("zendesk", |time| {
        let signature = mac::base64(mac::sha256(SECRET, [time, BODY.as_bytes()].concat()));
        headers([
            ("x-zendesk-webhook-signature-timestamp", time),
            ("x-zendesk-webhook-signature", signature.as_bytes()),
        ])
    }),
];

/// `t=…,v1=…` over `{time}{between}{body}`.
fn list(name: &'static str, [time_key, signature_key]: [&str; 2], time: &[u8], between: &[u8]) -> HeaderMap {
    let signature = mac::hex(mac::sha256(SECRET, [time, between, BODY.as_bytes()].concat()));
    let value = [time_key.as_bytes(), time, signature_key.as_bytes(), signature.as_bytes()].concat();
    headers([(name, &value)])
}

/// `v0=…` over `v0:{time}:{body}`.
fn colon(signature_name: &'static str, time_name: &'static str, time: &[u8]) -> HeaderMap {
    let signature = mac::hex(mac::sha256(SECRET, [b"v0:", time, b":", BODY.as_bytes()].concat()));
    headers([(time_name, time), (signature_name, format!("v0={signature}").as_bytes())])
}

/// `v1,…` over `{id}.{time}.{body}`.
fn dotted([id, time_name, signature_name]: [&'static str; 3], time: &[u8]) -> HeaderMap {
    let tag = mac::sha256(mac::whsec(SECRET), [b"msg_1.", time, b".", BODY.as_bytes()].concat());
    headers([(id, b"msg_1"), (time_name, time), (signature_name, format!("v1,{}", mac::base64(tag)).as_bytes())])
}

fn judge(case: &str, verified: Result<Verified<Custom>, VerifyError>, expected: Expected) {
    match (verified, expected) {
        (Ok(_), None) => {}
        (Err(error), Some((kind, text))) => {
            assert_eq!(error.kind(), kind, "{case}: {error:?}");
            assert!(error.to_string().contains(text), "{case}: {error}");
            assert_eq!((error.status().as_u16(), error.response().body().len()), (401, 0), "{case}");
        }
        (verified, expected) => panic!("{case}: {expected:?}, but {verified:?}"),
    }
}

/// Judges texts in all schemes of a format, and once more where the age does not count.
fn judge_all(schemes: &[(&str, Sign)], times: &[(&str, &[u8], Expected)]) {
    for (name, sign) in schemes {
        let checking = verifier(scheme(name));
        let unchecking = builder(scheme(name)).secret(SECRET).dangerous().ignore_timestamp().build().expect("a secret");
        for (what, time, expected) in times {
            let case = format!("{name}: {what}");
            judge(&case, checking.verify(&sign(time), BODY), *expected);
            let any_age = expected.filter(|(kind, _)| *kind == Malformed);
            let verified = unchecking.verify(&sign(time), BODY);
            if let Ok(event) = &verified {
                assert!(event.timestamp().is_some() && event.idempotency_key() == event.idempotency_key(), "{case}");
            }
            judge(&format!("{case}, whatever the age"), verified, any_age);
        }
    }
}

#[test]
fn seconds_are_plain_decimal_numbers() {
    let long = |len| "1".repeat(len).into_bytes();
    judge_all(
        SECONDS,
        &[
            ("now", b"1800000000", None),
            ("five minutes ago", b"1799999700", None),
            ("longer ago", b"1799999699", STALE),
            ("in five minutes", b"1800000300", None),
            ("in longer", b"1800000301", AHEAD),
            ("zero", b"0", STALE),
            ("one", b"1", STALE),
            ("the last second of the year 9999", b"253402300799", AHEAD),
            ("the first of the year 10000", b"253402300800", MILLISECONDS),
            ("milliseconds", b"1800000000000", MILLISECONDS),
            ("microseconds", b"1800000000000000", MILLISECONDS),
            ("i64::MAX", b"9223372036854775807", MILLISECONDS),
            ("19 digits", b"9999999999999999999", MILLISECONDS),
            ("i64::MAX + 1, in 20 digits", b"09223372036854775808", NO_NUMBER),
            ("u64::MAX", b"18446744073709551615", NO_NUMBER),
            ("u64::MAX + 1", b"18446744073709551616", NO_NUMBER),
            ("now, after u64 wraps", b"18446744075509551616", NO_NUMBER),
            ("i64::MIN", b"-9223372036854775808", NO_NUMBER),
            ("400 digits", &long(400), NO_NUMBER),
            ("5000 digits", &long(5000), NO_NUMBER),
            ("minus one", b"-1", NO_NUMBER),
            ("minus zero", b"-0", NO_NUMBER),
            ("a sign", b"+1800000000", NO_NUMBER),
            ("leading zeros", b"0001800000000", NO_NUMBER),
            ("two zeros", b"00", NO_NUMBER),
            ("an exponent", b"1e9", NO_NUMBER),
            ("a fraction", b"1800000000.9", NO_NUMBER),
            ("a fraction of nothing", b"1.5", NO_NUMBER),
            ("a dot", b"1800000000.", NO_NUMBER),
            ("hexadecimal", b"0x10", NO_NUMBER),
            ("grouped", b"1_800_000_000", NO_NUMBER),
            ("junk after it", b"1800000000abc", NO_NUMBER),
            ("two of them", b"1800000000 1800000000", NO_NUMBER),
            ("Arabic-Indic digits", "١٨٠٠٠٠٠٠٠٠".as_bytes(), NO_NUMBER),
            ("fullwidth digits", "１８００００００００".as_bytes(), NO_NUMBER),
            ("a no-break space", "\u{a0}1800000000".as_bytes(), NO_NUMBER),
            ("not UTF-8", b"\xff\xfe", NO_NUMBER),
            ("nothing", b"", NO_NUMBER),
            ("a space in front", b" 1800000000", NO_NUMBER),
            ("RFC 3339", b"2027-01-15T08:00:00Z", NO_NUMBER),
            ("infinity", b"inf", NO_NUMBER),
            ("no number", b"NaN", NO_NUMBER),
        ],
    );
}

#[test]
fn white_space_after_the_time_is_not_part_of_it_only_in_a_list() {
    for (name, sign) in SECONDS {
        let genuine = sign(b"1800000000");
        let is_list = genuine.len() == 1;
        let spaced = genuine.iter().map(|(name, value)| {
            let value = value.to_str().expect("ASCII");
            let spaced = if is_list {
                value.replace(",v1", " \t, v1").replace(";h1", " \t; h1")
            } else {
                value.replace("1800000000", "1800000000 ")
            };
            (name.clone(), header(spaced))
        });
        let headers: HeaderMap = spaced.collect();
        assert_ne!(headers, genuine, "{name}");
        let expected = if is_list { None } else { NO_NUMBER };
        judge(name, verifier(scheme(name)).verify(&headers, BODY), expected);
        // Signed with the space, it is another message.
        let signed = verifier(scheme(name)).verify(&sign(b"1800000000 "), BODY);
        judge(name, signed, if is_list { Some((Mismatch, "")) } else { NO_NUMBER });
    }
}

#[test]
fn dates_are_those_of_rfc_3339() {
    const NO_DATE: Expected = Some((Malformed, "not written as in RFC 3339"));
    let fraction = |len| format!("2027-01-15T08:00:00.{}Z", "1".repeat(len)).into_bytes();
    judge_all(
        RFC3339,
        &[
            ("now", b"2027-01-15T08:00:00Z", None),
            ("nanoseconds", b"2027-01-15T08:00:00.123456789Z", None),
            ("finer than that", b"2027-01-15T08:00:00.1234567890123Z", None),
            ("400 digits of a fraction", &fraction(400), None),
            ("5000 digits of a fraction", &fraction(5000), None),
            ("another zone", b"2027-01-15T13:30:00+05:30", None),
            ("an unknown zone", b"2027-01-15T08:00:00-00:00", None),
            ("lower case", b"2027-01-15t08:00:00z", None),
            ("a space between", b"2027-01-15 08:00:00Z", None),
            ("a leap second of old", b"2016-12-31T23:59:60Z", STALE),
            ("the year 0", b"0000-01-01T00:00:00Z", STALE),
            ("before the year 0", b"0000-01-01T00:00:00+23:59", STALE),
            ("the end of the year 9999", b"9999-12-31T23:59:59Z", AHEAD),
            ("the last moment of the year 9999", b"9999-12-31T23:59:59.999999999Z", AHEAD),
            ("after the year 9999", b"9999-12-31T23:59:59-23:59", Some((Malformed, "after the year 9999"))),
            ("a leap second that never was", b"2027-01-15T08:00:60Z", NO_DATE),
            ("second 61", b"2016-12-31T23:59:61Z", NO_DATE),
            ("minute 60", b"2027-01-15T07:60:00Z", NO_DATE),
            ("hour 24", b"2027-01-14T24:00:00Z", NO_DATE),
            ("day 0", b"2027-01-00T08:00:00Z", NO_DATE),
            ("29 February of no leap year", b"2027-02-29T08:00:00Z", NO_DATE),
            ("month 13", b"2027-13-15T08:00:00Z", NO_DATE),
            ("five digits of a year", b"12027-01-15T08:00:00Z", NO_DATE),
            ("a negative year", b"-2027-01-15T08:00:00Z", NO_DATE),
            ("two digits of a year", b"27-01-15T08:00:00Z", NO_DATE),
            ("no zone", b"2027-01-15T08:00:00", NO_DATE),
            ("a zone without a colon", b"2027-01-15T08:00:00+0000", NO_DATE),
            ("a zone of 24 hours", b"2027-01-15T08:00:00+24:00", NO_DATE),
            ("a zone of 60 minutes", b"2027-01-15T08:00:00+00:60", NO_DATE),
            ("no time", b"2027-01-15", NO_DATE),
            ("a point and no fraction", b"2027-01-15T08:00:00.Z", NO_DATE),
            ("a comma", b"2027-01-15T08:00:00,5Z", NO_DATE),
            ("something after it", b"2027-01-15T08:00:00Zulu", NO_DATE),
            ("a space in front", b" 2027-01-15T08:00:00Z", NO_DATE),
            ("a space after it", b"2027-01-15T08:00:00Z ", NO_DATE),
            ("Arabic-Indic digits", "٢٠٢٧-٠١-١٥T٠٨:٠٠:٠٠Z".as_bytes(), NO_DATE),
            ("seconds", b"1800000000", NO_DATE),
            ("as in an e-mail", b"Fri, 15 Jan 2027 08:00:00 GMT", NO_DATE),
            ("not UTF-8", b"2027-01-15T08:00:00\xff", NO_DATE),
            ("nothing", b"", NO_DATE),
            ("i64::MIN", b"-9223372036854775808", NO_DATE),
        ],
    );
}

#[test]
fn a_time_in_the_body_is_a_number_or_a_string_there_once() {
    let nothing = Some((Malformed, "`/webhookTimestamp` in the body is malformed: there is no timestamp"));
    let no_json =
        Some((Malformed, "`/webhookTimestamp` in the body is malformed: the body is not JSON, or says it twice"));
    let of =
        |value: &str| format!(r#"{{"action":"create","webhookTimestamp":{value},"data":{{"webhookTimestamp":1}}}}"#);
    let cases = [
        ("now", of("1800000000000"), None),
        ("a string", of(r#""1800000000000""#), None),
        ("a string with an escape", of(r#""\u00318\u00300000000000""#), None),
        ("a minute ago", of("1799999940000"), None),
        ("a millisecond more", of("1799999939999"), STALE),
        ("in a minute", of("1800000060000"), None),
        ("in a millisecond more", of("1800000060001"), AHEAD),
        ("seconds", of("1800000000"), STALE),
        ("zero", of("0"), STALE),
        ("after the year 9999", of("253402300800000"), Some((Malformed, "after the year 9999"))),
        ("i64::MAX", of("9223372036854775807"), Some((Malformed, "after the year 9999"))),
        ("i64::MIN", of("-9223372036854775808"), NO_NUMBER),
        ("more than u64", of("18446744073709551616"), NO_NUMBER),
        ("400 digits", of(&"9".repeat(400)), NO_NUMBER),
        ("an exponent", of("1.8e12"), NO_NUMBER),
        ("a fraction", of("1800000000000.0"), NO_NUMBER),
        ("minus zero", of("-0"), NO_NUMBER),
        ("an empty string", of(r#""""#), NO_NUMBER),
        ("a string with a space", of(r#"" 1800000000000""#), NO_NUMBER),
        ("Arabic-Indic digits", of(r#""١٨""#), NO_NUMBER),
        ("null", of("null"), nothing),
        ("a boolean", of("true"), nothing),
        ("an array", of("[1800000000000]"), nothing),
        ("an object", of(r#"{"$date":1800000000000}"#), nothing),
        ("only deeper", r#"{"data":{"webhookTimestamp":1800000000000}}"#.into(), nothing),
        ("only in a text", r#"{"note":"\"webhookTimestamp\":1800000000000"}"#.into(), nothing),
        ("in another case", r#"{"webhooktimestamp":1800000000000}"#.into(), nothing),
        ("the name escaped", r#"{"webhookTime\u0073tamp":1800000000000}"#.into(), None),
        ("in an array", r#"[{"webhookTimestamp":1800000000000}]"#.into(), nothing),
        ("no object", "1800000000000".into(), nothing),
        ("leading zeros", of("01800000000000"), no_json),
        ("a sign", of("+1800000000000"), no_json),
        ("not a number", of("NaN"), no_json),
        ("twice", r#"{"webhookTimestamp":1800000000000,"webhookTimestamp":1}"#.into(), no_json),
        ("twice, once escaped", r#"{"webhookTimestamp":1800000000000,"\u0077ebhookTimestamp":1}"#.into(), no_json),
        ("something after it", format!("{} x", of("1800000000000")), no_json),
        ("cut off", r#"{"webhookTimestamp":1800000000000"#.into(), no_json),
        ("a byte order mark", format!("\u{feff}{}", of("1800000000000")), no_json),
        ("nothing", String::new(), no_json),
        ("a deep nest", format!(r#"{{"a":{}"#, "[".repeat(1_000_000)), no_json),
        ("a deep nest instead", of(&"[".repeat(1_000_000)), no_json),
    ];
    for (what, body, expected) in cases {
        let signed = headers([("linear-signature", mac::hex(mac::sha256(SECRET, &body)).as_bytes())]);
        judge(what, verifier(scheme("linear")).verify(&signed, body.clone()), expected);
        // Unsigned, it is none of these: only the signature is wrong.
        let error = verifier(scheme("linear")).verify(&signed, format!("{body} ")).expect_err(what);
        assert_eq!(error.kind(), Mismatch, "{what}");
    }
}
