//! Ko-fi.

use super::Provider;
use crate::scheme::{Encoding, Envelope, Field, Scheme, Signature, Text};

/// Ko-fi: the verification token as it is, in `verification_token` of the JSON in the form's field `data`.
///
/// - Secret: the verification token of the dashboard's webhook page.
/// - The body is not protected and is read through [`Verified::unprotected`](crate::Verified::unprotected); no time is
///   signed. Id (`message_id`, the same on a retry) and type are unsigned, in the JSON. Source: [Ko-fi's help][docs].
/// - 200; without it the delivery is repeated, how often is not said.
/// - Confidence: medium; Ko-fi's page needs a login, and a copy of it was read.
///
/// [docs]: https://help.ko-fi.com/hc/articles/360004162298
#[derive(Debug)]
pub enum KoFi {}

impl Provider for KoFi {
    const SCHEME: Scheme = Scheme::token("ko-fi", "")
        .signature(Signature::field(Field::json("/verification_token")).encoding(Encoding::Text))
        .id(&[Field::json("/message_id")])
        .kind(&[Field::json("/type")])
        .envelope(Envelope::JsonInForm(Text::new("data")));
}
