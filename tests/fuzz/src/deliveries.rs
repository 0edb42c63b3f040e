//! Requests for every preset: as they are, and signed by the harness, with one change or none.
//!
//! An input: a byte for the way, three for the change and the rest of that line what it puts in; a line with the preset's
//! name; a request as in HTTP/1.

use std::sync::LazyLock;

use hookseal::{Scheme, Verifier, VerifyErrorKind, provider, verifier::Custom};

use super::{
    genuine::{self, NOW, URL},
    input::{Input, Parts, choose},
    mutation::Mutation,
    oracle, signing,
};

/// A preset with what takes long to make.
struct Preset {
    scheme: Scheme,
    secret: &'static str,
    verifier: Verifier<Custom>,
    /// Whether a body may have a signature already, in the place of that of the harness.
    signs_inside: bool,
    /// Whether values of the body are signed, so that other bytes can say the same.
    signs_values: bool,
    /// A verifier with a secret that nobody signs with, and that secret.
    strange: Verifier<Custom>,
    strange_secret: &'static str,
}

static PRESETS: LazyLock<Vec<Preset>> =
    LazyLock::new(|| provider::all().map(|preset| Preset::new(preset.scheme)).collect());

impl Preset {
    fn new(scheme: Scheme) -> Self {
        let keys = genuine::keys_of(scheme);
        Self {
            scheme,
            secret: keys[0].0,
            verifier: genuine::verifier(scheme),
            signs_inside: is_inside(&scheme),
            signs_values: genuine::says(&scheme, "parameters"),
            strange: genuine::builder(scheme).secret(keys[2].1).build().expect("a secret"),
            strange_secret: keys[2].1,
        }
    }

    fn name(&self) -> &str {
        self.scheme.name()
    }

    /// Whatever it is, nobody signed it.
    fn judge_forged(&self, way: u8, parts: &Parts) {
        let Some(request) = parts.request() else { return };
        let error = match way {
            0 => self.strange.verify(request.headers(), request.body().clone()),
            _ => self.strange.verify_request(request.clone()),
        };
        let error = error.map(drop).expect_err("nobody signed it");
        oracle::refused(&error, self.strange_secret);
        if way == 2 {
            let again = self.strange.verify_request(request).map(drop).expect_err("nobody signed it");
            assert_eq!(again.kind(), error.kind(), "{}: the same again", self.name());
        }
    }

    /// Signs the body, and as much of the rest as the way says.
    fn signed(&self, way: u8, parts: &Parts) -> Option<Parts> {
        let mut signer = genuine::signer(self.scheme).at(genuine::unix(NOW));
        if way >= 2
            && let Some((_, query)) = parts.target.split_once('?')
        {
            signer = signer.url(format!("{URL}?{query}"));
        }
        if way >= 3 {
            for (name, value) in &parts.headers {
                let Ok(value) = value.to_str() else { continue };
                signer = signer.header(name.as_str(), value);
            }
        }
        signing::attempt(|| signer.sign(self.secret, parts.body.clone()).into_request()).map(Parts::of)
    }

    fn judge_signed(&self, way: u8, parts: &Parts, mutation: &Mutation, pointer: &str) {
        let Some(genuine) = self.signed(way, parts) else { return };
        let Some(request) = genuine.request() else { return };
        let event = match self.verifier.verify_request(request) {
            Ok(event) => event,
            Err(error) => {
                oracle::refused(&error, self.secret);
                // Headers of an input may stand where those of the signer should.
                let is_doubted = error.kind() == VerifyErrorKind::Mismatch && way < 3 && !self.signs_inside;
                assert!(!is_doubted, "{}: a genuine delivery is taken for forged", self.name());
                return;
            }
        };
        let same = oracle::read(&event, pointer);
        let Some(request) = mutation.of(&genuine).as_ref().and_then(Parts::request) else { return };
        match self.verifier.verify_request(request) {
            Ok(changed) if self.scheme.covers_body() => {
                assert_eq!(oracle::read(&changed, pointer), same, "{}: the same event", self.name());
                assert!(self.signs_values || changed.body() == event.body(), "{}: what is covered", self.name());
            }
            Ok(_) => {}
            Err(error) => oracle::refused(&error, self.secret),
        }
    }
}

/// Whether the signature is in a field of the query or of the body, which the signer does not overwrite.
fn is_inside(scheme: &Scheme) -> bool {
    let written = serde_json::to_value(scheme).expect("a scheme");
    !["header", "repeatable-header", "numbered-headers"]
        .iter()
        .any(|place| !written["signature"]["at"][place].is_null())
}

pub(crate) fn run(input: &[u8]) {
    let mut input = Input::new(input);
    let way = input.byte() % 6;
    let mutation = Mutation::read(&mut input);
    let preset = choose(&PRESETS, input.line(), Preset::name);
    let parts = input.request();
    match way {
        // Half of the runs; the signed ones differ in how much of the request is signed.
        0..=2 => preset.judge_forged(way, &parts),
        way => {
            let pointer = parts.target.split('?').next().unwrap_or_default();
            preset.judge_signed(way - 2, &parts, &mutation, pointer);
        }
    }
}
