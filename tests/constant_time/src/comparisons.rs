//! Comparing what was sent with what is right: every algorithm and encoding, several secrets, several candidates.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use hookseal::{
    Scheme, Secret,
    scheme::{
        Algorithm, Encoding, HttpAlgorithm, HttpSignature, Jws, JwsAlgorithm, Part, Signature, TimeFormat, Timestamp,
    },
    verifier::{Custom, Verifier},
};
use http::Request;

use crate::{
    gate::{Allowed, Gate, outcomes},
    genuine::{self, BODY, NOW, secrets},
    keys::allowed,
    poison,
    providers::{is_right, one, refuse},
};

const ALGORITHMS: [Algorithm; 5] =
    [Algorithm::Sha256, Algorithm::Sha384, Algorithm::Sha512, Algorithm::Sha1, Algorithm::Md5];

const ENCODINGS: [Encoding; 3] = [Encoding::Hex, Encoding::Base64, Encoding::Base64Url];

pub(crate) fn run(gate: &mut Gate) {
    for encoding in ENCODINGS {
        let signature = Signature::header("x-signature").encoding(encoding);
        for algorithm in ALGORITHMS {
            let mac = Scheme::mac(&format!("mac {algorithm:?} {encoding:?}"), algorithm);
            of(gate, mac.signature(signature).message(&[Part::Body]));
            let hash =
                Scheme::hash(&format!("hash {algorithm:?} {encoding:?}"), algorithm, &[Part::Body, Part::Secret]);
            of(gate, hash.signature(signature));
        }
        let keccak =
            Scheme::hash(&format!("hash Keccak {encoding:?}"), Algorithm::Keccak256, &[Part::Body, Part::Secret]);
        of(gate, keccak.signature(signature));
    }
    of(gate, Scheme::token("token", "x-token"));
    of(gate, Scheme::basic("basic"));
    for algorithm in [JwsAlgorithm::Hs256, JwsAlgorithm::Hs384, JwsAlgorithm::Hs512] {
        of(gate, Scheme::jws(&format!("jws {algorithm:?}"), Jws::claims(&[algorithm])));
    }
    let hmac = &[HttpAlgorithm::HmacSha256];
    of(gate, Scheme::http_signature("http, RFC 9421", HttpSignature::rfc9421(hmac)));
    of(gate, Scheme::http_signature("http, the draft", HttpSignature::cavage("signature", hmac)));
    sorted(gate);
    several(gate);
}

fn of(gate: &mut Gate, scheme: Scheme) {
    if gate.wants(scheme.name()) {
        one(gate, scheme);
    }
}

/// The secret is sorted among what the sender chose: in front of it, behind it, between two of it, and nearly the same.
fn sorted(gate: &mut Gate) {
    let scheme = Scheme::hash("sorted", Algorithm::Sha1, &[Part::Secret])
        .sorted_message(&[Part::Secret, Part::Timestamp, Part::header("x-nonce"), Part::Body])
        .timestamp(Timestamp::header("x-time", TimeFormat::UnixSeconds))
        .signature(Signature::header("x-signature"));
    if !gate.wants(scheme.name()) {
        return;
    }
    let secret = genuine::secret(scheme);
    let builder = genuine::builder(scheme).secret(poison::secret(&scheme, secret));
    let Ok(verifier) = gate.watch("sorted: the key", &allowed(&scheme, secret), || builder.build()) else {
        return gate.fail("sorted", "its secret was not taken");
    };
    let near = format!("{}!", &secret[..secret.len() - 1]);
    let nonces = [("", "nothing"), ("!", "before"), ("~", "after"), (&near, "nearly the same"), (secret, "the same")];
    let mut wrong = Vec::new();
    for (nonce, place) in nonces {
        let signer = || genuine::signer(scheme).header("x-nonce", nonce);
        let right = signer().sign(secret, BODY).into_request();
        let case = format!("sorted: genuine, {place}");
        if gate.watch(&case, &outcomes(1), || is_right(&verifier, right)) != Ok(true) {
            gate.fail(&case, "it was refused");
        }
        wrong.push((place, signer().sign(genuine::other_secret(scheme), BODY).into_request()));
    }
    refuse(gate, "sorted: forged", &verifier, wrong, 1);
}

/// Several secrets, one of which ends soon, and as many candidates as are looked at.
fn several(gate: &mut Gate) {
    let case = "several";
    if !gate.wants(case) {
        return;
    }
    let scheme = genuine::scheme("standard-webhooks");
    let unknown = || secrets(scheme).map(|secret| poison::secret(&scheme, secret));
    let [first, second, third] = unknown();
    let soon = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW + 60);
    let builder = genuine::builder(scheme).secret_until(first, soon).secret(second).secret(third);
    let Ok(verifier) = gate.watch("several: the keys", &Allowed::Reports(3..=12), || builder.build()) else {
        return gate.fail(case, "its secrets were not taken");
    };
    judge(gate, "several, built", scheme, &verifier);
    let [first, second, third] = unknown();
    let others: [Secret; 3] = [third, second, first];
    let replaced =
        gate.watch("several: replaced", &Allowed::Reports(3..=12), || verifier.replace_secrets(others).is_ok());
    if !replaced {
        gate.fail(case, "they were not replaced");
    }
    judge(gate, "several, replaced", scheme, &verifier);
}

fn judge(gate: &mut Gate, case: &str, scheme: Scheme, verifier: &Verifier<Custom>) {
    const CANDIDATES: usize = 16;

    let entry = |secret: &str| {
        let delivery = genuine::signer(scheme).sign(secret, BODY);
        delivery.headers()["webhook-signature"].to_str().expect("ASCII").to_owned()
    };
    let with = |entries: &[String]| -> Request<Bytes> {
        let mut delivery = genuine::sign(scheme, BODY);
        delivery.headers_mut().insert("webhook-signature", genuine::header(entries.join(" ")));
        delivery.into_request()
    };
    let wrong = entry("whsec_dGhlIGZvdXJ0aCBvZiB0aGVt");
    for (number, secret) in secrets(scheme).into_iter().enumerate() {
        for place in [0, CANDIDATES / 2, CANDIDATES - 1] {
            let mut entries = vec![wrong.clone(); CANDIDATES];
            entries[place] = entry(secret);
            let case = format!("{case}: genuine by secret {number}, candidate {place}");
            let right = with(&entries);
            if gate.watch(&case, &outcomes(3 * CANDIDATES), || is_right(verifier, right)) != Ok(true) {
                gate.fail(&case, "it was refused");
            }
        }
    }
    // As many of them are wrong in each, in one place or another.
    let changed = |place: usize| {
        let mut text = entry(secrets(scheme)[0]).into_bytes();
        text[place] = if text[place] == b'A' { b'Q' } else { b'A' };
        String::from_utf8(text).expect("ASCII")
    };
    let forged = ["v1,".len(), "v1,".len() + 20, "v1,".len() + 42]
        .map(|place| ("candidates that are wrong in one place", with(&vec![changed(place); CANDIDATES])));
    refuse(gate, &format!("{case}: forged"), verifier, forged.into(), 3 * CANDIDATES);
}
