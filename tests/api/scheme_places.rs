//! Where signatures may be: in numbered, repeated and paired headers, in the query, in the body, in each element of it.
#![cfg(feature = "testing")]

use bytes::Bytes;
use hookseal::{
    Secret, SetupError, Verifier,
    VerifyErrorKind::{self, Malformed, Mismatch, MissingHeader, NoSupportedSignature},
    scheme::{Algorithm, Encoding, Envelope, Field, Part, Scheme, Signature, Text},
    verifier::Custom,
};
use http::{HeaderMap, HeaderName};

#[path = "../support/genuine.rs"]
mod genuine;
#[path = "../support/mac.rs"]
mod mac;

use genuine::{BODY, OTHER_SECRET, SECRET, URL, builder, header, unix};

const ACME: Scheme = Scheme::mac("acme", Algorithm::Sha256);

fn verifier(scheme: Scheme, secrets: &[&str]) -> Verifier<Custom> {
    let builder = secrets.iter().fold(builder(scheme), |builder, secret| builder.secret(*secret));
    builder.build().expect("secrets")
}

fn judge(verifier: &Verifier<Custom>, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Option<VerifyErrorKind> {
    judge_at(verifier, URL, headers, body)
}

fn judge_at(
    verifier: &Verifier<Custom>,
    url: &str,
    headers: &[(&str, &str)],
    body: impl Into<Bytes>,
) -> Option<VerifyErrorKind> {
    let mut sent = HeaderMap::new();
    for (name, value) in headers {
        sent.append(HeaderName::from_bytes(name.as_bytes()).expect("a name"), header(value));
    }
    genuine::judge(verifier, url, &sent, body).err().map(|error| error.kind())
}

/// The signatures of [`BODY`] with the one secret, with the other, and with none of ours.
fn tags() -> [String; 3] {
    [SECRET, OTHER_SECRET, "another"].map(|secret| mac::hex(mac::sha256(secret, BODY)))
}

type Headers<'a> = &'a [(&'a str, &'a str)];

#[test]
fn numbered_headers_have_one_signature_each() {
    let [first, second, wrong] = &tags();
    let cases: [(&str, Headers<'_>, Option<VerifyErrorKind>); 17] = [
        ("the first", &[("x-sig-1", first)], None),
        ("another number", &[("x-sig-7", first)], None),
        ("the last that counts", &[("x-sig-16", first)], None),
        ("one too many", &[("x-sig-17", first)], Some(MissingHeader)),
        ("before the first", &[("x-sig-0", first)], Some(MissingHeader)),
        ("no number", &[("x-sig-", first)], Some(MissingHeader)),
        ("written otherwise", &[("x-sig-01", first)], Some(MissingHeader)),
        ("none", &[], Some(MissingHeader)),
        ("any secret in any of them", &[("x-sig-1", second), ("x-sig-2", wrong)], None),
        ("after a wrong one", &[("x-sig-1", wrong), ("x-sig-2", first)], None),
        ("with a gap", &[("x-sig-3", wrong), ("x-sig-9", second)], None),
        ("only wrong ones", &[("x-sig-1", wrong), ("x-sig-2", wrong)], Some(Mismatch)),
        ("the same twice", &[("x-sig-1", first), ("x-sig-1", first)], Some(Malformed)),
        ("another one twice", &[("x-sig-1", first), ("x-sig-2", wrong), ("x-sig-2", wrong)], Some(Malformed)),
        ("an empty one", &[("x-sig-1", "")], Some(Malformed)),
        ("a right and an empty one", &[("x-sig-1", first), ("x-sig-2", " ")], Some(Malformed)),
        ("a list", &[("x-sig-1", &format!("{first},{second}"))], Some(Mismatch)),
    ];
    let verifier = verifier(ACME.signature(Signature::numbered_headers("x-sig-")), &[SECRET, OTHER_SECRET]);
    for (case, headers, expected) in cases {
        assert_eq!(judge(&verifier, headers, BODY), expected, "{case}");
    }
}

#[test]
fn a_header_may_come_several_times() {
    let [first, second, wrong] = &tags().map(|tag| format!("sha256={tag}"));
    let bare = &first["sha256=".len()..];
    let of_length = |length: usize| format!("{:0<length$}", "sha256=");
    let (longest, too_long) = (of_length(8 * 1024), of_length(8 * 1024 + 1));
    let cases: [(&str, &[&str], Option<VerifyErrorKind>); 12] = [
        ("once", &[first], None),
        ("the other secret", &[second], None),
        ("after a wrong one", &[wrong, first], None),
        ("before a wrong one", &[second, wrong], None),
        ("only wrong ones", &[wrong, wrong], Some(Mismatch)),
        ("none", &[], Some(MissingHeader)),
        ("without its prefix", &[bare], Some(NoSupportedSignature)),
        ("beside one without its prefix", &[bare, first], None),
        ("only the prefix", &["sha256="], Some(NoSupportedSignature)),
        ("an empty one", &[first, ""], Some(Malformed)),
        ("one as long as it may be", &[first, &longest], None),
        ("one too long", &[first, &too_long], Some(Malformed)),
    ];
    let signature = Signature::repeatable_header("x-acme").prefix("sha256=");
    let verifier = verifier(ACME.signature(signature), &[SECRET, OTHER_SECRET]);
    let ask = |values: &[&str]| {
        let headers: Vec<_> = values.iter().map(|value| ("x-acme", *value)).collect();
        judge(&verifier, &headers, BODY)
    };
    for (case, values, expected) in cases {
        assert_eq!(ask(values), expected, "{case}");
    }
    for (place, expected) in [(16, None), (17, Some(Mismatch))] {
        let mut values = vec![wrong.as_str(); place - 1];
        values.push(first);
        assert_eq!(ask(&values), expected, "number {place}");
    }
}

#[test]
fn each_secret_has_a_header_of_its_own() {
    let [first, second, wrong] = &tags();
    let scheme = ACME.signature(Signature::header_per_secret("x-primary", "x-secondary"));
    let both = verifier(scheme, &[SECRET, OTHER_SECRET]);
    let one = verifier(scheme, &[SECRET]);
    let ended = builder(scheme).secret_until(SECRET, unix(genuine::NOW)).secret(OTHER_SECRET).build().expect("secrets");
    let cases: [(&str, &Verifier<Custom>, Headers<'_>, Option<VerifyErrorKind>); 15] = [
        ("both", &both, &[("x-primary", first), ("x-secondary", second)], None),
        ("the first", &both, &[("x-primary", first)], None),
        ("the second", &both, &[("x-secondary", second)], None),
        ("a wrong first", &both, &[("x-primary", wrong), ("x-secondary", second)], None),
        ("a wrong second", &both, &[("x-primary", first), ("x-secondary", wrong)], None),
        ("exchanged", &both, &[("x-primary", second), ("x-secondary", first)], Some(Mismatch)),
        ("the second in the first", &both, &[("x-primary", second)], Some(Mismatch)),
        ("wrong ones", &both, &[("x-primary", wrong), ("x-secondary", wrong)], Some(Mismatch)),
        ("neither", &both, &[], Some(MissingHeader)),
        ("the first twice", &both, &[("x-primary", first), ("x-primary", first)], Some(Malformed)),
        ("an empty second", &both, &[("x-primary", first), ("x-secondary", "")], Some(Malformed)),
        ("one secret", &one, &[("x-primary", first)], None),
        ("one secret, in the second", &one, &[("x-secondary", first)], Some(Mismatch)),
        ("an ended first", &ended, &[("x-primary", first)], Some(Mismatch)),
        ("beside an ended first", &ended, &[("x-primary", first), ("x-secondary", second)], None),
    ];
    for (case, verifier, headers, expected) in cases {
        assert_eq!(judge(verifier, headers, BODY), expected, "{case}");
    }
    let three = ["one", "two", "three"];
    let at_build = three.iter().fold(builder(scheme), |builder, secret| builder.secret(*secret)).build();
    let later = both.replace_secrets(three.map(Secret::new));
    for error in [at_build.expect_err("three secrets"), later.expect_err("three secrets")] {
        assert!(matches!(&error, SetupError::BadSecret { id, .. } if id == "3"), "{error}");
        assert!(error.to_string().contains("is one too many"), "{error}");
    }
    assert_eq!(judge(&both, &[("x-secondary", second)], BODY), None, "what there was stays");
}

#[test]
fn either_of_two_names_is_read_and_the_first_counts() {
    let [first, _, wrong] = &tags();
    let verifier = verifier(ACME.signature(Signature::either_header("x-new", "x-old")), &[SECRET]);
    let cases: [(&str, Headers<'_>, Option<VerifyErrorKind>); 7] = [
        ("the new one", &[("x-new", first)], None),
        ("the old one", &[("x-old", first)], None),
        ("both", &[("x-new", first), ("x-old", first)], None),
        ("a wrong old one", &[("x-new", first), ("x-old", wrong)], None),
        ("a wrong new one", &[("x-new", wrong), ("x-old", first)], Some(Mismatch)),
        ("an empty new one", &[("x-new", ""), ("x-old", first)], Some(Malformed)),
        ("none", &[], Some(MissingHeader)),
    ];
    for (case, headers, expected) in cases {
        assert_eq!(judge(&verifier, headers, BODY), expected, "{case}");
    }
}

#[test]
fn a_signature_in_the_query_or_in_the_body() {
    let in_query = verifier(ACME.signature(Signature::field(Field::query("sig"))), &[SECRET]);
    let [right, _, wrong] = &tags();
    let cases = [
        ("alone", format!("?sig={right}"), None),
        ("between others", format!("?a=b&sig={right}&c"), None),
        ("escaped", format!("?%73ig={right}"), None),
        ("wrong", format!("?sig={wrong}"), Some(Mismatch)),
        ("empty", "?sig=".into(), Some(NoSupportedSignature)),
        ("no value", "?sig".into(), Some(NoSupportedSignature)),
        ("none", "?a=b".into(), Some(Malformed)),
        ("no query", String::new(), Some(Malformed)),
        ("twice", format!("?sig={right}&sig={right}"), Some(Malformed)),
        ("another name", format!("?Sig={right}"), Some(Malformed)),
    ];
    for (case, query, expected) in cases {
        assert_eq!(judge_at(&in_query, &format!("{URL}{query}"), &[], BODY), expected, "in the query: {case}");
    }
    let error = in_query.verify(&HeaderMap::new(), BODY).expect_err("the query is not known");
    assert_eq!(error.kind(), VerifyErrorKind::CouldNotCheck);

    let message = [Part::value(Field::json("/event/token")), Part::value(Field::json("/event/time"))];
    let in_json = verifier(ACME.signature(Signature::field(Field::json("/event/sig"))).message(&message), &[SECRET]);
    let tag = mac::hex(mac::sha256(SECRET, "abc17"));
    let event = |members: &str| format!(r#"{{"event":{{{members}}},"note":"anyone's"}}"#);
    let cases = [
        ("as it should be", event(&format!(r#""token":"abc","time":17,"sig":"{tag}""#)), None),
        ("a number as a text", event(&format!(r#""sig":"{tag}","token":"abc","time":"17""#)), None),
        ("escaped", event(&format!(r#""s\u0069g":"{tag}","token":"\u0061bc","time":17"#)), None),
        ("another value", event(&format!(r#""token":"abc","time":18,"sig":"{tag}""#)), Some(Mismatch)),
        ("another signature", event(&format!(r#""token":"abc","time":17,"sig":"{wrong}""#)), Some(Mismatch)),
        ("no signature", event(r#""token":"abc","time":17"#), Some(Malformed)),
        ("an empty one", event(r#""token":"abc","time":17,"sig":"""#), Some(NoSupportedSignature)),
        ("a list of them", event(&format!(r#""token":"abc","time":17,"sig":["{tag}"]"#)), Some(Malformed)),
        ("two of them", event(&format!(r#""token":"abc","time":17,"sig":"{tag}","sig":"{tag}""#)), Some(Malformed)),
        ("a value missing", event(&format!(r#""token":"abc","sig":"{tag}""#)), Some(Malformed)),
        ("a value twice", event(&format!(r#""token":"abc","time":17,"time":17,"sig":"{tag}""#)), Some(Malformed)),
        ("a value that is none", event(&format!(r#""token":"abc","time":null,"sig":"{tag}""#)), Some(Malformed)),
        ("no JSON", format!("sig={tag}"), Some(Malformed)),
    ];
    for (case, body, expected) in cases {
        assert_eq!(judge(&in_json, &[], body), expected, "in JSON: {case}");
    }

    let envelope = Envelope::SignedInForm(Text::new("payload"));
    let in_form = verifier(ACME.signature(Signature::field(Field::form("sig"))).envelope(envelope), &[SECRET]);
    let tag = mac::hex(mac::sha256(SECRET, "a b&c"));
    let cases = [
        ("as it should be", format!("sig={tag}&payload=a+b%26c"), None),
        ("another order, another escape", format!("payload=%61%20b%26c&x&sig={tag}"), None),
        ("another payload", format!("sig={tag}&payload=a+b%26d"), Some(Mismatch)),
        ("another signature", format!("sig={wrong}&payload=a+b%26c"), Some(Mismatch)),
        ("no signature", "payload=a+b%26c".into(), Some(Malformed)),
        ("two of them", format!("sig={tag}&payload=a+b%26c&sig={tag}"), Some(Malformed)),
        ("no payload", format!("sig={tag}"), Some(Malformed)),
        ("two of them", format!("sig={tag}&payload=a+b%26c&payload=a+b%26c"), Some(Malformed)),
        ("JSON", format!(r#"{{"sig":"{tag}","payload":"a b&c"}}"#), Some(Malformed)),
    ];
    for (case, body, expected) in cases {
        assert_eq!(judge(&in_form, &[], body), expected, "in a form: {case}");
    }
}

#[test]
fn a_token_in_each_element_must_be_right_in_all() {
    let each = |pointer| Scheme::token("acme", "").signature(Signature::each_json(pointer).encoding(Encoding::Text));
    let deep = verifier(each("/value/*/client/state"), &["right", "other"]);
    let flat = verifier(each("/*/t"), &["right"]);
    let value = |elements: &str| format!(r#"{{"value":[{elements}]}}"#);
    let element = |state: &str| format!(r#"{{"client":{{"state":{state}}},"id":1}}"#);
    let two = |one: &str, other: &str| value(&format!("{},{}", element(one), element(other)));
    let cases = vec![
        ("one", &deep, value(&element(r#""right""#)), None),
        ("two", &deep, two(r#""right""#, r#""right""#), None),
        ("the other secret", &deep, two(r#""other""#, r#""other""#), None),
        ("one of each secret", &deep, two(r#""right""#, r#""other""#), Some(Mismatch)),
        ("a wrong one", &deep, two(r#""right""#, r#""wrong""#), Some(Mismatch)),
        ("a wrong one first", &deep, two(r#""wrong""#, r#""right""#), Some(Mismatch)),
        ("one without", &deep, value(&format!(r#"{},{{"client":{{}}}}"#, element(r#""right""#))), Some(Mismatch)),
        ("one that is no object", &deep, value(&format!("{},1", element(r#""right""#))), Some(Mismatch)),
        ("null", &deep, two(r#""right""#, "null"), Some(Mismatch)),
        ("in a list", &deep, two(r#""right""#, r#"["right"]"#), Some(Mismatch)),
        ("empty", &deep, value(&element(r#""""#)), Some(Mismatch)),
        ("no elements", &deep, value(""), Some(Mismatch)),
        ("no array", &deep, format!(r#"{{"value":{}}}"#, element(r#""right""#)), Some(Mismatch)),
        ("two arrays", &deep, format!(r#"{{"value":[{0}],"value":[{0}]}}"#, element(r#""right""#)), Some(Mismatch)),
        ("two in one", &deep, value(r#"{"client":{"state":"right","state":"right"}}"#), Some(Mismatch)),
        ("elsewhere", &deep, r#"{"client":{"state":"right"}}"#.into(), Some(Mismatch)),
        ("no JSON", &deep, "value=right".into(), Some(Mismatch)),
        ("nothing", &deep, String::new(), Some(Mismatch)),
        ("an array that is all", &flat, r#"[{"t":"right"},{"t":"right"}]"#.into(), None),
        ("an array that is all, a wrong one", &flat, r#"[{"t":"right"},{"t":"wrong"}]"#.into(), Some(Mismatch)),
    ];
    for (case, verifier, body, expected) in cases {
        assert_eq!(judge(verifier, &[], body), expected, "{case}");
    }
}

#[test]
fn tokens_are_compared_as_they_are_sent() {
    type Case<'a> = (&'a str, &'a Verifier<Custom>, &'a str, Headers<'a>, &'a str, Option<VerifyErrorKind>);

    let token = verifier(Scheme::token("acme", "x-token"), &["right", "other"]);
    let basic = verifier(Scheme::basic("acme"), &["Aladdin:open sesame"]);
    let in_query = verifier(Scheme::token_in("acme", Field::query("token")), &["a b"]);
    let in_form = verifier(Scheme::token_in("acme", Field::form("token")), &["a b"]);
    let in_json = verifier(Scheme::token_in("acme", Field::json("/auth/token")), &["a b"]);
    let named = "authorization";
    let cases: [Case<'_>; 20] = [
        ("right", &token, "", &[("x-token", "right")], "", None),
        ("the other one", &token, "", &[("x-token", "other")], "", None),
        ("wrong", &token, "", &[("x-token", "Right")], "", Some(Mismatch)),
        ("the beginning", &token, "", &[("x-token", "righ")], "", Some(Mismatch)),
        ("more", &token, "", &[("x-token", "right,")], "", Some(Mismatch)),
        ("both", &token, "", &[("x-token", "right,other")], "", Some(Mismatch)),
        ("empty", &token, "", &[("x-token", "")], "", Some(Malformed)),
        ("absent", &token, "", &[], "", Some(MissingHeader)),
        ("twice", &token, "", &[("x-token", "right"), ("x-token", "right")], "", Some(Malformed)),
        // The example of RFC 7617.
        ("a password", &basic, "", &[(named, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")], "", None),
        ("not padded", &basic, "", &[(named, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ")], "", Some(Mismatch)),
        ("another", &basic, "", &[(named, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZT==")], "", Some(Mismatch)),
        ("not encoded", &basic, "", &[(named, "Basic Aladdin:open sesame")], "", Some(Mismatch)),
        ("a bearer's", &basic, "", &[(named, "Bearer QWxhZGRpbjpvcGVuIHNlc2FtZQ==")], "", Some(NoSupportedSignature)),
        ("in the query", &in_query, "?token=a+b", &[], "", None),
        ("in the query, wrong", &in_query, "?token=a%2Bb", &[], "", Some(Mismatch)),
        ("in a form", &in_form, "", &[], "x=1&token=a%20b", None),
        ("in a form, wrong", &in_form, "", &[], "token=b", Some(Mismatch)),
        ("in JSON", &in_json, "", &[], r#"{"auth":{"token":"a\u0020b"}}"#, None),
        ("in JSON, wrong", &in_json, "", &[], r#"{"auth":{"token":"a"}}"#, Some(Mismatch)),
    ];
    for (case, verifier, query, headers, body, expected) in cases {
        assert_eq!(judge_at(verifier, &format!("{URL}{query}"), headers, body.to_owned()), expected, "{case}");
    }
}
