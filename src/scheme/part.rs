//! The pieces of the message that is signed.

use serde::{Deserialize, Serialize};

use super::{Algorithm, Encoding, Field, Parameters, parameters::Of, text::Text};

/// A piece of the message that is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Part {
    /// The body, byte for byte as received; see [`Envelope::SignedInForm`](super::Envelope::SignedInForm) for the one
    /// exception.
    Body,
    /// The body, written as a JSON string: quoted, with escapes (Hygraph).
    BodyAsJson,
    /// The timestamp's bytes as received, never the parsed number written again.
    Timestamp,
    /// The event's id, from the first place of [`Scheme::id`](crate::Scheme::id).
    Id,
    /// The key, for plain hashes ([`Proof::Hash`](super::Proof::Hash)) and for those who sign it too.
    Secret,
    /// The request method, upper case.
    Method,
    /// The public URL that the provider was given, with the request's query, see
    /// [`Builder::public_url`](crate::verifier::Builder::public_url).
    Url,
    /// The same without the query (Plivo).
    UrlWithoutQuery,
    /// The URL, in which `%3A`, `%2F`, `%3F`, `%40`, `%21`, `%24`, `%27`, `%28`, `%29`, `%2A`, `%2C` and `%3B` stand for the
    /// character that they encode, and nothing else does (HubSpot).
    DecodedUrl,
    /// The path of that URL, without its query (Kiwify).
    UrlPath,
    /// The CRC-32 of the body (as in zip and PNG), as a decimal number. A checksum is no digest: whoever can see a delivery
    /// can make another body with the same one, so it does not cover the body (PayPal). Needs the feature `crc32`.
    BodyChecksum,
    /// The digest of the body (Bird).
    BodyDigest {
        /// Of which hash.
        hash: Algorithm,
        /// How it is written; [`Encoding::Text`] are its bytes as they are.
        encoding: Encoding,
    },
    /// The parameters of the query or of a form, sorted.
    Parameters(Parameters),
    /// The path of the request.
    Path(Slash),
    /// The same as Atlassian writes it: without a slash at its end, `&` as `%26`, and `/` if there is nothing left.
    CanonicalPath,
    /// Path and query, written as ECMAScript's `encodeURI` writes a path whose query went through `escape` before: the
    /// canonical request of Contentful.
    EncodedPath,
    /// A label, a value and what ends it, or nothing at all if the request has no such value: a line of Mercado Pago's
    /// manifest. A value that is there twice is refused, and so is one that contains what ends it: the message could be
    /// split otherwise.
    Entry {
        /// What stands before the value.
        label: Text,
        /// The value.
        field: Field,
        /// How its letters are written.
        #[serde(default)]
        letters: Letters,
        /// Whether it must be there.
        #[serde(default)]
        presence: Presence,
        /// What stands after it.
        end: char,
    },
    /// The headers that the sender lists, all of which must be there once. At most 32.
    Headers {
        /// Where they are listed, with spaces or commas between the names.
        listed: Field,
        /// How they are written.
        listing: Listing,
    },
    /// The ciphertext as it stands in the body, or in an endpoint check: see [`Encrypted`](super::Encrypted).
    Encrypted,
    /// Fixed text.
    Literal(Text),
    /// What was agreed with the provider, under this name: see
    /// [`Builder::setting`](crate::verifier::Builder::setting). PayPal signs the id of the webhook.
    Setting(Text),
    /// A value that must be there. If it can contain the literal that follows it, the message can be split otherwise;
    /// choose a separator that it cannot contain. A header behind the body, or behind another value, and a literal must not
    /// contain that literal, so that it has no part of what stands before.
    Value(Field),
    /// A value, or nothing if it is not there; one that is there twice is refused (Adyen).
    ValueIfAny(Field),
}

/// Whether a value of a message must be there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Presence {
    /// It may be left out, with its label.
    #[default]
    IfAny,
    /// Without it, there is no message (AWS SNS).
    Required,
}

/// How the letters of a value are written into the message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Letters {
    /// As they were received.
    #[default]
    AsReceived,
    /// A to Z in lower case: the ids of Mercado Pago, whose query has them in upper case.
    LowerCase,
}

