//! What only sender and receiver should know, and how to look for it.
#![allow(dead_code)] // each test uses a part of it

use std::{error::Error, fmt::Debug};

use super::{genuine::SECRET, mac};

pub(crate) const VERIFY_TOKEN: &str = "a verify token";
/// Stands in the body, in a member that is neither id nor type.
pub(crate) const MARK: &str = "needle in the body";
/// Stands in URLs of databases.
pub(crate) const PASSWORD: &str = "n33dle";
/// Stands in a header that a server of keys is told.
pub(crate) const CREDENTIAL: &str = "needle-for-a-server";

/// What must not be said, in the forms in which it might be.
pub(crate) struct Needles(Vec<(&'static str, String)>);

impl Needles {
    pub(crate) fn new(secret: &str, signature: &str) -> Self {
        let key = if secret == SECRET { mac::whsec(secret) } else { secret.as_bytes().to_vec() };
        let decimal = |bytes: &[u8]| format!("{:?}", &bytes[..8]).replace(['[', ']'], "");
        let hex = |bytes: &[u8]| mac::hex(&bytes[..8]);
        Self(vec![
            ("the secret", secret.into()),
            ("the secret without its prefix", secret.trim_start_matches("whsec_").into()),
            ("the secret's text in hex", hex(secret.as_bytes())),
            ("the secret's text in numbers", decimal(secret.as_bytes())),
            ("the key in hex", hex(&key)),
            ("the key in numbers", decimal(&key)),
            ("the verify token", VERIFY_TOKEN.into()),
            ("a password", PASSWORD.into()),
            ("a credential", CREDENTIAL.into()),
            ("the body", MARK.into()),
            ("the body in numbers", decimal(MARK.as_bytes())),
            // Half of it would be too much.
            ("the expected signature", signature[..signature.len() / 2].into()),
            ("the other half of it", signature[signature.len() / 2..].into()),
        ])
    }

    pub(crate) fn look_in(&self, case: &str, text: &str) {
        for (what, needle) in &self.0 {
            let found = text.to_ascii_lowercase().contains(&needle.to_ascii_lowercase());
            assert!(!found, "{case} shows {what}: {text}");
        }
    }

    pub(crate) fn look_in_debug(&self, case: &str, value: &impl Debug) {
        self.look_in(case, &format!("{value:?}"));
        self.look_in(case, &format!("{value:#?}"));
    }

    pub(crate) fn look_in_error(&self, case: &str, error: &impl Error) {
        self.look_in_debug(case, error);
        self.look_in(case, &format!("{error} {error:#}"));
        let mut source = error.source();
        while let Some(deeper) = source {
            self.look_in(case, &format!("{deeper} {deeper:?}"));
            source = deeper.source();
        }
    }
}
