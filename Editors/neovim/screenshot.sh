#!/usr/bin/env bash
# Takes screenshot.png anew: Neovim with this plugin on Examples/bridge.txt, in an xterm on a display of its own.
# Needs nvim (0.10 or newer; $NEOVIM), .build/debug/diple, and xvfb xterm imagemagick xdotool pngquant fonts-dejavu-core.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
export DISPLAY=:83 LANG=C.UTF-8 DIPLE_PATH=${DIPLE_PATH:-$root/.build/debug/diple}

Xvfb "$DISPLAY" -screen 0 1400x900x24 >/dev/null 2>&1 &
display=$!
trap 'kill "${terminal:-$display}" "$display" 2>/dev/null' EXIT
sleep 1
xterm -fa 'DejaVu Sans Mono' -fs 11 -b 10 -bg '#14161b' -fg '#e0e2ea' +sb -geometry 132x32 -e \
  "${NEOVIM:-nvim}" -u NONE -i NONE --cmd 'filetype plugin on' --cmd "set runtimepath^=$here" --cmd 'runtime! plugin/diple.lua' \
  -c 'set termguicolors linebreak laststatus=0 noruler noshowcmd noswapfile fillchars=eob:\ ' \
  -c 'lua vim.defer_fn(function() vim.cmd("Diple outline | wincmd p | normal! G$") end, 1500)' \
  "$root/Examples/bridge.txt" &
terminal=$!
sleep 4
import -window "$(xdotool search --class xterm | head -1)" "$here/screenshot.png"
pngquant --force --strip --output "$here/screenshot.png" 64 "$here/screenshot.png"
