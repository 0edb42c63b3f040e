//! Structured fields: HTTP Message Signatures (RFC 9421), digests, and the draft of Cavage. The harness puts the signed text
//! together by itself, so that what the verifier takes for signed is held against another reading of the standards.
//!
//! An input: four bytes and a line for the change; a line that chooses the scheme; a line with the parameters of the
//! signature; a line with what is covered, as the standard writes it; a request as in HTTP/1.

use std::sync::LazyLock;

use hookseal::{
    Scheme, Verifier,
    scheme::{DigestRule, HttpAlgorithm, HttpSignature},
    verifier::Custom,
};
use http::HeaderValue;
use sha2::{Digest, Sha256};

use super::{
    genuine::{self, NOW, SECRET, URL},
    input::{Input, Parts, choose},
    mac,
    mutation::Mutation,
    oracle,
};

const MAC: &[HttpAlgorithm] = &[HttpAlgorithm::HmacSha256];
const RFC9421: HttpSignature = HttpSignature::rfc9421(MAC);
const CAVAGE: HttpSignature = HttpSignature::cavage("signature", MAC);

static SCHEMES: LazyLock<Vec<(&str, Scheme, Verifier<Custom>)>> = LazyLock::new(|| {
    let all = [
        ("rfc9421", RFC9421),
        ("labelled", RFC9421.label("acme").tag("webhook").covered(&["@method", "x-event"]).digest(DigestRule::IfBody)),
        ("anything", RFC9421.covered(&["@method"]).digest(DigestRule::Optional)),
        ("cavage", CAVAGE),
        ("cavage-anything", CAVAGE.covered(&["(request-target)", "(created)"]).digest(DigestRule::Optional)),
        ("authorization", HttpSignature::cavage("authorization", MAC).prefix("Signature ").digest(DigestRule::IfBody)),
    ];
    let build = |words| {
        let scheme = Scheme::http_signature("acme", words);
        (scheme, genuine::builder(scheme).secret(SECRET).build().expect("a verifier"))
    };
    all.map(|(name, words)| {
        let (scheme, verifier) = build(words);
        (name, scheme, verifier)
    })
    .into()
});

pub(crate) fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let way = input.byte();
    let mutation = Mutation::read(&mut input);
    let (name, scheme, verifier) = choose(&SCHEMES, input.line(), |(name, ..)| *name);
    let (parameters, covered) = (input.text(), input.text());
    let mut parts = input.request();
    parts.target = match parts.target.split_once('?') {
        Some((_, query)) => format!("{URL}?{query}"),
        None => URL.to_owned(),
    };
    let is_draft = !matches!(*name, "rfc9421" | "labelled" | "anything");
    if way.is_multiple_of(2) {
        let Some(request) = parts.request() else { return };
        let error = verifier.verify_request(request).map(drop).expect_err("nobody signed it");
        return oracle::refused(&error, SECRET);
    }
    let put = |parts: &mut Parts, name: &'static str, value: String| -> Option<()> {
        parts.headers.insert(name, HeaderValue::from_str(&value).ok()?);
        Some(())
    };
    let digest = mac::base64(Sha256::digest(&parts.body));
    let signed = if is_draft {
        let signed = put(&mut parts, "digest", format!("SHA-256={digest}"));
        signed.and_then(|()| draft(&parts, &parameters, &covered)).and_then(|text| {
            let signature = mac::base64(mac::sha256(SECRET, text));
            let value = format!("{parameters},headers=\"{covered}\",signature=\"{signature}\"");
            let is_authorization = *name == "authorization";
            let prefix = if is_authorization { "Signature " } else { "" };
            put(&mut parts, if is_authorization { "authorization" } else { "signature" }, format!("{prefix}{value}"))
        })
    } else {
        let label = if *name == "labelled" { "acme" } else { "sig1" };
        let signed = put(&mut parts, "content-digest", format!("sha-256=:{digest}:"));
        signed.and_then(|()| standard(&parts, &parameters, &covered)).and_then(|text| {
            let signature = mac::base64(mac::sha256(SECRET, text));
            put(&mut parts, "signature", format!("{label}=:{signature}:"))?;
            put(&mut parts, "signature-input", format!("{label}=({covered}){parameters}"))
        })
    };
    let Some(request) = signed.and_then(|()| parts.request()) else { return };
    let event = match verifier.verify_request(request) {
        Ok(event) => event,
        Err(error) => return oracle::refused(&error, SECRET),
    };
    let created = event.timestamp().map(time::OffsetDateTime::unix_timestamp);
    let now = i64::try_from(NOW).expect("a time");
    assert!(created.is_some_and(|created| (now - 300..=now + 300).contains(&created)), "{name}: {created:?}");
    let same = oracle::read(&event, "/id");
    let Some(request) = mutation.of(&parts).as_ref().and_then(Parts::request) else { return };
    match verifier.verify_request(request) {
        Ok(changed) if scheme.covers_body() => {
            assert_eq!(oracle::read(&changed, "/id"), same, "{name}: the same event");
            assert_eq!(changed.body(), event.body(), "{name}: what is covered");
        }
        Ok(_) => {}
        Err(error) => oracle::refused(&error, SECRET),
    }
}

