//! Where public keys are, if nobody pastes them.

use serde::{Deserialize, Serialize};

use super::{Field, IdForm, List, Text, UrlPin};

/// Where the public keys of a provider are. A verifier whose scheme has this needs no secret: it says which key it needs,
/// see [`keys`](crate::keys). Keys that are pasted as secrets are used instead.
///
/// ```
/// use hookseal::scheme::{Field, KeysAt, UrlPin};
///
/// const SET: KeysAt = KeysAt::set("https://www.googleapis.com/oauth2/v3/certs");
/// const CERTIFICATE: KeysAt = KeysAt::certificate(
///     Field::json("/SigningCertURL"),
///     UrlPin::hosts(&["sns.*.amazonaws.com"]).path_suffix(".pem"),
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct KeysAt {
    pub(crate) place: KeyPlace,
    /// Which DNS names a certificate may be for; any, if empty.
    #[serde(default)]
    pub(crate) names: List<Text, 2>,
}

/// A place of keys.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum KeyPlace {
    /// A document with all keys, which may have names: a JWK Set (RFC 7517), for one.
    Set {
        /// Its URL; empty, if each user has another: then [`Builder::keys_url`](crate::verifier::Builder::keys_url) says it.
        url: Text,
    },
    /// A document for each key, at a URL that ends with the key's name.
    Each {
        /// What stands before the name.
        base: Text,
        /// What a name may be made of.
        id: IdForm,
    },
    /// A certificate (X.509) at a URL that the delivery names. Needs the feature `x509`.
    Certificate {
        /// Where the delivery names it.
        url: Field,
        /// Where it is looked for if it is not there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        or: Option<Field>,
        /// Which URLs it may name.
        pin: UrlPin,
    },
    /// A JWK Set at a URL that the delivery names.
    NamedSet {
        /// Where the delivery names it.
        url: Field,
        /// Which URLs it may name.
        pin: UrlPin,
    },
    /// A chain of certificates in the header of a token (`x5c` of RFC 7515), three long, that ends at a root which is
    /// pasted as the secret. Needs the feature `x509`.
    Chain {
        /// An extension that the first certificate must have, by its object identifier.
        leaf: Text,
        /// An extension that the second one must have.
        issuer: Text,
    },
}

impl KeysAt {
    const fn new(place: KeyPlace) -> Self {
        Self { place, names: List::new(&[]) }
    }

    /// A document with all keys.
    pub const fn set(url: &str) -> Self {
        Self::new(KeyPlace::Set { url: Text::new(url) })
    }

    /// A document with all keys, at a URL that each user has to say.
    pub const fn own_set() -> Self {
        Self::set("")
    }

    /// A document for each key, whose name ends the URL.
    pub const fn each(base: &str, id: IdForm) -> Self {
        Self::new(KeyPlace::Each { base: Text::new(base), id })
    }

    /// A certificate at a URL that the delivery names.
    pub const fn certificate(url: Field, pin: UrlPin) -> Self {
        Self::new(KeyPlace::Certificate { url, or: None, pin })
    }

    /// The same, where the delivery names it in one of two places.
    pub const fn certificate_at_either(url: Field, or: Field, pin: UrlPin) -> Self {
        Self::new(KeyPlace::Certificate { url, or: Some(or), pin })
    }

    /// A JWK Set at a URL that the delivery names.
    pub const fn named_set(url: Field, pin: UrlPin) -> Self {
        Self::new(KeyPlace::NamedSet { url, pin })
    }

    /// A chain of three certificates in the header of the token, whose root is pasted as the secret.
    pub const fn chain(leaf: &str, issuer: &str) -> Self {
        Self::new(KeyPlace::Chain { leaf: Text::new(leaf), issuer: Text::new(issuer) })
    }

    /// The certificate must be for one of these DNS names: at most two.
    pub const fn for_names(self, names: &[&str]) -> Self {
        let mut list = List::new(&[]);
        let mut rest = names;
        while let [name, others @ ..] = rest {
            list = list.with(Text::new(name));
            rest = others;
        }
        Self { names: list, ..self }
    }

    /// Whether the keys are elsewhere, so that a verifier needs no secret.
    pub(crate) const fn is_elsewhere(&self) -> bool {
        !matches!(self.place, KeyPlace::Chain { .. })
    }

    /// The feature that is needed and off in this build.
    pub(crate) const fn missing_feature(&self) -> Option<&'static str> {
        match self.place {
            KeyPlace::Certificate { .. } | KeyPlace::Chain { .. } if !cfg!(feature = "x509") => Some("x509"),
            _ => None,
        }
    }
}
