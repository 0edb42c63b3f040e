//! Where a value is in a delivery.

use serde::{Deserialize, Serialize};

use super::text::Text;

/// Where a single value is: an id, an event's type, a time, a signature, a piece of the message.
///
/// A value that is there twice is refused or taken for missing: which of the two counts is a question on which parsers
/// differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Field {
    /// A header.
    Header(Text),
    /// A string or number in the JSON that a header has in base64: the header's name, then a JSON Pointer, as in
    /// `x-ebay-signature/kid` (eBay).
    HeaderJson(Text),
    /// A parameter of the URL's query, decoded.
    Query(Text),
    /// A string or number in the JSON body, by JSON Pointer (RFC 6901).
    Json(Text),
    /// A string or number in each element of a JSON array of the body, by a JSON Pointer with one `*` where the elements are:
    /// `/value/*/clientState`. For a [`Check`](super::Check), which all of them must pass.
    Each(Text),
    /// A string or number in the element of the JSON body that is signed on its own, by JSON Pointer from there: see
    /// [`Signature::each_item`](super::Signature::each_item).
    Item(Text),
    /// The name of the one other top-level member of the JSON body: Telegram's `{"update_id": 1, "message": {…}}`.
    JsonMemberBesides(Text),
    /// A field of a form body (`application/x-www-form-urlencoded`, or the named part of `multipart/form-data`).
    Form(Text),
    /// The text of an element of the XML body, by the local names of the elements that lead to it: `/xml/MsgId`. Needs the
    /// feature `xml`.
    Xml(Text),
    /// A member of the signature's `key=value` list, see [`Grammar::Pairs`](super::Grammar::Pairs).
    Member(Text),
    /// A value in the payload of the token that proves the sender, by JSON Pointer: `/iss`. Needs the feature `jwt`.
    Claim(Text),
    /// A value in the header of that token: `/typ`. Needs the feature `jwt`.
    Jose(Text),
}

impl Field {
    /// A header.
    pub const fn header(name: &str) -> Self {
        Self::Header(Text::new(name))
    }

    /// A string or number in the JSON that a header has in base64: the header's name, then a JSON Pointer.
    pub const fn header_json(place: &str) -> Self {
        Self::HeaderJson(Text::new(place))
    }

    /// A parameter of the URL's query.
    pub const fn query(name: &str) -> Self {
        Self::Query(Text::new(name))
    }

    /// A string or number in the JSON body.
    pub const fn json(pointer: &str) -> Self {
        Self::Json(Text::new(pointer))
    }

    /// A string or number in each element of a JSON array.
    pub const fn each(pointer: &str) -> Self {
        Self::Each(Text::new(pointer))
    }

    /// A string or number in the element that is signed on its own.
    pub const fn item(pointer: &str) -> Self {
        Self::Item(Text::new(pointer))
    }

    /// The name of the one other top-level member of the JSON body.
    pub const fn json_member_besides(name: &str) -> Self {
        Self::JsonMemberBesides(Text::new(name))
    }

    /// A field of a form body.
    pub const fn form(name: &str) -> Self {
        Self::Form(Text::new(name))
    }

    /// The text of an element of the XML body.
    pub const fn xml(path: &str) -> Self {
        Self::Xml(Text::new(path))
    }

    /// A member of the signature's `key=value` list.
    pub const fn member(key: &str) -> Self {
        Self::Member(Text::new(key))
    }

    /// A value in the payload of a token.
    pub const fn claim(pointer: &str) -> Self {
        Self::Claim(Text::new(pointer))
    }

    /// A value in the header of a token.
    pub const fn jose(pointer: &str) -> Self {
        Self::Jose(Text::new(pointer))
    }

    /// Whether it is found in the token that proves the sender.
    pub(crate) const fn is_in_token(&self) -> bool {
        matches!(self, Self::Claim(_) | Self::Jose(_))
    }

    /// The name of a parameter of the query or of a form.
    pub(crate) const fn name(&self) -> Option<Text> {
        match self {
            Self::Query(name) | Self::Form(name) => Some(*name),
            _ => None,
        }
    }

    /// Whether it is found in the body.
    pub(crate) const fn is_in_body(&self) -> bool {
        matches!(
            self,
            Self::Json(_) | Self::Each(_) | Self::Item(_) | Self::JsonMemberBesides(_) | Self::Form(_) | Self::Xml(_)
        )
    }

