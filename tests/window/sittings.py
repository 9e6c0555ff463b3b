"""What a person does with the window, and what must then be true.

Each function is one sitting: it starts with an empty state folder and a folder of its own (`Program.folder`).
"""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

from harness import ROOT, Portal, Program, Window, cli, expect, run, until_file_has, wait, windows

# How a paragraph of the bundled article begins, and its first sentence as a quotation is saved.
PARAGRAPH = "The document explicitly outlined shared perceptions of new enemies"
# A file dialog of the window's own has this field; one of the desktop has not.
PATH_FIELD = "Path, or a name"


def named_reader(program):
    """Answers the first question of a first start: the name that is proposed is right."""
    program.press("Use this name")
    program.gone("push button", "Use this name")


def started(*arguments, **options):
    """The program with its first questions out of the way."""
    program = Program(*arguments, **options)
    named_reader(program)
    program.press("Skip the tour")
    program.gone("push button", "Skip the tour")
    return program


def named(program, name):
    """Gives a path to the window's own file dialog, which is there where the desktop has none."""
    program.write(PATH_FIELD, str(name))
    program.keys("Return")
    program.gone("entry", PATH_FIELD)


def saved_as(program, name):
    """Saves under a new name, and returns the file's path."""
    program.keys("ctrl+s")
    named(program, program.folder / name)
    path = program.folder / name
    until_file_has(path, "format: 1")
    titled(program, name)
    return path


def titled(program, name):
    """Waits until the title names a file that holds everything."""
    wait(lambda: program.title() == f"{name} – Standpoint", f"the title to name {name}, saved")


def saved(program, path, *parts):
    """Saves to the project's file and waits until it holds what was done, and the title says so."""
    program.keys("ctrl+s")
    text = until_file_has(path, *parts)
    titled(program, path.name)
    return text


def differences(before, after):
    """What the program's own command line says in what two files differ."""
    return json.loads(cli("diff", "--format", "json", before, after))


def cell(program, actor, issue, value=""):
    return program.find("table cell", re.escape(f"{actor}, {issue}: {value}"))


def select(program, actor, issue, value=""):
    """Clicks a cell, and waits until it is the one that keys act on."""
    node = cell(program, actor, issue, value)
    program.click(node)
    wait(node.is_focused, f"the keyboard in {node}")


def first_command(command):
    """The README's first command opens the window on the bundled article."""
    program = Program(shell=command)
    program.find("paragraph", "This article was originally published by CHOICE", 60.0)
    expect("Standpoint" in program.title(), f"the window is called {program.title()!r}")
    program.close()


def first_start():
    """The bundled article and reading are there, the tour leads round, and then the program rests."""
    program = Program()
    named_reader(program)
    for card in range(1, 6):
        program.find("label", f"{card} of 5")
        program.press("Next" if card < 5 else "Done|Finish|Close|Start")
    program.gone("label", "5 of 5")
    program.find("heading", "Russian Perspective")
    for name in ["China", "Russia", "NATO"]:
        program.find("row header", name)
    program.find("column header", "NATO enlargement")
    expect("Standpoint" in program.title(), f"the window is called {program.title()!r}")
    # Dark letters on a light page.
    counts = program.pixels(program.find("paragraph", PARAGRAPH).box())
    dark = sum(count for colour, count in counts.items() if max(colour) < 80)
    light = sum(count for colour, count in counts.items() if min(colour) > 200)
    expect(dark > 1000 and light > 5000, f"{dark} dark and {light} light pixels in a paragraph")
    # This step alone is about time: the program draws nothing when nothing happens. Half a minute for it to rest.
    resting = [program.cpu_seconds()]

    def rests():
        time.sleep(2.0)
        resting.append(program.cpu_seconds())
        return resting[-1] - resting[-2] < 0.05

    wait(rests, "two seconds with no work done in them", 30.0)
    # Nothing was changed, so it does not ask.
    program.close()
    again = Program()
    again.find("row header", "China")
    expect(not again.look_for("push button", "Skip the tour"), "the tour came a second time")
    again.close()


