"""A window whose whole face can be dragged: it gives the path named on its command line, as a file manager does."""

import sys
from pathlib import Path

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk  # noqa: E402

window = Gtk.Window(title="drag source")
window.set_default_size(120, 60)
handle = Gtk.EventBox()
handle.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, [], Gdk.DragAction.COPY)
handle.drag_source_add_uri_targets()
handle.connect("drag-data-get", lambda _widget, _drag, data, *_: data.set_uris([Path(sys.argv[1]).as_uri()]))
window.add(handle)
window.connect("destroy", Gtk.main_quit)
window.show_all()
window.move(1340, 40)
Gtk.main()
