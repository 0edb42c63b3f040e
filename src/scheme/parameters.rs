//! Parameters of a query or a form, written into the message in the order of their names.

use std::{borrow::Cow, cmp::Ordering};

use memchr::memmem;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};
use serde::{Deserialize, Serialize};

use super::{
    Field,
    text::{List, Text},
};
use crate::{error::Cause, urlencoded};

/// How many parameters are looked at. PHP, which most senders of forms are written for, reads a thousand.
const MAX_PARAMETERS: usize = 1000;

/// What RFC 3986, section 2.3, leaves as it is.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The parameters of the query or of a form, decoded and sorted by name, byte for byte (Twilio, Plivo, Shopify's app
/// proxies). In a form they are the body: what is not `application/x-www-form-urlencoded` is refused.
///
/// ```
/// use hookseal::scheme::{Parameters, Part, Repeated};
///
/// // Twilio: names and values, one after the other.
/// const TWILIO: Part = Part::parameters(Parameters::form().repeated(Repeated::Distinct));
/// // Shopify: `name=value`, several values of a name with commas between them.
/// const SHOPIFY: Part =
///     Part::parameters(Parameters::query().between('=').repeated(Repeated::Joined(',')).without("signature"));
/// ```
///
/// Where nothing stands between names and values, or what does may be in them, other parameters can make the same
/// message: `A=1B2` and `A=1&B=2`. Providers sign so nevertheless. The idempotency key of such a scheme is therefore made
/// of the message, not of the bytes of the body: what passes with the same signature is the same event.
///
/// An id, a type or a time that is one of the parameters must be the one that can be read in the message, too, or the delivery
/// is refused: `a=1&id=x` is also signed by who signs `a=1%26id%3Dx`. Where nothing stands between parameters, it does not
/// count as signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Parameters {
    pub(crate) of: Of,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    between: Option<char>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    joined: Option<char>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) begin: Option<Begin>,
    #[serde(default)]
    repeated: Repeated,
    #[serde(default)]
    values: Values,
    #[serde(default)]
    without_empty: bool,
    #[serde(default)]
    pub(crate) if_form: bool,
    #[serde(default)]
    without: List<Text, 2>,
}

/// Where parameters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Of {
    Query,
    Form,
}

/// What stands before the parameters, if there are any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Begin {
    first: char,
    further: char,
}

/// How names and values are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Values {
    #[default]
    Plain,
    Masked,
    Encoded,
}

/// What becomes of a name that is there more than once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Repeated {
    /// Each is written, sorted by value.
    #[default]
    Each,
    /// Each value is written once, sorted.
    Distinct,
    /// The values stand behind the name, in the order in which they came, with this character between them.
    Joined(char),
    /// The same, but sorted (Atlassian).
    JoinedSorted(char),
    /// The delivery is refused.
    Refused,
}

impl Parameters {
    const fn new(of: Of) -> Self {
        Self {
            of,
            between: None,
            joined: None,
            begin: None,
            repeated: Repeated::Each,
            without_empty: false,
            values: Values::Plain,
            if_form: false,
            without: List::new(&[]),
        }
    }

    /// Those of the query.
    pub const fn query() -> Self {
        Self::new(Of::Query)
    }

    /// Those of the body, a form.
    pub const fn form() -> Self {
        Self::new(Of::Form)
    }

    /// What stands between a name and its value; nothing, if not said.
    pub const fn between(self, character: char) -> Self {
        Self { between: Some(character), ..self }
    }

    /// What stands between two parameters; nothing, if not said.
    pub const fn joined(self, character: char) -> Self {
        Self { joined: Some(character), ..self }
    }

    /// What stands before the parameters, if there are any: `first`, or `further` if parameters of another kind stand
    /// before them in the same message (Plivo).
    pub const fn begin(self, first: char, further: char) -> Self {
        Self { begin: Some(Begin { first, further }), ..self }
    }

    /// What becomes of a name that is there more than once; each is written, if nothing is said.
    pub const fn repeated(self, repeated: Repeated) -> Self {
        Self { repeated, ..self }
    }

    /// Says that `&` and `=` inside values are written as `_` (Vonage).
    pub const fn masked(self) -> Self {
        Self { values: Values::Masked, ..self }
    }

    /// Leaves out those whose value is empty (Alipay).
    pub const fn without_empty(self) -> Self {
        Self { without_empty: true, ..self }
    }

    /// Says that names and values are written with all but `A-Z`, `a-z`, `0-9`, `-`, `.`, `_` and `~` as escapes
    /// (RFC 3986, section 2.3), however they were escaped before (Atlassian).
    pub const fn encoded(self) -> Self {
        Self { values: Values::Encoded, ..self }
    }

    /// Says that a body which is no form has none of them, instead of being refused. A [`Check`](super::Check) must tie
    /// such a body to something that is signed (Twilio's `bodySHA256`).
    pub const fn if_form(self) -> Self {
        Self { if_form: true, ..self }
    }

    /// Leaves a parameter out: the signature itself. At most two.
    pub const fn without(self, name: &str) -> Self {
        Self { without: self.without.with(Text::new(name)), ..self }
    }

    /// Whether what is in this place is one of them.
    pub(crate) fn has(&self, field: &Field) -> bool {
        match (self.of, field) {
            (Of::Query, Field::Query(name)) | (Of::Form, Field::Form(name)) => {
                !self.without.iter().any(|left_out| left_out == name)
            }
            _ => false,
        }
    }

