//! Spoiled input: save files, journals and articles changed at random, and the projects that come of them merged. None
//! may panic, take more than a second, or, for a save file, more memory than ten times its size; what opens is saved
//! and opened again equal.
//!
//! The work is done by other processes, one case at a time, so that the memory counted is one case's. The same seed
//! makes the same case; `tests/corpus` holds what was found worth keeping, and is always tried as it is.

use std::{
    cell::RefCell,
    fs,
    io::{BufRead as _, BufReader},
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use peak_alloc::PeakAlloc;
use standpoint::{
    exchange::article::{self, Format, Hint},
    model::{
        AnalystId, Moment, Project,
        merge::{Choice, merge},
    },
    session::Session,
    storage::{
        Fingerprint, State,
        format::{self, Refusal, Severity},
        journal::{Entry, Journal, Origin, recovery},
    },
};

use crate::{
    child::{repository, start, tell},
    edits,
    figures::{count, times},
    random::Random,
    spoil,
};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// How long one case may take.
const LONGEST: Duration = Duration::from_secs(1);

/// How much memory reading a save file may take, for each of its bytes, and what any may take.
const MOST_TIMES: usize = 10;
const ANY_MAY: usize = 64 << 10;

/// A kind of input.
struct Kind {
    name: &'static str,
    fault: &'static str,
    /// How many cases are tried, see [`times`].
    cases: [usize; 3],
    run: fn(&mut Worker, u64) -> Outcome,
}

const KINDS: [Kind; 4] = [
    Kind {
        name: "saves",
        fault: "save files spoiled",
        cases: [2_000, 20_000, 1_000_000],
        run: Worker::save,
    },
    Kind {
        name: "journals",
        fault: "journals spoiled",
        cases: [200, 2_000, 50_000],
        run: Worker::journal,
    },
    Kind {
        name: "articles",
        fault: "articles spoiled",
        cases: [200, 2_000, 100_000],
        run: Worker::article,
    },
    Kind {
        name: "merges",
        fault: "spoiled projects merged",
        cases: [200, 2_000, 100_000],
        run: Worker::merge,
    },
];

pub(crate) fn spoiled_saves() {
    try_all(&KINDS[0]);
}

pub(crate) fn spoiled_journals() {
    try_all(&KINDS[1]);
}

pub(crate) fn spoiled_articles() {
    try_all(&KINDS[2]);
}

pub(crate) fn spoiled_projects_merged() {
    try_all(&KINDS[3]);
}

/// Starts the workers and adds up what they found.
fn try_all(kind: &Kind) {
    let cases = times(kind.cases[0], kind.cases[1], kind.cases[2]);
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let mut children: Vec<_> = (0..workers)
        .map(|n| {
            let (from, to) = (cases * n / workers, cases * (n + 1) / workers);
            start("spoil", &[kind.name, &from.to_string(), &to.to_string()])
        })
        .collect();
    let (mut failures, mut sums) = (Vec::new(), Sums::default());
    for child in &mut children {
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut ended = false;
        for line in out.lines().map_while(Result::ok) {
            match line.split_once(' ') {
                Some(("sums", numbers)) => {
                    sums.add(numbers);
                    ended = true;
                }
                Some(("failure", failure)) => failures.push(failure.to_owned()),
                _ => {}
            }
        }
        let status = child.wait().expect("it ends");
        if !ended {
            failures.push(format!("a worker ended early: {status}"));
        }
    }
    count(kind.fault, cases, &failures, sums.told());
}

/// What was found over many cases.
#[derive(Default)]
struct Sums {
    opened: u64,
    /// In microseconds.
    slowest: u64,
    /// Of memory over the input's size, in tenths.
    most: u64,
}

impl Sums {
    fn add(&mut self, numbers: &str) {
        let numbers: Vec<u64> = numbers.split(' ').map(|n| n.parse().expect("a number")).collect();
        self.opened += numbers[0];
        self.slowest = self.slowest.max(numbers[1]);
        self.most = self.most.max(numbers[2]);
    }

    fn told(&self) -> String {
        let memory = match self.most {
            0 => String::new(),
            most => format!(", at most {}.{} times its size in memory", most / 10, most % 10),
        };
        format!("{} opened, slowest {} ms{memory}", self.opened, self.slowest / 1000)
    }
}

/// What came of a case: whether it opened, or what is wrong.
type Outcome = Result<bool, String>;

/// One process's work.
struct Worker {
    random: Random,
    /// The save files that are spoiled: small ones that open, with the projects in them, small ones that do not, and
    /// large ones.
    saves: Vec<(String, Project)>,
    broken: Vec<String>,
    large: Vec<String>,
    articles: Vec<Vec<u8>>,
    folder: tempfile::TempDir,
    sums: Sums,
}

/// The worker's part: tries the cases from one number to another.
pub(crate) fn spoil(arguments: &[String]) {
    let [name, from, to] = arguments else {
        panic!("kind, first and last")
    };
    let number = |text: &String| text.parse::<u64>().expect("a number");
    let kind = KINDS.iter().find(|kind| kind.name == name).expect("a kind");
    let mut worker = Worker::new();
    let case = Arc::new(AtomicU64::new(0));
    watch(Arc::clone(&case));
    std::panic::set_hook(Box::new(|info| {
        PLACE.with_borrow_mut(|place| *place = info.location().map(ToString::to_string).unwrap_or_default());
    }));
    for seed in number(from)..number(to) {
        case.store(seed + 1, Ordering::Relaxed);
        worker.random = Random(seed);
        let begun = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| (kind.run)(&mut worker, seed)));
        worker.sums.slowest = worker.sums.slowest.max(begun.elapsed().as_micros() as u64);
        match outcome {
            Ok(Ok(opened)) => worker.sums.opened += u64::from(opened),
            Ok(Err(failure)) => tell(&format!("failure {name} {seed}: {}", failure.replace('\n', " / "))),
            Err(_) => tell(&format!(
                "failure {name} {seed}: panic at {}",
                PLACE.with_borrow(Clone::clone)
            )),
        }
    }
    let Sums { opened, slowest, most } = worker.sums;
    tell(&format!("sums {opened} {slowest} {most}"));
}

