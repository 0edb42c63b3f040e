//! Prometheus Alertmanager.

use super::Provider;
use crate::scheme::{Field, Scheme};

/// Prometheus Alertmanager: a credential that you chose, as it is, in `Authorization`.
///
/// - Secret: the whole value of the header, such as `Bearer …`. Source: [Alertmanager's documentation][docs].
/// - It covers neither body nor time: the body is not protected, and is read through
///   [`Verified::unprotected`](crate::Verified::unprotected).
/// - No id; the type is `status`, unprotected too.
/// - 2xx; 5xx is tried again.
/// - Confidence: high.
///
/// If you configured a header of another name:
///
/// ```
/// use hookseal::{Provider, Verifier, provider::Alertmanager, scheme::{Encoding, Signature}};
///
/// let mine = Alertmanager::SCHEME.signature(Signature::header("x-mine").encoding(Encoding::Text));
/// let verifier = Verifier::from_scheme(mine).secret("correct horse").dangerous().unprotected_body().build()?;
/// # Ok::<(), hookseal::SetupError>(())
/// ```
///
/// [docs]: https://prometheus.io/docs/alerting/latest/configuration/#http_config
#[derive(Debug)]
pub enum Alertmanager {}

impl Provider for Alertmanager {
    const SCHEME: Scheme = Scheme::token("alertmanager", "authorization").kind(&[Field::json("/status")]);
}
