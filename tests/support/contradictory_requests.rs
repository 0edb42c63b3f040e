//! Words about URLs, forms, items and ciphertexts that contradict each other.

use hookseal::scheme::{
    Algorithm, Check, Cipher, Encoding, Encrypted, Envelope, Field, KeyFormat, Parameters, Part, RsaPadding, Scheme,
    Separator, Signature, SignatureAlgorithm, Text, TimeFormat, Timestamp,
};

use super::{ACME, Case, message};

/// What is signed of URLs, forms and items.
pub(super) fn of_requests() -> Vec<Case> {
    let form = Parameters::form();
    let in_form = Signature::field(Field::form("sig"));
    let encoded = Envelope::EncodedInForm(Text::new("sig"));
    let item = Part::value(Field::item("/v"));
    let items = |signature: Signature, parts: &[Part]| ACME.signature(signature).message(parts);
    let each = Signature::each_item("/items/*", "/signature");
    let together = "`Signature::before_dot` and `Envelope::EncodedInForm` go together";
    let one_by_one = "items are signed one by one, by values of theirs";
    let unsigned = "a body that is no form is not signed: add a `Check::body_digest(…)`";
    let time = Timestamp::new(Field::form("t"), TimeFormat::UnixSeconds);
    vec![
        ("a dot and no envelope", ACME.signature(in_form.before_dot()), together),
        ("an envelope and no dot", ACME.signature(in_form).envelope(encoded), together),
        (
            "in two fields",
            ACME.signature(Signature::field(Field::form("other")).before_dot()).envelope(encoded),
            "the signature is in the same field of the form as what it signs",
        ),
        (
            "a signature that signs itself",
            message(&[Part::parameters(form)]).signature(in_form),
            "the signature cannot sign itself: leave it out",
        ),
        (
            "a query that signs itself",
            message(&[Part::parameters(Parameters::query())]).signature(Signature::field(Field::query("sig"))),
            "the signature cannot sign itself: leave it out",
        ),
        ("a body that is anything", message(&[Part::parameters(form.if_form())]), unsigned),
        (
            "a time that is left out",
            message(&[Part::parameters(form.without("t"))]).timestamp(time),
            "an unsigned time",
        ),
        ("an item of none", message(&[item]), "a place is in an item, but no items are signed on their own"),
        ("no star", items(Signature::each_item("/items", "/s"), &[item]), "items are at a pointer with one `*`"),
        ("two stars", items(Signature::each_item("/a/*/b/*", "/s"), &[item]), "items are at a pointer with one `*`"),
        (
            "a signature nowhere",
            items(Signature::each_item("/a/*", ""), &[item]),
            "items are at a pointer with one `*`",
        ),
        ("no pointer", items(Signature::each_item("a/*", "/s"), &[item]), "is not a JSON Pointer"),
        ("a list in an item", items(each.list(Separator::Comma), &[item]), "the signature of an item is a value of it"),
        ("a prefix in an item", items(each.prefix("x="), &[item]), "the signature of an item is a value of it"),
        ("an item and the body", items(each, &[item, Part::Body]), one_by_one),
        ("an item and a digest", items(each, &[Part::body_digest(Algorithm::Sha256, Encoding::Hex)]), one_by_one),
        (
            "a check of an item",
            items(each, &[item]).check(Check::is(Field::item("/v"), "1")),
            "a place in an item can be a part of the message, nothing else",
        ),
        ("an id of an item", items(each, &[item]).id(&[Field::item("/id")]), "a part of the message, nothing else"),
    ]
}

pub(super) fn of_encryption() -> Vec<Case> {
    let lark = Encrypted::new(Field::json("/encrypt"), Cipher::IvFirst);
    let wecom = Encrypted::new(Field::json("/encrypt"), Cipher::framed("receive_id"));
    let together = "`Cipher::Framed` and `KeyFormat::BeforeColon` go together";
    let signed = SignatureAlgorithm::Rsa { padding: RsaPadding::Pkcs1, hash: Algorithm::Sha256 };
    vec![
        (
            "sorted by a private key",
            Scheme::signed("acme", signed).sorted_message(&[Part::Body]),
            "parts are sorted for a MAC or a hash",
        ),
        (
            "a ciphertext nowhere",
            message(&[Part::Encrypted]),
            "a ciphertext is signed, but `.encrypted(…)` does not say",
        ),
        ("no key for a frame", ACME.encrypted(wecom), together),
        ("a key for no frame", ACME.encrypted(lark).key(KeyFormat::BeforeColon), together),
        (
            "a check that is not signed",
            ACME.encrypted(lark.check(Field::query("echo"))),
            "an encrypted endpoint check is signed by its ciphertext",
        ),
        #[cfg(feature = "aes")]
        ("at no pointer", ACME.encrypted(Encrypted::new(Field::json("x"), Cipher::IvFirst)), "is not a JSON Pointer"),
    ]
}
