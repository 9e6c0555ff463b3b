//! Frames of the whole window, and of the article pane alone, over a long text.

use eframe::egui::{Event, Id, Key, Modifiers, Pos2, Rect, pos2, vec2};
use standpoint::{
    model::{Focus, PassageId},
    ui::{Action, Command, article::ArticlePane, command::Pane},
};

use crate::{
    project::{Size, large, reader},
    support::{Budget, Samples, Table},
    window::{Alone, Frames, Window, button, key, moved, wheel},
};

/// Measures frames of all panes, of the article pane alone, and of a text without a line end.
pub(crate) fn measure(table: &mut Table) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("large.ron");
    save(large(), &file);
    table.times("The whole window: 10 MB, 100,000 passages, 100 × 100 cells, 2,000 notes");
    let (mut window, first) = Window::open(&file, folder.path());
    table.report("the frame in which the project appears", &first, Budget::NONE);
    reading(table, &mut window);
    jumps(table, &mut window);
    working(table, &mut window);

    table.times("The article pane alone: 10 MB, 100,000 passages");
    let mut alone = Alone::new(|| Size::matrix(1).project(), reader(0), ArticlePane::show);
    alone.settle();
    alone.replace(|| large().project(), reader(0));
    let mut first = Samples::default();
    alone.timed(&mut first, Vec::new());
    table.report("first frame", &first, Budget::NONE);
    reading(table, &mut alone);

    let file = folder.path().join("line.ron");
    save(
        Size {
            one_line: true,
            ..large()
        },
        &file,
    );
    table.times("The whole window: 10 MB in one line, 100,000 passages");
    let (mut window, first) = Window::open(&file, folder.path());
    table.report("the frame in which the project appears", &first, Budget::NONE);
    reading(table, &mut window);
    jumps(table, &mut window);
}

fn save(size: Size, file: &std::path::Path) {
    standpoint::storage::save(file, &size.project(), standpoint::storage::Expected::Nothing).expect("it is saved");
}

fn text_id() -> Id {
    Id::unique("article text")
}

/// What one does to a page.
fn reading(table: &mut Table, frames: &mut impl Frames) {
    table.report("still", &frames.still(600), Budget::STILL);
    table.report("scrolling by wheel", &by_wheel(frames, 600), Budget::MOVING);
    table.report("dragging the scroll bar", &by_bar(frames), Budget::MOVING);
    let (samples, selected) = selecting(frames);
    table.report(&format!("selecting, {selected} times"), &samples, Budget::MOVING);
    table.report("hovering", &hovering(frames), Budget::MOVING);
    table.report("resize", &resizing(frames), Budget::JUMPING);
}

pub(crate) fn by_wheel(frames: &mut impl Frames, count: usize) -> Samples {
    let point = frames.place(text_id()).center();
    frames.frame(vec![moved(point)]);
    let samples = frames.each(count, |_| vec![wheel(vec2(0.0, 45.0))]);
    frames.settle();
    samples
}

/// Down the bar and up again, a pixel a frame.
fn by_bar(frames: &mut impl Frames) -> Samples {
    let bar: Rect = frames.place(Id::unique("article scroll bar"));
    let at = |y: usize| pos2(bar.center().x, bar.top() + 20.0 + y as f32);
    frames.frame(vec![moved(at(0))]);
    frames.frame(vec![button(at(0), true)]);
    let samples = frames.each(600, |n| vec![moved(at(if n < 300 { n } else { 600 - n }))]);
    frames.frame(vec![button(at(0), false)]);
    samples
}

