//! Whether a file is in a folder that several machines or people share: known services by the names and marks that
//! they leave, and network drives.
//!
//! A guess for people, told with its reason; nothing depends on it but what is proposed.

use std::{fs, path::Path};

/// Folders that services keep in step, by how their names begin, in lower case.
const NAMES: [(&str, &str); 12] = [
    ("dropbox", "Dropbox"),
    ("onedrive", "OneDrive"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("icloud", "iCloud"),
    ("mobile documents", "iCloud"),
    ("syncthing", "Syncthing"),
    ("pcloud", "pCloud"),
    ("seafile", "Seafile"),
];

/// What services leave in the folders that they keep in step.
const MARKS: [(&str, &str); 5] = [
    (".stfolder", "Syncthing"),
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".owncloudsync.log", "Nextcloud or ownCloud"),
    (".seafile-data", "Seafile"),
];

/// File systems that are on another machine, as Linux calls them.
const NETWORK: [&str; 14] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "afs",
    "ceph",
    "davfs",
    "glusterfs",
    "fuse.sshfs",
    "fuse.rclone",
    "fuse.davfs2",
    "fuse.gvfsd-fuse",
];

/// Who else may write where a file is, in words ("Dropbox", "a network drive"); `None` if nothing says so.
///
/// Asks the disk about every folder above the file: off the UI thread.
pub fn shared_folder(file: &Path) -> Option<String> {
    let mounts = fs::read_to_string("/proc/mounts").unwrap_or_default();
    by_service(file)
        .map(str::to_owned)
        .or_else(|| by_mount(file, &mounts).map(|kind| format!("a network drive ({kind})")))
}

fn by_service(file: &Path) -> Option<&'static str> {
    for folder in file.ancestors().skip(1) {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if let Some((_, service)) = NAMES.iter().find(|(start, _)| name.starts_with(start)) {
            return Some(service);
        }
        if let Some((_, service)) = MARKS.iter().find(|(mark, _)| folder.join(mark).exists()) {
            return Some(service);
        }
    }
    None
}

/// The kind of the network file system that a file is on, by the system's list of mounts.
fn by_mount<'a>(file: &Path, mounts: &'a str) -> Option<&'a str> {
    let mounts = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ').skip(1);
        // Spaces in the names of folders are written so there.
        let folder = fields.next()?.replace("\\040", " ");
        let kind = fields.next()?;
        file.starts_with(&folder).then_some((folder.len(), kind))
    });
    let (_, kind) = mounts.max_by_key(|(length, _)| *length)?;
    NETWORK.contains(&kind).then_some(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_known_by_names_and_marks() {
        for (path, service) in [
            ("/home/ada/Dropbox/work/a.ron", Some("Dropbox")),
            ("/home/ada/Dropbox (Uni)/a.ron", Some("Dropbox")),
            ("/home/ada/OneDrive - Uni/a.ron", Some("OneDrive")),
            ("/mnt/Google Drive/a.ron", Some("Google Drive")),
            ("/home/ada/Nextcloud/a.ron", Some("Nextcloud")),
            ("/home/ada/papers/Dropbox.ron", None),
            ("/home/ada/papers/a.ron", None),
        ] {
            assert_eq!(by_service(Path::new(path)), service, "{path}");
        }
        let folder = tempfile::tempdir().expect("a folder");
        let inner = folder.path().join("project");
        fs::create_dir(&inner).expect("made");
        assert_eq!(by_service(&inner.join("a.ron")), None);
        fs::create_dir(folder.path().join(".stfolder")).expect("made");
        assert_eq!(by_service(&inner.join("a.ron")), Some("Syncthing"));
        assert_eq!(shared_folder(&inner.join("a.ron")), Some("Syncthing".to_owned()));
    }

    #[test]
    fn network_drives_are_known_by_the_longest_mount() {
        let mounts = "/dev/sda / ext4 rw 0 0\nserver:/x /net nfs4 rw 0 0\n//s/y /mnt/my\\040share cifs rw 0 0\n\
                      /dev/sdb /net/local ext4 rw 0 0\n";
        for (path, kind) in [
            ("/home/a.ron", None),
            ("/net/a.ron", Some("nfs4")),
            ("/net/local/a.ron", None),
            ("/mnt/my share/a.ron", Some("cifs")),
            ("/network/a.ron", None),
        ] {
            assert_eq!(by_mount(Path::new(path), mounts), kind, "{path}");
        }
    }
}
