//! The messages of RFC 9421 and of the draft, byte for byte.
#![allow(clippy::expect_used, clippy::unwrap_used)] // panics are how tests fail

use http::{HeaderMap, HeaderName, Method};

use super::{Presented, present};
use crate::{
    error::Cause,
    scheme::{DigestRule, HttpAlgorithm, HttpSignature, values::Head},
};

const BODY: &[u8] = br#"{"hello": "world"}"#;
const ANY: HttpSignature = HttpSignature::rfc9421(&[HttpAlgorithm::Ed25519]).covered(&[]).digest(DigestRule::Optional);

/// The request of RFC 9421, appendix B.2, with more headers.
fn judge(words: &HttpSignature, more: &[(&str, &str)]) -> Result<Presented, String> {
    let mut headers = HeaderMap::new();
    let digest = "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";
    let known = [
        ("host", "example.com"),
        ("date", "Tue, 20 Apr 2021 02:07:55 GMT"),
        ("content-type", "application/json"),
        ("content-digest", digest),
        ("digest", "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="),
        ("content-length", "18"),
    ];
    for (name, value) in known.iter().chain(more) {
        let name: HeaderName = name.parse().expect("a name");
        headers.append(name, value.parse().expect("a value"));
    }
    let head = Head {
        method: Some(&Method::POST),
        path: "/foo",
        query: Some("param=Value&Pet=dog"),
        ..Head::of_headers(&headers)
    };
    let url = "https://Example.com:443/foo?param=Value&Pet=dog";
    present(words, &head, Some(url), BODY).map_err(|cause: Cause| cause.to_string())
}

fn signed(words: &HttpSignature, input: &str) -> Result<String, String> {
    let presented = judge(words, &[("signature-input", &format!("s={input}")), ("signature", "s=:AAAA:")])?;
    Ok(String::from_utf8(presented.message).expect("ASCII"))
}

#[test]
fn the_message_has_a_line_for_each_component() {
    let cases = [
        ("()", ""),
        ("(\"@method\" \"@path\")", "\"@method\": POST\n\"@path\": /foo\n"),
        ("(\"@query\" \"@authority\")", "\"@query\": ?param=Value&Pet=dog\n\"@authority\": example.com\n"),
        ("(\"@scheme\" \"@request-target\")", "\"@scheme\": https\n\"@request-target\": /foo?param=Value&Pet=dog\n"),
        ("(\"@target-uri\")", "\"@target-uri\": https://example.com/foo?param=Value&Pet=dog\n"),
        ("(\"@query-param\";name=\"Pet\")", "\"@query-param\";name=\"Pet\": dog\n"),
        ("(\"content-type\";bs)", "\"content-type\";bs: :YXBwbGljYXRpb24vanNvbg==:\n"),
    ];
    for (covered, lines) in cases {
        let input = format!("{covered};created=1618884473;keyid=\"test-key\"");
        assert_eq!(signed(&ANY, &input), Ok(format!("{lines}\"@signature-params\": {input}")), "{covered}");
    }
}

#[test]
fn less_than_the_scheme_asks_for_is_refused_by_name() {
    let words = HttpSignature::rfc9421(&[HttpAlgorithm::Ed25519]);
    let why = |input| signed(&words, input).unwrap_err();
    assert!(why("();created=1").ends_with("signature that covers `@method`, `@target-uri`, `content-digest`"));
    assert!(
        why("(\"@method\" \"@authority\" \"@path\" \"content-digest\");created=1").ends_with("covers `@target-uri`")
    );
    assert!(signed(&words, "(\"@method\" \"@authority\" \"@path\" \"@query\" \"content-digest\");created=1").is_ok());
    assert!(why("(\"@method\" \"@target-uri\" \"content-digest\")").ends_with("a time, `created`"));
}

#[test]
fn the_draft_is_put_together_as_it_says() {
    let words = HttpSignature::cavage("signature", &[HttpAlgorithm::RsaV15Sha256]);
    let value = r#"keyId="Test",algorithm="rsa-sha256",headers="(request-target) host date digest", signature="AAAA""#;
    let presented = judge(&words, &[("signature", value)]).expect("covers enough");
    let message = "(request-target): post /foo?param=Value&Pet=dog\nhost: example.com\n\
        date: Tue, 20 Apr 2021 02:07:55 GMT\ndigest: SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=";
    assert_eq!(String::from_utf8_lossy(&presented.message), message);
    let less = value.replace(" digest", "");
    assert!(judge(&words, &[("signature", &less)]).is_err_and(|why| why.ends_with("covers `digest`")));
}

