//! `WeCom`.

use super::Provider;
use crate::scheme::{
    Algorithm, Cipher, Encrypted, Field, KeyFormat, Part, Scheme, Signature, TimeFormat, Timestamp,
};

/// `WeCom` (Enterprise `WeChat`): plain SHA-1 of token, time, nonce and ciphertext, sorted, in hex, in the query's
/// `msg_signature`; the verified body is what is inside the ciphertext.
///
/// Needs the features `sha1`, `aes` and `xml`.
///
/// - Secret: `{Token}:{EncodingAESKey}`, both from the page of the app, with a colon between them.
/// - The setting `receive_id` is whom the message is encrypted for, the corporation's id (`CorpID`) or the suite's. Give
///   both where both are right. Source: [Tencent's documentation][docs].
/// - The body is XML with the ciphertext in `Encrypt`; the rest of it is not signed and cannot be reached. Inside is XML
///   with its own `MsgId`, if it is a message, and `Event` or `MsgType`, all of them signed.
/// - Nothing stands between the pieces that are signed. Time in the query, in seconds; no tolerance is documented, the
///   default is 5 min. Verify with [`verify_request`](crate::Verifier::verify_request).
/// - The check by GET (`echostr`) is signed and encrypted too, and answered with what is inside.
/// - 200 within 5 s with "success", which the library answers, or with an encrypted reply of your own; three attempts.
/// - Official accounts of `WeChat` in safe mode do the same. In plain mode they sign no body, which is not this.
/// - Confidence: high.
///
/// [docs]: https://developer.work.weixin.qq.com/document/path/90968
#[derive(Debug)]
pub enum WeCom {}

impl Provider for WeCom {
    const SCHEME: Scheme = Scheme::hash("wecom", Algorithm::Sha1, &[Part::Secret])
        .key(KeyFormat::BeforeColon)
        .sorted_message(&[Part::Secret, Part::Timestamp, Part::value(Field::query("nonce")), Part::Encrypted])
        .signature(Signature::field(Field::query("msg_signature")))
        .timestamp(Timestamp::new(Field::query("timestamp"), TimeFormat::UnixSeconds))
        .encrypted(
            Encrypted::new(Field::xml("/xml/Encrypt"), Cipher::framed("receive_id")).check(Field::query("echostr")),
        )
        .id(&[Field::xml("/xml/MsgId")])
        .kind(&[Field::xml("/xml/Event"), Field::xml("/xml/MsgType")])
        .answer("success");
}
