//! Opening and saving in real folders, with real and injected faults.

use std::{fs, io::Write as _, process::Command};

use super::*;
use crate::{
    model::Edit,
    storage::sample::{GOLDEN, golden},
};

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// The golden project with another title.
fn titled(title: &str) -> Project {
    golden().applied(&Edit::SetTitle(title.to_owned())).expect("applies")
}

/// A folder with the golden file in it, opened.
fn with_golden() -> (tempfile::TempDir, PathBuf, Opened) {
    let folder = folder();
    let path = folder.path().join("a b.ron");
    fs::write(&path, GOLDEN).expect("written");
    let opened = open(&path).expect("opens");
    (folder, path, opened)
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("a text")
}

/// A message without the folder, which differs from run to run.
fn plain(error: &dyn std::error::Error, folder: &Path) -> String {
    let folder = fs::canonicalize(folder).expect("a folder");
    error
        .to_string()
        .replace(&format!("{}/", folder.display()), "")
        .replace(&*folder.to_string_lossy(), "<folder>")
}

#[test]
fn what_was_saved_is_opened() {
    let folder = folder();
    let path = folder.path().join("new.ron");
    let saved = save(&path, &golden(), Expected::Nothing).expect("saves");
    assert_eq!(saved.remarks, Vec::<String>::new());
    let opened = open(&path).expect("opens");
    assert_eq!((opened.project, opened.fingerprint), (golden(), saved.fingerprint));
    assert_eq!(opened.path, saved.path);
    assert_eq!(text(&path), GOLDEN);
    let again = save(&path, &titled("x"), Expected::Content(saved.fingerprint)).expect("saves");
    assert_eq!(open(&path).expect("opens").project.title, "x");
    assert_eq!(look(&path, &saved.fingerprint), OnDisk::Changed(again.fingerprint));
    assert_eq!(look(&path, &again.fingerprint), OnDisk::Same);
    assert_eq!(names(folder.path()), ["new.ron"]);
}

#[test]
fn what_cannot_be_opened_is_told() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("folder")).expect("made");
    fs::write(at("empty"), "").expect("written");
    fs::write(at("binary"), b"\x7fELF\x02\x01\x01\0\0\0\x90\xff").expect("written");
    fs::write(at("text"), "Dear all,\n").expect("written");
    fs::write(at("latin"), b"(\n  format: 1,\n  title: \"caf\xe9\",\n)\n").expect("written");
    fs::write(at("newer"), "(format: 7)").expect("written");
    fs::write(at("cut"), &GOLDEN[..500]).expect("written");
    let huge = fs::File::create(at("huge")).expect("made");
    huge.set_len(2 << 30).expect("made sparse");
    let unopened = "The file was not opened; it is as it was.\n";
    let correct = "\nCorrect this in a text editor, or open an earlier version: ";
    for (name, expected) in [
        (
            "missing",
            "There is no such file. It may have been moved, renamed or deleted: missing".to_owned(),
        ),
        (
            "text/inside",
            "There is no such file. It may have been moved, renamed or deleted: text/inside".to_owned(),
        ),
        (
            "folder",
            "This is a folder, not a project. Choose a file: folder".to_owned(),
        ),
        (
            "empty",
            "The file is empty. If it was not so before, it was not copied or synchronised whole; get it again from \
             where it came from, or open an earlier version: empty"
                .to_owned(),
        ),
        (
            "huge",
            "The file has 2048 MB; the most that is opened is 512 MB. It was not read, and is hardly a project: huge"
                .to_owned(),
        ),
        (
            "binary",
            format!(
                "{unopened}line 1, column 11: the file is no UTF-8 text: found the byte 0x90, which cannot stand there{correct}binary"
            ),
        ),
        (
            "text",
            format!(
                "{unopened}line 1, column 1: this is no project of Standpoint: expected (, found `Dear`{correct}text"
            ),
        ),
        (
            "latin",
            format!(
                "{unopened}line 3, column 14: the file is no UTF-8 text: found the byte 0xe9, which cannot stand there{correct}latin"
            ),
        ),
        (
            "newer",
            "The file was made by a newer version of Standpoint (format 7). Nothing was changed. Update Standpoint to \
             open it: newer"
                .to_owned(),
        ),
        (
            "cut",
            format!(
                "{unopened}line 9, column 9: the file ends too early: it was cut off, or not copied or synchronised \
                 whole; get it again from where it came from{correct}cut"
            ),
        ),
    ] {
        let error = open(&at(name)).expect_err(name);
        assert_eq!(plain(&error, folder.path()), expected);
    }
}