def code_a_passage():
    """Select words with the mouse, attach them to a cell, save, close, reopen by command line: it is all there."""
    program = started()
    path = saved_as(program, "coded.ron")
    before = program.folder / "before.ron"
    before.write_bytes(path.read_bytes())
    left, top, _, _ = program.find("paragraph", PARAGRAPH).box()
    # From the first line into the second: the bar for coding comes when the button is let go.
    program.drag((left + 4, top + 12), (left + 300, top + 40))
    program.find("push button", "Attach$")
    for field, words in [("Actor$", "chin"), ("Issue$", "nato enl")]:
        program.click(program.find("entry", field))
        program.write(field, words)
        program.keys("Tab")
    program.click(program.find("radio button", "Stance: opposes"))
    program.press("Attach$")
    program.gone("push button", "Attach$")
    cell(program, "China", "NATO enlargement", "opposes")
    saved(program, path, 'analyst: "wanda"')
    said = json.dumps(differences(before, path), ensure_ascii=False)
    for part in ["wanda", "china", "nato-enlargement", "Opposes", "The document explicitly"]:
        expect(part.lower() in said.lower(), f"{part!r} is not in what was saved: {said}")
    cli("check", path)
    program.close()

    program = Program(path)
    titled(program, "coded.ron")
    select(program, "China", "NATO enlargement", "opposes")
    program.find("heading", "China × NATO enlargement")
    # The quotation, in the cell's pane and so to the right of the article.
    quotation = "“?The document explicitly outlined"
    wait(lambda: any((node.box() or (0,))[0] > 600 for node in program.look_for(None, quotation)), "the quotation")
    program.close()


def edit_by_keyboard():
    """Arrow keys travel, digits set stances, Delete clears; the command line prints the same matrix."""
    program = started()
    path = saved_as(program, "matrix.ron")
    select(program, "NATO", "US-led order")
    program.keys("5", "Right", "6", "Right", "7", "Down", "2")
    cell(program, "NATO", "US-led order", "strongly supports")
    cell(program, "NATO", "Western claim on “democracy”", "ambivalent")
    cell(program, "NATO", "Spheres of influence", "silent")
    cell(program, "European Union", "Spheres of influence", "opposes")
    program.keys("Up", "Delete")
    cell(program, "NATO", "Spheres of influence", "not coded")
    saved(program, path, "stance: Ambivalent")
    table = cli("show", path, "--layer", "Wanda", "--format", "tsv")
    rows = {line.split("\t")[0]: line.lower() for line in table.splitlines()}
    for actor, stance in [("NATO", "strongly supports"), ("NATO", "ambivalent"), ("European Union", "opposes")]:
        expect(stance in rows[actor], f"{actor} has no {stance!r} in: {table}")
    expect("silent" not in rows["NATO"], f"what was cleared is still there: {table}")
    program.close()


def write_a_note():
    """N on a cell opens a note; what is typed is shown as Markdown, and is in the file, but not in the log."""
    log = Program.folder / "log.txt"
    program = started("--log", f"debug={log}")
    path = saved_as(program, "note.ron")
    select(program, "NATO", "US-led order")
    program.keys("n")
    program.write("Text of the note", "NATO is *named*, and says nothing itself.")
    saved(program, path, "NATO is *named*, and says nothing itself.")
    program.keys("Escape")
    program.find("label", "NATO is named, and says nothing itself")
    cell(program, "NATO", "US-led order", "not coded, note")
    cli("check", path)
    program.close()
    told = log.read_text()
    for part in [f"INFO  standpoint::app::files: saved {path}", "DEBUG standpoint::app::route: Edit SetNoteText"]:
        expect(part in told, f"{part!r} is not in the log: {told}")
    expect("named" not in told, f"the log quotes the note: {told}")