thread_local! {
    /// Where the last panic was.
    static PLACE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Ends the process when one case does not.
fn watch(case: Arc<AtomicU64>) {
    std::thread::spawn(move || {
        let mut last = 0;
        loop {
            std::thread::sleep(Duration::from_secs(20));
            let now = case.load(Ordering::Relaxed);
            if now == last {
                tell(&format!("failure {} does not end", now - 1));
                std::process::abort();
            }
            last = now;
        }
    });
}

impl Worker {
    fn new() -> Self {
        let read = |name: &str| {
            let text = fs::read_to_string(repository(name)).expect("a text");
            let project = format::read(text.as_bytes()).expect("it opens").project;
            (text, project)
        };
        let (large, projects): (Vec<_>, Vec<_>) = [
            read("saves/china-russia-joint-statement.ron"),
            read("saves/china-russia-second-reader.ron"),
        ]
        .into_iter()
        .unzip();
        let mut saves: Vec<(String, Project)> = projects.iter().map(small).collect();
        saves.push(read("tests/fixtures/format-1.ron"));
        let mut broken = Vec::new();
        let kept = |endings: &[&str]| {
            let entries = fs::read_dir(repository("tests/corpus")).expect("a folder").flatten();
            let fits = |path: &Path| endings.iter().any(|e| path.extension().is_some_and(|x| x == *e));
            let mut paths: Vec<_> = entries.map(|entry| entry.path()).filter(|path| fits(path)).collect();
            paths.sort();
            paths
        };
        for path in kept(&["ron"]) {
            let text = fs::read_to_string(path).expect("a text");
            match format::read(text.as_bytes()) {
                Ok(read) => saves.push((text, read.project)),
                Err(_) => broken.push(text),
            }
        }
        let mut articles: Vec<Vec<u8>> = kept(&["html", "md", "txt"])
            .iter()
            .map(|path| fs::read(path).expect("there"))
            .collect();
        articles.push(fs::read(repository("assets/choice-china-russia-joint-statement.txt")).expect("there"));
        Self {
            random: Random(0),
            saves,
            broken,
            large,
            articles,
            folder: tempfile::tempdir().expect("a folder"),
            sums: Sums::default(),
        }
    }

    /// A save file, spoiled; the first cases are the files as they are.
    fn spoiled(&mut self, seed: u64) -> Vec<u8> {
        let Self {
            random,
            saves,
            broken,
            large,
            ..
        } = self;
        let small: Vec<&String> = saves.iter().map(|(text, _)| text).chain(&*broken).collect();
        if let Some(text) = small.get(seed as usize) {
            return text.as_bytes().to_vec();
        }
        let text = match seed % 50 {
            0 | 1 => random.of(large),
            // What does not open does not either when it is changed a little.
            n if n % 2 == 0 => random.of(&small),
            _ => &random.of(saves).0,
        };
        match seed % 4 {
            0 => {
                let mut bytes = text.clone().into_bytes();
                spoil::bytes(&mut bytes, random);
                bytes
            }
            2 => spoil::tokens(text, random).into_bytes(),
            _ => spoil::gently(text, random).into_bytes(),
        }
    }

    fn save(&mut self, seed: u64) -> Outcome {
        let bytes = self.spoiled(seed);
        let before = MEMORY.current_usage();
        MEMORY.reset_peak_usage();
        let begun = Instant::now();
        let read = format::read(&bytes);
        let (took, peak) = (begun.elapsed(), MEMORY.peak_usage() - before);
        if took > LONGEST {
            return Err(format!("reading took {took:?}"));
        }
        if peak > ANY_MAY {
            self.sums.most = self.sums.most.max((peak * 10 / bytes.len()) as u64);
        }
        if peak > (MOST_TIMES * bytes.len()).max(ANY_MAY) {
            return Err(format!("{peak} bytes of memory for {} bytes", bytes.len()));
        }
        match read {
            Ok(read) => opens_again(&read.project).map(|()| true),
            Err(Refusal::Faulty(problems)) if problems.iter().any(|p| p.severity == Severity::Fatal) => Ok(false),
            Err(Refusal::Newer { format }) if format > 1 => Ok(false),
            Err(refusal) => Err(format!("refused for no reason: {refusal}")),
        }
    }

    /// Two versions of one project, as far as they open.
    fn merge(&mut self, _seed: u64) -> Outcome {
        let Self { random, saves, .. } = self;
        let (text, base) = random.of(saves);
        let mut version = || {
            let spoiled = match random.below(4) {
                0 => spoil::tokens(text, random),
                _ => spoil::gently(text, random),
            };
            format::read(spoiled.as_bytes()).ok().map(|read| read.project)
        };
        let (mine, theirs) = match (version(), version()) {
            (None, None) => return Ok(false),
            (mine, theirs) => (
                mine.unwrap_or_else(|| base.clone()),
                theirs.unwrap_or_else(|| base.clone()),
            ),
        };
        let begun = Instant::now();
        for known in [Some(base), None] {
            let mut merged = merge(known, &mine, &theirs);
            opens_again(&merged.project)?;
            opens_again(&merged.clone().recorded(Moment(1)))?;
            merged.settle_all(Choice::Theirs);
            opens_again(&merged.project)?;
        }
        for (x, one, two) in [(&mine, &mine, base), (&theirs, base, &theirs), (&mine, &mine, &mine)] {
            if merge(Some(base), one, two).project != *x {
                return Err("one side alone is not taken as it is".to_owned());
            }
        }
        let took = begun.elapsed();
        if took > LONGEST {
            Err(format!("merging took {took:?}"))
        } else {
            Ok(true)
        }
    }

    fn article(&mut self, seed: u64) -> Outcome {
        let Self { random, articles, .. } = self;
        let article = random.of(articles);
        let bytes = match std::str::from_utf8(article) {
            Ok(text) if !seed.is_multiple_of(3) => spoil::tokens(text, random).into_bytes(),
            _ => {
                let mut bytes = article.clone();
                spoil::bytes(&mut bytes, random);
                bytes
            }
        };
        let hint = Hint {
            format: *random.of(&[None, Some(Format::Html), Some(Format::Markdown), Some(Format::Plain)]),
            ..Hint::default()
        };
        let begun = Instant::now();
        let read = article::import(&bytes, hint);
        let took = begun.elapsed();
        if took > LONGEST {
            return Err(format!("reading {} bytes took {took:?}", bytes.len()));
        }
        let Ok(import) = read else { return Ok(false) };
        let mut project = Project::default();
        let mut document = import.into_document(project.free_document_id("article"));
        if document.about.title.trim().is_empty() {
            // The window asks for one.
            document.about.title = "An article".to_owned();
        }
        project.documents.push_back(document.into());
        opens_again(&project).map(|()| true)
    }

    fn journal(&mut self, seed: u64) -> Outcome {
        let (_, base) = &self.saves[0];
        let state = State::at(&self.folder.path().join(seed.to_string()));
        let me = base.analysts[0].id.clone();
        written(&state, base, &me, &mut self.random);
        let folder = state.folder().join("journals");
        // Where nothing was done there is nothing to spoil.
        let paths: Vec<_> = fs::read_dir(&folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|e| e.path())
            .collect();
        for path in paths {
            let mut bytes = fs::read(&path).expect("there");
            if path.extension().is_some_and(|e| e == "journal") {
                if seed.is_multiple_of(2) {
                    spoil::bytes(&mut bytes, &mut self.random);
                } else {
                    bytes = summed(&bytes, &mut self.random);
                }
            } else if seed.is_multiple_of(7) {
                spoil::bytes(&mut bytes, &mut self.random);
            }
            fs::write(&path, bytes).expect("written");
        }
        let begun = Instant::now();
        let mut found = recovery::scan(&state);
        let took = begun.elapsed();
        if took > LONGEST {
            return Err(format!("recovering took {took:?}"));
        }
        let opened = !found.recovered.is_empty();
        for one in found.recovered.drain(..) {
            // Done again as the window does: none of it fails, and it leads to what is offered.
            let mut session = Session::new(one.base.clone(), me.clone());
            for entry in &one.entries {
                match entry {
                    Entry::Step(edit, at) => {
                        session.end_step();
                        session
                            .apply(edit.clone(), *at)
                            .map_err(|e| format!("a step fails: {e}"))?;
                    }
                    Entry::Grow(edit, at) => {
                        session
                            .apply(edit.clone(), *at)
                            .map_err(|e| format!("a part fails: {e}"))?;
                    }
                    Entry::GoTo(done) => session.go_to(*done),
                }
            }
            if *session.project() != one.project || session.done() != one.done {
                return Err("done again, it is not what is offered".to_owned());
            }
            drop(one.resume(&state, Moment(9)));
        }
        fs::remove_dir_all(state.folder()).unwrap_or_default();
        Ok(opened)
    }
}

/// Whether a project is the same after it was saved and opened, and its file then too.
fn opens_again(project: &Project) -> Result<(), String> {
    let text = format::write(project);
    let read =
        format::read(text.as_bytes()).map_err(|refusal| format!("what was opened cannot be saved: {refusal}"))?;
    if read.project != *project {
        return Err("what was opened is not the same after saving".to_owned());
    }
    if format::write(&read.project) != text {
        return Err("saving twice gives different bytes".to_owned());
    }
    Ok(())
}

/// A project with the first words of everything: small enough to be read ten thousand times a second.
fn small(project: &Project) -> (String, Project) {
    let mut small = project.clone();
    let keys: Vec<_> = small.positions.keys().skip(4).cloned().collect();
    for key in &keys {
        small.positions.remove(key);
    }
    let cited: Vec<_> = small
        .positions
        .values()
        .flat_map(|p| p.evidence.iter().map(|e| e.passage))
        .collect();
    let passages: Vec<_> = small
        .passages
        .keys()
        .filter(|id| !cited.contains(id))
        .copied()
        .collect();
    for id in &passages {
        small.passages.remove(id);
    }
    let notes: Vec<_> = small.notes.keys().skip(2).copied().collect();
    for id in &notes {
        small.notes.remove(id);
    }
    let last = small.passages.values().map(|p| p.anchor.end).max().unwrap_or(0);
    let mut document = (*small.documents[0]).clone();
    let blocks = document.body.blocks();
    let enough = (0..blocks.len())
        .find(|n| document.body.block_range(*n).end > last.min(3000))
        .map_or(blocks.len(), |n| n + 1);
    document.body = standpoint::model::Body::new(blocks[..enough].to_vec()).into();
    small.documents.set(0, document.into());
    let text = format::write(&small);
    // Passages after the cut stand nowhere now, which is a case worth having.
    let project = format::read(text.as_bytes()).expect("it opens").project;
    (text, project)
}

/// A journal as a crash leaves it.
fn written(state: &State, base: &Project, me: &AnalystId, random: &mut Random) {
    let mut session = Session::new(base.clone(), me.clone());
    let mut journal = Journal::create(Some(state), Origin::New, base, Moment(1));
    for n in 0..2 + random.below(12) as i64 {
        let (done, revision) = (session.done(), session.revision());
        match random.below(6) {
            0 if session.undo().is_some() => journal.record(&Entry::GoTo(session.done())),
            1 => {
                let held = Fingerprint::of(b"as saved");
                journal.saved(journal.place(), Path::new("/no/such/file.ron"), held);
            }
            _ => {
                let edit = edits::next(session.project(), me, random, Moment(n));
                session.apply(edit.clone(), Moment(n)).expect("it can be done");
                if session.done() > done {
                    journal.record(&Entry::Step(edit, Moment(n)));
                } else if session.revision() != revision {
                    journal.record(&Entry::Grow(edit, Moment(n)));
                }
            }
        }
    }
}

/// A journal whose lines are spoiled and have the right sums all the same.
fn summed(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let mut lines: Vec<String> = text
        .lines()
        .map(|line| line.get(9..).unwrap_or_default().to_owned())
        .collect();
    for _ in 0..1 + random.below(3) {
        let (at, other) = (random.below(lines.len()), random.below(lines.len()));
        match random.below(4) {
            0 => lines.swap(at, other),
            1 => lines.insert(at, lines[other].clone()),
            _ => lines[at] = spoil::tokens(&lines[at], random).replace('\n', " "),
        }
    }
    let line = |ron: &String| {
        let sum = Fingerprint::of(ron.as_bytes()).to_string();
        format!("{} {ron}\n", &sum[sum.len() - 8..])
    };
    lines.iter().map(line).collect::<String>().into_bytes()
}