#[cfg(unix)]
#[test]
fn devices_and_pipes_are_not_waited_for() {
    let folder = folder();
    let pipe = folder.path().join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs");
    assert!(made.success());
    for path in [&pipe, Path::new("/dev/zero")] {
        assert!(
            matches!(open(path), Err(OpenError::NoFile { .. })),
            "{}",
            path.display()
        );
        let error = save(path, &golden(), Expected::Anything).expect_err("refused");
        assert!(matches!(error, SaveError::NoFile { .. }), "{error}");
    }
}

#[test]
fn saving_never_overwrites_what_was_not_seen() {
    let (folder, path, opened) = with_golden();
    let expected = Expected::Content(opened.fingerprint);

    fs::write(&path, "theirs").expect("written");
    let error = save(&path, &titled("mine"), expected).expect_err("refused");
    assert_eq!(
        plain(&error, folder.path()),
        "Another program changed the file since it was opened. Nothing was overwritten. Merge the two, or save under \
         another name: a b.ron"
    );
    assert_eq!(text(&path), "theirs");

    let error = save(&path, &titled("mine"), Expected::Nothing).expect_err("refused");
    assert!(matches!(error, SaveError::Exists { .. }), "{error}");
    assert_eq!(text(&path), "theirs");

    fs::remove_file(&path).expect("removed");
    let error = save(&path, &titled("mine"), expected).expect_err("refused");
    assert_eq!(
        plain(&error, folder.path()),
        "The file is no longer there: it was moved, renamed or deleted. Your work is still open. Save it under \
         another name, or here again: a b.ron"
    );
    assert_eq!(look(&path, &opened.fingerprint), OnDisk::Missing);

    fs::create_dir(&path).expect("made");
    let error = save(&path, &titled("mine"), expected).expect_err("refused");
    assert!(matches!(error, SaveError::NoFile { .. }), "{error}");
    assert!(matches!(look(&path, &opened.fingerprint), OnDisk::Unreadable(_)));

    fs::remove_dir(&path).expect("removed");
    fs::remove_dir(folder.path()).expect("removed");
    for expected in [expected, Expected::Nothing, Expected::Anything] {
        let error = save(&path, &titled("mine"), expected).expect_err("refused");
        assert!(matches!(error, SaveError::FolderMissing { .. }), "{error}");
    }
}

#[test]
fn what_may_be_replaced_is() {
    let (_folder, path, _) = with_golden();
    fs::write(&path, "theirs").expect("written");
    save(&path, &golden(), Expected::Anything).expect("saves");
    assert_eq!(text(&path), GOLDEN);
    fs::remove_file(&path).expect("removed");
    save(&path, &golden(), Expected::Anything).expect("saves");
    assert_eq!(text(&path), GOLDEN);
}

#[test]
fn a_file_that_holds_it_already_is_not_touched() {
    let (_folder, path, opened) = with_golden();
    let before = stamp(&path);
    let mut steps = Vec::new();
    let saved = save_bytes(
        &path,
        GOLDEN.as_bytes(),
        Expected::Content(opened.fingerprint),
        &SaveOptions::default(),
        &mut |step| {
            steps.push(step);
            Ok(())
        },
    );
    assert_eq!(saved.expect("saves").fingerprint, opened.fingerprint);
    assert_eq!((stamp(&path), steps), (before, Vec::new()));
}

