//! `application/x-www-form-urlencoded`, byte for byte: for form bodies and for query strings.

use std::borrow::Cow;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use percent_encoding::percent_decode;

use crate::{multipart, scheme::Envelope};

/// Whether a body is a form. Read from the signed bytes, since the `Content-Type` is not signed: JSON starts with a
/// brace, a bracket or a quote, a form with the name of a field.
pub(crate) fn is_form(body: &[u8]) -> bool {
    !matches!(body.trim_ascii_start().first(), None | Some(b'{' | b'[' | b'"'))
}

/// Whether a body is empty or URL-encoded parameters.
pub(crate) fn is_parameters(body: &[u8]) -> bool {
    body.is_empty() || is_form(body) && !multipart::is_multipart(body)
}

/// The value of a field of a form body, of either kind, if it is there exactly once.
pub(crate) fn field<'b>(body: &'b [u8], name: &str) -> Option<Cow<'b, [u8]>> {
    if multipart::is_multipart(body) {
        return multipart::single(body, name).map(Cow::Borrowed);
    }
    if is_form(body) { single(body, name) } else { None }
}

/// The value of the field that carries the content, if the body is a form and the envelope has such a field.
pub(crate) fn unwrap(envelope: &Envelope, body: &[u8]) -> Option<Vec<u8>> {
    match envelope {
        Envelope::None | Envelope::Jws => None,
        Envelope::JsonInForm(name) | Envelope::SignedInForm(name) => field(body, name.as_str()).map(Cow::into_owned),
        Envelope::EncodedInForm(name) => Base64UrlUnpadded::decode_vec(after_dot(&field(body, name.as_str())?)?).ok(),
    }
}

/// What stands after the first dot.
pub(crate) fn after_dot(text: &[u8]) -> Option<&str> {
    let dot = memchr::memchr(b'.', text)?;
    std::str::from_utf8(text.get(dot + 1..)?).ok()
}

/// The decoded value of the field `name`, if it is there exactly once.
pub(crate) fn single<'b>(encoded: &'b [u8], name: &str) -> Option<Cow<'b, [u8]>> {
    let mut values = values(encoded, name);
    let value = values.next()?;
    values.next().is_none().then(|| decode(value))
}

/// Whether the field `name` is there more than once.
pub(crate) fn is_repeated(encoded: &[u8], name: &str) -> bool {
    values(encoded, name).nth(1).is_some()
}

/// The names and values of all fields, decoded, but for those that are empty altogether.
pub(crate) fn pairs(encoded: &[u8]) -> impl Iterator<Item = (Cow<'_, [u8]>, Cow<'_, [u8]>)> {
    fields(encoded).map(|(name, value)| (decode(name), decode(value)))
}

/// The values of the field `name`, as written.
fn values<'b>(encoded: &'b [u8], name: &str) -> impl Iterator<Item = &'b [u8]> {
    fields(encoded).filter(move |(written, _)| *decode(written) == *name.as_bytes()).map(|(_, value)| value)
}

/// The names and values of all fields, as written, but for those that are empty altogether.
fn fields(encoded: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    encoded.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).map(|pair| halves(pair, b'='))
}

/// What stands before and after the first separator.
pub(crate) fn halves(pair: &[u8], separator: u8) -> (&[u8], &[u8]) {
    let place = memchr::memchr(separator, pair).unwrap_or(pair.len());
    (pair.get(..place).unwrap_or_default(), pair.get(place + 1..).unwrap_or_default())
}

/// Undoes `+` and `%41`. Bytes that are no UTF-8 stay what they are.
fn decode(encoded: &[u8]) -> Cow<'_, [u8]> {
    if !encoded.contains(&b'+') {
        return percent_decode(encoded).into();
    }
    let spaces: Vec<u8> = encoded.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    Cow::Owned(Cow::from(percent_decode(&spaces)).into_owned())
}
