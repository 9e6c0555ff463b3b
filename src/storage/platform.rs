//! What differs between systems: owners, permissions, hard links, which file is which.

use std::{
    fs::{File, Metadata, Permissions},
    io,
    path::Path,
};

/// How many names (hard links) a file has; 1 where the system does not say.
#[cfg(unix)]
pub(super) fn names(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

/// How many names (hard links) a file has; 1 where the system does not say.
#[cfg(not(unix))]
pub(super) fn names(_metadata: &Metadata) -> u64 {
    1
}

/// Whether two looks were at one and the same file; true where the system does not say.
#[cfg(unix)]
pub(super) fn is_same(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

/// Whether two looks were at one and the same file; true where the system does not say.
#[cfg(not(unix))]
pub(super) fn is_same(_a: &Metadata, _b: &Metadata) -> bool {
    true
}

/// Whether it is a pipe with a name.
#[cfg(unix)]
pub(super) fn is_pipe(metadata: &Metadata) -> bool {
    std::os::unix::fs::FileTypeExt::is_fifo(&metadata.file_type())
}

/// Whether it is a pipe with a name; the system has none in the file system.
#[cfg(not(unix))]
pub(super) fn is_pipe(_metadata: &Metadata) -> bool {
    false
}

/// The number by which the file system knows a file.
#[cfg(unix)]
pub(super) fn number(metadata: &Metadata) -> Option<u64> {
    Some(std::os::unix::fs::MetadataExt::ino(metadata))
}

/// The number by which the file system knows a file.
#[cfg(not(unix))]
pub(super) fn number(_metadata: &Metadata) -> Option<u64> {
    None
}

/// The permissions of a new file that anyone else would make: the user's umask decides.
#[cfg(unix)]
pub(super) fn new_file_permissions() -> Option<Permissions> {
    Some(std::os::unix::fs::PermissionsExt::from_mode(0o666))
}

/// The permissions of a new file that anyone else would make.
#[cfg(not(unix))]
pub(super) fn new_file_permissions() -> Option<Permissions> {
    None
}

/// Gives `file` the owner, group and permissions of the file that it will replace. Returns whether the owner and
/// group could be kept; where the group could not, the new group may do no more than everybody.
#[cfg(unix)]
pub(super) fn take_after(file: &File, old: &Metadata) -> io::Result<bool> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    let new = file.metadata()?;
    let keeps_owner = new.uid() == old.uid() || fchown(file, Some(old.uid()), None).is_ok();
    let keeps_group = new.gid() == old.gid() || fchown(file, None, Some(old.gid())).is_ok();
    let mut mode = old.mode() & 0o7777;
    if !keeps_group {
        mode = (mode & !0o070) | ((mode & 0o007) << 3);
    }
    if !(keeps_owner && keeps_group) {
        mode &= 0o777;
    }
    file.set_permissions(Permissions::from_mode(mode))?;
    Ok(keeps_owner && keeps_group)
}

/// Gives `file` the permissions of the file that it will replace.
#[cfg(not(unix))]
pub(super) fn take_after(_file: &File, _old: &Metadata) -> io::Result<bool> {
    Ok(true)
}

/// Brings the entries of a folder to the disk, so that a rename in it survives a power cut.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Folders cannot be synced here; the system does it.
#[cfg(not(unix))]
pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// When a process began, in the system's own count; `None` if there is none of this number or the system does not
/// say.
#[cfg(target_os = "linux")]
pub(super) fn process_began(process: u32) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The second field, the command in brackets, may hold spaces and brackets; the 22nd is the one.
    let (_, rest) = text.rsplit_once(')')?;
    rest.split_whitespace().nth(19)?.parse().ok()
}

/// When a process began; the system does not say.
#[cfg(not(target_os = "linux"))]
pub(super) fn process_began(_process: u32) -> Option<u64> {
    None
}

/// Makes a folder, and those above it, into which only the user may look; fine if it is there.
#[cfg(unix)]
pub(super) fn make_private_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Makes a folder, and those above it; fine if it is there.
#[cfg(not(unix))]
pub(super) fn make_private_folder(folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)
}

/// A path as text from which it can be had back, even if it is not Unicode.
pub(super) fn path_to_text(path: &Path) -> String {
    match path.to_str() {
        Some(text) if !text.starts_with(NOT_UNICODE) => text.to_owned(),
        _ => {
            let bytes = path.as_os_str().as_encoded_bytes();
            bytes
                .iter()
                .fold(NOT_UNICODE.to_owned(), |text, byte| format!("{text}{byte:02x}"))
        }
    }
}

/// The path of such a text.
#[cfg(unix)]
pub(super) fn path_of_text(text: &str) -> std::path::PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    let bytes = text.strip_prefix(NOT_UNICODE).and_then(|digits| {
        (0..digits.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok())
            .collect::<Option<Vec<u8>>>()
    });
    bytes.map_or_else(|| text.into(), |bytes| std::ffi::OsString::from_vec(bytes).into())
}

/// The path of such a text.
#[cfg(not(unix))]
pub(super) fn path_of_text(text: &str) -> std::path::PathBuf {
    text.into()
}

const NOT_UNICODE: &str = "bytes:";

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn every_path_goes_there_and_back() {
        use std::os::unix::ffi::OsStrExt as _;
        for bytes in [
            &b"/home/me/a b.ron"[..],
            "/дом/中".as_bytes(),
            b"/a\xff\n/b",
            b"bytes:00",
            b"/bytes:00",
        ] {
            let path = Path::new(std::ffi::OsStr::from_bytes(bytes));
            assert_eq!(path_of_text(&path_to_text(path)), path);
        }
    }
}
