//! The desktop's own file dialogs, behind a trait so that tests need none.

use std::path::PathBuf;

use crate::ui::dialog::Purpose;

/// Asks the desktop for a file. Called on a thread of its own; may take as long as the user does.
pub trait FilePicker: Send + Sync {
    /// The file chosen; `None` if the user cancelled or no dialog could be shown (the desktop does not say which).
    fn pick(&self, purpose: Purpose, folder: Option<PathBuf>, name: &str) -> Option<PathBuf>;
}

/// The desktop's dialogs: the portal, else zenity.
pub struct NativePicker;

impl FilePicker for NativePicker {
    fn pick(&self, purpose: Purpose, folder: Option<PathBuf>, name: &str) -> Option<PathBuf> {
        let mut dialog = rfd::FileDialog::new().set_title(purpose.heading());
        dialog = match purpose {
            Purpose::Article => dialog.add_filter("Articles", purpose.endings()),
            Purpose::Picture(_) => dialog.add_filter("PNG pictures", purpose.endings()),
            Purpose::Notes(_) => dialog.add_filter("Markdown texts", purpose.endings()),
            Purpose::Open | Purpose::Save | Purpose::Merge => {
                dialog.add_filter("Standpoint projects", purpose.endings())
            }
        };
        if let Some(folder) = folder {
            dialog = dialog.set_directory(folder);
        }
        match purpose {
            Purpose::Save | Purpose::Picture(_) | Purpose::Notes(_) => dialog.set_file_name(name).save_file(),
            Purpose::Open | Purpose::Article | Purpose::Merge => dialog.pick_file(),
        }
    }
}

/// No dialogs at all: the window's own is used.
pub struct NoPicker;

impl FilePicker for NoPicker {
    fn pick(&self, _purpose: Purpose, _folder: Option<PathBuf>, _name: &str) -> Option<PathBuf> {
        None
    }
}
