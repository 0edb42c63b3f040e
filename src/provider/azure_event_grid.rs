//! Azure Event Grid.

use super::Provider;
use crate::scheme::{Answer, Field, Handshake, Items, Scheme};

/// Azure Event Grid, in its own schema: a secret of your choice in the URL that the subscription calls, `?code=…`.
///
/// - A token covers nothing: the body is not protected, and is read through
///   [`Verified::unprotected`](crate::Verified::unprotected). Source: [Microsoft's documentation][docs].
/// - Secret: the value of `code`, as it is once decoded. For a header among the delivery's properties instead:
///   `Verifier::from_scheme(AzureEventGrid::SCHEME.signature(Signature::header("x-mine").encoding(Encoding::Text)))`.
/// - The body is an array of events: `delivery.unprotected().items()`, each with its [key](crate::payload::BatchItem::key).
///   The delivery's own key is the digest of the body.
/// - The type is that of the delivery, `aeg-event-type`: `Notification` but for checks; an event's is `/eventType`.
/// - `SubscriptionValidation` is answered by the library if the secret is right. The `validationUrl` is not called.
/// - 2xx within 30 s; retries for 24 h, but none after 400, 401, 403 or 413: give both secrets while you change them.
/// - Confidence: high for the check, medium for the rest.
///
/// [docs]: https://learn.microsoft.com/azure/event-grid/end-point-validation-event-grid-events-schema
#[derive(Debug)]
pub enum AzureEventGrid {}

impl Provider for AzureEventGrid {
    const SCHEME: Scheme = Scheme::token_in("azure-event-grid", Field::query("code"))
        .kind(&[Field::header("aeg-event-type")])
        .items(Items::at("").id("/id").kind("/eventType"))
        .handshake(
            Handshake::signed(Field::header("aeg-event-type"), "SubscriptionValidation")
                .challenge(Field::json("/0/data/validationCode"))
                .answer(Answer::json("validationResponse")),
        );
}

/// Azure Event Grid, in the CloudEvents schema: as [`AzureEventGrid`], with another check and another body.
///
/// - The body is one event in structured mode: `delivery.unprotected().structured_cloud_event()`. Its id and type are
///   unsigned. Source: [Microsoft's documentation][docs].
/// - The check is that of CloudEvents, by OPTIONS: allow the origin `eventgrid.azure.net` by
///   [`Builder::allowed_origins`](crate::verifier::Builder::allowed_origins).
/// - Confidence: high for the check, medium for the rest.
///
/// [docs]: https://learn.microsoft.com/azure/event-grid/end-point-validation-cloud-events-schema
#[derive(Debug)]
pub enum AzureEventGridCloudEvents {}

impl Provider for AzureEventGridCloudEvents {
    const SCHEME: Scheme = Scheme::token_in("azure-event-grid-cloudevents", Field::query("code"))
        .way_of("azure-event-grid")
        .id(&[Field::header("ce-id"), Field::json("/id")])
        .kind(&[Field::header("ce-type"), Field::json("/type")])
        .handshake(Handshake::options());
}
