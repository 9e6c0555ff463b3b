//! Pictures of the interface as tests: every dialog, pane and empty state, light beside dark, drawn with no GPU.
//!
//! What was looked at in review lies in `tests/pictures`, the README's pictures in `docs/pictures`. A picture that is
//! drawn otherwise now is written to `target`, beside one that marks where. They take a minute of CPU, so they
//! are no part of `cargo test`; `.ci/run pictures` compares them, and `UPDATE_PICTURES=1 .ci/run pictures` takes them
//! over.

use std::{collections::BTreeSet, path::Path};

use eframe::egui::{self, Vec2, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};
use image::{Rgba, RgbaImage, imageops};

use super::{App, NoPicker, Start};
use crate::{
    analysis::carry_over::carry_over,
    exchange::article::{self, Hint},
    model::{Analyst, Block, Body, Edit, Moment, PositionKey, Project, Stance, merge},
    storage::{self, Expected},
    ui::{
        Action, Command,
        command::{Pane, Permit, Then},
        desk::{self, Desk},
        dialog::{
            About, ActorForm, Autosave, Choice, Confirm, Conflicts, Dialog, DocumentForm, Documents, Entry, FileDialog,
            ImportDialog, Into, IssueForm, Layers, MergeDialog, Merged, Message, Palette, Past, Paste, Periods,
            Picture, Purpose, Recovery, ReplaceDialog, Shortcuts, Title, Unite, Unsaved, Versions, WhoAreYou,
        },
        matrix::clip::Reading,
        raster::Raster,
        theme::Tokens,
    },
};

/// By how much a channel of a pixel may differ before it counts: another processor's last bit is no other picture.
const ALIKE: u8 = 3;
const GAP: u32 = 8;

/// Compares drawn pictures with those that are kept, or keeps them.
struct Album {
    folder: &'static str,
    wrong: Vec<String>,
}

impl Album {
    fn new(folder: &'static str) -> Self {
        Self {
            folder,
            wrong: Vec::new(),
        }
    }

    fn add(&mut self, name: &str, drawn: &RgbaImage) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let kept = root.join(self.folder).join(format!("{name}.png"));
        let known = image::open(&kept).ok().map(|picture| picture.to_rgba8());
        let Err(diff) = compare(known.as_ref(), drawn) else {
            return;
        };
        if std::env::var_os("UPDATE_PICTURES").is_some() {
            return write(&kept, drawn);
        }
        let new = root.join(format!("target/{name}.new.png"));
        write(&new, drawn);
        write(&root.join(format!("target/{name}.diff.png")), &diff);
        self.wrong.push(new.display().to_string());
    }

    fn close(self) {
        assert!(
            self.wrong.is_empty(),
            "these pictures differ from what is kept in {}; beside each is one that marks where. Look at them, and if \
             they are right: UPDATE_PICTURES=1 .ci/run pictures\n{}",
            self.folder,
            self.wrong.join("\n")
        );
    }
}

/// Whether two pictures are alike; if not, one with what differs in red on the paler new one.
fn compare(known: Option<&RgbaImage>, drawn: &RgbaImage) -> Result<(), RgbaImage> {
    let differs = |x, y, new: &Rgba<u8>| {
        known
            .filter(|k| k.dimensions() == drawn.dimensions())
            .is_none_or(|known| {
                let old = known.get_pixel(x, y);
                old.0.iter().zip(new.0).any(|(a, b)| a.abs_diff(b) > ALIKE)
            })
    };
    let mut diff = drawn.clone();
    let mut alike = true;
    for (x, y, pixel) in diff.enumerate_pixels_mut() {
        if differs(x, y, pixel) {
            alike = false;
            *pixel = Rgba([255, 0, 0, 255]);
        } else {
            pixel.0 = pixel.0.map(|channel| 255 - (255 - channel) / 4);
        }
    }
    if alike { Ok(()) } else { Err(diff) }
}

