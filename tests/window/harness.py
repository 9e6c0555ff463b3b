"""A display of its own, the program in a window on it, and a hand and an eye to use it with.

The hand is real: xdotool's mouse and keys, under a window manager. The eye is the accessibility tree that a screen
reader gets (AT-SPI), then the saved file as the program's own command line reads it, and pixels where nothing else
tells. Nothing sleeps for luck: whatever is expected is waited for, up to a deadline.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, Gio, GLib  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
SCREEN = (1500, 950)
# Where the desktop's own file dialogs cannot be found: rfd asks the portal on the bus, then zenity on the PATH.
NO_PROGRAMS = "/nonexistent"


class Failure(AssertionError):
    """What a person would call broken."""


def expect(truth, otherwise):
    if not truth:
        raise Failure(otherwise)


def wait(condition, what, seconds=20.0):
    """What `condition` returns, as soon as that is true; a Failure saying `what` was waited for if it stays false."""
    end = time.monotonic() + seconds
    while True:
        try:
            result = condition()
        except GLib.Error:
            # A widget that went away while it was looked at.
            result = None
        if result:
            return result
        if time.monotonic() > end:
            raise Failure(f"waited {seconds:.0f} s for {what}")
        time.sleep(0.05)


def run(*command, **options):
    return subprocess.run([str(word) for word in command], check=True, capture_output=True, text=True, **options).stdout


class Display:
    """An X server without a screen, with a window manager. Runs within `dbus-run-session`, whose bus it tells that a
    screen reader is there: only then does a program describe its widgets."""

    def __init__(self):
        readable, writable = os.pipe()
        self.server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writable), "-screen", "0", f"{SCREEN[0]}x{SCREEN[1]}x24", "-nolisten", "tcp", "-noreset"],
            pass_fds=[writable],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(writable)
        number = os.read(readable, 16).decode().strip()
        expect(number, "Xvfb did not start")
        os.environ["DISPLAY"] = f":{number}"
        os.environ.pop("WAYLAND_DISPLAY", None)
        self.manager = subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        for switch in ["IsEnabled", "ScreenReaderEnabled"]:
            arguments = GLib.Variant("(ssv)", ("org.a11y.Status", switch, GLib.Variant("b", True)))
            bus.call_sync(
                "org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", arguments, None, 0, 20000, None
            )
        wait(lambda: "_NET_SUPPORTING_WM_CHECK" in run("xprop", "-root"), "the window manager")

    def close(self):
        for process in [self.manager, self.server]:
            process.terminate()
            process.wait()


class Portal:
    """The desktop's portal, on the bus for as long as this is open; outside of it the bus has none that has dialogs,
    for without a display none can start."""

    NAMES = ["org.freedesktop.portal.Desktop", "org.freedesktop.impl.portal.desktop.gtk"]

    def __enter__(self):
        self._anew(os.environ["DISPLAY"])
        return self

    def __exit__(self, *_):
        self._anew("")

    def _anew(self, display):
        """Ends what runs, which knows only the display that it was started with, and names one for what starts."""
        for name in self.NAMES:
            if _ask_bus("NameHasOwner", "(s)", name):
                os.kill(_ask_bus("GetConnectionUnixProcessID", "(s)", name), signal.SIGTERM)
                wait(lambda name=name: not _ask_bus("NameHasOwner", "(s)", name), f"{name} to end")
        _ask_bus("UpdateActivationEnvironment", "(a{ss})", {"DISPLAY": display})


def _ask_bus(method, form, argument):
    """Asks the session bus itself; what it answers, if anything."""
    bus, arguments = "org.freedesktop.DBus", GLib.Variant(form, (argument,))
    path = "/org/freedesktop/DBus"
    answer = Gio.bus_get_sync(Gio.BusType.SESSION).call_sync(bus, path, bus, method, arguments, None, 0, 20000, None)
    return next(iter(answer.unpack()), None)


class Node:
    """One widget as a screen reader is told of it, at the time of looking."""

    def __init__(self, accessible):
        self.accessible = accessible
        self.role = accessible.get_role_name()
        self.name = accessible.get_name() or ""

    def __repr__(self):
        return f"{self.role} {self.name!r}"

    def box(self):
        """Left, top, width and height in pixels within the window; None if it has no place."""
        if "Component" not in self.accessible.get_interfaces():
            return None
        extents = self.accessible.get_extents(Atspi.CoordType.WINDOW)
        return (extents.x, extents.y, extents.width, extents.height) if extents.width > 0 else None

    def is_focused(self):
        return self.accessible.get_state_set().contains(Atspi.StateType.FOCUSED)

    def text(self):
        """What stands in a field."""
        return Atspi.Text.get_text(self.accessible, 0, Atspi.Text.get_character_count(self.accessible))


class Window:
    """A window of any program, by its number: the hand."""

    def __init__(self, number):
        self.number = number

    def focus(self):
        run("xdotool", "windowactivate", "--sync", self.number)

    def keys(self, *chords):
        """Presses chords such as "ctrl+s", one after the other."""
        for chord in chords:
            run("xdotool", "key", "--clearmodifiers", chord)

    def type(self, text):
        """Types plain ASCII."""
        run("xdotool", "type", "--delay", "12", text)

    def move(self, place):
        x, y = self.point(place)
        run("xdotool", "mousemove", "--window", self.number, round(x), round(y))

    def click(self, place, count=1):
        """Clicks a node's middle, or a place (x, y) within the window."""
        self.move(place)
        run("xdotool", "click", "--repeat", count, "--delay", "60", "1")

    def drag(self, start, end):
        """Presses the mouse at one place, moves it, and lets it go at another once something is seen of it there."""
        (x0, y0), (x1, y1) = start, end
        self.move(start)
        run("xdotool", "mousedown", "1")
        box = (round(min(x0, x1)), round(min(y0, y1)), round(abs(x1 - x0)) + 2, round(abs(y1 - y0)) + 2)
        before = self.pixels(box)
        for part in [0.1, 0.5, 1.0]:
            self.move((x0 + (x1 - x0) * part, y0 + (y1 - y0) * part))
        wait(lambda: self.pixels(box) != before, f"anything to be seen of dragging from {start} to {end}")
        run("xdotool", "mouseup", "1")

    @staticmethod
    def point(place):
        if isinstance(place, Node):
            left, top, width, height = wait(place.box, f"a place of {place}")
            return left + width / 2, top + height / 2
        return place

    def ask_to_close(self):
        """As the cross in the title bar does."""
        self.focus()
        self.keys("alt+F4")

    def title(self):
        return run("xdotool", "getwindowname", self.number).strip()

    def pixels(self, box):
        """How many pixels of each colour (red, green, blue) there are within left, top, width, height."""
        left, top, width, height = box
        crop = f"{width}x{height}+{left}+{top}"
        raw = subprocess.run(
            ["import", "-window", self.number, "-crop", crop, "-depth", "8", "rgb:-"], check=True, capture_output=True
        ).stdout
        counts = {}
        for at in range(0, len(raw), 3):
            colour = tuple(raw[at : at + 3])
            counts[colour] = counts.get(colour, 0) + 1
        return counts


