//! Tokens (JWS, JWT): as they come, and with any header and any claims under a valid signature.
//!
//! An input: four bytes and a line for the change; a line that chooses the scheme; a line with the token's header; the claims,
//! up to an empty line; the body of the request.

use std::sync::LazyLock;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use hookseal::{
    Scheme, Verifier,
    scheme::{
        Algorithm, Check, Encoding, Envelope, Field, Jws, JwsAlgorithm, Part, Signature, TimeFormat, Timestamp, When,
    },
    verifier::Custom,
};
use http::{HeaderMap, HeaderValue, Method};
use serde_json::Value;

use super::{
    genuine::{self, NOW, URL},
    input::{Input, Parts, choose},
    mac,
    mutation::Mutation,
    oracle,
};

const SECRET: &str = "correct horse battery staple";
const HS256: &[JwsAlgorithm] = &[JwsAlgorithm::Hs256];
const CLAIMS: Scheme = Scheme::jws("acme", Jws::claims(HS256));

/// Schemes by name; how the token stands in a request is the scheme's.
static SCHEMES: LazyLock<Vec<(&str, Scheme, Verifier<Custom>)>> = LazyLock::new(|| {
    let text = |signature: Signature| signature.encoding(Encoding::Text);
    let all = [
        ("claims", CLAIMS),
        (
            "timeless",
            Scheme::jws("acme", Jws::claims(&[JwsAlgorithm::Hs256, JwsAlgorithm::Hs512]).timeless().leeway(60)),
        ),
        (
            "tied",
            CLAIMS
                .message(&[Part::Url])
                .check(Check::is(Field::claim("/iss"), "acme"))
                .check(
                    Check::message_digest(Field::claim("/url"), Algorithm::Sha256, Encoding::Hex).when(When::Present),
                )
                .check(
                    Check::body_digest(Field::claim("/body"), Algorithm::Sha256, Encoding::Base64Url).when(When::Body),
                )
                .check(Check::absent(Field::jose("/x5u")))
                .id(&[Field::claim("/jti")])
                .timestamp(Timestamp::new(Field::claim("/iat"), TimeFormat::UnixSeconds)),
        ),
        (
            "detached",
            Scheme::jws("acme", Jws::detached(HS256))
                .signature(text(Signature::header("authorization").prefix("Bearer "))),
        ),
        ("body", CLAIMS.signature(text(Signature::body())).envelope(Envelope::Jws).id(&[Field::json("/jti")])),
        (
            "nested",
            CLAIMS
                .signature(text(Signature::field(Field::json("/token"))))
                .envelope(Envelope::Jws)
                .id(&[Field::json("/jti")]),
        ),
    ];
    let build = |scheme: Scheme| genuine::builder(scheme).secret(SECRET).build().expect("a verifier");
    all.map(|(name, scheme)| (name, scheme, build(scheme))).into()
});

fn encoded(bytes: impl AsRef<[u8]>) -> String {
    Base64UrlUnpadded::encode_string(bytes.as_ref())
}

pub(crate) fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let way = input.byte();
    let mutation = Mutation::read(&mut input);
    let (name, scheme, verifier) = choose(&SCHEMES, input.line(), |(name, ..)| *name);
    let (header, claims) = (input.line(), input.lines().join(&b'\n'));
    let body = input.rest();
    if way.is_multiple_of(4) {
        // Not even base64 has to be in it.
        let error = verifier
            .verify_request(delivery(name, &String::from_utf8_lossy(&claims), body).request().expect("a request"));
        oracle::refused(&error.map(drop).expect_err("nobody signed it"), SECRET);
        oracle::refused(
            &verifier.open_token(&String::from_utf8_lossy(header)).map(drop).expect_err("nobody signed it"),
            SECRET,
        );
        return;
    }
    let payload = if *name == "detached" { body.to_vec() } else { claims.clone() };
    let text = format!("{}.{}", encoded(header), encoded(&payload));
    let tag = encoded(mac::sha256(SECRET, &text));
    let token = if *name == "detached" { format!("{}..{tag}", encoded(header)) } else { format!("{text}.{tag}") };
    open(verifier, &format!("{text}.{tag}"), header, &payload);

    let genuine = delivery(name, &token, body);
    let event = match verifier.verify_request(genuine.request().expect("a request")) {
        Ok(event) => event,
        Err(error) => return oracle::refused(&error, SECRET),
    };
    let header = serde_json::from_slice::<Value>(header).expect("a header that was read is JSON");
    assert_eq!(header["alg"], "HS256", "the algorithm that it was signed with");
    assert!(header.get("crit").is_none(), "an extension that nobody knows");
    if *name != "detached" {
        let claims = serde_json::from_slice::<Value>(&claims).expect("claims that were read are JSON");
        assert!(claims.is_object(), "{claims}");
        let end = claims.get("exp").and_then(Value::as_f64).filter(|_| *name != "timeless");
        // Doubles have no seconds beyond 2^53.
        #[allow(clippy::cast_precision_loss)]
        let now = NOW as f64;
        assert!(end.is_none_or(|end| end > now), "it has ended: {claims}");
        assert!(*name != "tied" || claims["iss"] == "acme" && claims["iat"].is_number(), "{claims}");
    }
    let same = oracle::read(&event, "/data");
    let Some(request) = mutation.of(&genuine).as_ref().and_then(Parts::request) else { return };
    match verifier.verify_request(request) {
        Ok(changed) if scheme.covers_body() => {
            assert_eq!(oracle::read(&changed, "/data"), same, "{name}: the same event");
        }
        Ok(_) => {}
        Err(error) => oracle::refused(&error, SECRET),
    }
}

/// A token inside of a delivery is what it says, or is refused.
fn open(verifier: &Verifier<Custom>, token: &str, header: &[u8], payload: &[u8]) {
    match verifier.open_token(token) {
        Ok(opened) => {
            assert_eq!((opened.header(), opened.payload()), (header, payload), "what was signed");
            drop(opened.json::<Value>());
        }
        Err(error) => oracle::refused(&error, SECRET),
    }
}

/// A request with the token where the scheme looks for it.
fn delivery(scheme: &str, token: &str, body: &[u8]) -> Parts {
    let mut parts = Parts { method: Method::POST, target: URL.into(), headers: HeaderMap::new(), body: body.to_vec() };
    match scheme {
        "body" => parts.body = token.as_bytes().to_vec(),
        "nested" => parts.body = format!(r#"{{"token":{}}}"#, Value::from(token)).into_bytes(),
        _ => {
            let value = HeaderValue::from_bytes(format!("Bearer {token}").as_bytes());
            parts.headers.extend(value.ok().map(|value| (http::header::AUTHORIZATION, value)));
        }
    }
    parts
}
