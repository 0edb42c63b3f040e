//! A network that can be cut: a namespace of its own, with one line to this machine.

use std::{
    net::Ipv4Addr,
    process::{Command, id},
};

/// A network namespace. It needs root, or the capability to administer the network.
pub(crate) struct Namespace {
    name: String,
    line: String,
    here: Ipv4Addr,
}

impl Namespace {
    pub(crate) fn new() -> Self {
        let [.., high, low] = id().to_be_bytes();
        // A range for tests of networks, which no other has, in fours by process.
        let (third, fourth) = (high, low & !3);
        let (here, there) = (Ipv4Addr::new(198, 18, third, fourth + 1), Ipv4Addr::new(198, 18, third, fourth + 2));
        let namespace = Self { name: format!("hookseal{}", id()), line: format!("hs{}", id()), here };
        let (name, line) = (namespace.name.as_str(), namespace.line.as_str());
        let end = &format!("{line}e");
        ip(&["netns", "add", name]);
        ip(&["link", "add", line, "type", "veth", "peer", "name", end, "netns", name]);
        ip(&["address", "add", &format!("{here}/30"), "dev", line]);
        ip(&["link", "set", line, "up"]);
        ip(&["-netns", name, "address", "add", &format!("{there}/30"), "dev", end]);
        ip(&["-netns", name, "link", "set", end, "up"]);
        namespace
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The address of this machine, as seen from there.
    pub(crate) fn here(&self) -> Ipv4Addr {
        self.here
    }

    /// From now on every packet that is sent there vanishes.
    pub(crate) fn cut(&self) {
        ip(&["-netns", &self.name, "route", "add", "blackhole", &format!("{}/32", self.here)]);
    }

    /// The line is whole again; what was sent meanwhile is sent once more by those who have not given up.
    pub(crate) fn heal(&self) {
        ip(&["-netns", &self.name, "route", "delete", "blackhole", &format!("{}/32", self.here)]);
    }
}

impl Drop for Namespace {
    fn drop(&mut self) {
        // Deleting the one end deletes the other, which outlives its namespace for a moment.
        let _ = Command::new("ip").args(["link", "delete", &self.line]).status();
        let _ = Command::new("ip").args(["netns", "delete", &self.name]).status();
    }
}

fn ip(arguments: &[&str]) {
    let command = format!("ip {}", arguments.join(" "));
    let said = Command::new("ip").args(arguments).output().expect("the program `ip`, of the package iproute2");
    let why = String::from_utf8_lossy(&said.stderr);
    assert!(
        said.status.success(),
        "`{command}`: {why}: to cut a network, this test needs root and the right to administer networks \
         (CAP_NET_ADMIN and CAP_SYS_ADMIN; in a container, `--privileged`)"
    );
}
