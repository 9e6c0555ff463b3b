//! A crash is not silence: a report beside the journals, and a word about it on the next start.
//!
//! A report has no text of any project in it: what a panic says may quote a text, so only words that stand in the
//! program itself are taken over.

use std::{
    backtrace::Backtrace,
    panic::PanicHookInfo,
    path::{Path, PathBuf},
};

use super::{App, jobs};
use crate::{
    storage,
    ui::dialog::{Dialog, Message},
};

/// From now on a panic leaves a report in `folder`.
pub(super) fn install(folder: PathBuf) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let name = format!("{}-{}", since.map_or(0, |s| s.as_millis()), std::process::id());
        // There is nobody left to tell if this fails too.
        storage::crash::keep(&folder, &name, &report(info)).ok();
        before(info);
    }));
}

fn report(info: &PanicHookInfo<'_>) -> String {
    let message = info.payload().downcast_ref::<&'static str>().copied();
    let place = info
        .location()
        .map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    format!(
        "Standpoint {} stopped unexpectedly.\n\nplace: {place}\nthread: {}\nsaid: {}\nsystem: {} {}\n\n{}\n",
        crate::VERSION,
        std::thread::current().name().unwrap_or("without a name"),
        message.unwrap_or("(left out: it may quote a text)"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        Backtrace::force_capture()
    )
}

/// What to tell the user of the report that was written last; nothing if there is none, or it was told before.
pub(super) fn untold(folder: &Path) -> Vec<String> {
    let reports = storage::crash::take_unseen(folder);
    let Some(latest) = reports.last() else {
        return Vec::new();
    };
    vec![
        "A report of what went wrong was written. It has no text of yours in it; sending it along helps to mend the \
         fault:"
            .to_owned(),
        latest.display().to_string(),
    ]
}

impl App {
    /// A job panicked: the window lives on.
    pub(super) fn tell_of_a_broken_job(&mut self, what: &str) {
        if what == jobs::HIDING {
            self.choosing = None;
        }
        let name = what.trim_end_matches('…');
        let mut lines = vec![format!(
            "“{name}” stopped unexpectedly, through a fault in the program. Your work is still open; to be safe, save it \
             under another name."
        )];
        lines.extend(
            self.state
                .as_ref()
                .map(|state| untold(state.folder()))
                .unwrap_or_default(),
        );
        self.dialog = Some(Dialog::Message(Message {
            heading: "Something went wrong".to_owned(),
            lines,
        }));
    }

    /// After a crash that left no unsaved work.
    pub(super) fn tell_of_a_crash(&mut self) {
        let report = std::mem::take(&mut self.report);
        if report.is_empty() {
            return;
        }
        let mut lines = vec!["No unsaved work was left behind: your files are as you saved them last.".to_owned()];
        lines.extend(report);
        self.dialog = Some(Dialog::Message(Message {
            heading: "Standpoint stopped unexpectedly last time".to_owned(),
            lines,
        }));
    }
}