fn write(path: &Path, picture: &RgbaImage) {
    let mut file = Vec::new();
    let (width, height) = picture.dimensions();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_compression(png::Compression::High);
    let colours: BTreeSet<[u8; 4]> = picture.pixels().map(|pixel| pixel.0).collect();
    let bytes: Vec<u8> = if colours.len() <= 256 {
        let colours: Vec<[u8; 4]> = colours.into_iter().collect();
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(colours.iter().flat_map(|c| [c[0], c[1], c[2]]).collect::<Vec<u8>>());
        let place = |pixel: &Rgba<u8>| colours.binary_search(&pixel.0).expect("one of them") as u8;
        picture.pixels().map(place).collect()
    } else {
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_filter(png::Filter::Adaptive);
        picture
            .pixels()
            .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
            .collect()
    };
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&bytes).expect("the pixels");
    writer.finish().expect("an end");
    storage::save_plain(path, &file, Expected::Anything).expect("a file that can be written");
}

/// Two pictures in one, side by side.
fn side_by_side(left: &RgbaImage, right: &RgbaImage) -> RgbaImage {
    let height = left.height().max(right.height());
    let mut both = RgbaImage::from_pixel(left.width() + GAP + right.width(), height, Rgba([128, 128, 128, 255]));
    imageops::replace(&mut both, left, 0, 0);
    imageops::replace(&mut both, right, i64::from(left.width() + GAP), 0);
    both
}

/// A picture without the plain surface around what is drawn on it.
fn trimmed(picture: &RgbaImage) -> RgbaImage {
    let ground = *picture.get_pixel(0, 0);
    let drawn = |(x, y, pixel): (u32, u32, &Rgba<u8>)| (*pixel != ground).then_some((x, y));
    let places: Vec<(u32, u32)> = picture.enumerate_pixels().filter_map(drawn).collect();
    let span = |side: fn(&(u32, u32)) -> u32, most: u32| {
        let first = places.iter().map(side).min().unwrap_or(0).saturating_sub(4);
        let last = places.iter().map(side).max().unwrap_or(0) + 5;
        (first, last.min(most) - first)
    };
    let (left, width) = span(|place| place.0, picture.width());
    let (top, height) = span(|place| place.1, picture.height());
    imageops::crop_imm(picture, left, top, width, height).to_image()
}

/// A desk in both themes.
fn desk_in_both(size: Vec2, make: impl Fn() -> Desk) -> [RgbaImage; 2] {
    [false, true].map(|dark| {
        let mut desk = make();
        desk.tokens = Tokens::of(dark, false);
        desk::harness(desk, size).render().expect("a picture")
    })
}

