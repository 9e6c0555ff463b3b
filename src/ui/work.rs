//! What a pane has looked for through all the text: on a thread, given in as it comes, and left off when it is no
//! longer wanted.
//!
//! What takes no longer than a blink is done at once instead, so that nothing flickers.
//! Not here: opening, saving and the like, which the shell does (`app`).

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, TryRecvError, channel},
    },
    thread,
};

use eframe::egui;

/// Bytes of text up to which work is done at once: well under a millisecond's worth.
pub const AT_ONCE: usize = 64 * 1024;

/// Work under way, or done and not yet looked at. Letting go of it stops it.
#[derive(Debug)]
pub struct Work<T> {
    receiver: Receiver<T>,
    unwanted: Arc<AtomicBool>,
    over: bool,
}

/// Where the work gives its results to.
#[derive(Debug)]
pub struct Give<T> {
    /// `None` only while it is being let go of.
    sender: Option<Sender<T>>,
    unwanted: Arc<AtomicBool>,
    ctx: egui::Context,
}

impl<T> Give<T> {
    /// Gives a part of the result; the window is woken for it.
    pub fn give(&self, part: T) {
        if let Some(sender) = &self.sender
            && sender.send(part).is_ok()
        {
            self.ctx.request_repaint();
        }
    }

    /// Whether nobody waits for the rest.
    pub fn is_unwanted(&self) -> bool {
        self.unwanted.load(Ordering::Relaxed)
    }
}

impl<T> Drop for Give<T> {
    fn drop(&mut self) {
        // First the end, then the call to look at it.
        self.sender = None;
        self.ctx.request_repaint();
    }
}

impl<T: Send + 'static> Work<T> {
    /// Starts work on `bytes` of text: on a thread of this name, or at once if it is little.
    pub fn start(ctx: &egui::Context, name: &str, bytes: usize, work: impl FnOnce(&Give<T>) + Send + 'static) -> Self {
        let (sender, receiver) = channel();
        let unwanted = Arc::new(AtomicBool::new(false));
        let give = Give {
            sender: Some(sender),
            unwanted: Arc::clone(&unwanted),
            ctx: ctx.clone(),
        };
        if bytes <= AT_ONCE {
            work(&give);
        } else if let Err(error) = thread::Builder::new().name(name.to_owned()).spawn(move || work(&give)) {
            log::error!("no thread for {name}: {error}");
        }
        Self {
            receiver,
            unwanted,
            over: false,
        }
    }
}

impl<T> Work<T> {
    /// The next part that has come in; `None` if none has.
    pub fn take(&mut self) -> Option<T> {
        match self.receiver.try_recv() {
            Ok(part) => Some(part),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                self.over = true;
                None
            }
        }
    }

    /// Whether everything was taken.
    pub fn is_over(&self) -> bool {
        self.over
    }
}

impl<T> Drop for Work<T> {
    fn drop(&mut self) {
        self.unwanted.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(work: &mut Work<u32>) -> Vec<u32> {
        let mut out = Vec::new();
        while !work.is_over() {
            match work.take() {
                Some(part) => out.push(part),
                None => thread::yield_now(),
            }
        }
        out
    }

    #[test]
    fn little_and_much_give_the_same() {
        let ctx = egui::Context::default();
        for bytes in [0, AT_ONCE + 1] {
            let mut work = Work::start(&ctx, "test", bytes, |give| (0..100).for_each(|n| give.give(n)));
            assert_eq!(all(&mut work), (0..100).collect::<Vec<u32>>());
        }
    }

    #[test]
    fn work_that_nobody_wants_stops() {
        let ctx = egui::Context::default();
        let (tell, told) = channel();
        let work = Work::start(&ctx, "test", usize::MAX, move |give: &Give<u32>| {
            while !give.is_unwanted() {
                thread::yield_now();
            }
            tell.send(()).ok();
        });
        drop(work);
        told.recv().expect("it stopped");
    }
}
