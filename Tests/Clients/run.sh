#!/usr/bin/env bash
# Holds .build/debug/diple against third-party clients from PyPI, which are put below .build on first need. Prints `ok`, `not ok`
# and `skipped:` lines. Arguments go to pytest: `run.sh -k hover`.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
own=$root/.build/clients

export DIPLE_PATH=${DIPLE_PATH:-$root/.build/debug/diple}
if [ ! -x "$DIPLE_PATH" ]; then
  echo "skipped: clients ($DIPLE_PATH is not built: swift build --product diple)"
  exit 0
fi
if ! python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "skipped: clients (no python3 of 3.11 or newer with venv)"
  exit 0
fi

limit() { if command -v timeout >/dev/null; then timeout --kill-after=10 "$@"; else shift; "$@"; fi; }

# An environment of our own, made anew when the requirements have changed.
install() {
  cmp -s "$here/requirements.txt" "$own/installed.txt" && return
  rm -rf "$own"
  python3 -m venv "$own" || return 1
  limit 240 "$own/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --retries 1 --timeout 20 \
    --requirement "$here/requirements.txt" || return 1
  cp "$here/requirements.txt" "$own/installed.txt"
}
if ! install >/dev/null 2>&1; then
  rm -rf "$own"
  echo "skipped: clients (pytest-lsp and lsprotocol cannot be had from PyPI here)"
  exit 0
fi

cd "$here" && PYTHONDONTWRITEBYTECODE=1 limit 240 "$own/bin/python" -m pytest "$@"