    /// Whether finding it takes the feature `json`.
    pub(crate) const fn is_in_json(&self) -> bool {
        !matches!(self, Self::Header(_) | Self::Query(_) | Self::Form(_) | Self::Member(_) | Self::Xml(_))
    }
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (before, name, after) = match self {
            Self::Header(name) => ("header `", name, "`"),
            Self::HeaderJson(place) => {
                let (name, pointer) = in_header(place.as_str());
                return write!(f, "`{pointer}` in header `{name}`");
            }
            Self::Query(name) => ("the query's `", name, "`"),
            Self::Json(pointer) | Self::Each(pointer) => ("the body's `", pointer, "`"),
            Self::Item(pointer) => ("`", pointer, "` of an item"),
            Self::JsonMemberBesides(known) => ("the body's member besides `", known, "`"),
            Self::Form(name) => ("the form's `", name, "`"),
            Self::Xml(path) => ("the XML's `", path, "`"),
            Self::Member(key) => ("the signature's `", key, "=…`"),
            Self::Claim(pointer) => ("the token's claim `", pointer, "`"),
            Self::Jose(pointer) => ("the token's header `", pointer, "`"),
        };
        write!(f, "{before}{name}{after}")
    }
}

/// The header and the pointer of a [`Field::HeaderJson`]: a header's name has no slash.
pub(crate) fn in_header(place: &str) -> (&str, &str) {
    place.split_at(place.find('/').unwrap_or(place.len()))
}

/// How a point in time is written. Anything else, such as a sign, a fraction or leading zeros, is malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum TimeFormat {
    /// Whole seconds since 1970-01-01T00:00Z in ASCII digits.
    UnixSeconds,
    /// Whole milliseconds since 1970-01-01T00:00Z in ASCII digits.
    UnixMillis,
    /// Either, told apart by magnitude: what would be after the year 5138 in seconds is in milliseconds (Mercado Pago).
    UnixSecondsOrMillis,
    /// As [`UnixSeconds`](Self::UnixSeconds); but what has no digit at all is no time, and is not held against the clock.
    /// It is signed like one, so only the provider can write it: Lark does in its own tests.
    UnixSecondsOrWord,
    /// RFC 3339, for example `2026-11-20T12:00:00.123Z`.
    Rfc3339,
    /// As in the header `Date` (RFC 9110, section 5.6.7, the form that must be written), for example
    /// `Fri, 20 Nov 2026 12:00:00 GMT`.
    HttpDate,
}

/// Where the time of signing is. It must be covered by the signature; what is not covered proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Timestamp {
    pub(crate) at: Field,
    pub(crate) format: TimeFormat,
}

impl Timestamp {
    /// At this place.
    pub const fn new(at: Field, format: TimeFormat) -> Self {
        Self { at, format }
    }

    /// In a header of its own.
    pub const fn header(name: &str, format: TimeFormat) -> Self {
        Self::new(Field::header(name), format)
    }

    /// In the signature header, as a `key=value` member ([`Grammar::Pairs`](super::Grammar::Pairs)). If it is repeated,
    /// it must say the same each time.
    pub const fn pair(key: &str, format: TimeFormat) -> Self {
        Self::new(Field::member(key), format)
    }

    /// The first member of the signature's list, see [`Signature::time_first`](super::Signature::time_first).
    pub const fn first(format: TimeFormat) -> Self {
        Self::new(Field::Member(Text::EMPTY), format)
    }

    /// In the JSON body, at this JSON Pointer (RFC 6901); a number or a string. It is signed with the body, or as a
    /// part of its own.
    pub const fn json(pointer: &str, format: TimeFormat) -> Self {
        Self::new(Field::json(pointer), format)
    }
}

/// How the JSON of a delivery is wrapped. Whether a body is a form is read from its bytes, not from the unsigned
/// `Content-Type`: JSON starts with `{` or `[`, a form does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Envelope {
    /// The body is what it is.
    None,
    /// A form body carries the JSON in this field; the signature covers the form as sent (GitHub, Slack).
    JsonInForm(Text),
    /// A form body carries the content in this field, and the signature covers only the decoded field (Gitea,
    /// Braintree). The rest of such a form is not authentic and cannot be reached.
    SignedInForm(Text),
    /// What the token carries is the content, and the rest of the request is not authentic and cannot be reached (Kinde,
    /// the App Store).
    Jws,
    /// A form body carries in this field a signature, a dot and JSON in base64url, see
    /// [`Grammar::BeforeDot`](super::Grammar::BeforeDot). The signature covers the base64url as it stands, and the JSON is the
    /// verified body (Facebook's `signed_request`). The rest of the form cannot be reached.
    EncodedInForm(Text),
}