def windows(*criteria):
    """The numbers of the windows on the screen that fit xdotool's criteria."""
    found = subprocess.run(["xdotool", "search", "--onlyvisible", *criteria], capture_output=True, text=True, check=False)
    return found.stdout.split()


class Program(Window):
    """The program, running in a window of its own."""

    # A folder that is thrown away, one per sitting; the program under test.
    folder = None
    binary = None
    # Those that run.
    all = []

    def __init__(self, *arguments, state="state", shell=None, native=False, variables=None):
        """Starts it with arguments, or by a shell command; with the desktop's file dialogs only if `native`."""
        runtime = self.folder / "runtime"
        runtime.mkdir(mode=0o700, exist_ok=True)
        environment = dict(
            os.environ,
            STANDPOINT_STATE=str(self.folder / state),
            STANDPOINT_ANALYST="Wanda",
            XDG_RUNTIME_DIR=str(runtime),
            LANG="C.UTF-8",
        )
        if not shell:
            # Cargo needs its own home and PATH; the program must not get them.
            environment["HOME"] = str(self.folder)
            environment["PATH"] = os.environ["PATH"] if native else NO_PROGRAMS
        environment.update(variables or {})
        self.said = self.folder / f"said-{len(list(self.folder.glob('said-*')))}.txt"
        with open(self.said, "wb") as said:
            self.process = subprocess.Popen(
                ["bash", "-c", shell] if shell else [str(self.binary), *map(str, arguments)],
                env=environment,
                cwd=ROOT if shell else self.folder,
                stdout=said,
                stderr=said,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        Program.all.append(self)
        super().__init__(wait(self._find_window, "a window of the program", 1800.0 if shell else 30.0))
        self.pid = int(run("xdotool", "getwindowpid", self.number))
        self.focus()

    def _find_window(self):
        self._must_run()
        taken = [program.number for program in Program.all if program is not self]
        new = [number for number in windows("--class", "standpoint") if number not in taken]
        return new[0] if new else None

    def _must_run(self):
        if self.process.poll() is not None:
            raise Failure(f"the program ended with {self.process.returncode}: {self.said.read_text()}")

    # The eye.

    def nodes(self):
        """All widgets, in the order of the tree."""
        found = []

        def walk(accessible):
            for index in range(accessible.get_child_count()):
                child = accessible.get_child_at_index(index)
                if child is not None:
                    found.append(Node(child))
                    walk(child)

        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            try:
                application = desktop.get_child_at_index(index)
                if application is None or application.get_process_id() != self.pid:
                    continue
            except GLib.Error:
                # A program that has just ended.
                continue
            walk(application)
        return found

    def look_for(self, role, name):
        """The nodes of a role (or of any, with None) whose names match a pattern from the start."""
        pattern = re.compile(name, re.DOTALL)
        return [node for node in self.nodes() if role in (None, node.role) and pattern.match(node.name)]

    def find(self, role, name, seconds=20.0):
        """The first such node, waited for."""

        def look():
            self._must_run()
            return self.look_for(role, name)

        return wait(look, f"{role or 'anything'} named {name!r}", seconds)[0]

    def gone(self, role, name):
        wait(lambda: not self.look_for(role, name), f"{role or 'anything'} named {name!r} to go away")

    def field(self, name):
        """The text field of a name, once the keyboard is in it."""
        wait(lambda: any(node.is_focused() for node in self.look_for("entry", name)), f"the keyboard in field {name!r}")

    def write(self, name, text):
        """Types plain ASCII into the field of a name, in place of what stands there."""
        self.field(name)
        self.keys("ctrl+a")
        self.type(text)
        wait(lambda: any(node.text() == text for node in self.look_for("entry", name)), f"{text!r} in field {name!r}")

    def press(self, name):
        """Clicks the button of a name."""
        self.click(self.find("push button", name))

    def menu(self, name, item):
        """Chooses from the menu bar."""
        self.press(f"{name}$")
        self.press(item)

    def cpu_seconds(self):
        """What the process has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    # The end.

    def ended(self):
        """How the program ended, once it has done so by itself."""
        wait(lambda: self.process.poll() is not None, "the program to end")
        Program.all.remove(self)
        return self.process.returncode

    def close(self):
        """Closes the window; there must be nothing to ask about."""
        self.ask_to_close()
        try:
            wait(lambda: self.process.poll() is not None, "the program to end", 8.0)
        except Failure:
            # Seen twice in some 250 times; whose fault it is, the report has to tell.
            print(f"window: Alt+F4 went unheard, once more: {self.said.read_text()}", flush=True)
            self.ask_to_close()
        status = self.ended()
        expect(status == 0, f"the program ended with {status}: {self.said.read_text()}")

    def kill(self):
        """As a power cut would."""
        Program.all.remove(self)
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def cli(*arguments, status=0):
    """What the program prints without a window."""
    done = subprocess.run(
        [str(Program.binary), *map(str, arguments)], capture_output=True, text=True, cwd=Program.folder, check=False
    )
    expect(done.returncode == status, f"{arguments} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def until_file_has(path, *parts):
    """Waits until a file holds all these strings; returns its text."""

    def holds():
        text = path.read_text() if path.exists() else ""
        return text if all(part in text for part in parts) else None

    return wait(holds, f"{path.name} to hold {parts}")


class Stage:
    """Plays sittings one after the other, each in a folder of its own."""

    def __init__(self, binary, artifacts):
        Program.binary = binary
        self.artifacts = artifacts
        self.artifacts.mkdir(parents=True, exist_ok=True)
        self.display = Display()
        self.passed, self.failed = [], []

    def play(self, name, sitting):
        Program.folder = Path(tempfile.mkdtemp(prefix=f"standpoint-{name}-"))
        began = time.monotonic()
        try:
            sitting()
            self.passed.append(name)
            print(f"window: {name}: passed in {time.monotonic() - began:.1f} s", flush=True)
        except (Failure, subprocess.CalledProcessError, GLib.Error) as problem:
            self.failed.append((name, problem))
            said = getattr(problem, "stderr", None) or ""
            print(f"window: {name}: FAILED after {time.monotonic() - began:.1f} s: {problem} {said}", flush=True)
            self._keep_evidence(name)
        finally:
            for program in list(Program.all):
                program.kill()
            shutil.rmtree(Program.folder, ignore_errors=True)

    def _keep_evidence(self, name):
        """The screen as it was, what a screen reader saw on it, what the programs said, and the files."""
        picture = self.artifacts / f"{name}.png"
        subprocess.run(["import", "-window", "root", str(picture)], check=False)
        lines = []
        for program in Program.all:
            try:
                lines.append(f"window {program.title()!r}")
                lines += [f"  {node} {node.box()}" for node in program.nodes()]
            except (GLib.Error, subprocess.CalledProcessError, AttributeError) as problem:
                lines.append(f"  ({problem})")
        (self.artifacts / f"{name}.txt").write_text("\n".join(lines) + "\n")
        for file in Program.folder.iterdir():
            if file.is_file():
                shutil.copy(file, self.artifacts / f"{name}.{file.name}")
        print(f"window: {name}: what was on the screen: {picture}", flush=True)

    def close(self):
        self.display.close()
