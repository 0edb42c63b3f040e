//! Kinds of keys whose features are off: there are none, and whoever brings one is told what to turn on.

#![cfg_attr(all(feature = "ed25519", feature = "ecdsa", feature = "rsa"), allow(dead_code))]

use crate::scheme::{Algorithm, Curve, EcdsaForm, RsaPadding};

pub(super) mod ed25519 {
    pub(in super::super) enum Key {}

    impl Key {
        pub(in super::super) fn new(_: &[u8]) -> Result<Self, &'static str> {
            Err("is an Ed25519 public key: turn the feature `ed25519` on")
        }

        pub(in super::super) fn verify(&self, _: &[u8], _: &[u8]) -> bool {
            match *self {}
        }
    }
}

pub(super) mod ecdsa {
    use super::{Curve, EcdsaForm};

    pub(in super::super) enum Key {}

    impl Key {
        pub(in super::super) fn new(_: Curve, _: &[u8]) -> Result<Self, &'static str> {
            Err("is a public key on an elliptic curve: turn the feature `ecdsa` on")
        }

        pub(in super::super) fn curve(&self) -> Curve {
            match *self {}
        }

        pub(in super::super) fn verify(&self, _: EcdsaForm, _: &[u8], _: &[u8]) -> bool {
            match *self {}
        }
    }
}

pub(super) mod rsa {
    use super::{Algorithm, RsaPadding};

    pub(in super::super) enum Key {}

    impl Key {
        pub(in super::super) fn new(_: &[u8], _: &[u8]) -> Result<Self, &'static str> {
            Err("is an RSA public key: turn the feature `rsa` on")
        }

        pub(in super::super) fn verify(&self, _: RsaPadding, _: Algorithm, _: &[u8], _: &[u8]) -> bool {
            match *self {}
        }
    }
}
