"""What a person does with the window, and what must then be true.

Each function is one sitting: it starts with an empty state folder and a folder of its own (`Program.folder`).
"""

import re
import time

from harness import Failure, Program, until_file_has, wait

# The sentence of the article that starts its fourth paragraph; the no-break spaces are its own.
PARAGRAPH = "The document explicitly outlined shared perceptions of new enemies"


def expect(truth, otherwise):
    if not truth:
        raise Failure(otherwise)


def started(*arguments, **options):
    """The program with the tour out of the way."""
    program = Program(*arguments, **options)
    program.press("Skip the tour")
    program.gone("push button", "Skip the tour")
    return program


def save_as(program, name):
    """Saves under a new name by the window's own file dialog: there is no desktop here to ask."""
    program.keys("ctrl+s")
    wait(lambda: "focused" in program.find("entry", "Path, or a name").states(), "the keyboard in the path field")
    program.keys("ctrl+a")
    program.type(name)
    program.keys("Return")
    program.gone("entry", "Path, or a name")
    path = program.folder / name
    until_file_has(path, "format: 1")
    wait(lambda: program.title().startswith(name), f"the title to name {name}")
    return path


def saved(program, path, *parts):
    """Saves to the project's file and waits until it holds what was done."""
    program.keys("ctrl+s")
    return until_file_has(path, *parts)


def select_sentence(program):
    """Selects the first sentence of a paragraph by three clicks."""
    left, top, _, _ = program.find("paragraph", PARAGRAPH).box()
    program.click((left + 60, top + 12), count=3)
    program.find("push button", "Attach$")


def cell(program, actor, issue):
    return program.find("table cell", re.escape(f"{actor}, {issue}: "))


def first_command(command):
    """The README's first command opens the window on the bundled article."""
    program = Program(shell=command)
    program.find("paragraph", "This article was originally published by CHOICE", 60.0)
    expect("Standpoint" in program.title(), f"the window is called {program.title()!r}")
    expect(len(program.colours((0, 0, 1200, 700))) > 50, "the window is empty")
    program.ask_to_close()
    program.wait_for_end()


def first_start():
    """The bundled article and reading are there, the tour leads round, and then the program rests."""
    program = Program()
    for card in range(1, 6):
        program.find("label", f"{card} of 5")
        if card < 5:
            program.press("Next")
    program.press("Done|Finish|Close|Start")
    program.gone("label", "5 of 5")
    program.find("heading", "Russian Perspective")
    for name in ["China", "Russia", "NATO"]:
        program.find("row header", name)
    program.find("column header", "NATO enlargement")
    expect("Standpoint" in program.title(), f"the window is called {program.title()!r}")
    # Dark letters on a light page, and tints of passages.
    left, top, width, height = program.find("paragraph", PARAGRAPH).box()
    counts = program.colours((left, top, width, height))
    dark = sum(count for colour, count in counts.items() if max(colour) < 80)
    light = sum(count for colour, count in counts.items() if min(colour) > 200)
    expect(dark > 1000 and light > 5000, f"{dark} dark and {light} light pixels in a paragraph")
    program.move((left + width / 2, 785))
    time.sleep(2.0)
    used = program.cpu_seconds()
    time.sleep(4.0)
    used = program.cpu_seconds() - used
    expect(used < 0.1, f"{used:.2f} s of CPU in four seconds of nothing")
    # Nothing was changed, so it does not ask.
    program.ask_to_close()
    program.wait_for_end()


def code_a_passage():
    """Select words with the mouse, attach them to a cell, say how sure, write a note, save, open again: all there."""
    program = started()
    path = save_as(program, "coded.ron")
    select_sentence(program)
    program.click(program.find("entry", "Actor$"))
    program.keys("ctrl+a")
    program.type("chin")
    program.keys("Tab")
    program.click(program.find("entry", "Issue$"))
    program.keys("ctrl+a")
    program.type("nato enl")
    program.keys("Tab")
    program.click(program.find("radio button", "Stance: opposes"))
    program.press("Attach$")
    program.gone("push button", "Attach$")
    text = saved(program, path, 'analyst: "wanda"')
    position = next(line for line in text.splitlines() if 'analyst: "wanda"' in line and "stance" in line)
    for part in ['actor: "china"', 'issue: "nato-enlargement"', "stance: Opposes"]:
        expect(part in position, f"{part} is not in the saved position: {position}")
    program.ask_to_close()
    program.wait_for_end()

    program = Program(path)
    wait(lambda: program.title().startswith("coded.ron"), "the file to be open")
    program.click(program.find("table cell", "China, NATO enlargement: opposes"))
    program.find("heading", "China × NATO enlargement")
    program.find(None, ".*The document explicitly outlined shared perceptions")


