"""A display of its own, the program in a window on it, and a hand and an eye to use it with.

The eye is the accessibility tree that a screen reader gets (AT-SPI), the saved file, and pixels where nothing else
tells; the hand is xdotool. There is no window manager: a window stands at the display's left top corner.
"""

import os
import re
import shlex
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
SCREEN = (1400, 900)


class Failure(AssertionError):
    """What a person would call broken."""


def wait(condition, what, seconds=15.0):
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
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


class Display:
    """An X server without a screen. Must run within `dbus-run-session`, whose bus it readies for a screen reader."""

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
        if not number:
            raise Failure("Xvfb did not start")
        os.environ["DISPLAY"] = f":{number}"
        os.environ.pop("WAYLAND_DISPLAY", None)
        bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        for switch in ["IsEnabled", "ScreenReaderEnabled"]:
            arguments = GLib.Variant("(ssv)", ("org.a11y.Status", switch, GLib.Variant("b", True)))
            bus.call_sync(
                "org.a11y.Bus", "/org/a11y/bus", "org.freedesktop.DBus.Properties", "Set", arguments, None, 0, 20000, None
            )

    def close(self):
        self.server.terminate()
        self.server.wait()


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
        try:
            extents = self.accessible.get_extents(Atspi.CoordType.WINDOW)
        except GLib.Error:
            return None
        return (extents.x, extents.y, extents.width, extents.height) if extents.width > 0 else None

    def states(self):
        return {state.value_nick for state in self.accessible.get_state_set().get_states()}

    def value(self):
        """The text in a field."""
        count = Atspi.Text.get_character_count(self.accessible)
        return Atspi.Text.get_text(self.accessible, 0, count)


