//! Grafana Alerting.

use super::Provider;
use crate::scheme::{Algorithm, Field, Part, Scheme, Signature, TimeFormat, Timestamp};

/// Grafana's webhook contact point: HMAC-SHA-256 of the body, in hex, in `X-Grafana-Alerting-Signature`.
///
/// - Secret: that of the contact point's HMAC settings, as text. The header's name can be another there, as at
///   [`Datadog`](super::Datadog), with `Encoding::Hex`.
/// - No time is signed, and there is no id; the type (`status`) is in the signed body. An alert that is repeated on
///   purpose may be byte-identical, and is then a duplicate. Source: [Grafana's source][docs].
/// - Take [`GrafanaWithTimestamp`] if you can: it refuses what is old.
/// - Confidence: high; answers and retries are not known.
///
/// [docs]: https://github.com/grafana/alerting/blob/main/http/hmac.go
#[derive(Debug)]
pub enum Grafana {}

impl Provider for Grafana {
    const SCHEME: Scheme = Scheme::mac("grafana", Algorithm::Sha256)
        .signature(Signature::header("x-grafana-alerting-signature"))
        .kind(&[Field::json("/status")]);
}

/// Grafana's webhook contact point with a time: HMAC-SHA-256 of `{timestamp}:{body}`, else as [`Grafana`].
///
/// - The header of the time has the name that is given in the contact point's settings, where it is off by default;
///   `X-Grafana-Alerting-Timestamp` is expected here. In seconds; the window is yours to choose. Source: [Grafana's
///   source][docs].
/// - Confidence: high; answers and retries are not known.
///
/// [docs]: https://github.com/grafana/alerting/blob/main/http/hmac.go
#[derive(Debug)]
pub enum GrafanaWithTimestamp {}

impl Provider for GrafanaWithTimestamp {
    const SCHEME: Scheme = Grafana::SCHEME
        .named("grafana-with-timestamp")
        .timestamp(Timestamp::header("x-grafana-alerting-timestamp", TimeFormat::UnixSeconds))
        .message(&[Part::Timestamp, Part::literal(":"), Part::Body]);
}