#[cfg(unix)]
#[test]
fn permissions_and_owner_are_kept() {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    let (folder, path, opened) = with_golden();
    for mode in [0o600, 0o640, 0o664, 0o755] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("set");
        let saved = save(&path, &titled(&mode.to_string()), Expected::Anything).expect("saves");
        assert_eq!(fs::metadata(&path).expect("there").mode() & 0o7777, mode);
        assert!(saved.remarks.is_empty(), "{:?}", saved.remarks);
    }
    // Only root may give files away; anyone else has no foreign owner to keep.
    if chown(&path, Some(12345), Some(23456)).is_ok() {
        save(&path, &opened.project, Expected::Anything).expect("saves");
        let metadata = fs::metadata(&path).expect("there");
        assert_eq!(
            (metadata.uid(), metadata.gid(), metadata.mode() & 0o7777),
            (12345, 23456, 0o755)
        );
    }
    // A new file is as private or public as any other new file of the user.
    let other = folder.path().join("other");
    fs::write(&other, "").expect("written");
    let new = folder.path().join("new.ron");
    save(&new, &golden(), Expected::Nothing).expect("saves");
    assert_eq!(
        fs::metadata(&new).expect("there").mode(),
        fs::metadata(&other).expect("there").mode()
    );
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_followed_and_stay() {
    use std::os::unix::fs::symlink;
    let (folder, path, opened) = with_golden();
    let link = folder.path().join("link.ron");
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).expect("made");
    let far = inner.join("far.ron");
    symlink("a b.ron", &link).expect("linked");
    symlink("../link.ron", &far).expect("linked");
    let by_link = open(&far).expect("opens");
    assert_eq!(by_link.path, opened.path);
    let saved = save(&far, &titled("x"), Expected::Content(opened.fingerprint)).expect("saves");
    assert_eq!(saved.path, opened.path);
    assert_eq!(open(&path).expect("opens").project.title, "x");
    assert!(link.is_symlink() && far.is_symlink());

    let dangling = folder.path().join("dangling.ron");
    symlink("inner/not yet.ron", &dangling).expect("linked");
    save(&dangling, &golden(), Expected::Nothing).expect("saves");
    assert!(dangling.is_symlink());
    assert_eq!(text(&inner.join("not yet.ron")), GOLDEN);

    let circle = folder.path().join("circle.ron");
    symlink("circle.ron", &circle).expect("linked");
    assert!(matches!(open(&circle), Err(OpenError::Unreadable { .. })));
    assert!(save(&circle, &golden(), Expected::Anything).is_err());
    assert!(circle.is_symlink());
}

#[test]
fn hard_links_and_read_only_files_are_asked_about() {
    let (folder, path, opened) = with_golden();
    let other = folder.path().join("other name.ron");
    fs::hard_link(&path, &other).expect("linked");
    let expected = Expected::Content(opened.fingerprint);
    let error = save(&path, &titled("x"), expected).expect_err("refused");
    assert_eq!(
        plain(&error, folder.path()),
        "The file has 2 names (hard links). Saving would give this name the new content and leave the others the old \
         one, so nothing was written. Allow that, or save under another name: a b.ron"
    );
    assert_eq!(text(&path), GOLDEN);
    let options = SaveOptions {
        split_hard_links: true,
        ..SaveOptions::default()
    };
    let saved = save_with(&path, &titled("x"), expected, &options).expect("saves");
    assert_eq!(open(&path).expect("opens").project.title, "x");
    assert_eq!(text(&other), GOLDEN);

    let mut permissions = fs::metadata(&path).expect("there").permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).expect("set");
    let expected = Expected::Content(saved.fingerprint);
    let error = save(&path, &titled("y"), expected).expect_err("refused");
    assert_eq!(
        plain(&error, folder.path()),
        "The file is marked read-only. It was left as it is. Allow it to be replaced, or save under another name: \
         a b.ron"
    );
    let options = SaveOptions {
        replace_read_only: true,
        ..SaveOptions::default()
    };
    save_with(&path, &titled("y"), expected, &options).expect("saves");
    assert_eq!(open(&path).expect("opens").project.title, "y");
    assert!(fs::metadata(&path).expect("there").permissions().readonly());
}

