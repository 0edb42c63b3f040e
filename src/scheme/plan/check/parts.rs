//! Words about the pieces of a message that contradict each other: parameters, items, what is encrypted.

use super::{Verdict, always, any, any_field, fields, is_on, no};
use crate::scheme::{Cipher, Envelope, Field, Grammar, KeyFormat, Must, Part, Proof, Scheme, Source, When};

/// What is put together for a message.
pub(super) fn message(scheme: &Scheme) -> Verdict {
    let in_form = matches!(scheme.envelope, Envelope::EncodedInForm(_));
    if in_form != matches!(scheme.signature.grammar, Grammar::BeforeDot) {
        return no("`Signature::before_dot` and `Envelope::EncodedInForm` go together: one is the place of the other");
    }
    if let (Envelope::EncodedInForm(name), Source::Field(field)) = (&scheme.envelope, &scheme.signature.at)
        && *field != Field::Form(*name)
    {
        return no("the signature is in the same field of the form as what it signs");
    }
    let ties_other_bodies = scheme
        .checks
        .iter()
        .any(|check| matches!((check.must, check.when), (Must::BeBodyDigest { .. }, When::NoForm | When::Always)));
    for part in scheme.parts() {
        match (part, &scheme.signature.at) {
            (Part::Parameters(parameters), Source::Field(field)) if parameters.has(field) => {
                return no("the signature cannot sign itself: leave it out with `.without(…)`");
            }
            (Part::Parameters(parameters), _) if parameters.if_form && !ties_other_bodies => {
                return no("a body that is no form is not signed: add a `Check::body_digest(…)` for `When::NoForm`");
            }
            (Part::BodyChecksum, _) if cfg!(not(feature = "crc32")) => is_on(Some("crc32"))?,
            (Part::BodyDigest { hash, .. }, _) => is_on(hash.missing_feature())?,
            _ => {}
        }
    }
    Ok(())
}

/// Items that are signed on their own.
pub(super) fn items(scheme: &Scheme) -> Verdict {
    let is_item = |field: &Field| matches!(field, Field::Item(_));
    let Source::EachItem { items, at } = &scheme.signature.at else {
        return if any_field(scheme, is_item) {
            no("a place is in an item, but no items are signed on their own")
        } else {
            Ok(())
        };
    };
    if items.as_str().matches("/*").count() != 1 || at.is_empty() {
        return no("items are at a pointer with one `*`, and their signatures at a pointer from there");
    }
    if !matches!(scheme.signature.grammar, Grammar::Whole { prefix } if prefix.is_empty()) {
        return no("the signature of an item is a value of it and nothing else: no list, no prefix");
    }
    let of_body = |part: &Part| matches!(part, Part::Body | Part::BodyAsJson | Part::BodyDigest { .. });
    if scheme.or_message.is_some() || any(scheme, of_body) {
        return no("items are signed one by one, by values of theirs: a signature cannot sign itself");
    }
    let signed = scheme.parts().into_iter().filter(|part| {
        matches!(part, Part::Value(field) | Part::ValueIfAny(field) | Part::Entry { field, .. } if is_item(field))
    });
    if signed.count() < fields(scheme).into_iter().filter(|field| is_item(field)).count() {
        return no("a place in an item can be a part of the message, nothing else");
    }
    Ok(())
}

/// What is encrypted, and parts that are sorted.
pub(super) fn encryption(scheme: &Scheme) -> Verdict {
    if scheme.sorted && !matches!(scheme.proof, Proof::Mac(_) | Proof::Hash(_)) {
        return no("parts are sorted for a MAC or a hash, and for nothing else");
    }
    let signs_ciphertext = always(scheme, |part| matches!(part, Part::Encrypted));
    let Some(encrypted) = &scheme.encrypted else {
        let stray = any(scheme, |part| matches!(part, Part::Encrypted));
        return if stray {
            no("a ciphertext is signed, but `.encrypted(…)` does not say where it is")
        } else {
            Ok(())
        };
    };
    if matches!(encrypted.cipher, Cipher::Framed { .. }) != matches!(scheme.key, KeyFormat::BeforeColon) {
        return no("`Cipher::Framed` and `KeyFormat::BeforeColon` go together: one has the key of the other");
    }
    if encrypted.check.is_some() && !signs_ciphertext {
        return no("an encrypted endpoint check is signed by its ciphertext: let `Part::Encrypted` be in the message");
    }
    Ok(())
}
