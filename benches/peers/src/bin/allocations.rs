//! How many pieces of memory each contestant asks for in a call. A program of its own: who counts slows down.
//!
//! Prints a line for each, with tabs between group, contestant and number.

use std::{alloc::System, collections::HashMap};

use hookseal_peers::speed;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const CALLS: u32 = 64;

fn main() {
    for group in speed::groups() {
        let (mut names, mut most) = (Vec::new(), HashMap::new());
        for case in &group.cases {
            for contestant in (case.contestants)() {
                // What is only made once is made in the first call.
                drop(contestant.prepare(1)());
                let work = contestant.prepare(CALLS as usize);
                let region = Region::new(ALLOCATOR);
                let remains = work();
                let change = region.change();
                drop(remains);
                let counted = u32::try_from(change.allocations + change.reallocations).expect("a few");
                let seen = most.entry(contestant.name).or_insert_with(|| {
                    names.push(contestant.name);
                    0
                });
                *seen = counted.max(*seen);
            }
        }
        for name in names {
            println!("{}\t{name}\t{}", group.title, f64::from(most[name]) / f64::from(CALLS));
        }
    }
}
