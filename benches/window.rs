//! The real window, and single panes of it, drawn with no display: layout and tessellation, but no painting.

use std::{hint::black_box, path::Path, thread, time::Duration};

use eframe::{
    App as _,
    egui::{
        Context, Event, Id, Key, Modifiers, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase, Ui, Vec2,
        ViewportId, vec2,
    },
};
use standpoint::{
    app::{App, NoPicker, Start},
    model::{AnalystId, Moment, Project},
    session::Session,
    storage::State,
    ui::{Command, Commands, Ctx, Preferences, fonts, theme::Tokens},
};

use crate::{
    project::READERS,
    support::{Samples, cpu},
};

/// A frame that was drawn.
pub(crate) struct Drawn {
    /// How long it took.
    pub(crate) time: Duration,
    /// After how long another is wanted though nothing happens; `Duration::MAX` for never.
    pub(crate) wait: Duration,
}

/// Something that draws frames and takes events.
pub(crate) trait Frames {
    /// Draws one frame.
    fn frame(&mut self, events: Vec<Event>) -> Drawn;

    /// The screen.
    fn screen(&mut self) -> &mut Screen;

    /// What is worked on.
    fn session(&self) -> &Session;

    /// Draws frames until none is wanted soon.
    fn settle(&mut self) {
        let soon = Duration::from_millis(250);
        let rests = (0..400).any(|_| self.frame(Vec::new()).wait >= soon);
        assert!(rests, "the window comes to rest");
    }

    /// Draws a frame and keeps its time.
    fn timed(&mut self, samples: &mut Samples, events: Vec<Event>) {
        samples.push(self.frame(events).time);
    }

    /// Times of frames in which nothing happens.
    fn still(&mut self, frames: usize) -> Samples {
        self.settle();
        let mut samples = Samples::default();
        for _ in 0..frames {
            self.timed(&mut samples, Vec::new());
        }
        samples
    }

    /// Times of frames each of which comes after some events.
    fn each(&mut self, frames: usize, mut events: impl FnMut(usize) -> Vec<Event>) -> Samples
    where
        Self: Sized,
    {
        self.settle();
        let mut samples = Samples::default();
        for n in 0..frames {
            self.timed(&mut samples, events(n));
        }
        samples
    }

    /// Where a widget was drawn last.
    fn place(&mut self, id: Id) -> Rect {
        self.screen().ctx.read_response(id).map_or(Rect::NOTHING, |r| r.rect)
    }
}

/// A screen of so many points, and the egui behind it.
pub(crate) struct Screen {
    pub(crate) ctx: Context,
    /// Width and height in pixels, of which a point has one at zoom 1.
    pub(crate) size: Vec2,
    frames: u32,
}

/// As large as the window is at first.
pub(crate) const SIZE: Vec2 = vec2(1280.0, 800.0);

impl Screen {
    fn new() -> Self {
        Self {
            ctx: Context::default(),
            size: SIZE,
            frames: 0,
        }
    }

    fn draw(&mut self, events: Vec<Event>, mut draw: impl FnMut(&mut Ui)) -> Drawn {
        self.frames += 1;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size / self.ctx.zoom_factor())),
            time: Some(f64::from(self.frames) / 60.0),
            max_texture_side: Some(8192),
            focused: true,
            events,
            ..RawInput::default()
        };
        let start = cpu();
        let mut output = self.ctx.run_ui(input, |ui| draw(ui));
        black_box(self.ctx.tessellate(output.shapes, output.pixels_per_point));
        let time = cpu().saturating_sub(start);
        output.textures_delta.clear();
        let wait = output
            .viewport_output
            .get(&ViewportId::ROOT)
            .map_or(Duration::MAX, |v| v.repaint_delay);
        Drawn { time, wait }
    }
}

/// The whole program but for its window: menus, panes, status bar, journal.
pub(crate) struct Window {
    screen: Screen,
    app: App,
    frame: eframe::Frame,
}

