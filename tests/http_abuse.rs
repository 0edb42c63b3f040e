//! Abuse of HTTP against both adapters, over real sockets and both versions of the protocol: one table of what is sent,
//! how it is answered and how far it gets. A counter at each stage shows that nothing after that stage has run.
//!
//! actix-web is tested without its feature `http2`, which would bring h2 0.3 and its open advisory; what speaks HTTP/2 to
//! it is refused.
#![cfg(all(feature = "testing", feature = "axum", feature = "actix"))]

#[path = "support/client.rs"]
#[allow(dead_code)] // this table has its own way to ask
mod client;
#[path = "http_abuse/floods.rs"]
mod floods;
#[path = "http_abuse/frames.rs"]
mod frames;
#[path = "http_abuse/http1.rs"]
mod http1;
#[path = "http_abuse/http2.rs"]
mod http2;
#[path = "http_abuse/leaving.rs"]
mod leaving;
#[path = "http_abuse/raw.rs"]
mod raw;
#[path = "http_abuse/request.rs"]
mod request;
#[path = "http_abuse/rows.rs"]
mod rows;
#[path = "http_abuse/servers.rs"]
mod servers;
#[path = "http_abuse/splits.rs"]
mod splits;
#[path = "http_abuse/stages.rs"]
mod stages;
#[path = "http_abuse/wire.rs"]
mod wire;

use std::collections::BTreeSet;

use request::End;
use servers::{Framework, LIMIT, Server};
use wire::Wire;

fn every_row(server: &Server, wire: Wire) {
    let mut refusals = BTreeSet::new();
    for row in rows::rows() {
        let name = &row.name;
        let (status, stage) = row.wanted(wire);
        if row.without_store {
            server.app.lose_store();
        }
        let answer = wire.send(server.address, &row.request);
        let is_cut = row.request.end == End::Cut;
        if is_cut {
            // No answer says that the server has noticed.
            server.app.stages.wait_for_refusal();
        }
        let seen = server.app.take();
        assert!(answer.status == status || is_cut && answer.status == 0, "{name}: not {status}: {answer:?}; {seen:?}");
        assert!(stage.is_last_of(&seen, LIMIT), "{name}: not as far as {stage:?}: {seen:?}");
        assert!(answer.body.is_empty() && answer.retry_after.is_none(), "{name}: {answer:?}");
        assert_eq!(answer.allow.as_deref(), (status == 405).then_some("POST"), "{name}");
        // actix-web asks for a body as soon as its application looks for one, and that is before a refusal.
        let asked =
            server.framework == Framework::Actix && row.request.headers.iter().any(|(name, _)| name == "expect");
        assert!(answer.interim.is_empty() || asked, "{name}: what is refused is not asked for: {answer:?}");
        if row.request.end == End::Silence && wire == Wire::Http1 {
            assert!(!answer.sent_all, "{name}: the server reads on");
        }
        if status == 401 {
            refusals.insert(answer.whole);
        }
    }
    assert_eq!(refusals.len(), 1, "who is refused learns nothing from the answer: {refusals:?}");
}

/// Makes tests of exchanges with a server of their own.
macro_rules! exchanges {
    ($server:ident, $start:path: $($name:ident => $exchange:expr;)+) => {
        $(
            #[test]
            fn $name() {
                let $server = &$start();
                $exchange;
            }
        )+
    };
}

mod axum_over_http1 {
    use crate::{Wire::Http1, every_row, leaving, raw, servers::start_axum};

    exchanges! { server, start_axum:
        every_row_is_answered_and_goes_no_further => every_row(server, Http1);
        heads_that_are_malformed_go_nowhere => raw::heads_that_are_malformed_go_nowhere(server);
        a_request_in_a_body_is_not_read => raw::a_request_in_a_body_is_not_read(server);
        pipelined_requests_are_each_for_themselves => raw::pipelined_requests_are_each_for_themselves(server);
        a_client_that_leaves_does_not_stop_the_handler =>
            leaving::a_client_that_leaves_does_not_stop_the_handler(server, Http1);
    }
}

mod actix_over_http1 {
    use crate::{Wire::Http1, every_row, leaving, raw, servers::start_actix};

    exchanges! { server, start_actix:
        every_row_is_answered_and_goes_no_further => every_row(server, Http1);
        heads_that_are_malformed_go_nowhere => raw::heads_that_are_malformed_go_nowhere(server);
        a_request_in_a_body_is_not_read => raw::a_request_in_a_body_is_not_read(server);
        pipelined_requests_are_each_for_themselves => raw::pipelined_requests_are_each_for_themselves(server);
        a_client_that_leaves_does_not_stop_the_handler =>
            leaving::a_client_that_leaves_does_not_stop_the_handler(server, Http1);
    }
}

mod axum_over_http2 {
    use crate::{Wire::Http2, every_row, floods, leaving, servers::start_axum};

    exchanges! { server, start_axum:
        every_row_is_answered_and_goes_no_further => every_row(server, Http2);
        floods_are_cut_off => floods::floods_are_cut_off(server);
        what_the_protocol_does_not_allow_goes_nowhere => floods::what_the_protocol_does_not_allow_goes_nowhere(server);
        a_client_without_a_window_is_answered => leaving::a_client_without_a_window_is_answered(server);
        a_client_that_leaves_does_not_stop_the_handler =>
            leaving::a_client_that_leaves_does_not_stop_the_handler(server, Http2);
    }
}