/// One sample of every dialog, named after it; where a dialog has two faces, both.
fn dialogs(project: &Project) -> Vec<(&'static str, Dialog)> {
    let actor = project.actors.front().expect("an actor");
    let issue = project.issues.front().expect("an issue");
    let document = project.documents.front().expect("a document");
    let mut file = FileDialog::new(Purpose::Save, "/home/ada/articles".into(), "joint-statement.ron");
    let entry = |is_file, name: &str| Entry {
        is_file,
        name: name.to_owned(),
    };
    file.entries = Ok(vec![
        entry(false, "2022"),
        entry(true, "joint-statement.ron"),
        entry(true, "summit.ron"),
    ]);
    let mut review = ImportDialog::new(Into::NewProject);
    let article = b"The mayor and the council\n\nThe mayor backs the plan. The council opposes it.\n";
    review.file_name = "mayor.txt".to_owned();
    let read = article::import(article, Hint::default()).expect("an article");
    review.draft = Some(super::import::draft(read));
    let theirs = project
        .applied(&Edit::SetTitle("As read in Warsaw".to_owned()))
        .expect("an edit");
    let ours = project
        .applied(&Edit::SetTitle("As read in Prague".to_owned()))
        .expect("an edit");
    let table = [
        ["", "AUKUS", "NATO enlargement"],
        ["China", "-1", "-1"],
        ["Peru", "1", "0"],
    ];
    let table = table.map(|row| row.map(str::to_owned).to_vec()).to_vec();
    let author = project.analysts.front().expect("an analyst").id.clone();
    let reading = Reading::guess(project, &table);
    vec![
        (
            "about",
            Dialog::About(About {
                version: "0.1.0 (0123456789)".to_owned(),
                state_folder: "/home/ada/.local/state/standpoint".to_owned(),
            }),
        ),
        ("actor", Dialog::Actor(ActorForm::new(actor))),
        (
            "autosave",
            Dialog::Autosave(Autosave {
                name: "joint-statement.ron".to_owned(),
                has_file: true,
                shared: Some("Dropbox".to_owned()),
                on: false,
                others: true,
            }),
        ),
        (
            "choice",
            Dialog::Choice(Choice {
                heading: "The project was not saved".to_owned(),
                lines: vec!["joint-statement.ron is read-only.".to_owned()],
                ways: vec![
                    ("Save as…".to_owned(), Command::Act(Action::SaveAs)),
                    (
                        "Replace it".to_owned(),
                        Command::SaveTo("joint-statement.ron".into(), Permit::default(), None),
                    ),
                ],
            }),
        ),
        (
            "confirm",
            Dialog::Confirm(Confirm::new(Edit::DeleteActor(actor.id.clone()))),
        ),
        ("conflicts", Dialog::Conflicts(Conflicts::default())),
        ("document", Dialog::Document(DocumentForm::new(document))),
        (
            "documents",
            Dialog::Documents(Documents::new(Some(document.id.clone()))),
        ),
        ("file", Dialog::File(file)),
        ("import", Dialog::Import(Box::new(ImportDialog::new(Into::NewProject)))),
        ("import-review", Dialog::Import(Box::new(review))),
        ("issue", Dialog::Issue(IssueForm::new(issue))),
        ("layers", Dialog::Layers(Layers::default())),
        (
            "merge",
            Dialog::Merge(Box::new(MergeDialog::new(
                "warsaw.ron".to_owned(),
                false,
                author.clone(),
                merge::merge(Some(project), &ours, &theirs),
            ))),
        ),
        (
            "merged",
            Dialog::Merged(Merged {
                heading: "warsaw.ron was merged".to_owned(),
                lines: vec![
                    "2 positions added.".to_owned(),
                    "1 conflict settled: theirs was taken.".to_owned(),
                ],
                author,
            }),
        ),
        (
            "message",
            Dialog::Message(Message {
                heading: "The file was not opened".to_owned(),
                lines: vec!["summit.ron:12:5: “stand” is no stance; did you mean “stance”?".to_owned()],
            }),
        ),
        ("picture", Dialog::Picture(Picture::new(false))),
        ("palette", Dialog::Palette(Palette::default())),
        ("paste", Dialog::Paste(Paste::new(table, Vec::new(), reading))),
        ("periods", Dialog::Periods(Periods::default())),
        (
            "recovery",
            Dialog::Recovery(Recovery {
                name: "joint-statement.ron".to_owned(),
                lines: vec!["Nothing on disk changes until you save.".to_owned()],
                steps: vec![(Moment(1_771_000_000), "NATO × US-led order → supports".to_owned())],
                differences: Vec::new(),
                place: (1, 1),
                against_file: false,
                doomed: false,
            }),
        ),
        ("replace", Dialog::Replace(Box::new(corrected(project)))),
        ("shortcuts", Dialog::Shortcuts(Shortcuts::default())),
        ("title", Dialog::Title(Title::new(&project.title))),
        ("unite", Dialog::Unite(Unite::actor(actor.id.clone()))),
        (
            "unsaved",
            Dialog::Unsaved(Unsaved {
                name: "joint-statement.ron".to_owned(),
                then: Then::Quit,
            }),
        ),
        (
            "versions",
            Dialog::Versions(Versions::new(
                "joint-statement.ron".to_owned(),
                vec![Past {
                    path: "1.ron".into(),
                    file: "joint-statement.ron".into(),
                    kept: Moment(1_771_000_000),
                    size: 41_000,
                    summary: "1 position added".to_owned(),
                    changed: vec!["NATO × US-led order: supports".to_owned()],
                    until_now: Vec::new(),
                    is_now: true,
                }],
            )),
        ),
        ("who-are-you", Dialog::WhoAreYou(WhoAreYou::new("Ada"))),
    ]
}

/// The first article in a version in which a word of the first passage is another.
fn corrected(project: &Project) -> ReplaceDialog {
    let document = project.documents.front().expect("a document");
    let passages: Vec<_> = project.passages.iter().map(|(id, p)| (*id, p.anchor.clone())).collect();
    let (_, first) = &passages[0];
    let word = first
        .quotation
        .split(' ')
        .max_by_key(|word| word.len())
        .expect("a word");
    let other = |block: &Block| Block::new(block.kind, &block.text.replacen(word, "Rumour", 1));
    let body = Body::new(document.body.blocks().iter().map(other).collect());
    let fates = carry_over(&document.body, &body, &passages);
    ReplaceDialog::new(project, document, body.into(), fates, None)
}