/// From the upper part of the page down, over many lines, again and again; and how often text was selected then.
fn selecting(frames: &mut impl Frames) -> (Samples, usize) {
    let page = frames.place(text_id());
    let at = |n: usize| -> Pos2 {
        let share = (n % 60) as f32 / 60.0;
        pos2(
            page.left() + page.width() * (0.2 + 0.6 * ((n * 7 % 60) as f32 / 60.0)),
            page.top() + page.height() * (0.1 + 0.75 * share),
        )
    };
    frames.settle();
    let (mut samples, mut selected, mut last) = (Samples::default(), 0, None);
    for n in 0..600 {
        let mut events = vec![moved(at(n))];
        match n % 60 {
            1 => events.push(button(at(n), true)),
            59 => events.push(button(at(n), false)),
            _ => {}
        }
        frames.timed(&mut samples, events);
        let text = frames.session().selection.text.clone();
        selected += usize::from(text.is_some() && text != last);
        last = text;
    }
    frames.frame(key(Key::Escape, Modifiers::NONE));
    (samples, selected)
}

fn hovering(frames: &mut impl Frames) -> Samples {
    let page = frames.place(text_id());
    frames.each(600, |n| {
        let x = page.left() + page.width() * (0.2 + 0.6 * ((n % 97) as f32 / 97.0));
        vec![moved(pos2(x, page.top() + page.height() * (n as f32 / 600.0)))]
    })
}

fn resizing(frames: &mut impl Frames) -> Samples {
    frames.frame(vec![moved(pos2(1.0, 1.0))]);
    frames.settle();
    let size = frames.screen().size;
    let mut samples = Samples::default();
    for n in 0..150 {
        frames.screen().size = size + vec2((n * 7 % 300) as f32, (n * 5 % 100) as f32);
        frames.timed(&mut samples, Vec::new());
        frames.timed(&mut samples, Vec::new());
    }
    frames.screen().size = size;
    frames.settle();
    samples
}

/// What goes somewhere else, or shows other things.
fn jumps(table: &mut Table, window: &mut Window) {
    let mut samples = Samples::default();
    for n in 0..24 {
        let action = if n % 12 < 6 { Action::ZoomIn } else { Action::ZoomOut };
        window.command(&mut samples, Command::Act(action));
        window.settle();
    }
    table.report("zoom", &samples, Budget::JUMPING);

    let passages: Vec<PassageId> = window.app().session().project().passages.keys().copied().collect();
    let mut samples = Samples::default();
    for n in 0..150 {
        let passage = passages[n * 7919 % passages.len()];
        window.command(&mut samples, Command::Reveal(Focus::Passage(passage)));
    }
    table.report("jump to a passage", &samples, Budget::JUMPING);
    window.settle();

    let mut samples = Samples::default();
    for n in 0..100 {
        window.command(&mut samples, Command::ShowLayer(reader(1), n % 2 == 1));
    }
    table.report("toggling a layer", &samples, Budget::JUMPING);
    window.settle();
}

/// What one does in the other panes.
fn working(table: &mut Table, window: &mut Window) {
    let mut samples = Samples::default();
    window.command(&mut samples, Command::FocusPane(Pane::Matrix));
    window.command(&mut samples, Command::SelectCell(Some(crate::project::cell(0, 0))));
    let samples = window.each(300, |n| {
        let arrow = if n % 3 == 0 { Key::ArrowDown } else { Key::ArrowRight };
        key(arrow, Modifiers::NONE)
    });
    table.report("travelling in the matrix by arrow keys", &samples, Budget::MOVING);
    let keys = [Key::Num1, Key::Num4, Key::Num6, Key::Delete];
    let samples = window.each(300, |n| {
        if n % 2 == 0 {
            key(keys[n / 2 % 4], Modifiers::NONE)
        } else {
            Vec::new()
        }
    });
    table.report("setting stances by keys", &samples, Budget::MOVING);

    let mut samples = Samples::default();
    window.command(&mut samples, Command::Act(Action::NoteOnProject));
    window.settle();
    let samples = window.each(300, |n| {
        let letter = ["t", "h", "e", " ", "w", "o", "r", "d", "s", " "][n % 10];
        vec![Event::Text(letter.to_owned())]
    });
    table.report("typing a note", &samples, Budget::MOVING);
    let notes = &window.app().session().project().notes;
    assert!(notes.values().any(|n| n.text.len() >= 200), "it was typed");
}