class Program:
    """The program, running in a window of its own."""

    # The first is made by the runner: a folder that is thrown away.
    folder = None
    binary = None

    def __init__(self, *arguments, state="state", shell=None, at=(0, 0)):
        environment = dict(os.environ)
        environment.update(
            HOME=str(self.folder),
            STANDPOINT_STATE=str(self.folder / state),
            XDG_RUNTIME_DIR=str(self.folder / "runtime"),
            STANDPOINT_ANALYST="Wanda",
            LANG="C.UTF-8",
        )
        runtime = self.folder / "runtime"
        runtime.mkdir(mode=0o700, exist_ok=True)
        self.log = open(self.folder / "log.txt", "ab")
        command = ["bash", "-c", shell] if shell else [str(self.binary), *map(str, arguments)]
        if shell:
            # Cargo needs its own home; the program must not get it.
            environment["HOME"] = os.environ.get("HOME", "/")
        self.process = subprocess.Popen(
            command, env=environment, cwd=ROOT if shell else self.folder, stdout=self.log, stderr=self.log, start_new_session=True
        )
        self.window = wait(self._find_window, "a window of the program", 1800.0 if shell else 30.0)
        if at != (0, 0):
            run("xdotool", "windowmove", self.window, *map(str, at))
        self.at = at
        self.focus()

    def _find_window(self):
        if self.process.poll() is not None:
            raise Failure(f"the program ended with {self.process.returncode} before it had a window")
        known = {program.window for program in Program.all}
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--name", "Standpoint"], capture_output=True, text=True
        ).stdout.split()
        new = [window for window in found if window not in known]
        if new:
            Program.all.append(self)
            return new[0]
        return None

    all = []

    # The hand.

    def focus(self):
        run("xdotool", "windowraise", self.window)
        run("xdotool", "windowfocus", "--sync", self.window)

    def keys(self, *chords):
        """Presses chords such as "ctrl+s", one after the other."""
        for chord in chords:
            run("xdotool", "key", "--clearmodifiers", chord)
            time.sleep(0.05)

    def type(self, text):
        """Types plain ASCII."""
        run("xdotool", "type", "--delay", "15", text)

    def move(self, place):
        x, y = self.point(place)
        run("xdotool", "mousemove", "--sync", str(x + self.at[0]), str(y + self.at[1]))
        time.sleep(0.05)

    def click(self, place, count=1, button=1):
        """Clicks a node's middle, or a place (x, y) within the window."""
        self.move(place)
        for _ in range(count):
            run("xdotool", "click", str(button))
            time.sleep(0.04)

    def drag(self, start, end):
        """Presses the mouse at one place and lets it go at another, with stops on the way as a hand has."""
        (x0, y0), (x1, y1) = self.point(start), self.point(end)
        self.move((x0, y0))
        run("xdotool", "mousedown", "1")
        for part in [0.1, 0.4, 0.8, 1.0]:
            self.move((round(x0 + (x1 - x0) * part), round(y0 + (y1 - y0) * part)))
        run("xdotool", "mouseup", "1")

    @staticmethod
    def point(place):
        if isinstance(place, Node):
            left, top, width, height = wait(place.box, f"a place of {place}")
            return round(left + width / 2), round(top + height / 2)
        return round(place[0]), round(place[1])

    def ask_to_close(self):
        """What the cross in a title bar does."""
        from Xlib import X, display, protocol

        server = display.Display()
        window = server.create_resource_object("window", int(self.window))
        data = (32, [server.intern_atom("WM_DELETE_WINDOW"), X.CurrentTime, 0, 0, 0])
        window.send_event(
            protocol.event.ClientMessage(window=window, client_type=server.intern_atom("WM_PROTOCOLS"), data=data)
        )
        server.flush()
        server.close()

    # The eye.

    def title(self):
        return run("xdotool", "getwindowname", self.window).strip()

    def nodes(self):
        """All widgets, in the order of the tree."""
        desktop = Atspi.get_desktop(0)
        found = []

        def walk(accessible):
            for index in range(accessible.get_child_count()):
                child = accessible.get_child_at_index(index)
                if child is not None:
                    found.append(Node(child))
                    walk(child)

        for index in range(desktop.get_child_count()):
            application = desktop.get_child_at_index(index)
            try:
                mine = application is not None and application.get_process_id() == self._pid()
            except GLib.Error:
                # A program that has just ended.
                continue
            if mine:
                walk(application)
        return found

    def _pid(self):
        return int(run("xdotool", "getwindowpid", self.window))

    def look_for(self, role, name):
        """The nodes of a role (or of any, with None) whose names match a pattern from the start."""
        pattern = re.compile(name, re.DOTALL)
        return [node for node in self.nodes() if role in (None, node.role) and pattern.match(node.name)]

    def find(self, role, name, seconds=15.0):
        """The first such node, waited for."""

        def look():
            if self.process.poll() is not None:
                raise Failure(f"the program ended with {self.process.returncode}, before there was {role} named {name!r}")
            return self.look_for(role, name)

        return wait(look, f"{role or 'anything'} named {name!r}", seconds)[0]

    def gone(self, role, name):
        wait(lambda: not self.look_for(role, name), f"{role or 'anything'} named {name!r} to go away")

    def press(self, name):
        """Clicks the button of a name."""
        self.click(self.find("push button", name))

    def menu(self, name, item):
        """Chooses from the menu bar."""
        self.press(f"{re.escape(name)}$")
        self.press(item)

    def command(self, words):
        """Runs a command by the palette."""
        self.keys("ctrl+k")
        self.find("entry", ".*")
        self.type(words)
        time.sleep(0.3)
        self.keys("Return")

    def screenshot(self, path):
        run("import", "-window", "root", str(path))

    def pixels(self):
        """Width, height and the bytes (red, green, blue) of what the window shows."""
        raw = subprocess.run(
            ["import", "-window", self.window, "-depth", "8", "rgb:-"], check=True, capture_output=True
        ).stdout
        geometry = run("xdotool", "getwindowgeometry", "--shell", self.window)
        width, height = (int(re.search(rf"{side}=(\d+)", geometry).group(1)) for side in ["WIDTH", "HEIGHT"])
        if len(raw) != width * height * 3:
            raise Failure(f"{len(raw)} bytes of a picture of {width} × {height} pixels")
        return width, height, raw

    def colours(self, box):
        """How many pixels of each colour there are within left, top, width, height."""
        width, _, raw = self.pixels()
        left, top, wide, high = box
        counts = {}
        for y in range(top, top + high):
            row = raw[(y * width + left) * 3 : (y * width + left + wide) * 3]
            for at in range(0, len(row), 3):
                pixel = tuple(row[at : at + 3])
                counts[pixel] = counts.get(pixel, 0) + 1
        return counts

    def cpu_seconds(self):
        """What the process has used so far."""
        fields = Path(f"/proc/{self._pid()}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    # The end.

    def wait_for_end(self):
        """Waits until the program has ended by itself, well."""
        status = wait(lambda: None if self.process.poll() is None else (self.process.returncode,), "the program to end")
        Program.all.remove(self)
        if status[0] != 0:
            raise Failure(f"the program ended with {status[0]}")

    def kill(self):
        """As a power cut would."""
        if self in Program.all:
            Program.all.remove(self)
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def until_file_has(path, *parts, seconds=15.0):
    """Waits until a file holds all these strings; returns its text."""

    def holds():
        text = path.read_text() if path.exists() else ""
        return text if all(part in text for part in parts) else None

    return wait(holds, f"{path.name} to hold {parts}", seconds)


class Stage:
    """Runs flows, each in a folder and with a state of its own."""

    def __init__(self, binary, artifacts):
        Program.binary = binary
        self.artifacts = Path(artifacts)
        self.artifacts.mkdir(parents=True, exist_ok=True)
        self.display = Display()
        self.failed = []

    def play(self, name, flow):
        Program.folder = Path(tempfile.mkdtemp(prefix=f"standpoint-{name}-"))
        began = time.monotonic()
        try:
            flow()
            print(f"window: {name}: passed in {time.monotonic() - began:.1f} s", flush=True)
        except (Failure, subprocess.CalledProcessError, GLib.Error) as problem:
            self.failed.append(name)
            print(f"window: {name}: FAILED after {time.monotonic() - began:.1f} s: {problem}", flush=True)
            self._keep_evidence(name)
        finally:
            for program in list(Program.all):
                program.kill()
            shutil.rmtree(Program.folder, ignore_errors=True)

    def _keep_evidence(self, name):
        picture = self.artifacts / f"{name}.png"
        subprocess.run(["import", "-window", "root", str(picture)], check=False)
        lines = []
        for program in Program.all:
            try:
                lines.append(f"window {program.title()!r}")
                lines += [f"  {node} {node.box()}" for node in program.nodes()]
            except (GLib.Error, subprocess.CalledProcessError) as problem:
                lines.append(f"  ({problem})")
        (self.artifacts / f"{name}.txt").write_text("\n".join(lines) + "\n")
        for file in Program.folder.iterdir():
            if file.is_file():
                shutil.copy(file, self.artifacts / f"{name}.{file.name}")
        print(f"window: {name}: what was on the screen: {shlex.quote(str(picture))}", flush=True)

    def close(self):
        self.display.close()