#[test]
fn what_no_honest_sender_lists_is_refused_for_what_it_is() {
    let many = (0..33).map(|number| format!("\"h{number}\"")).collect::<Vec<_>>().join(" ");
    let parameters = (0..17).map(|number| format!(";p{number}")).collect::<Vec<_>>().concat();
    let cases = [
        ("(\"@method\" \"@method\")", "covered twice"),
        ("(\"content-type\" \"content-type\";bs)", ""),
        (&*format!("({many})"), "more than 32 items"),
        (&*format!("(){parameters}"), "more than 16 parameters"),
        ("()", "a time, `created`"),
        ("();created=-5", "not a plain decimal number"),
        ("();created=007", "not a plain decimal number"),
        ("();created=1.5", "whole numbers"),
        ("();created=\"1\"", "whole numbers"),
        ("();created=1234567890123456", "more than 15"),
        ("();created=253402300800", "after the year 9999"),
        ("();created=1;created=2", "a parameter is there twice"),
        ("();created=1;expires=x", "whole numbers"),
        ("();created=1;keyid=k", "in quotes"),
        ("();created=1;keyid=\"k\0\"", "header"),
        ("();created=1;keyid=\"k\\n\"", "escape"),
        ("();created=1;keyid=\"k", "not closed"),
        ("();created=1;keyid=\"k\\", "not closed"),
        ("();created=1;Keyid=\"k\"", "lower-case letter"),
        ("();created=1;", "lower-case letter"),
        ("(\"Content-Type\");created=1", "upper case"),
        ("(\"@Method\");created=1", "derived component"),
        ("(\"@status\");created=1", "derived component"),
        ("(\"@signature-params\");created=1", "derived component"),
        ("(\"@query-param\");created=1", "derived component"),
        ("(\"@query-param\";name=\"nope\");created=1", "not there"),
        ("(\"@method\";bs);created=1", "headers only"),
        ("(\"content-type\";name=\"a\");created=1", "`@query-param` only"),
        ("(\"content-type\";sf);created=1", "not supported"),
        ("(\"@method\";req);created=1", "not supported"),
        ("(\"content-type\";tr);created=1", "not supported"),
        ("(\"content-type\";bs;key=\"a\");created=1", "not supported"),
        ("(\"content-type\";bs=?0);created=1", "not supported"),
        ("(\"content-digest\";key=\"sha-256\");created=1", "not the member"),
        ("(\"x-missing\");created=1", "`x-missing` is missing"),
        ("(\"a b\");created=1", "no name of a header"),
        ("(\"\");created=1", "no name of a header"),
        ("(method);created=1", "not in quotes"),
        ("(\"@method\"\"@path\");created=1", "space between"),
        ("(\"@method\";created=1", "not closed"),
        ("(\"@method\"", "not closed"),
        ("(", "cut off"),
        ("", "cut off"),
        ("\"@method\";created=1", "not a list"),
        ("();created=1, s=();created=1", "twice"),
        ("();created=1,", "lower-case letter"),
        ("();created=1 t=()", "comma"),
        ("();created=1, T=()", "lower-case letter"),
        ("();created=1, a=(), b=(), c=(), d=(), e=(), f=(), g=(), h=()", "more than 8 signatures"),
    ];
    for (input, why) in cases {
        let value = format!("{input};created=1");
        let input = if why.is_empty() { &value } else { input };
        if input.contains('\0') {
            assert!(http::HeaderValue::from_str(input).is_err(), "no such {why} can be received");
            continue;
        }
        match signed(&ANY, input) {
            Ok(message) => assert!(why.is_empty(), "{input}: {message}"),
            Err(error) => assert!(!why.is_empty() && error.contains(why), "{input}: {error}"),
        }
    }
}

#[test]
fn a_signature_belongs_to_its_label() {
    let input = "a=(\"@method\");created=1, b=(\"@path\");created=1;tag=\"t\"";
    let judge = |words: HttpSignature, signature: &str| {
        let presented = judge(&words, &[("signature-input", input), ("signature", signature)]);
        presented.map(|presented| presented.signature)
    };
    let both = "a=:YQ==:, b=:Yg==:";
    assert_eq!(judge(ANY, both), Ok(b"a".to_vec()));
    assert_eq!(judge(ANY.label("b"), both), Ok(b"b".to_vec()));
    assert_eq!(judge(ANY.tag("t"), both), Ok(b"b".to_vec()));
    assert_eq!(judge(ANY.covered(&["@path"]), both), Ok(b"b".to_vec()));
    let refused = [
        (ANY.label("c"), both, "no signature with the label `c`"),
        (ANY.tag("u"), both, "no signature with the tag `u`"),
        (ANY.label("b").covered(&["@method"]), both, "covers `@method`"),
        (ANY.label("a"), "b=:Yg==:", "no signature, in base64"),
        (ANY.label("a"), "a=\"YQ==\"", "no signature, in base64"),
        (ANY.label("a"), "a=:YQ=:", "padded base64"),
        (ANY.label("a"), "a=:YR==:", "padded base64"),
        (ANY.label("a"), "a=:YQ==", "padded base64"),
    ];
    for (words, signature, why) in refused {
        let error = judge(words, signature).unwrap_err();
        assert!(error.contains(why), "{signature}: {error}");
    }
}

