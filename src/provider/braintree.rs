//! Braintree.

use super::Provider;
use crate::scheme::{
    Algorithm, Answer, Envelope, Field, Handshake, KeyFormat, Scheme, Separator, Signature, Text,
};

/// Braintree: HMAC-SHA-1 of the form field `bt_payload`, in hex, in the form field `bt_signature`.
///
/// Needs the feature `sha1`.
///
/// - Secret: the private key, as text; its SHA-1 is the key. Give it the public key as its [id](crate::Secret::id):
///   signatures come as `public key|signature`, one for each pair of keys. Source: [Braintree's SDK][docs].
/// - The payload is signed as it stands in the form: base64, line breaks included, of XML. The body of the verified
///   delivery is that base64. No time of sending, id or type can be found in it before it is decoded.
/// - The check by GET (`bt_challenge`) is answered by the library, if the secret has its id.
/// - 2xx within 30 s; repeated every hour for a day (unconfirmed).
/// - Confidence: high.
///
/// [docs]: https://github.com/braintree/braintree_python/blob/master/braintree/webhook_notification_gateway.py
#[derive(Debug)]
pub enum Braintree {}

impl Provider for Braintree {
    const SCHEME: Scheme = Scheme::mac("braintree", Algorithm::Sha1)
        .key(KeyFormat::Sha1)
        .signature(Signature::field(Field::form("bt_signature")).by_key_id(Separator::Ampersand, "|"))
        .envelope(Envelope::SignedInForm(Text::new("bt_payload")))
        .handshake(
            Handshake::get().challenge(Field::query("bt_challenge")).answer(Answer::key_id_and_mac("|")),
        );
}
