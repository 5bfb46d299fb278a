#!/bin/sh
# Runs a command with what Electron finds on a desktop: a screen, a session bus and an unlocked keyring.
export XDG_CURRENT_DESKTOP=GNOME
# shellcheck disable=SC2016 # The inner shell expands them.
exec dbus-run-session -- sh -c '
  echo keyring | gnome-keyring-daemon --unlock --components=secrets > /dev/null
  # Who asks for the keyring before it is on the bus starts another one, which is locked.
  for try in 1 2 3 4 5 6 7 8 9 10; do
    dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
      org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q "boolean true" && break
    sleep 1
  done
  echo value | secret-tool store --label=test test ready || exit 1
  exec xvfb-run --auto-servernum "$@"
' sh "$@"
