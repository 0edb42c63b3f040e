//! Whoever is measured: a name and some work, repeated as often as asked for.

use std::any::Any;

/// What is left of the work, dropped when nobody measures any more.
type Remains = Box<dyn Any>;
/// Work that is ready to be done.
type Ready<'w> = Box<dyn FnOnce() -> Remains + 'w>;

/// Whoever is measured.
pub struct Contestant {
    /// As in the tables.
    pub name: &'static str,
    /// How many calls can be prepared at once.
    pub most: usize,
    prepare: Box<dyn Fn(usize) -> Ready<'static>>,
}

impl Contestant {
    /// A call that needs nothing but to be made.
    pub fn new(name: &'static str, call: impl Fn() + Clone + 'static) -> Self {
        let prepare = move |calls| -> Ready<'static> {
            let call = call.clone();
            Box::new(move || {
                for _ in 0..calls {
                    call();
                }
                Box::new(())
            })
        };
        Self { name, most: usize::MAX, prepare: Box::new(prepare) }
    }

    /// Work on things that are used up by it, and are made before it is measured.
    pub fn on<T: 'static, R: 'static>(
        name: &'static str,
        make: impl Fn() -> T + 'static,
        work: impl Fn(Vec<T>) -> R + Clone + 'static,
    ) -> Self {
        let prepare = move |calls| -> Ready<'static> {
            let (things, work) = ((0..calls).map(|_| make()).collect(), work.clone());
            Box::new(move || Box::new(work(things)))
        };
        // As many as fit a processor's second cache.
        Self { name, most: 256, prepare: Box::new(prepare) }
    }

    /// The same under another name.
    #[must_use]
    pub fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// So many calls, ready to be made.
    pub fn prepare(&self, calls: usize) -> Ready<'static> {
        (self.prepare)(calls.min(self.most))
    }
}