/// A header's lines, joined as both standards say.
fn field(parts: &Parts, name: &str) -> Option<String> {
    let lines: Option<Vec<_>> = parts.headers.get_all(name).iter().map(|line| line.to_str().ok()).collect();
    let lines = lines.filter(|lines| !lines.is_empty())?;
    Some(lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(", "))
}

fn query(parts: &Parts) -> &str {
    parts.target.split_once('?').map_or("", |(_, query)| query)
}

/// The signature base (RFC 9421, section 2.5), of the components that this reader knows.
fn standard(parts: &Parts, parameters: &str, covered: &str) -> Option<String> {
    let mut lines = Vec::new();
    for component in covered.split(' ').filter(|component| !component.is_empty()) {
        let (name, form) = component.strip_prefix('"')?.split_once('"')?;
        let value = match (name, form) {
            ("@method", "") => parts.method.to_string(),
            ("@target-uri", "") => parts.target.clone(),
            ("@authority", "") => "example.com".into(),
            ("@scheme", "") => "https".into(),
            ("@path", "") => "/hook".into(),
            ("@query", "") => format!("?{}", query(parts)),
            ("@query-param", form) => {
                let wanted = form.strip_prefix(";name=\"")?.strip_suffix('"')?;
                let mut pairs = query(parts).split('&').filter_map(|pair| pair.split_once('='));
                pairs.find(|(name, _)| *name == wanted)?.1.to_owned()
            }
            (name, "") => field(parts, name)?,
            (name, ";bs") => {
                let lines = parts.headers.get_all(name).iter();
                let encoded: Vec<_> =
                    lines.map(|line| format!(":{}:", mac::base64(line.as_bytes().trim_ascii()))).collect();
                encoded.join(", ")
            }
            (name, form) => {
                let key = form.strip_prefix(";key=\"")?.strip_suffix('"')?;
                let whole = field(parts, name)?;
                let mut members = whole.split(',').filter_map(|member| member.trim().split_once('='));
                members.find(|(name, _)| *name == key)?.1.to_owned()
            }
        };
        lines.push(format!("{component}: {value}"));
    }
    lines.push(format!("\"@signature-params\": ({covered}){parameters}"));
    Some(lines.join("\n"))
}

/// The signature string of the draft (draft-cavage-http-signatures-12, section 2.3).
fn draft(parts: &Parts, parameters: &str, covered: &str) -> Option<String> {
    let parameter = |name: &str| {
        let mut pairs = parameters.split(',').filter_map(|pair| pair.split_once('='));
        pairs.find(|(known, _)| *known == name).map(|(_, value)| value.to_owned())
    };
    let line = |name: &str| {
        let value = match name {
            "(request-target)" => {
                let glue = if parts.target.contains('?') { "?" } else { "" };
                format!("{} /hook{glue}{}", parts.method.as_str().to_lowercase(), query(parts))
            }
            "(created)" => parameter("created")?,
            "(expires)" => parameter("expires")?,
            name => field(parts, name)?,
        };
        Some(format!("{name}: {value}"))
    };
    let lines: Option<Vec<_>> = covered.split(' ').filter(|name| !name.is_empty()).map(line).collect();
    Some(lines?.join("\n"))
}
