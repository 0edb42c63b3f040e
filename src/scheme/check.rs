//! What single values of a delivery must be, beyond the signature: the audience of a token, the digest of the body.

use serde::{Deserialize, Serialize};

use super::{Algorithm, Encoding, Field, List, Text};

/// Something that a value of the delivery must be, see [`Scheme::check`](crate::Scheme::check).
///
/// ```
/// use hookseal::scheme::{Algorithm, Check, Encoding, Field};
///
/// const AUDIENCE: Check = Check::setting(Field::claim("/aud"), "audience");
/// const BODY: Check = Check::body_digest(Field::claim("/payload_hash"), Algorithm::Sha256, Encoding::Hex);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Check {
    pub(crate) field: Field,
    /// Where the value is if it is not there.
    #[serde(default)]
    pub(crate) or: List<Field, 3>,
    pub(crate) must: Must,
    #[serde(default)]
    pub(crate) when: When,
}

/// What a value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Must {
    /// This text, or one of the others.
    Be {
        /// The text.
        text: Text,
        /// Another one that is as good; none, if empty.
        #[serde(default)]
        or: Text,
        /// And another.
        #[serde(default)]
        or_else: Text,
    },
    /// What was agreed with the provider, under this name: see [`Builder::setting`](crate::verifier::Builder::setting).
    BeSetting(Text),
    /// The public URL of the endpoint, with the query of the request, see
    /// [`Builder::public_url`](crate::verifier::Builder::public_url).
    BeUrl,
    /// The digest of the body as it was received.
    BeBodyDigest {
        /// Of which hash.
        hash: Algorithm,
        /// How it is written; padding may be left out or not.
        encoding: Encoding,
    },
    /// The digest of the scheme's message, in schemes whose signature is over something else: a token.
    BeMessageDigest {
        /// Of which hash.
        hash: Algorithm,
        /// How it is written.
        encoding: Encoding,
    },
    /// The same as the value in another place.
    BeSame(Field),
    /// A list of `key=value` with commas between them, in which this key is there once and has this value.
    HaveMember {
        /// The key.
        key: Text,
        /// Its value.
        text: Text,
    },
    /// A JSON object with something in it.
    BeObject,
    /// Not there at all.
    BeAbsent,
}

/// When a value must be what it must.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum When {
    /// In every delivery.
    #[default]
    Always,
    /// If it is there.
    Present,
    /// If the delivery has a body; if it has none, the value must not be there either.
    Body,
    /// If the body is neither empty nor a form, and where it is there.
    NoForm,
}

impl Check {
    const fn new(field: Field, must: Must) -> Self {
        Self { field, or: List::new(&[]), must, when: When::Always }
    }

    /// The value is this text.
    pub const fn is(field: Field, text: &str) -> Self {
        Self::new(field, Must::Be { text: Text::new(text), or: Text::EMPTY, or_else: Text::EMPTY })
    }

    /// The value is one of two texts.
    pub const fn is_either(field: Field, one: &str, other: &str) -> Self {
        Self::new(field, Must::Be { text: Text::new(one), or: Text::new(other), or_else: Text::EMPTY })
    }

    /// The value is one of three texts.
    pub const fn is_one_of(field: Field, [one, two, three]: [&str; 3]) -> Self {
        Self::new(field, Must::Be { text: Text::new(one), or: Text::new(two), or_else: Text::new(three) })
    }

    /// The value is what was agreed with the provider, which the application has to say: see
    /// [`Builder::setting`](crate::verifier::Builder::setting). A JSON array must have it as an element.
    pub const fn setting(field: Field, name: &str) -> Self {
        Self::new(field, Must::BeSetting(Text::new(name)))
    }

    /// The value is the public URL of the endpoint.
    pub const fn url(field: Field) -> Self {
        Self::new(field, Must::BeUrl)
    }

    /// The value is the digest of the body. If the value is signed, so is the body then.
    pub const fn body_digest(field: Field, hash: Algorithm, encoding: Encoding) -> Self {
        Self::new(field, Must::BeBodyDigest { hash, encoding })
    }

    /// The value is the digest of the scheme's [message](crate::Scheme::message), in a scheme whose signature is over a
    /// token that has this value.
    pub const fn message_digest(field: Field, hash: Algorithm, encoding: Encoding) -> Self {
        Self::new(field, Must::BeMessageDigest { hash, encoding })
    }

    /// Two places say the same.
    pub const fn same(field: Field, other: Field) -> Self {
        Self::new(field, Must::BeSame(other))
    }

    /// The value is a list of `key=value` in which `key` is `text`: `key=k1,algorithm=HMAC_SHA256` (Twilio).
    pub const fn member(field: Field, key: &str, text: &str) -> Self {
        Self::new(field, Must::HaveMember { key: Text::new(key), text: Text::new(text) })
    }

    /// The value is a JSON object with something in it: the `events` of a security event token (RFC 8417).
    pub const fn object(field: Field) -> Self {
        Self::new(field, Must::BeObject)
    }

    /// The value is not there.
    pub const fn absent(field: Field) -> Self {
        Self::new(field, Must::BeAbsent)
    }

    /// Where else the value may be: the first of these places, at most four with the first, that has one counts. What is in
    /// the others is not looked at.
    pub const fn or_at(self, field: Field) -> Self {
        Self { or: self.or.with(field), ..self }
    }

    /// Each place that the value may be in.
    pub(crate) fn places(&self) -> Vec<&Field> {
        let mut places = vec![&self.field];
        places.extend(self.or.iter());
        places
    }

    /// When the value must be so; always, if nothing is said.
    pub const fn when(self, when: When) -> Self {
        Self { when, ..self }
    }

    /// Whether it ties the body to the value. It is `const`, so that the compiler can ask.
    const fn ties_body(&self) -> bool {
        matches!(self.must, Must::BeBodyDigest { .. }) && !matches!(self.when, When::Present)
    }

    /// Whether it ties the scheme's message to the value.
    const fn ties_message(&self) -> bool {
        matches!(self.must, Must::BeMessageDigest { .. }) && matches!(self.when, When::Always)
    }
}

/// Whether one of the checks ties the body to a value, and whether one ties the scheme's message to one.
#[allow(clippy::indexing_slicing)] // `i < checks.len()`
pub(super) const fn ties(checks: &[Option<Check>]) -> (bool, bool) {
    let (mut body, mut message) = (false, false);
    let mut i = 0;
    while i < checks.len() {
        if let Some(check) = &checks[i] {
            body = body || check.ties_body();
            message = message || check.ties_message();
        }
        i += 1;
    }
    (body, message)
}
