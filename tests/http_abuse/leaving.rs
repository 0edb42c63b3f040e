//! Clients that leave while a handler is at work, and what others are told meanwhile.

use std::{
    thread,
    time::{Duration, Instant},
};

use crate::{
    http1, http2,
    request::{genuine, of_type},
    servers::{LIMIT, Server},
    stages::{Seen, Stage},
    wire::Wire,
};

/// Time for a server to notice that a client has left.
const A_MOMENT: Duration = Duration::from_millis(200);

fn wait_until(server: &Server, handlers: [usize; 2]) {
    let start = Instant::now();
    while server.app.stages.handlers() != handlers {
        assert!(start.elapsed() < Duration::from_secs(20), "it does not come to pass: {:?}", server.app.take());
        thread::sleep(Duration::from_millis(2));
    }
}

/// The handler is at work, its client gone: it comes to its end all the same, once, and is known to have.
pub(crate) fn a_client_that_leaves_does_not_stop_the_handler(server: &Server, wire: Wire) {
    for takes_back in [false, true] {
        let delivery = of_type(&format!("left-{takes_back}"), "slow");
        let in_the_middle = || {
            wait_until(server, [1, 0]);
            let other = wire.send(server.address, &delivery);
            assert_eq!((other.status, other.retry_after.as_deref()), (503, Some("30")), "it is in progress");
        };
        match wire {
            Wire::Http1 => {
                let socket = http1::raw(&delivery).open(server.address);
                in_the_middle();
                drop(socket);
            }
            Wire::Http2 => http2::leave(server.address, &delivery, takes_back, in_the_middle),
        }
        thread::sleep(A_MOMENT);
        assert_eq!(server.app.stages.handlers(), [1, 0], "it is still at work");
        server.app.gate.add_permits(1);
        wait_until(server, [1, 1]);
        // It is recorded a moment after it has ended.
        thread::sleep(A_MOMENT);
        let Seen { requests, claims, handled, finished, .. } = server.app.take();
        assert_eq!((requests, claims, handled, finished), (2, 2, 1, 1));
        let answer = wire.send(server.address, &delivery);
        assert_eq!(answer.status, 200);
        assert!(Stage::Store.is_last_of(&server.app.take(), LIMIT), "it is a duplicate now");
    }
}

/// Heads of answers are no data: what the client's window is, they come.
pub(crate) fn a_client_without_a_window_is_answered(server: &Server) {
    let cases = [("a genuine one", genuine("window"), 200), ("a forged one", genuine("window").tampered(), 401)];
    for (name, request, status) in cases {
        assert_eq!(http2::send_with_no_window(server.address, &request).status, status, "{name}");
    }
}