def undo_and_redo():
    """Undo goes back to the very bytes that were saved, and says what it undoes; redo comes again."""
    program = started()
    path = saved_as(program, "undo.ron")
    before = path.read_bytes()
    select(program, "NATO", "US-led order")
    program.keys("4")
    cell(program, "NATO", "US-led order", "supports")
    after = saved(program, path, 'actor: "nato", issue: "us-led-order"').encode()
    program.menu("Edit", "Undo: NATO × US-led order")
    cell(program, "NATO", "US-led order", "not coded")
    program.keys("ctrl+s")
    wait(lambda: path.read_bytes() == before, "the file to be what it was before")
    program.keys("ctrl+shift+z")
    cell(program, "NATO", "US-led order", "supports")
    program.keys("ctrl+s")
    wait(lambda: path.read_bytes() == after, "the file to be what it was after")
    # Back to the saved state by undo: the title says that it is saved, with no save.
    select(program, "NATO", "US-led order")
    program.keys("3")
    cell(program, "NATO", "US-led order", "neutral")
    wait(lambda: program.title().startswith("• "), "the title to say that something is not saved")
    program.keys("ctrl+z")
    titled(program, "undo.ron")
    program.close()


def by_a_dialog_of(kind, name):
    """Saves under a name through the desktop's dialog, whose windows are of this class; then cancels in another."""
    program = started(native=True)

    def dialog():
        return windows("--class", kind)

    program.keys("ctrl+shift+s")
    shown = Window(wait(dialog, "the desktop's dialog")[0])
    shown.focus()
    path = program.folder / name
    shown.keys("ctrl+a")
    shown.type(str(path))
    shown.keys("Return")
    until_file_has(path, "format: 1")
    titled(program, name)
    expect(not program.look_for("entry", PATH_FIELD), "the window asked a second time")
    # Cancelled there is cancelled: the window's own dialog does not come up behind it.
    program.focus()
    program.keys("ctrl+shift+s")
    shown = Window(wait(dialog, "the desktop's dialog")[0])
    shown.focus()
    # A dialog that is gone within 0.3 s counts as one that could not be shown: nobody reads and cancels it so fast.
    time.sleep(0.5)
    shown.keys("Escape")
    wait(lambda: not dialog(), "the desktop's dialog to close")
    program.focus()
    program.find("row header", "China")
    expect(not program.look_for("entry", PATH_FIELD), "the window asked again after Cancel")
    program.close()


def save_through_zenity():
    """With zenity on the desktop its dialog asks for the name, and the title tells what it became."""
    by_a_dialog_of("zenity", "by-zenity.ron")


def save_through_the_portal():
    """With a portal on the desktop its dialog does, and is asked before zenity."""
    with Portal():
        by_a_dialog_of("xdg-desktop-portal-gtk", "by-portal.ron")


def unsaved_changes():
    """The cross in the title bar asks before anything is lost; Cancel stays, Don't save leaves the file as it was."""
    program = started()
    path = saved_as(program, "asked.ron")
    before = path.read_bytes()
    select(program, "NATO", "US-led order")
    program.keys("1")
    cell(program, "NATO", "US-led order", "strongly opposes")
    program.ask_to_close()
    program.press("Cancel")
    program.gone("push button", "Cancel")
    cell(program, "NATO", "US-led order", "strongly opposes")
    program.ask_to_close()
    program.press("Don’t save")
    expect(program.ended() == 0, "the program did not end well")
    expect(path.read_bytes() == before, "the file was changed")


def drop_a_file():
    """A project dragged from another program's window and let go over this one opens."""
    program = started()
    path = saved_as(program, "first.ron")
    second = program.folder / "second.ron"
    second.write_bytes(path.read_bytes())
    source = subprocess.Popen([sys.executable, str(Path(__file__).with_name("drag_source.py")), str(second)])
    try:
        handle = Window(wait(lambda: windows("--name", "drag source"), "the window to drag from")[0])
        handle.focus()
        handle.move((30, 20))
        run("xdotool", "mousedown", "1")
        # A drag begins once the mouse has moved a little; it is over the window when it has moved there.
        for place in [(34, 24), (44, 34), (60, 40)]:
            handle.move(place)
        for place in [(600, 300), (610, 310), (620, 320)]:
            program.move(place)
            # The other program answers each move; let go before that and there is no drop.
            time.sleep(0.3)
        run("xdotool", "mouseup", "1")
        titled(program, "second.ron")
    finally:
        source.kill()
        source.wait()
    program.focus()
    program.close()


