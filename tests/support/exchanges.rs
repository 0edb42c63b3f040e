//! Raw exchanges that every framework must answer alike.

#[path = "answers.rs"]
mod answers;
#[path = "bodies.rs"]
mod bodies;

use hookseal::{provider::Stripe, testing::Delivery};

use super::{
    client::{Answer, Request},
    endpoint::{Server, sign},
};

pub(crate) use answers::*;
pub(crate) use bodies::*;

/// Makes a test of each exchange, against the server that `$start` starts.
macro_rules! test_every_exchange {
    ($start:path) => {
        test_every_exchange! { $start:
            genuine_deliveries_are_accepted_however_they_are_framed
            the_limit_is_the_last_size_that_is_accepted
            an_oversized_body_is_refused_before_it_is_sent
            an_oversized_stream_is_refused_while_it_streams
            large_streams_are_not_kept_in_memory
            a_body_that_does_not_arrive_meets_a_deadline
            a_length_that_lies_gets_nothing_in
            every_failed_authentication_has_the_same_answer
            other_methods_are_refused
            a_challenge_by_get_needs_the_token
            a_challenge_by_post_needs_a_signature
            compressed_bodies_are_verified_as_they_were_sent
            outcomes_are_answers
            a_policy_changes_the_answers
            a_client_that_hangs_up_does_not_stop_the_work
        }
    };
    ($start:path: $($name:ident)+) => {
        $(
            #[test]
            fn $name() {
                exchanges::$name(&$start());
            }
        )+
    };
}

/// A delivery with a body of this many bytes.
fn delivery_of(size: usize) -> Delivery {
    sign::<Stripe>(format!("{:<size$}", r#"{"id":"evt_1","type":"invoice.paid"}"#))
}

fn post(delivery: &Delivery) -> Request {
    Request::post("/hook").signed(delivery)
}

fn accepted(server: &Server, name: &str, delivery: &Delivery, request: Request) {
    let before = server.setup.entered.get();
    let answer = request.to(server.address);
    assert_eq!(answer.status, 200, "{name}: {answer:?}");
    assert_eq!(answer.body, *delivery.body(), "{name}");
    assert_eq!(server.setup.entered.get(), before + 1, "{name}");
}

fn refused(server: &Server, name: &str, status: u16, request: Request) -> Answer {
    let before = server.setup.entered.get();
    let answer = request.to(server.address);
    assert_eq!(answer.status, status, "{name}: {answer:?}");
    assert!(answer.body.is_empty(), "{name}: {answer:?}");
    assert_eq!(server.setup.entered.get(), before, "{name}: the handler was entered");
    answer
}
