//! Signatures of whole requests as a captured line describes them: what has to be covered is the receiver's to say.

use std::collections::BTreeMap;

use hookseal::{
    Scheme,
    scheme::{DigestRule, HttpAlgorithm, HttpSignature, KeyFormat, Proof},
};
use serde_json::Value;

/// The scheme of a standard with the words of this line; any other scheme as it is.
pub(crate) fn scheme(preset: Scheme, config: &BTreeMap<String, Value>, encoding: Option<&str>) -> Scheme {
    let Proof::HttpSignature(_) = preset.proof() else { return preset };
    if !preset.name().starts_with("http-") {
        return preset;
    }
    let text = |name: &str| config.get(name).and_then(Value::as_str);
    let names = |name: &str| -> Vec<&str> {
        config.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    };
    let mut algorithms = vec![HttpAlgorithm::Ed25519, HttpAlgorithm::RsaV15Sha256, HttpAlgorithm::HmacSha256];
    let words = if is_rfc9421(&preset) {
        algorithms.extend([
            HttpAlgorithm::EcdsaP256Sha256,
            HttpAlgorithm::EcdsaP384Sha384,
            HttpAlgorithm::RsaPssSha512,
        ]);
        let only = text("alg").and_then(|name| algorithms.iter().copied().find(|known| known.as_str() == name));
        let words = HttpSignature::rfc9421(&only.map_or(algorithms, |only| vec![only]));
        text("tag").iter().fold(words.label(text("label").unwrap_or_default()), |words, tag| words.tag(tag))
    } else {
        HttpSignature::cavage(text("signature_header").unwrap_or("signature"), &algorithms)
    };
    let digest = if is_rfc9421(&preset) { "content-digest" } else { "digest" };
    let mut covered = [names("required_components"), names("required_headers")].concat();
    let rule = if covered.contains(&digest) { DigestRule::Required } else { DigestRule::Optional };
    // The time of signing has to be covered in any case.
    covered.retain(|name| ![digest, "date", "(created)", "created"].contains(name));
    let scheme = Scheme::http_signature(preset.name(), words.covered(&covered).digest(rule));
    match encoding {
        Some("base64") => scheme.key(KeyFormat::Base64 { prefix: "".try_into().unwrap_or_default() }),
        _ => scheme,
    }
}

fn is_rfc9421(scheme: &Scheme) -> bool {
    scheme.name().ends_with("rfc9421")
}
