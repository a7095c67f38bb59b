#!/usr/bin/env bash
# Takes bridge.png anew: `diple annotate` on bridge.txt in an xterm on a display of its own.
# Needs .build/release/diple, and xvfb xterm imagemagick xdotool pngquant fonts-dejavu-core.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/.."
export DISPLAY=:84 LANG=C.UTF-8

Xvfb "$DISPLAY" -screen 0 1200x1800x24 >/dev/null 2>&1 &
display=$!
trap 'kill "${terminal:-$display}" "$display" 2>/dev/null' EXIT
sleep 1
xterm -fa 'DejaVu Sans Mono' -fs 10 -b 12 -bg '#14161b' -fg '#e0e2ea' +sb -geometry 104x88 -e bash -c \
  "stty -echo; .build/release/diple annotate --color always Examples/bridge.txt; printf '\033[?25l'; sleep 30" &
terminal=$!
sleep 3
import -window "$(xdotool search --class xterm | head -1)" "$here/bridge.png"
pngquant --force --strip --output "$here/bridge.png" 64 "$here/bridge.png"