def matrix_by_keyboard():
    """Arrow keys travel, digits set stances, Delete clears, and the file says the same."""
    program = started()
    path = save_as(program, "matrix.ron")
    program.click(cell(program, "NATO", "US-led order"))
    program.keys("5", "Right", "6", "Right", "7")
    program.find("table cell", "NATO, US-led order: strongly supports")
    program.find("table cell", "NATO, Western claim on “democracy”: ambivalent")
    program.find("table cell", "NATO, Spheres of influence: silent")
    text = saved(program, path, "stance: Silent")
    mine = [line for line in text.splitlines() if 'analyst: "wanda"' in line and 'actor: "nato"' in line]
    expect(len(mine) == 3, f"{len(mine)} positions of NATO were saved: {mine}")
    program.keys("Delete")
    program.find("table cell", "NATO, Spheres of influence: not coded")
    program.keys("ctrl+s")
    wait(lambda: path.read_text().count('actor: "nato"') < text.count('actor: "nato"'), "the cleared cell to leave the file")


def undo_and_redo():
    """Undo goes back to the very bytes that were saved, and says what it undoes; redo comes again."""
    program = started()
    path = save_as(program, "undo.ron")
    before = path.read_bytes()
    program.click(cell(program, "NATO", "US-led order"))
    program.keys("4")
    program.find("table cell", "NATO, US-led order: supports")
    after = saved(program, path, 'actor: "nato", issue: "us-led-order"').encode()
    program.press("Edit$")
    program.press("Undo: NATO × US-led order")
    program.find("table cell", "NATO, US-led order: not coded")
    program.keys("ctrl+s")
    wait(lambda: path.read_bytes() == before, "the file to be what it was before")
    program.keys("ctrl+shift+z")
    program.find("table cell", "NATO, US-led order: supports")
    program.keys("ctrl+s")
    wait(lambda: path.read_bytes() == after, "the file to be what it was after")


def write_a_note():
    """N on a cell opens a note; what is typed is in the file."""
    program = started()
    path = save_as(program, "note.ron")
    program.click(cell(program, "NATO", "US-led order"))
    program.keys("n")
    wait(lambda: any("focused" in node.states() for node in program.look_for("entry", ".*")), "a note to write in")
    program.type("NATO is named, and says nothing itself.")
    saved(program, path, "NATO is named, and says nothing itself.")
    program.find("article", "Note: .*")


def unsaved_changes():
    """The cross in the title bar asks before anything is lost; Cancel stays, Don't save leaves the file as it was."""
    program = started()
    path = save_as(program, "asked.ron")
    before = path.read_bytes()
    program.click(cell(program, "NATO", "US-led order"))
    program.keys("1")
    program.find("table cell", "NATO, US-led order: strongly opposes")
    program.ask_to_close()
    program.press("Cancel")
    program.gone("push button", "Cancel")
    program.find("table cell", "NATO, US-led order: strongly opposes")
    program.ask_to_close()
    program.press("Don’t save")
    program.wait_for_end()
    expect(path.read_bytes() == before, "the file was changed")


def a_bad_file():
    """A file that is no project gets a message with its place, and the window stays."""
    bad = Program.folder / "bad.ron"
    bad.write_text("(\n    format: 1,\n    title: oops\n")
    program = Program(bad)
    program.find("label", "The file was not opened")
    program.find("label", r".*(line 3|bad\.ron:3)")
    program.press("OK|Close")
    expect(bad.read_text().startswith("(\n"), "the bad file was changed")


def two_windows_on_one_file():
    """Two people, one file: nobody's work is overwritten."""
    one = started()
    path = save_as(one, "shared.ron")
    two = Program(path, state="state-of-two", at=(100, 80))
    two.press("Skip the tour")
    wait(lambda: two.title().startswith("shared.ron"), "the second window to open the file")
    one.focus()
    one.click(cell(one, "NATO", "US-led order"))
    one.keys("4")
    saved(one, path, 'actor: "nato", issue: "us-led-order"')
    two.focus()
    two.keys("alt+2")
    two.click(cell(two, "European Union", "US-led order"))
    two.keys("5")
    two.find("table cell", "European Union, US-led order: strongly supports")
    two.keys("ctrl+s")
    two.press("Merge|Bring in")
    time.sleep(1)


def drop_a_file():
    """A project's file dropped on the window opens."""
    program = started()
    path = save_as(program, "first.ron")
    second = program.folder / "second.ron"
    second.write_bytes(path.read_bytes())
    program.drop(second)
    wait(lambda: program.title().startswith("second.ron"), "the dropped file to be open")


ALL = [
    "first_start",
    "code_a_passage",
    "matrix_by_keyboard",
    "undo_and_redo",
    "write_a_note",
    "unsaved_changes",
    "a_bad_file",
    "two_windows_on_one_file",
    "drop_a_file",
]