#[test]
fn the_draft_is_read_strictly() {
    let words = HttpSignature::cavage("authorization", &[HttpAlgorithm::Ed25519]).prefix("Signature ");
    let rest = "keyid=\"k\",signature=\"AAAA\"";
    let usual = format!("Signature {rest},headers=\"(request-target) date digest\"");
    let with = |more: &str| format!("{usual},{more}");
    let covering = |names: &str| format!("signature {rest}, headers=\"{names}\",created=5,expires=6");
    let many = (0..33).map(|number| format!("h{number}")).collect::<Vec<_>>().join(" ");
    let cases = [
        (usual.clone(), ""),
        (with("other=\"x\" , third=7"), ""),
        (covering("(request-target) (created) (expires) digest"), ""),
        (covering("(request-target) (created) (expires) digest") + ",algorithm=\"hs2019\"", ""),
        (covering("(request-target) (created) digest") + ",algorithm=\"rsa-sha256\"", "for other algorithms"),
        (usual.replace("Signature ", "Bearer "), "no signature after `Signature `"),
        (usual.replace("Signature ", "Signature"), "no signature after `Signature `"),
        (format!("Signature {rest}"), "covers `(request-target)`, `digest`"),
        (covering("(request-target) date"), "covers `digest`"),
        (covering("date digest"), "covers `(request-target)`"),
        (covering("(request-target) digest"), "covers `date` or `(created)`"),
        (covering("(request-target) date digest Host"), "upper case"),
        (covering("(request-target) date digest date"), "covered twice"),
        (covering("(request-target) date  digest"), "no name of a header"),
        (covering("(request-target) date digest x-missing"), "`x-missing` is missing"),
        (covering("(request-target) date digest (other)"), "no name of a header"),
        (covering(&format!("(request-target) date digest {many}")), "more than 32"),
        (with("keyId=\"l\""), "twice"),
        (with("signature=\"BBBB\""), "twice"),
        (with("created=-1").replace("date", "(created)"), "comma"),
        (with("created=\"1.5\"").replace("date", "(created)"), "plain decimal"),
        (with("expires=\"soon\""), "plain decimal"),
        (
            with("created=1").replace("(request-target)", "(request-target) (expires)"),
            "parameter that it does not have",
        ),
        (usual.replace("AAAA", "AAA"), "padded base64"),
        (usual.replace("AAAA", "AAB="), "padded base64"),
        (usual.replace("signature=\"AAAA\",", ""), "no `signature`"),
        (usual.replace("\"k\"", "\"k\\\"\""), "backslash"),
        (usual.replace("\"k\"", "\"k"), "comma"),
        (with(""), "no list of parameters"),
        (with("a"), "no list of parameters"),
    ];
    for (value, why) in cases {
        match judge(&words, &[("authorization", &value)]) {
            Ok(presented) => {
                assert!(why.is_empty(), "{value}");
                assert_eq!((presented.key_id.as_deref(), presented.signature.len()), (Some("k"), 3), "{value}");
            }
            Err(error) => assert!(!why.is_empty() && error.contains(why), "{value}: {error}"),
        }
    }
    let twice = judge(&words, &[("authorization", &usual), ("authorization", &usual)]);
    assert!(twice.is_err_and(|error| error.contains("repeated")));
}

#[test]
fn every_digest_that_counts_is_that_of_the_body() {
    let right = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
    let wrong = right.replace("X4", "Y4");
    let cases: &[(&str, &str)] = &[
        (right, ""),
        (&format!("md5=:AAAA:, unixsum=7, {right}"), ""),
        (&wrong, "the body is not the one"),
        (&right.replace("256", "512"), "the body is not the one"),
        (&format!("{right}, sha-512=:AAAA:"), "the body is not the one"),
        ("sha-256=::", "the body is not the one"),
        ("md5=:AAAA:", "no digest by SHA-256 or SHA-512"),
        ("", "lower-case letter"),
        (&right.replace("PE=", "PE"), "padded base64"),
        (&right.replace("PE=", "PF="), "padded base64"),
        (&right.replace(':', "\""), "byte sequence"),
        (&format!("{right}, {right}"), "twice"),
        (&right.to_uppercase(), "lower-case letter"),
    ];
    for (field, why) in cases {
        match super::digest::content_digest(field, BODY) {
            Ok(()) => assert!(why.is_empty(), "{field}"),
            Err(error) => assert!(!why.is_empty() && error.to_string().contains(why), "{field}: {error}"),
        }
        assert!(super::digest::content_digest(field, b"").is_err(), "{field}");
    }
    let old = "SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=";
    let many = "md5=AA,".repeat(8);
    let cases: &[(&str, &str)] = &[
        (old, ""),
        (&old.replace("SHA", "sha"), ""),
        (&format!("MD5=AA==, {old}"), ""),
        (&format!("{old},{old}"), "two digests by the same"),
        (&format!("{many}{old}"), "more than 8"),
        (&format!("{old},SHA-512=AAAA"), "the body is not the one"),
        (&old.replace("X4", "Y4"), "the body is not the one"),
        (&old.replace("PE=", "PE"), "padded base64"),
        ("MD5=AA==", "no digest by SHA-256 or SHA-512"),
        ("", "no `=`"),
    ];
    for (field, why) in cases {
        match super::digest::digest(field, BODY) {
            Ok(()) => assert!(why.is_empty(), "{field}"),
            Err(error) => assert!(!why.is_empty() && error.to_string().contains(why), "{field}: {error}"),
        }
    }
}
