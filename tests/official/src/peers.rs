//! The libraries, each called as its documentation says.

use std::time::Duration;

use axum::{
    body::{Body, Bytes},
    extract::FromRequest,
};
use axum_standardwebhooks::{SharedWebhook, StandardWebhook};
use http::Request;
use webhook_verify::{Provider, Secret, VerifyOptions};

use crate::hostile_inputs::{Case, Delivery};

/// A library that has been set up.
pub(crate) type Verify = Box<dyn Fn(&Delivery) -> Result<(), String>>;

/// What is to be known of a library.
pub(crate) struct Library {
    pub(crate) name: &'static str,
    /// The ways of signing that it knows, of those that there are cases for.
    pub(crate) families: &'static [&'static str],
    /// Sets it up with what the case says.
    pub(crate) prepare: fn(&Case) -> Result<Verify, String>,
    /// Why a delivery cannot be handed to it.
    pub(crate) apart: fn(&Delivery) -> Option<&'static str>,
}

/// hookseal first.
pub(crate) fn all() -> [Library; 7] {
    [
        Library {
            name: "hookseal",
            families: &["standard-webhooks", "stripe", "github", "slack", "twilio", "hook0", "aws-sns"],
            prepare: hookseal,
            apart: |_| None,
        },
        Library {
            name: "standardwebhooks",
            families: &["standard-webhooks"],
            prepare: standardwebhooks,
            apart: |_| None,
        },
        Library { name: "svix", families: &["standard-webhooks"], prepare: svix, apart: |_| None },
        Library {
            name: "axum-standardwebhooks",
            families: &["standard-webhooks"],
            prepare: axum_standardwebhooks,
            apart: |_| None,
        },
        Library {
            name: "webhook-verify",
            families: &["standard-webhooks", "stripe", "github", "slack", "twilio"],
            prepare: webhook_verify,
            apart: no_parameters,
        },
        Library {
            name: "async-stripe-webhook",
            families: &["stripe"],
            prepare: async_stripe,
            apart: |delivery| {
                no_text(delivery, "stripe-signature")
                    .or_else(|| std::str::from_utf8(&delivery.body).is_err().then_some("takes the body as text"))
            },
        },
        Library {
            name: "hook0-client",
            families: &["hook0"],
            prepare: hook0,
            apart: |delivery| no_text(delivery, "x-hook0-signature"),
        },
    ]
}

/// Some take the signature as a text: whether there is one is the caller's to see.
fn no_text(delivery: &Delivery, name: &str) -> Option<&'static str> {
    match delivery.headers.get(name) {
        None => Some("takes a signature that is there"),
        Some(value) => value.to_str().is_err().then_some("takes the signature as text"),
    }
}

fn is_form(delivery: &Delivery) -> bool {
    delivery.headers.get("content-type").is_some_and(|kind| kind.as_bytes().ends_with(b"urlencoded"))
}

/// Whoever takes parameters takes them decoded.
fn no_parameters(delivery: &Delivery) -> Option<&'static str> {
    let is_text = |part| percent_encoding::percent_decode(part).decode_utf8().is_ok();
    (is_form(delivery) && !delivery.body.split(|byte| *byte == b'&').all(is_text)).then_some("takes decoded parameters")
}

fn text<'d>(delivery: &'d Delivery, name: &str) -> &'d str {
    delivery.headers[name].to_str().expect("it was looked at")
}

fn hookseal(case: &Case) -> Result<Verify, String> {
    let verifier = case.verifier().map_err(|error| error.to_string())?;
    let served = case.line["served"].clone();
    let case = Case { line: serde_json::json!({ "served": served }), before: Vec::new(), deliveries: Vec::new() };
    Ok(Box::new(move |delivery| case.verify(&verifier, delivery).map_err(|error| format!("{:?}", error.kind()))))
}

fn standardwebhooks(case: &Case) -> Result<Verify, String> {
    let webhook = standardwebhooks::Webhook::new(case.text("secret")).map_err(|error| error.to_string())?;
    Ok(Box::new(move |delivery| webhook.verify(&delivery.body, &delivery.headers).map_err(|error| error.to_string())))
}

fn svix(case: &Case) -> Result<Verify, String> {
    let webhook = svix::webhooks::Webhook::new(case.text("secret")).map_err(|error| error.to_string())?;
    Ok(Box::new(move |delivery| webhook.verify(&delivery.body, &delivery.headers).map_err(|error| error.to_string())))
}

fn axum_standardwebhooks(case: &Case) -> Result<Verify, String> {
    let webhook = axum_standardwebhooks::Webhook::new(case.text("secret")).map_err(|error| error.to_string())?;
    let state = SharedWebhook::new(webhook);
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| error.to_string())?;
    Ok(Box::new(move |delivery| {
        let mut request = Request::new(Body::from(delivery.body.clone()));
        *request.headers_mut() = delivery.headers.clone();
        let extracted = runtime.block_on(StandardWebhook::<Bytes>::from_request(request, &state));
        extracted.map(drop).map_err(|error| format!("{error:?}"))
    }))
}

fn webhook_verify(case: &Case) -> Result<Verify, String> {
    let provider = match case.text("family") {
        "stripe" => Provider::Stripe,
        "github" => Provider::GitHub,
        "slack" => Provider::Slack,
        "twilio" => Provider::Twilio,
        _ => Provider::StandardWebhooks,
    };
    let secret = Secret::new(case.text("secret"));
    Ok(Box::new(move |delivery| {
        let form = if is_form(delivery) { &*delivery.body } else { &[] };
        let pairs = form_urlencoded::parse(form).map(|(name, value)| (name.into_owned(), value.into_owned()));
        let options = VerifyOptions::default().with_request_url(&delivery.url).with_form_params(pairs);
        let verified = webhook_verify::verify(provider.clone(), &delivery.headers, &delivery.body, &secret, options);
        verified.map_err(|error| error.to_string())
    }))
}

fn async_stripe(case: &Case) -> Result<Verify, String> {
    let secret = case.text("secret").to_owned();
    Ok(Box::new(move |delivery| {
        let body = std::str::from_utf8(&delivery.body).expect("it was looked at");
        let event = stripe_webhook::Webhook::construct_event(body, text(delivery, "stripe-signature"), &secret);
        event.map(drop).map_err(|error| error.to_string())
    }))
}

fn hook0(case: &Case) -> Result<Verify, String> {
    let secret = case.text("secret").to_owned();
    Ok(Box::new(move |delivery| {
        let headers: Vec<_> = delivery.headers.iter().map(|(name, value)| (name, value.as_bytes())).collect();
        let signature = text(delivery, "x-hook0-signature");
        let five_minutes = Duration::from_secs(300);
        hook0_client::verify_webhook_signature(signature, &delivery.body, &headers, &secret, five_minutes)
            .map_err(|error| error.to_string())
    }))
}
