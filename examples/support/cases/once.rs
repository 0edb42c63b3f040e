//! Events that come again: after a success, after a failure, at the same time, in disguise.

use std::time::Duration;

use super::{Case, standard, stripe};
use crate::trial::{client::Request, clock::unix_now, letter::Letter};

pub(super) fn cases() -> Vec<Case> {
    let invoice = |id| stripe("/stripe", id, "invoice.paid", r#"{"amount_paid":1900}"#);
    let push = || Letter::to("/github", r#"{"repository":{"full_name":"octo/dog"}}"#);
    let misfit = || stripe("/stripe", "evt_misfit", "invoice.paid", r#"{"amount_paid":"lots"}"#).sign();
    let mut cases = vec![
        Case::processed("Stripe", invoice("evt_once").sign()),
        Case::duplicate("Stripe, the same request again", invoice("evt_once").sign()),
        Case::duplicate("Stripe, a retry, signed anew", invoice("evt_once").at(unix_now() - 9).sign()),
        Case::processed("Stripe, 20 copies at once", invoice("evt_crowd").sign()).copies(
            20,
            "1 processed, 19 duplicate",
            &[200; 20],
        ),
        Case::processed("GitHub", push().id("d-2").sign()),
        Case::duplicate("GitHub, captured and sent under a new id", push().id("d-3").sign()),
    ];
    for (mood, title, status) in [("error", "fails", 500), ("panic", "panics", 500), ("missing", "answers 404", 404)] {
        cases.extend([
            Case::new(format!("Standard Webhooks, the handler {title}"), moody(mood), "given back", status, 1),
            Case::processed("Standard Webhooks, the retry", moody(mood)),
            Case::duplicate("Standard Webhooks, one more", moody(mood)),
        ]);
    }
    cases.extend([
        Case::new("Stripe, a known type that does not fit", misfit(), "given back", 422, 1),
        Case::processed("Standard Webhooks, hangs up after 200 ms", moody("slow")).hang_up(Duration::from_millis(200)),
        Case::duplicate("Standard Webhooks, the retry", moody("slow")),
        Case::processed("Standard Webhooks, 2 copies at once, of 2 s", moody("slower")).copies(
            2,
            "1 processed, 1 in progress",
            &[200, 503],
        ),
        Case::duplicate("Standard Webhooks, the retry", moody("slower")),
    ]);
    cases
}

/// An event that asks for trouble.
fn moody(mood: &str) -> Request {
    standard("/standard", &format!("msg_{mood}"), &format!(r#"{{"type":"user.updated","mood":"{mood}"}}"#)).sign()
}