/// Whatever fails, and wherever: the file is as it was, and nothing else is left in the folder.
#[test]
fn every_fault_leaves_the_file_as_it_was() {
    use io::ErrorKind::{Other, PermissionDenied, StorageFull};
    let (folder, path, opened) = with_golden();
    let expected = Expected::Content(opened.fingerprint);
    let large = vec![b'x'; 5 << 20];
    for step in [Step::Create, Step::Write, Step::Sync, Step::Compare, Step::Rename] {
        for kind in [StorageFull, PermissionDenied, Other] {
            for nth in [1, 3] {
                let mut seen = 0;
                let result = save_bytes(&path, &large, expected, &SaveOptions::default(), &mut |now| {
                    seen += i32::from(now == step);
                    if now == step && seen == nth {
                        Err(io::Error::from(kind))
                    } else {
                        Ok(())
                    }
                });
                if seen < nth {
                    // A step that comes once cannot fail the third time.
                    assert!(result.is_ok());
                    fs::write(&path, GOLDEN).expect("restored");
                    continue;
                }
                let error = result.expect_err("fails");
                let fits = match kind {
                    StorageFull => matches!(error, SaveError::NoSpace { .. }),
                    PermissionDenied => matches!(error, SaveError::FolderReadOnly { .. }),
                    _ => matches!(error, SaveError::Failed { .. }),
                };
                assert!(fits, "{step:?} {kind:?}: {error}");
                assert_eq!(text(&path), GOLDEN, "{step:?} {kind:?}");
                assert_eq!(names(folder.path()), ["a b.ron"], "{step:?} {kind:?}");
            }
        }
    }
    // After the rename the new content is there: failing to sync the folder is a remark.
    let saved = save_bytes(&path, b"new", expected, &SaveOptions::default(), &mut |now| {
        if now == Step::SyncFolder {
            Err(io::Error::from(Other))
        } else {
            Ok(())
        }
    });
    assert_eq!(saved.expect("saves").remarks.len(), 1);
    assert_eq!(text(&path), "new");
}

/// What others do to the file while it is being saved is noticed too.
#[test]
fn a_change_during_the_save_is_noticed() {
    for act in ["change", "delete", "folder", "grow"] {
        let (_folder, path, opened) = with_golden();
        let result = save_bytes(
            &path,
            b"mine",
            Expected::Content(opened.fingerprint),
            &SaveOptions::default(),
            &mut |step| {
                if step == Step::Compare {
                    match act {
                        "change" => fs::write(&path, GOLDEN.replace("China", "Chine"))?,
                        "grow" => fs::OpenOptions::new().append(true).open(&path)?.write_all(b"\n")?,
                        "delete" => fs::remove_file(&path)?,
                        _ => {
                            fs::remove_file(&path)?;
                            fs::create_dir(&path)?;
                        }
                    }
                }
                Ok(())
            },
        );
        let error = result.expect_err(act);
        match act {
            "change" | "grow" => assert!(matches!(error, SaveError::ChangedOnDisk { .. }), "{error}"),
            "delete" => assert!(matches!(error, SaveError::Vanished { .. }), "{error}"),
            _ => assert!(matches!(error, SaveError::NoFile { .. }), "{error}"),
        }
    }
    // A new file under a name that somebody takes in the meantime.
    let folder = folder();
    let path = folder.path().join("new.ron");
    for expected in [Expected::Nothing, Expected::Anything] {
        let result = save_bytes(&path, b"mine", expected, &SaveOptions::default(), &mut |step| {
            if step == Step::Rename {
                fs::write(&path, "theirs")
            } else {
                Ok(())
            }
        });
        assert!(result.is_err());
        assert_eq!(text(&path), "theirs");
        fs::remove_file(&path).expect("removed");
    }
}

#[test]
fn a_save_can_be_cancelled_until_the_file_is_replaced() {
    let (folder, path, opened) = with_golden();
    for cancelled_at in [Step::Create, Step::Write, Step::Sync, Step::Rename] {
        let progress = Progress::new();
        let options = SaveOptions {
            progress: Some(&progress),
            ..SaveOptions::default()
        };
        let result = save_bytes(
            &path,
            b"mine",
            Expected::Content(opened.fingerprint),
            &options,
            &mut |step| {
                if step == cancelled_at {
                    progress.cancel();
                }
                Ok(())
            },
        );
        assert!(matches!(result, Err(SaveError::Cancelled { .. })), "{cancelled_at:?}");
        assert_eq!(
            (text(&path).as_str(), names(folder.path())),
            (GOLDEN, vec!["a b.ron".to_owned()])
        );
    }
    let progress = Progress::new();
    progress.cancel();
    assert!(matches!(open_with(&path, &progress), Err(OpenError::Cancelled { .. })));
}

