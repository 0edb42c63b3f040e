//! Form bodies.

use serde::Deserialize;

use super::{PayloadError, PayloadErrorKind, Unprotected};
use crate::{Verified, verifier::Origin};

impl<P: Origin> Verified<P> {
    /// Reads a form body (`application/x-www-form-urlencoded`): a Slack slash command, for example.
    ///
    /// # Errors
    ///
    /// If a field is missing, repeated or not of its type.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "testing")] {
    /// use hookseal::{Verifier, provider::Slack, testing};
    ///
    /// #[derive(serde::Deserialize)]
    /// struct Command {
    ///     command: String,
    ///     text: String,
    /// }
    ///
    /// let (headers, body) = testing::sign::<Slack>("secret", "command=%2Fdeploy&text=api+now").into_headers_and_body();
    /// let event = Verifier::<Slack>::new("secret").unwrap().verify(&headers, body).unwrap();
    /// let command: Command = event.form().unwrap();
    /// assert_eq!((command.command.as_str(), command.text.as_str()), ("/deploy", "api now"));
    /// # }
    /// ```
    pub fn form<'a, T: Deserialize<'a>>(&'a self) -> Result<T, PayloadError> {
        self.covered().form()
    }
}

impl<'v, P> Unprotected<'v, P> {
    /// A form body, see [`Verified::form`].
    ///
    /// # Errors
    ///
    /// If a field is missing, repeated or not of its type.
    pub fn form<T: Deserialize<'v>>(self) -> Result<T, PayloadError> {
        serde_urlencoded::from_bytes(self.body())
            .map_err(|error| PayloadError::new(PayloadErrorKind::Data, "the form", error))
    }
}
