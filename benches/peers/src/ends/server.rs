//! A server in a process of its own, so that its CPU time can be told from the sender's.

use std::{
    env,
    io::{BufRead as _, BufReader},
    net::SocketAddr,
    process::{Child, Command, Stdio},
    time::Duration,
};

use super::variant::{Framework, Variant};
use crate::cpu::process_time;

/// Runs until it is dropped.
pub(super) struct Server {
    pub(super) variant: Variant,
    pub(super) address: SocketAddr,
    child: Child,
}

impl Server {
    pub(super) fn start(framework: Framework, variant: Variant) -> Self {
        let program = env::current_exe().expect("a path").with_file_name("serve");
        let mut child = Command::new(program)
            .args([framework.name(), variant.name()])
            .stdout(Stdio::piped())
            .spawn()
            .expect("`serve`, which is built together with this program");
        let mut address = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut address).expect("an address");
        Self { variant, address: address.trim().parse().expect("an address"), child }
    }

    pub(super) fn cpu_time(&self) -> Duration {
        process_time(self.child.id())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already, which its requests have told.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
