//! Times as in the header `Date`: one form, and no other that HTTP ever had.
#![cfg(feature = "testing")]

use hookseal::{
    Scheme, VerifyErrorKind,
    VerifyErrorKind::{Expired, Malformed, NotYetValid},
    scheme::{Algorithm, Part, Signature, TimeFormat, Timestamp},
};

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;

use genuine::{BODY, SECRET, headers, verifier};

const ACME: Scheme = Scheme::mac("acme", Algorithm::Sha256)
    .signature(Signature::header("x-signature"))
    .timestamp(Timestamp::header("date", TimeFormat::HttpDate))
    .message(&[Part::Timestamp, Part::literal("\n"), Part::Body]);

#[test]
fn one_form_is_read() {
    let verifier = verifier(ACME);
    let cases: &[(&str, Option<VerifyErrorKind>)] = &[
        ("Fri, 15 Jan 2027 08:00:00 GMT", None),
        ("Fri, 15 Jan 2027 07:55:00 GMT", None),
        ("Fri, 15 Jan 2027 07:54:59 GMT", Some(Expired)),
        ("Fri, 15 Jan 2027 08:05:00 GMT", None),
        ("Fri, 15 Jan 2027 08:05:01 GMT", Some(NotYetValid)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", Some(Expired)),
        ("Thu, 29 Feb 2024 00:00:00 GMT", Some(Expired)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", Some(NotYetValid)),
        ("Sat, 01 Jan 0000 00:00:00 GMT", Some(Expired)),
        // Another day of the week, and days and times that are none.
        ("Thu, 15 Jan 2027 08:00:00 GMT", Some(Malformed)),
        ("Mon, 29 Feb 2027 08:00:00 GMT", Some(Malformed)),
        ("Fri, 00 Jan 2027 08:00:00 GMT", Some(Malformed)),
        ("Fri, 15 Jan 2027 24:00:00 GMT", Some(Malformed)),
        ("Fri, 15 Jan 2027 08:00:60 GMT", Some(Malformed)),
        // The two obsolete forms of RFC 9110, section 5.6.7, and other ways to write the same.
        ("Friday, 15-Jan-27 08:00:00 GMT", Some(Malformed)),
        ("Fri Jan 15 08:00:00 2027", Some(Malformed)),
        ("fri, 15 jan 2027 08:00:00 gmt", Some(Malformed)),
        ("Fri, 15 Jan 2027 08:00:00 UTC", Some(Malformed)),
        ("Fri, 15 Jan 2027 08:00:00 +0000", Some(Malformed)),
        ("Fri, 15 Jan 2027 08:00:00 GMT ", Some(Malformed)),
        ("Fri, 15  Jan 2027 08:00:00 GMT", Some(Malformed)),
        ("Fri, +5 Jan 2027 08:00:00 GMT", Some(Malformed)),
        ("Fri; 15 Jan 2027 08:00:00 GMT", Some(Malformed)),
        ("Fri, 15 Jan 2027 08.00.00 GMT", Some(Malformed)),
        ("Fri, 15 Jan +027 08:00:00 GMT", Some(Malformed)),
        ("1800000000", Some(Malformed)),
        ("", Some(Malformed)),
    ];
    for (date, expected) in cases {
        let signature = mac::hex(mac::sha256(SECRET, format!("{date}\n{BODY}").as_bytes()));
        let sent = headers([("date", date.as_bytes()), ("x-signature", signature.as_bytes())]);
        assert_eq!(verifier.verify(&sent, BODY).err().map(|error| error.kind()), *expected, "{date}");
    }
}

#[test]
fn deliveries_for_tests_have_it() {
    let (headers, body) = genuine::sign(ACME, BODY).into_headers_and_body();
    assert_eq!(headers["date"], "Fri, 15 Jan 2027 08:00:00 GMT");
    assert!(verifier(ACME).verify(&headers, body).is_ok());
}
