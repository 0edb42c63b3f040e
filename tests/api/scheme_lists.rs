//! How signatures stand in their value: lists of several kinds, other keys, other algorithms, other messages.
#![cfg(feature = "testing")]

use hookseal::{
    Secret,
    VerifyErrorKind::{self, Expired, Malformed, Mismatch, MissingHeader, NoSupportedSignature},
    scheme::{Algorithm, Envelope, Field, Part, Scheme, Separator, Signature, Text, TimeFormat, Timestamp},
};
use http::HeaderMap;

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;

use genuine::{BODY, NOW, OTHER_SECRET, SECRET, URL, builder, header, headers, request};

const ACME: Scheme = Scheme::mac("acme", Algorithm::Sha256);
const HEADER: Signature = Signature::header("x-acme");

/// `{time}.{body}`
const TIMED: [Part; 3] = [Part::Timestamp, Part::literal("."), Part::Body];

fn judge(scheme: Scheme, value: &str) -> Option<VerifyErrorKind> {
    judge_with(scheme, &[Secret::new(SECRET), Secret::new(OTHER_SECRET)], &[("x-acme", value)]).err()
}

/// The id of the secret that matched, or why none did.
fn judge_with(scheme: Scheme, secrets: &[Secret], headers: &[(&'static str, &str)]) -> Result<String, VerifyErrorKind> {
    let builder = secrets.iter().fold(builder(scheme), |builder, secret| builder.secret(secret.clone()));
    let mut sent = HeaderMap::new();
    for (name, value) in headers {
        sent.append(*name, header(value));
    }
    let verified = builder.build().expect("secrets").verify(&sent, BODY);
    verified.map(|event| event.key_id().to_owned()).map_err(|error| error.kind())
}

/// The signature of the body at a time.
fn at(time: u64, secret: &str) -> String {
    mac::hex(mac::sha256(secret, format!("{time}.{BODY}")))
}

#[test]
fn a_list_may_begin_with_the_time() {
    let (right, other, wrong) = (at(NOW, SECRET), at(NOW, OTHER_SECRET), at(NOW, "another"));
    let old = NOW - 301;
    let stale = at(old, SECRET);
    for (separator, glue) in
        [(Separator::Comma, ","), (Separator::Semicolon, ";"), (Separator::Ampersand, "&"), (Separator::Comma, " , ")]
    {
        let scheme = ACME
            .signature(HEADER.time_first(separator))
            .timestamp(Timestamp::first(TimeFormat::UnixSeconds))
            .message(&TIMED);
        let now = NOW.to_string();
        let later = (NOW + 1).to_string();
        let cases: [(&str, &[&str], Option<VerifyErrorKind>); 12] = [
            ("one", &[&now, &right], None),
            ("the other secret", &[&now, &other], None),
            ("after a wrong one", &[&now, &wrong, &right], None),
            ("before a wrong one", &[&now, &other, &wrong], None),
            ("a wrong one", &[&now, &wrong], Some(Mismatch)),
            ("another time", &[&later, &right], Some(Mismatch)),
            ("the time last", &[&right, &now], Some(Malformed)),
            ("no time", &[&right], Some(NoSupportedSignature)),
            ("no signature", &[&now], Some(NoSupportedSignature)),
            ("an empty signature", &[&now, ""], Some(NoSupportedSignature)),
            ("an empty time", &["", &right], Some(Malformed)),
            ("an old one", &[&old.to_string(), &stale], Some(Expired)),
        ];
        for (case, members, expected) in cases {
            assert_eq!(judge(scheme, &members.join(glue)), expected, "{case}, with {glue:?}");
        }
    }
}

#[test]
fn each_key_has_its_own_signatures_in_a_list_of_ids() {
    let [right, other, wrong] = [SECRET, OTHER_SECRET, "another"].map(|secret| mac::hex(mac::sha256(secret, BODY)));
    let scheme = ACME.signature(HEADER.by_key_id(Separator::Ampersand, "|"));
    let named = [Secret::new(SECRET).id("one"), Secret::new(OTHER_SECRET).id("two")];
    let unnamed = [Secret::new(SECRET), Secret::new(OTHER_SECRET)];
    let cases = [
        ("the first", format!("one|{right}"), Ok("one"), Ok("1")),
        ("the second", format!("two|{other}"), Ok("two"), Ok("2")),
        ("both", format!("two|{other}&one|{right}"), Ok("one"), Ok("1")),
        ("another id first", format!("six|{wrong}&one|{right}"), Ok("one"), Ok("1")),
        ("two of one id", format!("one|{wrong}&one|{right}"), Ok("one"), Ok("1")),
        ("exchanged", format!("one|{other}&two|{right}"), Err(Mismatch), Ok("1")),
        ("under another id", format!("six|{right}"), Err(Mismatch), Ok("1")),
        ("under the beginning of an id", format!("on|{right}"), Err(Mismatch), Ok("1")),
        ("under an id in upper case", format!("ONE|{right}"), Err(Mismatch), Ok("1")),
        ("under no id", format!("|{right}"), Err(Mismatch), Ok("1")),
        ("wrong", format!("one|{wrong}&two|{wrong}"), Err(Mismatch), Err(Mismatch)),
        ("without an id", right.clone(), Err(NoSupportedSignature), Err(NoSupportedSignature)),
        ("an empty one", "one|&two|".into(), Err(NoSupportedSignature), Err(NoSupportedSignature)),
    ];
    for (case, value, of_named, of_unnamed) in cases {
        let found = judge_with(scheme, &named, &[("x-acme", &value)]);
        assert_eq!(found.as_deref(), of_named.as_ref().map(|id| *id), "{case}, of secrets with an id");
        let found = judge_with(scheme, &unnamed, &[("x-acme", &value)]);
        assert_eq!(found.as_deref(), of_unnamed.as_ref().map(|id| *id), "{case}, of secrets without");
    }
}

#[test]
fn sets_with_a_space_between_them_have_one_time() {
    let scheme = ACME
        .signature(HEADER.pairs(Separator::CommaOrSpace, "v1"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
        .message(&TIMED);
    let (right, other, wrong) = (at(NOW, SECRET), at(NOW, OTHER_SECRET), at(NOW, "another"));
    let (now, later) = (NOW, NOW + 1);
    let of_later = at(later, SECRET);
    let cases = [
        ("one set", format!("t={now},v1={right}"), None),
        ("two sets", format!("t={now},v1={wrong} t={now},v1={right}"), None),
        ("two sets, the right one first", format!("t={now},v1={other} t={now},v1={wrong}"), None),
        ("more space", format!("t={now},v1={wrong}   t={now} , v1={right} "), None),
        ("the time once", format!("t={now},v1={wrong} v1={right}"), None),
        ("two times", format!("t={now},v1={right} t={later},v1={of_later}"), Some(Malformed)),
        ("two times, both right", format!("t={later},v1={of_later} t={now},v1={right}"), Some(Malformed)),
        ("a time and an empty one", format!("t={now},v1={right} t=,v1={right}"), Some(Malformed)),
        ("the same, written otherwise", format!("t={now},v1={right} t=0{now},v1={right}"), Some(Malformed)),
        ("three, one of another time", format!("t={now},v1={right} t={later} t={now}"), Some(Malformed)),
        ("wrong ones", format!("t={now},v1={wrong} t={now},v1={wrong}"), Some(Mismatch)),
        ("no time", format!("v1={right} v1={right}"), Some(Malformed)),
        ("no signature", format!("t={now} t={now}"), Some(NoSupportedSignature)),
    ];
    for (case, value, expected) in cases {
        assert_eq!(judge(scheme, &value), expected, "{case}");
    }
    // Without sets, a second time is one too many, even if it is the same.
    let one = scheme.signature(HEADER.pairs(Separator::Comma, "v1"));
    assert_eq!(judge(one, &format!("t={now},t={now},v1={right}")), Some(Malformed));
}

#[test]
fn signatures_may_have_either_key() {
    let [right, other, wrong] = [SECRET, OTHER_SECRET, "another"].map(|secret| mac::hex(mac::sha256(secret, BODY)));
    let either = ACME.signature(HEADER.pairs_of_either(Separator::Comma, "v1", "v2"));
    let one = ACME.signature(HEADER.pairs(Separator::Comma, "v1"));
    let cases = [
        ("the first", format!("v1={right}"), None, None),
        ("the second", format!("v2={right}"), None, Some(NoSupportedSignature)),
        ("both", format!("v1={other},v2={right}"), None, None),
        ("a wrong first", format!("v1={wrong},v2={right}"), None, Some(Mismatch)),
        ("a wrong second", format!("v2={wrong},v1={right}"), None, None),
        ("wrong ones", format!("v1={wrong},v2={wrong}"), Some(Mismatch), Some(Mismatch)),
        ("another key", format!("v3={right}"), Some(NoSupportedSignature), Some(NoSupportedSignature)),
        ("a longer key", format!("v12={right}"), Some(NoSupportedSignature), Some(NoSupportedSignature)),
        ("no key", format!("={right}"), Some(NoSupportedSignature), Some(NoSupportedSignature)),
        ("an empty key beside it", format!("={wrong},v1={right}"), None, None),
    ];
    for (case, value, of_either, of_one) in cases {
        assert_eq!(judge(either, &value), of_either, "{case}, of two keys");
        assert_eq!(judge(one, &value), of_one, "{case}, of one");
    }
}

#[test]
fn the_sender_may_choose_among_named_algorithms() {
    let signature =
        HEADER.prefix("sha256=").or_algorithm("sha512=", Algorithm::Sha512).or_algorithm("sha1=", Algorithm::Sha1);
    let scheme = ACME.signature(signature);
    let (short, long) = (mac::hex(mac::sha256(SECRET, BODY)), mac::hex(mac::sha512(SECRET, BODY)));
    let wrong = mac::hex(mac::sha512("another", BODY));
    let cases = [
        ("the usual one", format!("sha256={short}"), None),
        ("another", format!("sha512={long}"), None),
        ("another, of the other secret", format!("sha512={}", mac::hex(mac::sha512(OTHER_SECRET, BODY))), None),
        ("another, wrong", format!("sha512={wrong}"), Some(Mismatch)),
        ("under a wrong name", format!("sha512={short}"), Some(Mismatch)),
        ("cut to the length of another", format!("sha256={}", &long[..64]), Some(Mismatch)),
        ("one that is not named", format!("sha384={short}"), Some(NoSupportedSignature)),
        ("in upper case", format!("SHA512={long}"), Some(NoSupportedSignature)),
        ("no name", long.clone(), Some(NoSupportedSignature)),
        ("two of them", format!("sha256={short},sha512={long}"), Some(Mismatch)),
        ("an empty one", "sha512=".into(), Some(NoSupportedSignature)),
        ("nothing", String::new(), Some(Malformed)),
    ];
    for (case, value, expected) in cases {
        assert_eq!(judge(scheme, &value), expected, "{case}");
    }
    // One that is not in this build is as one that is not named, and not a forgery.
    #[cfg(feature = "sha1")]
    let (tag, expected) = (mac::hex(mac::sha1(SECRET, BODY)), None);
    #[cfg(not(feature = "sha1"))]
    let (tag, expected) = (mac::hex([0; 20]), Some(NoSupportedSignature));
    assert_eq!(judge(scheme, &format!("sha1={tag}")), expected);
}

#[test]
fn another_message_counts_if_the_first_is_not_signed() {
    let scheme = ACME
        .signature(HEADER.pairs(Separator::Comma, "v1"))
        .timestamp(Timestamp::pair("t", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal("."), Part::header("x-topic"), Part::literal("."), Part::Body])
        .or_message("v0", &[Part::Timestamp, Part::literal("."), Part::header("x-note"), Part::Body]);
    let sign = |secret: &str, message: &str| mac::hex(mac::sha256(secret, message));
    let topic = sign(SECRET, &format!("{NOW}.orders.{BODY}"));
    let note = sign(SECRET, &format!("{NOW}.hi{BODY}"));
    let no_note = sign(SECRET, &format!("{NOW}.{BODY}"));
    let of_other = sign(OTHER_SECRET, &format!("{NOW}.hi{BODY}"));
    let wrong = mac::hex([0; 32]);
    let both: &[(&str, &str)] = &[("x-topic", "orders"), ("x-note", "hi")];
    let (topic_only, note_only) = (&both[..1], &both[1..]);
    let two_notes: &[(&str, &str)] = &[("x-note", "hi"), ("x-note", "hi")];
    let cases = [
        ("the first", format!("t={NOW},v1={topic}"), topic_only, None),
        ("the other", format!("t={NOW},v0={note}"), note_only, None),
        ("the other, of the other secret", format!("t={NOW},v0={of_other}"), note_only, None),
        ("both", format!("t={NOW},v0={note},v1={topic}"), both, None),
        ("a wrong first: the other does not help", format!("t={NOW},v1={wrong},v0={note}"), both, Some(Mismatch)),
        ("a wrong other does no harm", format!("t={NOW},v0={wrong},v1={topic}"), both, None),
        ("an empty first is none", format!("t={NOW},v1=,v0={note}"), both, None),
        ("the first under the other's key", format!("t={NOW},v0={topic}"), both, Some(Mismatch)),
        ("the other under the first's key", format!("t={NOW},v1={note}"), both, Some(Mismatch)),
        ("neither", format!("t={NOW},v2={note}"), both, Some(NoSupportedSignature)),
        ("what the first signs is missing", format!("t={NOW},v1={topic}"), note_only, Some(MissingHeader)),
        ("what the other signs is missing", format!("t={NOW},v0={no_note}"), topic_only, Some(MissingHeader)),
        ("what the other signs is there twice", format!("t={NOW},v0={note}"), two_notes, Some(Malformed)),
        ("no time", format!("v0={note}"), note_only, Some(Malformed)),
        ("another time", format!("t={},v0={note}", NOW + 1), note_only, Some(Mismatch)),
    ];
    for (case, value, more, expected) in cases {
        let headers: Vec<_> = more.iter().copied().chain([("x-acme", value.as_str())]).collect();
        let found = judge_with(scheme, &[Secret::new(SECRET), Secret::new(OTHER_SECRET)], &headers);
        assert_eq!(found.err(), expected, "{case}");
    }
}

#[test]
fn an_error_says_which_signature_should_have_been_there() {
    const COMMA: Separator = Separator::Comma;
    let timed = ACME.timestamp(Timestamp::first(TimeFormat::UnixSeconds)).message(&TIMED);
    let error = |scheme: Scheme, secret: &str, value: &str| {
        let verifier = builder(scheme).secret(secret).build().expect("a verifier");
        verifier.verify(&headers([("x-acme", value.as_bytes())]), BODY).expect_err(value).to_string()
    };
    let cases = [
        (ACME.signature(HEADER.prefix("v1:")), "v2:00", "signature that starts with `v1:`"),
        (ACME.signature(HEADER.pairs(COMMA, "v1")), "v2=00", "signature `v1=…`"),
        (ACME.signature(HEADER.versions("v1")), "v2,00", "signature `v1,…`"),
        (ACME.signature(HEADER.versions("v1")).or_ed25519("v1a", "whpk_"), "v2,00", "signature `v1,…`"),
        (timed.signature(HEADER.time_first(COMMA)), "1800000000", "signature after the time"),
        (ACME.signature(HEADER.list(COMMA)), ",", "signature in the list"),
        (ACME.signature(HEADER.by_key_id(COMMA, "|")), "00", "signature `key id|…`"),
    ];
    for (scheme, value, wanted) in cases {
        assert_eq!(error(scheme, SECRET, value), format!("acme: header `x-acme` has no {wanted}"));
    }
    // Of the public half of a pair alone, only what was signed with the other half counts.
    #[cfg(feature = "ed25519")]
    {
        let pairs = ACME.signature(HEADER.versions("v1")).or_ed25519("v1a", "whpk_");
        let said = error(pairs, "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "v1,00");
        assert_eq!(said, "acme: header `x-acme` has no signature `v1a,…`");
    }
    // Elsewhere than in a header.
    let query = ACME.signature(Signature::field(Field::query("sig")));
    let form = ACME.signature(Signature::field(Field::form("it")).before_dot());
    let form = form.envelope(Envelope::EncodedInForm(Text::new("it")));
    for (scheme, sent, body, wanted) in
        [(query, "?sig=", BODY, "signature"), (form, "", "it=00", "signature before a dot")]
    {
        let verifier = builder(scheme).secret(SECRET).build().expect("a verifier");
        let request = request(&format!("{URL}{sent}"), &HeaderMap::new(), body);
        let said = verifier.verify_request(request).expect_err(wanted).to_string();
        assert_eq!(said, format!("acme: the place of the signature has no {wanted}"));
    }
}
