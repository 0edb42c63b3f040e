//! Tokens inside of deliveries.

use std::fmt;

use http::HeaderMap;
use serde::Deserialize;

use super::{Verifier, claims::Claims};
use crate::{
    PayloadError, VerifyError,
    error::Cause,
    payload::of_json,
    scheme::{
        Envelope, Proof,
        values::{Head, Reading, Said},
    },
};

/// What an authentic token says, see [`Verifier::open_token`].
///
/// The sender of the delivery signed it; for whom, and what it is about, has to be read from it.
#[derive(Clone)]
pub struct OpenedToken {
    said: Said,
}

impl OpenedToken {
    /// What it carries, as JSON.
    pub fn payload(&self) -> &[u8] {
        &self.said.claims
    }

    /// Its header, as JSON.
    pub fn header(&self) -> &[u8] {
        &self.said.header
    }

    /// What it carries.
    ///
    /// # Errors
    ///
    /// If it is not of this type.
    pub fn json<'a, T: Deserialize<'a>>(&'a self) -> Result<T, PayloadError> {
        serde_json::from_slice(&self.said.claims).map_err(of_json)
    }
}

impl fmt::Debug for OpenedToken {
    /// Shows the length, not what it says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenedToken").field("payload_len", &self.said.claims.len()).finish_non_exhaustive()
    }
}

impl<P> Verifier<P> {
    /// Opens a token that stands inside of an authentic delivery, such as the `signedTransactionInfo` of the App Store: by the
    /// same algorithms and keys, or the same chain of certificates, as the token of the delivery itself.
    ///
    /// The [checks](crate::Scheme::check) of the scheme are about deliveries and are not made: hold the bundle id, or what
    /// else it has, against yours. Where it came from does not matter, so an old token can be in a new delivery.
    ///
    /// ```no_run
    /// # #[cfg(all(feature = "x509", feature = "ecdsa"))] {
    /// use hookseal::{Verified, Verifier, provider::AppStore};
    ///
    /// #[derive(serde::Deserialize)]
    /// #[serde(rename_all = "camelCase")]
    /// struct Transaction {
    ///     bundle_id: String,
    ///     transaction_id: String,
    /// }
    ///
    /// fn read(app_store: &Verifier<AppStore>, event: &Verified<AppStore>) -> Result<String, Box<dyn std::error::Error>> {
    ///     let token: String = event.json_at("/data/signedTransactionInfo")?;
    ///     let opened = app_store.open_token(&token)?;
    ///     let transaction: Transaction = opened.json()?;
    ///     Ok(transaction.transaction_id)
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the token is not authentic or has ended, if its key is elsewhere and not known yet, or if deliveries of the scheme are
    /// not proven by tokens with claims.
    pub fn open_token(&self, token: &str) -> Result<OpenedToken, VerifyError> {
        let open = || {
            let Proof::Jws(jws) = &self.shared.plan.scheme.proof else { return Err(Cause::NoActiveKey) };
            let headers = HeaderMap::new();
            let head = Head { method: None, authority: None, path: "", query: None, headers: &headers, peer: None };
            let reading = Reading::new(&head, &[], &Envelope::None);
            let claims = Claims::of_token(token.trim_ascii().as_bytes(), (&[]).into(), &[]);
            self.shared.open(jws, self.shared.current()?, &reading, None, &claims)
        };
        open().map(|opened| OpenedToken { said: opened.said }).map_err(|cause| self.shared.refuse(cause))
    }
}
