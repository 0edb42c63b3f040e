//! How secrets become keys, in each of the ways that schemes know.

use hookseal::{
    Scheme,
    scheme::{Algorithm, KeyFormat, Part, Signature, SignatureAlgorithm, Text},
    verifier::{Custom, Verifier},
};

use crate::{
    gate::{Allowed, Gate},
    genuine::{self, says},
    poison,
};

/// Builds a verifier from a secret that is unknown, if the gate lets it.
pub(crate) fn watched(gate: &mut Gate, case: &str, scheme: Scheme, secret: &str) -> Option<Verifier<Custom>> {
    let unknown = poison::secret(&scheme, secret);
    let build = || genuine::builder(scheme).secret(unknown).build();
    match gate.watch(&format!("{case}: the key"), &allowed(&scheme, secret), build) {
        Ok(verifier) => Some(verifier),
        Err(error) => {
            gate.fail(case, &format!("its secret was not taken: {error}"));
            None
        }
    }
}

/// What may be told of a secret while it is decoded, once, when the verifier is built: whether its text is of the form at all.
pub(crate) fn allowed(scheme: &Scheme, secret: &str) -> Allowed {
    let words = serde_json::to_value(scheme).expect("a scheme");
    let format = &words["key"];
    let name = format.as_str().or_else(|| format.as_object()?.keys().next().map(String::as_str));
    // Whether a prefix is there twice.
    let twice = usize::from(secret.starts_with("whsec_"));
    match name.unwrap_or("utf8") {
        // Whether all are digits, asked once at the end.
        "hex" => Allowed::Reports(1..=1),
        // Whether all are digits, and whether the last ones have stray bits; once each.
        "base64" => Allowed::Reports(1..=3 + twice),
        "base64-if-prefixed" if twice > 0 => Allowed::Reports(1..=3 + twice),
        // Whether it is ASCII, which is asked eight bytes at a time.
        "nfkd" => Allowed::Reports(1..=secret.len()),
        // Where the colon is: each character is compared with it.
        "after-colon" if !secret.contains(':') => Allowed::Reports(1..=secret.len()),
        _ if twice > 0 => Allowed::Reports(1..=twice),
        _ => Allowed::Nothing,
    }
}

const FORMATS: &[(&str, KeyFormat, &str)] = &[
    ("as it is", KeyFormat::Utf8, "correct horse battery staple"),
    ("base64", KeyFormat::Base64 { prefix: Text::EMPTY }, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
    ("base64, one pad", KeyFormat::Base64 { prefix: Text::EMPTY }, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAAE="),
    ("base64, two pads", KeyFormat::Base64 { prefix: Text::EMPTY }, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAA=="),
    ("base64 after a prefix", KeyFormat::Base64 { prefix: Text::new("whsec_") }, genuine::SECRET),
    (
        "base64, its prefix left out",
        KeyFormat::Base64 { prefix: Text::new("whsec_") },
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    ),
    ("base64 if prefixed, and so it is", KeyFormat::Base64IfPrefixed { prefix: Text::new("whsec_") }, genuine::SECRET),
    (
        "base64 if prefixed, and it is not",
        KeyFormat::Base64IfPrefixed { prefix: Text::new("whsec_") },
        "correct horse battery",
    ),
    ("base 16", KeyFormat::Hex, "31f290f6bf062998abaf08d43c3f082c"),
    ("base 16 in capitals", KeyFormat::Hex, "31F290F6BF062998ABAF08D43C3F082C"),
    ("with a suffix", KeyFormat::Suffixed { suffix: Text::new("&") }, "correct horse battery staple"),
    ("hashed", KeyFormat::Sha1, "correct horse battery staple"),
    ("in normal form", KeyFormat::Nfkd, "correct horse battery staple"),
    ("after a colon", KeyFormat::AfterColon, "app.key:correct horse battery staple"),
    ("after a colon that is not there", KeyFormat::AfterColon, "correct horse battery staple"),
];

pub(crate) fn run(gate: &mut Gate) {
    for (case, format, secret) in FORMATS {
        let case = format!("format: {case}");
        if gate.wants(&case) {
            watched(gate, &case, scheme(*format), secret);
        }
    }
    pasted_wrongly(gate);
    seed(gate);
    cipher(gate);
}

fn scheme(format: KeyFormat) -> Scheme {
    let signature = Signature::header("x-signature");
    Scheme::mac("own", Algorithm::Sha256).signature(signature).message(&[Part::Body]).key(format)
}

/// Of a secret with nothing known in advance, it is asked whether it begins or ends with white space, and with one of six
/// prefixes of what is no secret: a branch for each of its first bytes and for the last.
fn pasted_wrongly(gate: &mut Gate) {
    let case = "paste: all unknown";
    if gate.wants(case) {
        let text = "correct horse battery staple";
        let unknown = poison::secret_but(text, 0..text.len());
        let build = || genuine::builder(scheme(KeyFormat::Utf8)).secret(unknown).build().is_ok();
        if !gate.watch(case, &Allowed::Reports(1..=16), build) {
            gate.fail(case, "it was not taken");
        }
    }
}

/// A seed becomes the public key, which is no secret, and is held against the few points that are none.
fn seed(gate: &mut Gate) {
    let case = "format: a seed";
    if gate.wants(case) {
        let scheme = Scheme::signed("seeded", SignatureAlgorithm::Ed25519)
            .signature(Signature::header("x-signature"))
            .message(&[Part::Body])
            .key(KeyFormat::Ed25519Seed);
        let text = "correct horse battery staple, and more";
        let unknown = poison::secret_but(text, 1..text.len() - 1);
        let build = || genuine::builder(scheme).secret(unknown).build().is_ok();
        if !gate.watch(case, &Allowed::Reports(1..=8), build) {
            gate.fail(case, "it was not taken");
        }
    }
}

/// What bodies are decrypted with: its characters are compared with a colon, twice each, and it is asked whether all are
/// digits.
fn cipher(gate: &mut Gate) {
    for name in ["wecom", "lark-encrypted"] {
        let case = format!("cipher: {name}");
        if gate.wants(&case) {
            let scheme = genuine::scheme(name);
            let text = genuine::secret(scheme);
            let (from, told) = match text.find(':') {
                Some(colon) if says(&scheme, "before-colon") => (colon + 1, Allowed::Reports(1..=2 * 43 + 3)),
                _ => ("whsec_".len(), allowed(&scheme, text)),
            };
            let unknown = poison::secret_but(text, from..text.len() - 1);
            let build = || genuine::builder(scheme).secret(unknown).build().is_ok();
            if !gate.watch(&case, &told, build) {
                gate.fail(&case, "it was not taken");
            }
        }
    }
}
