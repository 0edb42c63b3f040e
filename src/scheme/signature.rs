//! Where the signature is and how it is written.

use serde::{Deserialize, Serialize};

use super::{
    Algorithm, Encoding, Field,
    text::{List, Text},
};

/// What stands between the members of a list. White space around a member is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Separator {
    /// `a=1,b=2`
    Comma,
    /// `a=1;b=2`
    Semicolon,
    /// `a=1&b=2`
    Ampersand,
    /// `a=1,b=2 a=1,b=3`: sets with a space between them (Persona).
    CommaOrSpace,
}

impl Separator {
    /// What the members are separated by.
    pub(crate) const fn bytes(self) -> (u8, u8) {
        match self {
            Self::Comma => (b',', b','),
            Self::Semicolon => (b';', b';'),
            Self::Ampersand => (b'&', b'&'),
            Self::CommaOrSpace => (b',', b' '),
        }
    }
}

/// How signatures stand in their value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Grammar {
    /// The value is one signature, after a fixed prefix (which may be empty).
    Whole {
        /// For example `sha256=`. Compared exactly, case included.
        prefix: Text,
    },
    /// `key=value` members, in any order, several signatures allowed; members with other keys are skipped.
    Pairs {
        /// Between the members.
        separator: Separator,
        /// The key of a signature, for example `v1`.
        key: Text,
        /// Another key that signatures may have: `TabaPay`'s `v2`, made with the previous secret. Empty if none.
        #[serde(default)]
        or: Text,
    },
    /// `version,signature` entries with a space between them (Standard Webhooks), and perhaps a comma before the space
    /// (Supabase); other versions are skipped.
    Versions {
        /// The version that is looked at, for example `v1`.
        version: Text,
    },
    /// A list whose first member is the time of signing and whose others are signatures (Recurly).
    TimeFirst {
        /// Between the members.
        separator: Separator,
    },
    /// Signatures, one after the other (Plivo).
    List {
        /// Between them.
        separator: Separator,
    },
    /// The signature, a dot, and what is signed, see [`Envelope::EncodedInForm`](super::Envelope::EncodedInForm)
    /// (Facebook).
    BeforeDot,
    /// `key id|signature` members (Braintree). A secret with an id is held against its own signatures only.
    ByKeyId {
        /// Between the members.
        separator: Separator,
        /// Between a key's id and its signature.
        between: Text,
    },
}

/// Where a signature may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Source {
    /// A header: the first of these names that is present.
    Header(List<Text, 2>),
    /// A header that may be there several times, a signature each.
    RepeatableHeader(Text),
    /// Headers with this name and a number from 1 on after it.
    NumberedHeaders(Text),
    /// Each secret has its own header, in this order.
    HeaderPerSecret(List<Text, 2>),
    /// A value elsewhere.
    Field(Field),
    /// The whole body.
    Body,
    /// Elements of a JSON array, each of which must have it: `/value/*/clientState`.
    EachJson(Text),
    /// Objects in the elements of a JSON array, each of which is signed on its own, and where the signature is in them.
    EachItem { items: Text, at: Text },
}

/// A prefix that names another algorithm than the scheme's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Named {
    pub(crate) prefix: Text,
    pub(crate) algorithm: Algorithm,
}

/// Where the signature is and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Signature {
    pub(crate) at: Source,
    #[serde(default = "Grammar::whole")]
    pub(crate) grammar: Grammar,
    #[serde(default = "Encoding::usual")]
    pub(crate) encoding: Encoding,
    #[serde(default)]
    pub(crate) or_algorithms: List<Named, 3>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) named_by: Option<NamedBy>,
}

/// A value that names the algorithm, where the signature itself does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct NamedBy {
    pub(crate) field: Field,
    /// The name of the usual one.
    pub(crate) usual: Text,
}

impl Grammar {
    const fn whole() -> Self {
        Self::Whole { prefix: Text::EMPTY }
    }
}

impl Encoding {
    const fn usual() -> Self {
        Self::Hex
    }
}

impl Signature {
    pub(super) const fn at(at: Source) -> Self {
        Self {
            at,
            grammar: Grammar::whole(),
            encoding: Encoding::usual(),
            or_algorithms: List::new(&[]),
            named_by: None,
        }
    }

    /// A signature in hex that is the whole value of this header.
    pub const fn header(name: &str) -> Self {
        Self::at(Source::Header(List::new(&[Text::new(name)])))
    }

    /// Two names for the same signature: the first that is present is read, the other ignored.
    pub const fn either_header(name: &str, other: &str) -> Self {
        Self::at(Source::Header(List::new(&[Text::new(name), Text::new(other)])))
    }

