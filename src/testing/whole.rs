//! Signatures of whole requests: headers that say what is covered, and the signature of that.

use http::Method;
use time::OffsetDateTime;

use super::{
    draft::Draft,
    hand::Hand,
    sign::{http_date, written},
};
use crate::{
    http_signature,
    scheme::{DigestRule, Encoding, HttpAlgorithm, HttpSignature, HttpStandard, values::Head},
};

/// Signs what must be covered, and the digest of the body in any case.
///
/// What is signed is put together by the same code that verifies it: its tests are the vectors of the standards.
#[allow(clippy::expect_used, clippy::panic)] // for tests, which should fail
pub(super) fn sign(words: &HttpSignature, hand: &Hand, draft: &mut Draft, at: OffsetDateTime) {
    let algorithm = words.algorithms.iter().find(|algorithm| hand.can(algorithm.signature(), algorithm.mac()));
    let algorithm = *algorithm.expect("a secret or a private key that one of the scheme's algorithms signs with");
    let uri: http::Uri = draft.url.parse().expect("a URL");
    draft.default_header("host", uri.authority().expect("a URL with a host").as_str());
    draft.default_header("date", &http_date(at));
    let has_digest = !draft.body.is_empty() || matches!(words.digest, DigestRule::Required);

    let digest = crate::crypto::written_digest(crate::scheme::Algorithm::Sha256, Encoding::Base64, &draft.body);
    let digest = String::from_utf8_lossy(&digest).into_owned();
    let mut names: Vec<String> = words.required().into_iter().map(str::to_owned).collect();
    for name in &names {
        if !name.starts_with(['@', '(']) {
            draft.default_header(name, "value");
        }
    }
    let present = |draft: &Draft| {
        let head = Head::new(&Method::POST, &uri, &draft.headers, None);
        let presented = http_signature::present(words, &head, Some(&draft.url), &draft.body);
        presented.unwrap_or_else(|cause| panic!("the request lacks what is signed: {cause}")).message
    };
    let signed =
        |message: &[u8]| written(Encoding::Base64, &hand.sign_as(algorithm.signature(), algorithm.mac(), message));
    match &words.standard {
        HttpStandard::Rfc9421 { label, tag } => {
            if has_digest {
                draft.default_header("content-digest", &format!("sha-256=:{digest}:"));
                add(&mut names, "content-digest");
            }
            let label = if label.is_empty() { "sig1" } else { label.as_str() };
            let covered: Vec<_> = names.iter().map(|name| format!("\"{name}\"")).collect();
            let (covered, created) = (covered.join(" "), at.unix_timestamp());
            let (id, name) = (&hand.id, algorithm.as_str());
            let tag = if tag.is_empty() { String::new() } else { format!(";tag=\"{tag}\"") };
            let input = format!("({covered});created={created};keyid=\"{id}\";alg=\"{name}\"{tag}");
            draft.header("signature-input", &format!("{label}={input}"));
            draft.header("signature", &format!("{label}=:AAAA:"));
            let signature = signed(&present(draft));
            draft.header("signature", &format!("{label}=:{signature}:"));
        }
        HttpStandard::Cavage { header, prefix, .. } => {
            if has_digest {
                draft.default_header("digest", &format!("SHA-256={digest}"));
                add(&mut names, "digest");
            }
            let has_created = names.iter().any(|name| name == "(created)");
            let created = if has_created { format!("created={},", at.unix_timestamp()) } else { String::new() };
            if !has_created {
                add(&mut names, "date");
            }
            let algorithm = match algorithm {
                _ if has_created => "hs2019",
                HttpAlgorithm::RsaV15Sha256 => "rsa-sha256",
                HttpAlgorithm::HmacSha256 | HttpAlgorithm::Ed25519 => algorithm.as_str(),
                _ => "hs2019",
            };
            let value = |signature: &str| {
                let (id, names) = (&hand.id, names.join(" "));
                let rest = format!("algorithm=\"{algorithm}\",headers=\"{names}\",signature=\"{signature}\"");
                format!("{prefix}keyId=\"{id}\",{created}{rest}")
            };
            draft.header(header.as_str(), &value("AAAA"));
            let signature = signed(&present(draft));
            draft.header(header.as_str(), &value(&signature));
        }
    }
}

fn add(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}
