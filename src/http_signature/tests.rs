//! The messages of RFC 9421 and of the draft, byte for byte.

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
    let head =
        Head { method: Some(&Method::POST), path: "/foo", query: Some("param=Value&Pet=dog"), headers: &headers };
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