def export_a_picture():
    """The whole matrix goes into a PNG file, larger than what the window shows of it."""
    program = started()
    program.menu("File", "Export picture")
    program.click(program.find("radio button", "1×"))
    program.press("Choose where")
    named(program, program.folder / "matrix")
    path = program.folder / "matrix.png"
    program.find("label", "Exported matrix.png")
    shown = program.find("column header", "NATO enlargement").box()[2]
    width, height = map(int, run("identify", "-format", "%w %h", path).split())
    issues = len(cli("show", ROOT / "saves/china-russia-joint-statement.ron", "--format", "tsv").splitlines()[0].split("\t"))
    expect(width > issues * shown * 0.8 and height > 300, f"{width} × {height} pixels for {issues} issues")
    program.close()


def after_a_crash():
    """A panic leaves a report without a word of the article; the next start says where, and brings the work back."""
    program = started("--panic-when-closed", "--log", "info")
    path = saved_as(program, "crashed.ron")
    select(program, "NATO", "US-led order")
    program.keys("4")
    cell(program, "NATO", "US-led order", "supports")
    program.ask_to_close()
    expect(program.ended() == 101, "the program did not crash")
    said = program.said.read_text()
    expect("saved" in said and "INFO" in said, f"the log has no line about the save: {said}")
    expect('actor: "nato", issue: "us-led-order"' not in path.read_text(), "the file was changed")

    program = Program()
    program.find("label", "Unsaved work was recovered")
    report = Path(program.find("label", r".*crash-.*\.txt").name)
    text = report.read_text()
    for part in ["asked for by --panic-when-closed", "src/app/", "Standpoint 0"]:
        expect(part in text, f"{part!r} is not in the report: {text}")
    expect("Beijing" not in text and "NATO" not in text, f"the report quotes the project: {text}")
    program.press("Show what was recovered")
    cell(program, "NATO", "US-led order", "supports")
    saved(program, path, 'actor: "nato", issue: "us-led-order"')
    program.close()


def no_desktop():
    """Where no window can be, one plain sentence says so."""
    for variables, words in [({"DISPLAY": ""}, "there is no desktop session"), ({"DISPLAY": ":987"}, "cannot be reached")]:
        environment = {**os.environ, "STANDPOINT_STATE": str(Program.folder / "state"), **variables}
        if not variables["DISPLAY"]:
            del environment["DISPLAY"]
        done = subprocess.run([str(Program.binary)], env=environment, capture_output=True, text=True, timeout=60, check=False)
        expect(done.returncode == 1, f"it ended with {done.returncode}")
        expect(words in done.stderr and ".rs" not in done.stderr, f"it said: {done.stderr}")


def two_windows_on_one_file():
    """Two people, one file: the second to save is told, and nobody's work is lost."""
    one = started()
    path = saved_as(one, "shared.ron")
    two = started(path, state="state-of-two", variables={"STANDPOINT_ANALYST": "Viktor"})
    titled(two, "shared.ron")
    select(two, "The West", "US-led order")
    two.keys("5")
    cell(two, "The West", "US-led order", "strongly supports")
    one.focus()
    select(one, "NATO", "US-led order")
    one.keys("4")
    cell(one, "NATO", "US-led order", "supports")
    saved(one, path, 'analyst: "wanda"')
    theirs = path.read_bytes()
    # The second window looks at the file when it gets the keyboard back, and takes in what does not contradict.
    two.focus()
    two.find("label", "shared.ron was changed by somebody else")
    cell(two, "NATO", "US-led order", "not coded; Wanda: supports")
    expect(path.read_bytes() == theirs, "the file was overwritten without asking")
    saved(two, path, 'analyst: "wanda"', 'analyst: "viktor"')
    cli("check", path)


ALL = [
    first_start,
    code_a_passage,
    edit_by_keyboard,
    write_a_note,
    undo_and_redo,
    save_through_zenity,
    save_through_the_portal,
    unsaved_changes,
    drop_a_file,
    export_a_picture,
    after_a_crash,
    no_desktop,
    two_windows_on_one_file,
]