#[test]
fn no_dialog_is_left_out() {
    let source = include_str!("../ui/dialog/mod.rs");
    let list = source.split_once("pub enum Dialog {").expect("the list").1;
    let list = list.split_once("\n}").expect("its end").0;
    let all: BTreeSet<&str> = list
        .lines()
        .filter_map(|line| line.trim().split_once('(').map(|(name, _)| name))
        .filter(|name| name.starts_with(char::is_uppercase))
        .collect();
    let samples = dialogs(&desk::coded(true));
    let drawn: BTreeSet<String> = samples
        .iter()
        .map(|(_, dialog)| {
            format!("{dialog:?}")
                .split(['(', ' '])
                .next()
                .unwrap_or_default()
                .to_owned()
        })
        .collect();
    assert_eq!(
        drawn,
        all.into_iter().map(str::to_owned).collect(),
        "every dialog has a picture"
    );
}

#[test]
fn no_dialog_stands_over_the_edge_of_the_window() {
    // The smallest window as it is, and with letters that are 1.5 and 2.5 times as large.
    let mut over = Vec::new();
    for size in [vec2(900.0, 600.0), vec2(600.0, 400.0), vec2(360.0, 240.0)] {
        for (name, dialog) in dialogs(&desk::coded(true)) {
            let mut desk = Desk::new(desk::coded(true), &[]);
            desk.dialog = Some(dialog);
            let mut harness = desk::harness(desk, size);
            harness.run_ok();
            let place = harness
                .ctx
                .memory(|m| m.area_rect(egui::Id::unique("dialog")))
                .expect("a dialog");
            let window = harness.ctx.content_rect();
            if !window.contains_rect(place) {
                over.push(format!("{name} at {place} in a window of {size}"));
            }
        }
    }
    assert!(over.is_empty(), "{over:#?}");
}

#[test]
#[ignore = "a minute of CPU: `.ci/run pictures`"]
fn dialogs_look_as_they_did() {
    let mut album = Album::new("tests/pictures");
    for (name, dialog) in dialogs(&desk::coded(true)) {
        let make = || {
            let mut desk = Desk::new(desk::coded(true), &[]);
            desk.dialog = Some(dialog.clone());
            desk
        };
        let [light, dark] = desk_in_both(vec2(900.0, 600.0), make).map(|picture| trimmed(&picture));
        album.add(&format!("dialog-{name}"), &side_by_side(&light, &dark));
    }
    album.close();
}

/// The matrix with a layer beside the edited one that agrees, differs, opposes it and says what it does not; or both
/// compared.
fn with_another_layer(compared: bool) -> Desk {
    let mut desk = Desk::new(desk::coded(true), &[Pane::Matrix]);
    let bela = Analyst {
        id: "bela".parse().expect("an id"),
        name: "Bela".to_owned(),
        finished: false,
    };
    let mut edits = vec![Edit::AddAnalyst(bela.clone())];
    for (actor, issue, stance) in [
        ("china", "us-led-order", Stance::Supports),
        ("china", "spheres-of-influence", Stance::Supports),
        ("china", "nato-enlargement", Stance::Ambivalent),
        ("china", "military-alliances", Stance::StronglySupports),
        ("russia", "us-led-order", Stance::StronglyOpposes),
        ("russia", "spheres-of-influence", Stance::StronglyOpposes),
        ("russia", "military-alliances", Stance::Silent),
        ("nato", "nato-enlargement", Stance::StronglySupports),
    ] {
        let key = PositionKey {
            analyst: bela.id.clone(),
            ..desk.key(actor, issue)
        };
        edits.push(Edit::SetStance(key, Some(stance)));
    }
    for edit in edits {
        desk.session.apply(edit, Moment(1_771_000_000)).expect("applies");
    }
    desk.select("china", "us-led-order");
    if compared {
        desk.commands.send(Command::Act(Action::CompareLayers));
    }
    desk
}

