//! RSA with SHA-1, which AWS-LC verifies and does not sign: the formula of RFC 8017, section 8.2, with the integers that come
//! along with the curves. For tests; nothing here is constant in time.

use p256::elliptic_curve::bigint::{
    Odd, U2048,
    modular::{FixedMontyForm, FixedMontyParams},
};
use spki::der::{
    Decode as _, Reader as _, SliceReader,
    asn1::{AnyRef, OctetStringRef, UintRef},
};

/// What stands before a digest of SHA-1 (RFC 8017, section 9.2, note 1).
const PREFIX: [u8; 15] = [48, 33, 48, 9, 6, 5, 43, 14, 3, 2, 26, 5, 0, 4, 20];

/// The signature of a digest, by a private key of 2048 bits as PKCS #8 in DER.
pub(super) fn sign(pkcs8: &[u8], digest: &[u8]) -> Option<Vec<u8>> {
    let (modulus, exponent) = numbers(pkcs8).ok()?;
    let end = [&[0], &PREFIX[..], digest].concat();
    let mut padded = vec![0, 1];
    padded.resize(U2048::BYTES.checked_sub(end.len())?, 0xff);
    padded.extend(end);
    let params = FixedMontyParams::new_vartime(Odd::new(modulus).into_option()?);
    let signature = FixedMontyForm::new(&U2048::from_be_slice(&padded), &params).pow(&exponent).retrieve();
    Some(signature.to_be_bytes().as_ref().to_vec())
}

/// Modulus and private exponent (RFC 5958, section 2; RFC 8017, appendix A.1.2).
fn numbers(pkcs8: &[u8]) -> spki::der::Result<(U2048, U2048)> {
    let key = SliceReader::new(pkcs8)?.sequence(|reader| {
        let _version = u8::decode(reader)?;
        let _algorithm = AnyRef::decode(reader)?;
        let key = <&OctetStringRef>::decode(reader)?.as_bytes();
        reader.read_slice(reader.remaining_len())?;
        Ok::<_, spki::der::Error>(key)
    })?;
    SliceReader::new(key)?.sequence(|reader| {
        let _version = u8::decode(reader)?;
        let modulus = number(&UintRef::decode(reader)?);
        let _public = UintRef::decode(reader)?;
        let exponent = number(&UintRef::decode(reader)?);
        reader.read_slice(reader.remaining_len())?;
        Ok((modulus, exponent))
    })
}

/// A number of at most 2048 bits; what is larger is cut off, and signs nothing.
fn number(written: &UintRef<'_>) -> U2048 {
    let bytes = written.as_bytes();
    let mut whole = vec![0; U2048::BYTES.saturating_sub(bytes.len())];
    whole.extend(bytes.iter().take(U2048::BYTES));
    U2048::from_be_slice(&whole)
}