/// How a save ends midway.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    Cancelled,
    DiskFull,
    Panics,
}

/// Saves more than is written at once, and ends it so before the `nth` time of a step; whether it got that far.
fn ended_midway(path: &Path, expected: Expected, options: &SaveOptions<'_>, end: End, at: (Step, usize)) -> bool {
    let progress = Progress::new();
    let options = SaveOptions {
        progress: Some(&progress),
        ..*options
    };
    let mut times = 0;
    let mut before = |step| {
        times += usize::from(step == at.0);
        match end {
            _ if (step, times) != at => return Ok(()),
            End::Cancelled => progress.cancel(),
            End::DiskFull => return Err(io::ErrorKind::StorageFull.into()),
            End::Panics => panic!("as injected"),
        }
        Ok(())
    };
    let large = vec![b'x'; 5 << 20];
    let saving = || save_bytes(path, &large, expected, &options, &mut before);
    let saved = std::panic::catch_unwind(std::panic::AssertUnwindSafe(saving));
    let fits = match end {
        _ if times < at.1 => matches!(saved, Ok(Ok(_))),
        End::Cancelled => matches!(saved, Ok(Err(SaveError::Cancelled { .. }))),
        End::DiskFull => matches!(saved, Ok(Err(SaveError::NoSpace { .. }))),
        End::Panics => saved.is_err(),
    };
    assert!(fits, "{end:?} at {at:?}: {saved:?}");
    times >= at.1
}

/// However a save ends midway, there is no file beside the project's, and none where there was none; nor is anything
/// kept as a version but what was there.
#[test]
fn a_save_that_ends_midway_leaves_nothing_behind() {
    let steps = [
        (Step::Create, 1),
        (Step::Write, 1),
        (Step::Write, 3),
        (Step::Write, 5),
        (Step::Write, 6),
        (Step::Sync, 1),
        (Step::Rename, 1),
    ];
    for there in [false, true] {
        for end in [End::Cancelled, End::DiskFull, End::Panics] {
            for at in steps {
                let (folder, path, opened) = with_golden();
                let state_folder = self::folder();
                let state = State::at(state_folder.path());
                let expected = if there {
                    Expected::Content(opened.fingerprint)
                } else {
                    fs::remove_file(&path).expect("removed");
                    Expected::Nothing
                };
                let options = SaveOptions {
                    versions: Some((&state, Moment(1))),
                    ..SaveOptions::default()
                };
                let was = names(folder.path());
                if !ended_midway(&path, expected, &options, end, at) {
                    continue;
                }
                assert_eq!(names(folder.path()), was, "{end:?} at {at:?}");
                assert!(!there || text(&path) == GOLDEN, "{end:?} at {at:?}");
                let kept = backups::versions(&state, &fs::canonicalize(&path).unwrap_or(path));
                let kept: Vec<String> = kept.iter().map(|version| text(&version.path)).collect();
                assert!(kept.iter().all(|content| content == GOLDEN), "{end:?} at {at:?}");
            }
        }
    }
}

#[test]
fn what_a_crash_left_behind_is_tidied() {
    let (folder, path, _) = with_golden();
    let hours_ago = SystemTime::now() - Duration::from_secs(2 * 3600);
    for (name, old) in [
        (".a b.ron.Xy12Zz.standpoint-tmp", true),
        (".a b.ron.new123.standpoint-tmp", false),
        (".c.ron.Xy12Zz.standpoint-tmp", true),
        (".a b.ron.swp", true),
    ] {
        let file = fs::File::create(folder.path().join(name)).expect("made");
        if old {
            file.set_modified(hours_ago).expect("set");
        }
    }
    save(&path, &titled("x"), Expected::Anything).expect("saves");
    assert_eq!(
        names(folder.path()),
        [
            ".a b.ron.new123.standpoint-tmp",
            ".a b.ron.swp",
            ".c.ron.Xy12Zz.standpoint-tmp",
            "a b.ron"
        ]
    );
}