    /// Whether something stands between names, values and parameters, so that they can be read in the message.
    pub(crate) fn are_delimited(&self) -> bool {
        self.between.is_some() && self.joined.is_some()
    }

    /// Whether the message says of the parameter in this place what the delivery says. It is written from decoded names and
    /// values, so that these may hold what looks like another parameter there.
    pub(crate) fn are_told(&self, message: &[u8], further: bool, encoded: &[u8], field: &Field) -> bool {
        let (Field::Query(name) | Field::Form(name)) = field else { return true };
        let (Some(between), Some(joined), true) = (self.between, self.joined, self.has(field)) else { return true };
        let name = name.as_str();
        let begin = self.begin.map_or(0, |begin| if further { begin.further } else { begin.first }.len_utf8());
        let joined = joined.to_string();
        let text = [joined.as_bytes(), message.get(begin..).unwrap_or_default()].concat();
        let start = [joined.as_bytes(), &self.escaped(name.as_bytes()), between.to_string().as_bytes()].concat();
        let mut told = memmem::find_iter(&text, &start).filter_map(|at| text.get(at..)?.strip_prefix(&*start));
        let (first, another) = (told.next(), told.next());
        let until_next = |rest: &[u8]| memmem::find(rest, joined.as_bytes()).unwrap_or(rest.len());
        let first = first.and_then(|rest| rest.get(..until_next(rest)));
        let found = urlencoded::single(encoded, name).filter(|value| !(self.without_empty && value.is_empty()));
        another.is_none() && first == found.as_deref().map(|value| self.escaped(value)).as_deref()
    }

    /// The parameters as they are signed; `None` if there are none. `further` says whether others stand before them.
    /// `but` is the name of one that is left out besides.
    pub(crate) fn write(&self, encoded: &[u8], further: bool, but: Option<&str>) -> Result<Option<Vec<u8>>, Cause> {
        let malformed = |why| Cause::MalformedBody { place: self.of.to_string(), why };
        let mut sorted: Vec<Parameter<'_>> = urlencoded::pairs(encoded)
            .filter(|(name, _)| !self.without.iter().any(|left_out| left_out.as_bytes() == &**name))
            .filter(|(name, _)| but.is_none_or(|but| but.as_bytes() != &**name))
            .filter(|(_, value)| !(self.without_empty && value.is_empty()))
            .take(MAX_PARAMETERS + 1)
            .collect();
        if sorted.len() > MAX_PARAMETERS {
            return Err(malformed("it has more than a thousand parameters"));
        }
        if self.are_sorted_as_written() {
            for (_, value) in &mut sorted {
                *value = self.written(value).into();
            }
        }
        // A stable sort: values that are not sorted keep their order.
        let keeps_order = matches!(self.repeated, Repeated::Joined(_) | Repeated::Refused);
        sorted.sort_by(|(name, value), (other_name, other_value)| {
            let by_value = || if keeps_order { Ordering::Equal } else { value.cmp(other_value) };
            name.cmp(other_name).then_with(by_value)
        });
        let is_twice = |one: &[Parameter<'_>]| matches!(one, [(name, _), (other, _)] if name == other);
        match self.repeated {
            Repeated::Distinct => sorted.dedup(),
            Repeated::Refused if sorted.windows(2).any(is_twice) => {
                return Err(malformed("a parameter is there twice"));
            }
            _ => {}
        }
        Ok((!sorted.is_empty()).then(|| self.text_of(&sorted, further)))
    }

    fn text_of(&self, sorted: &[Parameter<'_>], further: bool) -> Vec<u8> {
        let mut text = Writing::default();
        text.put(self.begin.map(|begin| if further { begin.further } else { begin.first }));
        let mut last: Option<&[u8]> = None;
        for (name, value) in sorted {
            match (self.repeated, last) {
                (Repeated::Joined(glue) | Repeated::JoinedSorted(glue), Some(last)) if *last == **name => {
                    text.put(Some(glue));
                }
                _ => {
                    text.put(self.joined.filter(|_| last.is_some()));
                    text.0.extend_from_slice(&self.escaped(name));
                    text.put(self.between);
                }
            }
            if self.are_sorted_as_written() {
                text.0.extend_from_slice(value);
            } else {
                text.0.extend_from_slice(&self.written(value));
            }
            last = Some(name);
        }
        text.0
    }

    /// Whether values are put in order as they are written: what is escaped stands before letters and digits.
    fn are_sorted_as_written(&self) -> bool {
        matches!(self.repeated, Repeated::JoinedSorted(_))
    }

    /// A value as it is signed.
    fn written(&self, value: &[u8]) -> Vec<u8> {
        let mask = |byte: &u8| if self.values == Values::Masked && matches!(byte, b'&' | b'=') { b'_' } else { *byte };
        self.escaped(value).iter().map(mask).collect()
    }

    fn escaped<'v>(&self, value: &'v [u8]) -> Cow<'v, [u8]> {
        if self.values != Values::Encoded {
            return Cow::Borrowed(value);
        }
        Cow::Owned(percent_encode(value, UNRESERVED).to_string().into_bytes())
    }
}

/// A text in the making.
#[derive(Default)]
struct Writing(Vec<u8>);

impl Writing {
    fn put(&mut self, character: Option<char>) {
        let written = character.map(|character| character.to_string());
        self.0.extend_from_slice(written.unwrap_or_default().as_bytes());
    }
}

/// A name and a value, decoded.
type Parameter<'p> = (Cow<'p, [u8]>, Cow<'p, [u8]>);

impl std::fmt::Display for Of {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Query => "query",
            Self::Form => "form",
        })
    }
}
