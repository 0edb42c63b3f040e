//! Schemes read from configuration, and used: whatever words there are, what can be built can be used.
//!
//! An input: a byte for the way (its lowest bit: JSON or TOML), three and a line for the change; the scheme, up to an empty
//! line; a request as in HTTP/1.

use hookseal::{Scheme, Secret, Verifier, verifier::Builder, verifier::Custom};

use super::{
    genuine::{self, NOW, URL},
    input::{Input, Parts},
    mutation::Mutation,
    oracle, signing,
};

pub(crate) fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let way = input.byte();
    let mutation = Mutation::read(&mut input);
    let text = String::from_utf8_lossy(&input.lines().join(&b'\n')).into_owned();
    let read = |text: &str| -> Option<Scheme> {
        if way.is_multiple_of(2) { serde_json::from_str(text).ok() } else { toml::from_str(text).ok() }
    };
    let Some(scheme) = read(&text) else { return };
    let written = serde_json::to_string(&scheme).expect("a scheme can be written");
    assert_eq!(serde_json::from_str::<Scheme>(&written).ok(), Some(scheme), "{written}");

    let refused = Verifier::from_scheme(scheme).secret(genuine::SECRET).public_url(URL).build();
    assert!(refused.is_err() || scheme.covers_body(), "a body that is not covered was taken for covered: {written}");
    for (private, public) in secrets(&scheme) {
        let Some(verifier) = agreed(&scheme).secret(public.clone()).build().ok() else { continue };
        let parts = input.request();
        if let Some(request) = parts.request() {
            let _ = verifier.check_head(request.method(), request.uri(), request.headers());
            // A token may be empty of meaning, a checksum may be anything: only a real proof is held to.
            if let Err(error) = verifier.verify_request(request) {
                let _ = (error.status(), error.response(), error.to_string());
            }
        }
        judge_signed(&scheme, &verifier, &private, &parts, &mutation);
        return;
    }
}

/// What a sender of the scheme may sign with, and what that is verified with.
fn secrets(scheme: &Scheme) -> Vec<(Secret, Secret)> {
    let pair = signing::attempt(|| hookseal::testing::KeyPair::for_scheme(scheme));
    let pair = pair.map(|pair| (Secret::new(pair.private()), Secret::new(pair.public())));
    let shared = [
        genuine::SECRET,
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "31f290f6bf062998abaf08d43c3f082c",
        "app.key:MfKQ9r8GKYqrTwjU",
    ];
    let shared = shared.into_iter().map(|secret| (Secret::new(secret), Secret::new(secret)));
    pair.into_iter().chain(shared).collect()
}

fn agreed(scheme: &Scheme) -> Builder<Custom> {
    genuine::builder(*scheme)
}

fn judge_signed(scheme: &Scheme, verifier: &Verifier<Custom>, private: &Secret, parts: &Parts, mutation: &Mutation) {
    let by = genuine::signer(*scheme).at(genuine::unix(NOW));
    let signed = signing::attempt(|| by.sign(private.clone(), parts.body.clone()).into_request());
    let Some(genuine) = signed.map(Parts::of) else { return };
    let Some(request) = genuine.request() else { return };
    let Ok(event) = verifier.verify_request(request) else { return };
    let same = oracle::read(&event, "/id");
    let Some(request) = mutation.of(&genuine).as_ref().and_then(Parts::request) else { return };
    if let Ok(changed) = verifier.verify_request(request) {
        let again = oracle::read(&changed, "/id");
        if scheme.covers_body() {
            assert_eq!(again, same, "the same event");
        }
    }
}