    /// A header that the sender may repeat, with one signature each (Mollie, while a secret is rotated). The first 16 are
    /// looked at.
    pub const fn repeatable_header(name: &str) -> Self {
        Self::at(Source::RepeatableHeader(Text::new(name)))
    }

    /// `{name}1`, `{name}2`, … with one signature each; any of them may be any secret's (`DocuSign`). The first 16 are
    /// looked at.
    pub const fn numbered_headers(name: &str) -> Self {
        Self::at(Source::NumberedHeaders(Text::new(name)))
    }

    /// Each secret signs in a header of its own: the first in the first, the second in the second (Box, Primer).
    pub const fn header_per_secret(first: &str, second: &str) -> Self {
        Self::at(Source::HeaderPerSecret(List::new(&[Text::new(first), Text::new(second)])))
    }

    /// A value elsewhere: in the query, in the JSON body, in a form.
    pub const fn field(field: Field) -> Self {
        Self::at(Source::Field(field))
    }

    /// The whole body: a token that is sent on its own.
    pub const fn body() -> Self {
        Self::at(Source::Body)
    }

    /// In each element of a JSON array, `*` in the pointer: `/value/*/clientState` (Microsoft Graph). All must be right,
    /// and there must be one.
    pub const fn each_json(pointer: &str) -> Self {
        Self::at(Source::EachJson(Text::new(pointer)))
    }

    /// In each object at `items`, a pointer with a `*` for the elements of an array; the signature is at the pointer `at`
    /// from there (Adyen). Each object is signed on its own: the message is made of its [`Field::Item`]s. All must be
    /// right, there must be one, and no more than 64.
    pub const fn each_item(items: &str, at: &str) -> Self {
        Self::at(Source::EachItem { items: Text::new(items), at: Text::new(at) })
    }

    /// Something stands before the signature, such as `sha256=`.
    pub const fn prefix(self, prefix: &str) -> Self {
        Self { grammar: Grammar::Whole { prefix: Text::new(prefix) }, ..self }
    }

    /// The sender may name another algorithm by another prefix (W3C WebSub's `sha512=`). What is not named is refused;
    /// name only what you would accept alone, since the sender has the choice. At most three.
    pub const fn or_algorithm(self, prefix: &str, algorithm: Algorithm) -> Self {
        let named = Named { prefix: Text::new(prefix), algorithm };
        Self { or_algorithms: self.or_algorithms.with(named), ..self }
    }

    /// The algorithm is named by a value elsewhere, not by a prefix: `usual` is the name of the scheme's own, and
    /// [`or_algorithm`](Self::or_algorithm) says which others there are (AWS SNS, `SignatureVersion`).
    pub const fn named_by(self, field: Field, usual: &str) -> Self {
        Self { named_by: Some(NamedBy { field, usual: Text::new(usual) }), ..self }
    }

    /// The value is a list of `key=value`; signatures have this `key`.
    pub const fn pairs(self, separator: Separator, key: &str) -> Self {
        Self { grammar: Grammar::Pairs { separator, key: Text::new(key), or: Text::EMPTY }, ..self }
    }

    /// The value is a list of `key=value`; signatures have either key.
    pub const fn pairs_of_either(self, separator: Separator, key: &str, or: &str) -> Self {
        Self { grammar: Grammar::Pairs { separator, key: Text::new(key), or: Text::new(or) }, ..self }
    }

    /// The value is a list of `version,signature` with spaces between them.
    pub const fn versions(self, version: &str) -> Self {
        Self { grammar: Grammar::Versions { version: Text::new(version) }, ..self }
    }

    /// The value is a list: the time of signing, then signatures.
    pub const fn time_first(self, separator: Separator) -> Self {
        Self { grammar: Grammar::TimeFirst { separator }, ..self }
    }

    /// The value is a list of signatures, of which one must be right.
    pub const fn list(self, separator: Separator) -> Self {
        Self { grammar: Grammar::List { separator }, ..self }
    }

    /// The value is the signature, a dot, and what is signed.
    pub const fn before_dot(self) -> Self {
        Self { grammar: Grammar::BeforeDot, ..self }
    }

    /// The value is a list of `key id|signature`, with `between` in the middle.
    pub const fn by_key_id(self, separator: Separator, between: &str) -> Self {
        Self { grammar: Grammar::ByKeyId { separator, between: Text::new(between) }, ..self }
    }

    /// How the signature's bytes are written; hex if nothing is said.
    pub const fn encoding(self, encoding: Encoding) -> Self {
        Self { encoding, ..self }
    }
}
