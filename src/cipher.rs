//! Opening what providers encrypt. Nothing here says that a text is authentic; the signature does.

use aes::{
    Aes256,
    cipher::{BlockModeDecrypt as _, KeyIvInit as _, block_padding::NoPadding},
};
use base64ct::{Base64, Encoding as _};
use zeroize::Zeroizing;

use crate::scheme::Cipher;

/// A key of AES-256.
pub(crate) type CipherKey = Zeroizing<[u8; 32]>;

/// What a ciphertext turned into.
pub(crate) struct Plain {
    pub(crate) text: Vec<u8>,
    /// Whom it was meant for, if that is inside.
    pub(crate) receiver: Option<Vec<u8>>,
}

/// AES's block, in bytes.
const BLOCK: usize = 16;

/// What framed texts are padded to, in bytes.
const FRAME: usize = 32;

/// The random bytes in front of a framed text, and the four of its length.
const PREFACE: usize = 16;

const NO_BASE64: &str = "it is not base64";
const OTHER_KEY: &str = "it cannot be decrypted: was it encrypted with another key?";

/// Opens a ciphertext, written in base64.
pub(crate) fn open(cipher: &Cipher, key: &CipherKey, written: &[u8]) -> Result<Plain, &'static str> {
    let written = std::str::from_utf8(written).map_err(|_| NO_BASE64)?;
    let sealed = Base64::decode_vec(written).map_err(|_| NO_BASE64)?;
    match cipher {
        Cipher::IvFirst => {
            let (iv, sealed) = sealed.split_at_checked(BLOCK).ok_or(OTHER_KEY)?;
            let text = unpadded(decrypt(key, iv, sealed)?, BLOCK)?;
            Ok(Plain { text, receiver: None })
        }
        Cipher::Framed { .. } => {
            let iv = key.get(..BLOCK).ok_or(OTHER_KEY)?;
            unframed(&unpadded(decrypt(key, iv, &sealed)?, FRAME)?).ok_or(OTHER_KEY)
        }
    }
}

fn decrypt(key: &CipherKey, iv: &[u8], sealed: &[u8]) -> Result<Vec<u8>, &'static str> {
    let decryptor = cbc::Decryptor::<Aes256>::new_from_slices(&**key, iv).map_err(|_| OTHER_KEY)?;
    decryptor.decrypt_padded_vec::<NoPadding>(sealed).map_err(|_| OTHER_KEY)
}

/// The text without its padding: up to `most` bytes, each of which says how many there are (RFC 5652, section 6.3). All of
/// them are looked at, whatever they are.
fn unpadded(mut text: Vec<u8>, most: usize) -> Result<Vec<u8>, &'static str> {
    let count = text.last().copied().ok_or(OTHER_KEY)?;
    let kept = text.len().checked_sub(usize::from(count)).ok_or(OTHER_KEY)?;
    let wrong = text.get(kept..).unwrap_or_default().iter().fold(0, |wrong, byte| wrong | (byte ^ count));
    if count == 0 || usize::from(count) > most || wrong != 0 {
        return Err(OTHER_KEY);
    }
    text.truncate(kept);
    Ok(text)
}

/// What stands behind random bytes and a length, and whom it is for.
fn unframed(plain: &[u8]) -> Option<Plain> {
    let (_, rest) = plain.split_at_checked(PREFACE)?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (text, receiver) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    Some(Plain { text: text.to_vec(), receiver: Some(receiver.to_vec()) })
}

/// Makes a ciphertext, for tests. The receiver is inside if the text is framed.
#[cfg(feature = "testing")]
pub(crate) fn seal(cipher: &Cipher, key: &CipherKey, text: &[u8], receiver: &[u8]) -> String {
    use aes::cipher::{BlockModeEncrypt as _, block_padding::Pkcs7};

    // A vector that is the same each time makes deliveries that are.
    let random = [7; PREFACE];
    let iv = match cipher {
        Cipher::IvFirst => &random[..],
        Cipher::Framed { .. } => key.get(..BLOCK).unwrap_or_default(),
    };
    let Ok(encryptor) = cbc::Encryptor::<Aes256>::new_from_slices(&**key, iv) else { return String::new() };
    match cipher {
        Cipher::IvFirst => {
            let sealed = encryptor.encrypt_padded_vec::<Pkcs7>(text);
            Base64::encode_string(&[&random[..], &sealed].concat())
        }
        Cipher::Framed { .. } => {
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes();
            let mut framed = [&random[..], &length, text, receiver].concat();
            let padding = FRAME - framed.len() % FRAME;
            framed.resize(framed.len() + padding, u8::try_from(padding).unwrap_or_default());
            Base64::encode_string(&encryptor.encrypt_padded_vec::<NoPadding>(&framed))
        }
    }
}
