//! A crash is not silence: a report beside the journals, and a word about it on the next start.
//!
//! A report has no text of any project in it: what a panic says may quote a text, so only words that stand in the
//! program itself are taken over.

use std::{backtrace::Backtrace, panic::PanicHookInfo, path::PathBuf};

use crate::storage;

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

/// What to tell the user of the last crash: a heading and lines; `None` if there was none.
pub(super) fn last(folder: &std::path::Path) -> Option<(String, Vec<String>)> {
    let reports = storage::crash::take_unseen(folder);
    let latest = reports.last()?;
    Some((
        "Standpoint stopped unexpectedly last time".to_owned(),
        vec![
            "A report was written. It has no text of yours in it; sending it along helps to mend the fault.".to_owned(),
            latest.display().to_string(),
        ],
    ))
}