impl Window {
    /// Opens a file, with a folder for the program's state; also the time of the first frame that shows it.
    pub(crate) fn open(file: &Path, state: &Path) -> (Self, Samples) {
        let screen = Screen::new();
        let start = Start {
            paths: vec![file.to_owned()],
            state: Some(State::at(state)),
            picker: Box::new(NoPicker),
            clock: || Moment(1_771_000_000),
            seed: 7,
            tour: false,
            user: READERS[0].to_owned(),
        };
        let app = App::new(&eframe::CreationContext::_new_kittest(screen.ctx.clone()), start);
        let mut window = Self {
            screen,
            app,
            frame: eframe::Frame::_new_kittest(),
        };
        loop {
            let time = window.frame(Vec::new()).time;
            if window.app.path().is_some() {
                let mut samples = Samples::default();
                samples.push(time);
                window.settle();
                return (window, samples);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    pub(crate) fn app(&self) -> &App {
        &self.app
    }

    /// Sends a command and draws the frame after which it is carried out, and the one that shows what it did; their
    /// times together with the next edit's.
    pub(crate) fn command(&mut self, samples: &mut Samples, command: Command) {
        self.app.send(command);
        self.timed(samples, Vec::new());
        self.timed(samples, Vec::new());
    }
}

impl Frames for Window {
    fn frame(&mut self, events: Vec<Event>) -> Drawn {
        let (app, frame) = (&mut self.app, &mut self.frame);
        self.screen.draw(events, |ui| {
            app.logic(ui.ctx(), frame);
            app.ui(ui, frame);
        })
    }

    fn screen(&mut self) -> &mut Screen {
        &mut self.screen
    }

    fn session(&self) -> &Session {
        self.app.session()
    }
}

/// One pane alone over a session, with the edits and selections that it sends carried out.
pub(crate) struct Alone<P> {
    screen: Screen,
    pub(crate) session: Session,
    commands: Commands,
    preferences: Preferences,
    pub(crate) pane: P,
    show: fn(&mut P, &Ctx<'_>, &mut Ui),
}

impl<P: Default> Alone<P> {
    pub(crate) fn new(
        project: impl FnOnce() -> Project + Send,
        analyst: AnalystId,
        show: fn(&mut P, &Ctx<'_>, &mut Ui),
    ) -> Self {
        let screen = Screen::new();
        screen.ctx.set_fonts(fonts::definitions());
        Self {
            screen,
            session: read(project, analyst),
            commands: Commands::seeded(7),
            preferences: Preferences::default(),
            pane: P::default(),
            show,
        }
    }

    /// Puts another project in place of this one, in the same window.
    pub(crate) fn replace(&mut self, project: impl FnOnce() -> Project + Send, analyst: AnalystId) {
        let before = std::mem::replace(&mut self.session, read(project, analyst));
        thread::spawn(|| drop(before)).join().expect("it is freed");
        self.pane = P::default();
    }
}

/// A session made as the program makes it: on a thread of its own, whose memory it stays in. What frames need is theirs.
fn read(project: impl FnOnce() -> Project + Send, analyst: AnalystId) -> Session {
    thread::scope(|scope| scope.spawn(|| Session::new(project(), analyst)).join()).expect("it is read")
}

impl<P> Frames for Alone<P> {
    fn frame(&mut self, events: Vec<Event>) -> Drawn {
        let Self {
            screen,
            session,
            commands,
            preferences,
            pane,
            show,
        } = self;
        screen.draw(events, |ui| {
            let ctx = Ctx {
                session,
                preferences,
                now: Moment(1_771_000_000),
                tokens: Tokens::of(false, false),
                commands,
            };
            show(pane, &ctx, ui);
            for command in commands.take() {
                let selection = &mut session.selection;
                match command {
                    Command::Edit(edit) => drop(session.apply(edit, Moment(1_771_000_000))),
                    Command::SelectCell(cell) => selection.cell = cell,
                    Command::SelectText(text) => selection.text = text,
                    Command::SelectPassage(passage) => selection.passage = passage,
                    _ => {}
                }
            }
        })
    }

    fn screen(&mut self) -> &mut Screen {
        &mut self.screen
    }

    fn session(&self) -> &Session {
        &self.session
    }
}

/// The pointer moved.
pub(crate) fn moved(to: Pos2) -> Event {
    Event::PointerMoved(to)
}

/// The first button was pressed or let go.
pub(crate) fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    }
}

/// The wheel turned by so many points, down or to the right.
pub(crate) fn wheel(by: Vec2) -> Event {
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: -by,
        phase: TouchPhase::Move,
        source: eframe::egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    }
}

/// A key was pressed and let go.
pub(crate) fn key(key: Key, modifiers: Modifiers) -> Vec<Event> {
    [true, false]
        .map(|pressed| Event::Key {
            key,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers,
        })
        .into()
}