/// The slash at the end of a path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Slash {
    /// As it was sent.
    #[default]
    AsSent,
    /// The sender may have signed the path with or without it: both are tried, so a forgery costs two signatures for each key
    /// (`TrueLayer`). For tokens that leave the message out.
    Either,
}

/// How headers that the sender lists are written into the message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Listing {
    /// `value.value`, in the order of the list (Hook0). The message does not say which dots stand between values.
    Values,
    /// `name:value;name:value`, names in lower case, values trimmed, sorted (Contentful).
    SortedPairs,
    /// `Name: value` and a line feed for each, in the order of the list and with its letter case (`TrueLayer`).
    Lines,
}

impl Part {
    /// The place that it names.
    pub(super) const fn field(&self) -> Option<&Field> {
        match self {
            Self::Value(field)
            | Self::ValueIfAny(field)
            | Self::Entry { field, .. }
            | Self::Headers { listed: field, .. } => Some(field),
            _ => None,
        }
    }

    /// Whether it is the URL with its query.
    pub(super) const fn is_whole_url(&self) -> bool {
        matches!(self, Self::Url | Self::DecodedUrl | Self::EncodedPath)
    }

    /// Whether it is what stands before the query.
    pub(super) const fn is_url_before_query(&self) -> bool {
        matches!(self, Self::UrlWithoutQuery | Self::Path(_) | Self::CanonicalPath)
    }

    /// Whether it is all of the query.
    pub(crate) const fn is_whole_query(&self) -> bool {
        matches!(self, Self::Parameters(parameters) if matches!(parameters.of, Of::Query))
    }

    /// Fixed text, such as the dot in `{timestamp}.{body}`.
    pub const fn literal(text: &str) -> Self {
        Self::Literal(Text::new(text))
    }

    /// What was agreed with the provider, under this name.
    pub const fn setting(name: &str) -> Self {
        Self::Setting(Text::new(name))
    }

    /// The value of a header.
    pub const fn header(name: &str) -> Self {
        Self::Value(Field::header(name))
    }

    /// A value that must be there.
    pub const fn value(field: Field) -> Self {
        Self::Value(field)
    }

    /// A value, or nothing if it is not there.
    pub const fn value_if_any(field: Field) -> Self {
        Self::ValueIfAny(field)
    }

    /// The parameters of the query or of a form.
    pub const fn parameters(parameters: Parameters) -> Self {
        Self::Parameters(parameters)
    }

    /// The digest of the body.
    pub const fn body_digest(hash: Algorithm, encoding: Encoding) -> Self {
        Self::BodyDigest { hash, encoding }
    }

    /// `{label}{value}{end}`, or nothing at all if the request has no such value.
    pub const fn entry(label: &str, field: Field, end: char) -> Self {
        let (letters, presence) = (Letters::AsReceived, Presence::IfAny);
        Self::Entry { label: Text::new(label), field, letters, presence, end }
    }

    /// `{label}{value}{end}`, of a value that must be there.
    pub const fn required_entry(label: &str, field: Field, end: char) -> Self {
        let (letters, presence) = (Letters::AsReceived, Presence::Required);
        Self::Entry { label: Text::new(label), field, letters, presence, end }
    }

    /// As [`entry`](Self::entry), with the value's letters in lower case.
    pub const fn entry_in_lower_case(label: &str, field: Field, end: char) -> Self {
        let (letters, presence) = (Letters::LowerCase, Presence::IfAny);
        Self::Entry { label: Text::new(label), field, letters, presence, end }
    }

    /// The headers that the sender lists.
    pub const fn headers(listed: Field, listing: Listing) -> Self {
        Self::Headers { listed, listing }
    }
}

/// Whether one of the parts is the body. It is `const`, so that the compiler can ask.
#[allow(clippy::indexing_slicing)] // `i < parts.len()`
pub(super) const fn any_is_body(parts: &[Option<Part>]) -> bool {
    let mut i = 0;
    while i < parts.len() {
        let is_body = match &parts[i] {
            Some(Part::Body | Part::BodyAsJson | Part::BodyDigest { .. } | Part::Encrypted) => true,
            Some(Part::Parameters(parameters)) => matches!(parameters.of, Of::Form),
            _ => false,
        };
        if is_body {
            return true;
        }
        i += 1;
    }
    false
}