#[test]
#[ignore = "a minute of CPU: `.ci/run pictures`"]
fn panes_look_as_they_did() {
    let mut album = Album::new("tests/pictures");
    let with_nothing = || {
        let mut project = desk::blank();
        project.documents.clear();
        project
    };
    for (pane, name, size) in [
        (Pane::Article, "article", vec2(460.0, 360.0)),
        (Pane::Matrix, "matrix", vec2(460.0, 320.0)),
        (Pane::Cell, "cell", vec2(320.0, 440.0)),
        (Pane::Notes, "notes", vec2(320.0, 360.0)),
        (Pane::History, "history", vec2(320.0, 240.0)),
    ] {
        let full = || {
            let mut desk = Desk::new(desk::coded(true), &[pane]);
            desk.select("china", "nato-enlargement");
            desk.session.selection.document = desk.project().documents.front().map(|document| document.id.clone());
            let key = desk.key("china", "aukus");
            for stance in [Stance::Opposes, Stance::Neutral, Stance::Silent] {
                let edit = Edit::SetStance(key.clone(), Some(stance));
                desk.session.apply(edit, Moment(1_771_000_000)).expect("applies");
            }
            desk.session.go_to(2);
            if pane != Pane::History {
                desk.session.go_to(0);
            }
            desk
        };
        let empty = || Desk::new(with_nothing(), &[pane]);
        for (kind, [light, dark]) in [("", desk_in_both(size, full)), ("-empty", desk_in_both(size, empty))] {
            album.add(&format!("pane-{name}{kind}"), &side_by_side(&light, &dark));
        }
    }
    let beside = || with_another_layer(false);
    let compared = || with_another_layer(true);
    let size = vec2(620.0, 380.0);
    for (kind, [light, dark]) in [
        ("layers", desk_in_both(size, beside)),
        ("compared", desk_in_both(size, compared)),
    ] {
        album.add(&format!("pane-matrix-{kind}"), &side_by_side(&light, &dark));
    }
    album.close();
}

/// The window, with a user whose layer has the bundled reading.
fn app(size: Vec2, tour: bool) -> Harness<'static, App> {
    let start = Start {
        paths: Vec::new(),
        state: None,
        picker: Box::new(NoPicker),
        clock: || Moment(1_771_000_000),
        seed: 7,
        tour,
        user: "First reader".to_owned(),
    };
    let mut harness = Harness::builder()
        .with_size(size)
        .with_max_steps(30)
        .renderer(Raster::default())
        .build_eframe(move |cc| App::new(cc, start));
    // It says that without a state folder nothing is kept, which is read by now.
    harness.state_mut().notice = None;
    harness.run_ok();
    harness
}

/// A window as `prepare` leaves it, in both themes.
fn app_in_both(size: Vec2, tour: bool, prepare: impl Fn(&mut Harness<'_, App>)) -> [RgbaImage; 2] {
    [Action::ThemeLight, Action::ThemeDark].map(|theme| {
        let mut window = app(size, tour);
        prepare(&mut window);
        window.state().send(Command::Act(theme));
        window.run_ok();
        window.render().expect("a picture")
    })
}

#[test]
#[ignore = "a minute of CPU: `.ci/run pictures`"]
fn the_window_looks_as_it_did() {
    let mut album = Album::new("tests/pictures");
    let size = vec2(640.0, 420.0);
    let [light, dark] = app_in_both(size, false, |window| {
        window.state().send(Command::Act(Action::Close));
        window.run_ok();
    });
    album.add("window-without-a-project", &side_by_side(&light, &dark));
    let [light, dark] = app_in_both(vec2(900.0, 600.0), true, |window| {
        // Who reads is asked first; then the first card stands beside the article.
        window.key_press(egui::Key::Enter);
        window.run_ok();
    });
    album.add("window-tour", &side_by_side(&light, &dark));
    let [light, dark] = app_in_both(vec2(640.0, 560.0), false, |window| {
        window.get_by_label("File").click();
        window.run_ok();
    });
    let menu = |picture: &RgbaImage| imageops::crop_imm(picture, 0, 0, 360, 560).to_image();
    album.add("window-menu", &side_by_side(&menu(&light), &menu(&dark)));
    album.close();
}

#[test]
#[ignore = "a minute of CPU: `.ci/run pictures`"]
fn the_readme_shows_the_window_as_it_is() {
    let mut album = Album::new("docs/pictures");
    let [light, dark] = app_in_both(vec2(1280.0, 800.0), false, |window| {
        let cell = "China, NATO enlargement: ";
        window.get_by_label_contains(cell).click();
        window.run_ok();
        // No pointer in the picture, and nothing lit up by it.
        window.event(egui::Event::PointerGone);
        window.run_ok();
    });
    album.add("window-light", &light);
    album.add("window-dark", &dark);
    album.close();
}