/// A file system of 256 KB that is unmounted in the end; `None` where this process may not mount.
#[cfg(target_os = "linux")]
struct Small(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl Small {
    fn mount() -> Option<Self> {
        let folder = folder();
        let done = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
            .arg(folder.path())
            .output();
        done.is_ok_and(|d| d.status.success()).then(|| Self(folder))
    }

    fn make_read_only(&self) {
        let done = Command::new("mount")
            .args(["-o", "remount,ro"])
            .arg(self.0.path())
            .status();
        assert!(done.expect("mount runs").success());
    }
}

#[cfg(target_os = "linux")]
impl Drop for Small {
    fn drop(&mut self) {
        let done = Command::new("umount").arg(self.0.path()).status();
        assert!(done.expect("umount runs").success());
    }
}

/// Needs the right to mount; where there is none, injected faults (above) are all there is.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_and_a_read_only_one_for_real() {
    let Some(small) = Small::mount() else { return };
    let path = small.0.path().join("a.ron");
    let saved = save(&path, &golden(), Expected::Nothing).expect("saves");
    let long = titled(&"x".repeat(300_000));
    let error = save(&path, &long, Expected::Content(saved.fingerprint)).expect_err("no room");
    assert!(matches!(error, SaveError::NoSpace { .. }), "{error}");
    assert_eq!(
        (text(&path).as_str(), names(small.0.path())),
        (GOLDEN, vec!["a.ron".to_owned()])
    );
    // Room for one copy but not for two: saving a middling project once works, replacing it does not.
    let middling = titled(&"y".repeat(150_000));
    let saved = save(&path, &middling, Expected::Content(saved.fingerprint)).expect("saves");
    let error = save(
        &path,
        &titled(&"z".repeat(150_000)),
        Expected::Content(saved.fingerprint),
    )
    .expect_err("no room");
    assert!(matches!(error, SaveError::NoSpace { .. }), "{error}");
    assert_eq!(open(&path).expect("opens").project, middling);

    small.make_read_only();
    let error = save(&path, &golden(), Expected::Content(saved.fingerprint)).expect_err("read-only");
    assert_eq!(
        plain(&error, small.0.path()),
        "Nothing may be written in this folder. The file is as it was. Save in another folder: a.ron"
    );
    assert_eq!(open(&path).expect("opens").project, middling);
}

/// Root may read and write everything, so this is for everyone else.
#[cfg(unix)]
#[test]
fn permissions_taken_away_are_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, path, opened) = with_golden();
    let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set");
    set(&path, 0o200);
    if fs::read(&path).is_ok() {
        return;
    }
    assert!(matches!(open(&path), Err(OpenError::Unreadable { .. })));
    let error = save(&path, &titled("x"), Expected::Content(opened.fingerprint)).expect_err("unseen");
    assert!(matches!(error, SaveError::Unreadable { .. }), "{error}");
    set(&path, 0o600);
    set(folder.path(), 0o500);
    let error = save(&path, &titled("x"), Expected::Content(opened.fingerprint)).expect_err("read-only");
    set(folder.path(), 0o700);
    assert!(matches!(error, SaveError::FolderReadOnly { .. }), "{error}");
    assert_eq!(text(&path), GOLDEN);
}

/// Two savers that both saw the same file: one wins, the other is told. Nobody's title is lost unseen.
#[test]
fn of_two_that_save_at_once_one_is_told() {
    let (_folder, path, opened) = with_golden();
    let mut expected = opened.fingerprint;
    for round in 0..100 {
        let saves: Vec<_> = std::thread::scope(|scope| {
            let savers: Vec<_> = (0..2)
                .map(|who| {
                    let project = titled(&format!("{round} {who}"));
                    let path = &path;
                    scope.spawn(move || save(path, &project, Expected::Content(expected)))
                })
                .collect();
            savers
                .into_iter()
                .map(|saver| saver.join().expect("no panic"))
                .collect()
        });
        let won: Vec<&Saved> = saves.iter().flatten().collect();
        assert_eq!(won.len(), 1, "round {round}: {saves:?}");
        expected = won[0].fingerprint;
        assert_eq!(look(&path, &expected), OnDisk::Same);
    }
}
