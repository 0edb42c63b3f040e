//! Endpoint checks: tokens that decide, and answers that are made with the secret.

use bytes::Bytes;
use hookseal::{
    Scheme,
    VerifyErrorKind::{self, Handshake, HandshakeRefused},
    scheme::{Algorithm, Answer, Field, Part, Signature},
    verifier::{Custom, Verifier},
};
use http::{HeaderMap, Request};

use crate::{
    gate::{Allowed, Gate, outcomes, reports},
    genuine::{self, OTHER_SECRET, SECRET, URL},
    keys::allowed,
    poison,
};

/// How often each character of an answer may be asked for: whether it is text, and how JSON writes it. The answer is no secret:
/// it is told to whoever asked.
const LOOKS: usize = 3;

const TOKEN: &str = "correct horse battery staple";

/// Who wants an answer that is made with the secret: the query or the body that asks for it, and how long the answer is.
const ASKERS: &[(&str, &str, &str, usize)] = &[
    ("x", "?crc_token=YTg4ZjRlZTYtMTk4ZS00MzRl", "", "sha256=".len() + 44),
    ("linkedin", "?challengeCode=890e4665-4dfe-4ab1-b689-ed553bceeed0", "", 64),
    ("braintree", "?bt_challenge=20f9f8ed05f77439fe955c977e4c8a53", "", 40),
    ("zoom", "", r#"{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}}"#, 64),
];

pub(crate) fn run(gate: &mut Gate) {
    for (provider, query, body, len) in ASKERS {
        let case = format!("answer: {provider}");
        if gate.wants(&case) {
            answer(gate, &case, provider, &|| asking(query, body), *len);
        }
    }
    if gate.wants("answer: ebay") {
        digest(gate);
    }
    if gate.wants("token: meta") {
        token(gate);
    }
}

/// A check by GET, or by POST if there is a body. Whether that has to be signed is the scheme's business.
fn asking(query: &str, body: &'static str) -> Request<Bytes> {
    let url = format!("{URL}{query}");
    if body.is_empty() {
        return genuine::get(&url, &HeaderMap::new());
    }
    genuine::request(&url, &HeaderMap::new(), body)
}

/// Two secrets are told alike.
fn answer(gate: &mut Gate, case: &str, provider: &str, asking: &dyn Fn() -> Request<Bytes>, len: usize) {
    let scheme = genuine::scheme(provider);
    let mut counts = Vec::new();
    for secret in [SECRET, OTHER_SECRET] {
        let unknown = poison::secret(&scheme, secret).id("integration");
        let build = || genuine::builder(scheme).secret(unknown).build();
        let Ok(verifier) = gate.watch(case, &allowed(&scheme, secret), build) else {
            return gate.fail(case, "its secret was not taken");
        };
        let mut request = asking();
        if !request.body().is_empty() {
            request = genuine::signer(scheme).sign(secret, request.into_body()).into_request();
        }
        counts.push((secret, told(gate, case, &verifier, request, Handshake)));
    }
    gate.alike(case, &Allowed::Reports(1..=LOOKS * len), &counts);
}

/// What is digested with the challenge is the verify token.
fn digest(gate: &mut Gate) {
    let case = "answer: ebay";
    let scheme = Scheme::mac("digests", Algorithm::Sha256)
        .signature(Signature::header("x-signature"))
        .message(&[Part::Body])
        .handshake(
            hookseal::scheme::Handshake::get()
                .challenge(Field::query("challenge_code"))
                .answer(Answer::json_digest("challengeResponse", Algorithm::Sha256)),
        );
    let mut counts = Vec::new();
    for token in [TOKEN, &TOKEN.to_uppercase()] {
        let builder = genuine::builder(scheme).secret(SECRET).verify_token(poison::text(token));
        let Ok(verifier) = gate.watch(case, &Allowed::Nothing, || builder.build()) else {
            return gate.fail(case, "its token was not taken");
        };
        counts.push((
            "a token",
            told(gate, case, &verifier, asking("?challenge_code=a8628072-3d33-45ee-9004", ""), Handshake),
        ));
    }
    gate.alike(case, &Allowed::Reports(1..=LOOKS * 64), &counts);
}

/// A token that decides is compared in constant time, and only the outcome told.
fn token(gate: &mut Gate) {
    let case = "token: meta";
    let builder = genuine::builder(genuine::scheme("meta")).secret(SECRET).verify_token(poison::text(TOKEN));
    let Ok(verifier) = gate.watch(case, &Allowed::Nothing, || builder.build()) else {
        return gate.fail(case, "its token was not taken");
    };
    let mut ask = |token: String, wanted| {
        let query =
            format!("?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={}", token.replace(' ', "+"));
        told(gate, case, &verifier, asking(&query, ""), wanted)
    };
    let counts = [
        ("right", ask(TOKEN.into(), Handshake)),
        ("wrong at its first character", ask(TOKEN.replacen('c', "d", 1), HandshakeRefused)),
        ("wrong in the middle", ask(TOKEN.replace("batt", "bath"), HandshakeRefused)),
        ("wrong at its last character", ask(TOKEN.replace("ple", "plf"), HandshakeRefused)),
        ("shorter", ask(TOKEN.replace(" staple", ""), HandshakeRefused)),
    ];
    gate.alike(case, &outcomes(1), &counts);
}

/// How often it is told what a check is answered with.
fn told(
    gate: &mut Gate,
    case: &str,
    verifier: &Verifier<Custom>,
    request: Request<Bytes>,
    wanted: VerifyErrorKind,
) -> usize {
    let (kind, count) = reports(|| verifier.verify_request(request).map(|_| ()).map_err(|error| error.kind()));
    if kind != Err(wanted) {
        gate.fail(case, &format!("{kind:?}, not {wanted:?}"));
    }
    count
}
