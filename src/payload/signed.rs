//! Single values of a body, where the signature covers those and nothing else.

use serde::Deserialize;

use super::PayloadError;
#[cfg(doc)]
use super::PayloadErrorKind;
use crate::{
    Verified,
    scheme::{KeyPlace, KeysAt},
};

impl<P> Verified<P> {
    /// The value at a JSON Pointer (RFC 6901), if the signature covers it: because it covers the whole body, or this very
    /// value. For providers that sign single values (AWS SNS, Adyen), whose [`json_at`](Self::json_at) does not compile.
    ///
    /// Of a single value, the text is what is signed, not whether it is a JSON string or a number. A value that is left out
    /// where it may be is signed, too: nobody can add one.
    ///
    /// ```
    /// # #[cfg(feature = "testing")] {
    /// use hookseal::{Verifier, payload::PayloadErrorKind, provider::Adyen, testing};
    ///
    /// let body = r#"{"notificationItems":[{"NotificationRequestItem":{"pspReference":"P1","reason":"none"}}]}"#;
    /// let (headers, body) = testing::sign::<Adyen>("44782d", body).into_headers_and_body();
    /// let event = Verifier::<Adyen>::new("44782d").unwrap().verify(&headers, body).unwrap();
    /// let item = "/notificationItems/0/NotificationRequestItem";
    /// assert_eq!(event.signed_at::<&str>(&format!("{item}/pspReference")).unwrap(), "P1");
    /// let error = event.signed_at::<&str>(&format!("{item}/reason")).unwrap_err();
    /// assert_eq!(error.kind(), PayloadErrorKind::NotSigned);
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If the signature does not cover it ([`PayloadErrorKind::NotSigned`]), nothing is there, or it is not of this type.
    pub fn signed_at<'a, T: Deserialize<'a>>(&'a self, pointer: &str) -> Result<T, PayloadError> {
        if !self.scheme().signs_json(pointer) {
            return Err(PayloadError::not_signed(pointer));
        }
        self.unprotected().json_at(pointer)
    }

    /// A URL that the provider wants to be called, from a place that the signature covers, if its host is one of those that
    /// the scheme [pins](crate::scheme::UrlPin) for keys: the `/SubscribeURL` by which a subscription of AWS SNS is
    /// confirmed. Call it by GET, without following redirects.
    ///
    /// # Errors
    ///
    /// As for [`signed_at`](Self::signed_at), and if it is a URL of anyone else ([`PayloadErrorKind::Data`]).
    pub fn signed_url(&self, pointer: &str) -> Result<String, PayloadError> {
        let url: String = self.signed_at(pointer)?;
        let refused = |why| PayloadError::data(pointer, why);
        match self.scheme().keys_at {
            Some(KeysAt { place: KeyPlace::Certificate { pin, .. } | KeyPlace::NamedSet { pin, .. }, .. }) => {
                pin.admits_with_query(&url).map_err(refused)
            }
            _ => Err(refused("the scheme pins no hosts")),
        }
    }
}
