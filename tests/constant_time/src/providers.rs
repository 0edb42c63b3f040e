//! Every provider of the list that has a shared secret: genuine deliveries, and forged ones that differ in one place.

use bytes::Bytes;
use hookseal::{
    Scheme, VerifyErrorKind, provider,
    verifier::{Custom, Verifier},
};
use http::Request;

use crate::{
    gate::{Gate, outcomes, reports},
    genuine::{self, BODY, Genuine},
    keys,
};

/// Where the text of the body is made with the secret, so that all that is read of it depends on it: what signs deliveries is
/// the same as in `lark`, and the key is looked at in `keys`.
const DECRYPTS: &[&str] = &["lark-encrypted"];

pub(crate) fn run(gate: &mut Gate) {
    let mut looked_at = 0;
    for scheme in provider::all().map(|preset| preset.scheme) {
        let is_public = !scheme.proof().signatures().is_empty();
        if is_public || !gate.wants(scheme.name()) || DECRYPTS.contains(&scheme.name()) {
            continue;
        }
        looked_at += 1;
        if let Some(feature) = scheme.missing_feature() {
            gate.fail(scheme.name(), &format!("is not looked at: the feature {feature} is off"));
            continue;
        }
        one(gate, scheme);
    }
    println!("{looked_at} providers with a shared secret");
}

/// Deliveries of one scheme.
pub(crate) fn one(gate: &mut Gate, scheme: Scheme) {
    let name = scheme.name();
    let verifier = keys::watched(gate, name, scheme, genuine::secret(scheme));
    let Some(verifier) = verifier else { return };
    // What a sender may have signed in either of two ways is compared with both.
    let words = serde_json::to_value(scheme).expect("a scheme");
    let comparisons = if words["either-port"] == true { 2 } else { 1 };
    let right = genuine::sign(scheme, BODY).into_request();
    let is_right = gate.watch(&format!("{name}: genuine"), &outcomes(comparisons), || is_right(&verifier, right));
    if is_right != Ok(true) {
        gate.fail(name, &format!("a genuine delivery: {is_right:?}"));
    }
    let forged = genuine::signer(scheme).sign(genuine::other_secret(scheme), BODY).into_request();
    let is_in_header = forged.headers() != genuine::sign(scheme, BODY).headers();
    let mut wrong = vec![("by another secret", forged)];
    if is_in_header && !genuine::says(&scheme, "header-json") {
        wrong.extend(changed(&Genuine::of(scheme)));
    }
    refuse(gate, &format!("{name}: forged"), &verifier, wrong, comparisons);
}

/// Deliveries whose signature has another digit: the first, one in the middle, the last.
fn changed(genuine: &Genuine) -> Vec<(&'static str, Request<Bytes>)> {
    // Behind the digits may be padding, or what ends a quotation.
    let digits = genuine.signature.trim_end_matches(['=', ':', '"']).len();
    let at = |place: usize| {
        let mut signature = genuine.signature.clone().into_bytes();
        // Without stray bits at the end, if it is base64.
        signature[place] = if signature[place].eq_ignore_ascii_case(&b'A') { b'Q' } else { b'A' };
        let value = [genuine.frame.as_bytes(), &signature].concat();
        genuine::request(&genuine.url, &genuine.with_signature(value), genuine.body.clone())
    };
    vec![("the first digit", at(0)), ("one in the middle", at(digits / 2)), ("the last digit", at(digits - 1))]
}

/// All of these are refused for their signature, in the same way.
pub(crate) fn refuse(
    gate: &mut Gate,
    case: &str,
    verifier: &Verifier<Custom>,
    wrong: Vec<(&str, Request<Bytes>)>,
    comparisons: usize,
) {
    let mut counts = Vec::new();
    for (place, request) in wrong {
        let (found, count) = reports(|| is_right(verifier, request));
        counts.push((place, count));
        if found != Err(VerifyErrorKind::Mismatch) {
            gate.fail(case, &format!("{place}: {found:?}"));
        }
    }
    gate.alike(case, &outcomes(comparisons), &counts);
}

/// What a verifier says, without the delivery.
pub(crate) fn is_right(verifier: &Verifier<Custom>, request: Request<Bytes>) -> Result<bool, VerifyErrorKind> {
    verifier.verify_request(request).map(|_| true).map_err(|error| error.kind())
}
