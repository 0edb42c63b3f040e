//! What the handlers of both frameworks have in common.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::sender::Sender;

/// The bare MAC of Standard Webhooks, with a prepared key.
#[derive(Clone)]
pub struct Floor(Hmac<Sha256>);

impl Floor {
    /// Prepares the key.
    pub fn new() -> Self {
        Self(Hmac::new_from_slice(&Sender::StandardWebhooks.key()).expect("any key"))
    }

    /// Whether the only signature of the header is right. Times are not looked at.
    pub fn verify<'h>(&self, header: impl Fn(&'static str) -> Option<&'h [u8]>, body: &[u8]) -> Option<()> {
        let mut mac = self.0.clone();
        for piece in [header("webhook-id")?, b".", header("webhook-timestamp")?, b".", body] {
            mac.update(piece);
        }
        let mut claimed = [0; 33];
        let length = STANDARD.decode_slice(header("webhook-signature")?.strip_prefix(b"v1,")?, &mut claimed).ok()?;
        mac.verify_slice(&claimed[..length]).ok()
    }
}

impl Default for Floor {
    fn default() -> Self {
        Self::new()
    }
}
