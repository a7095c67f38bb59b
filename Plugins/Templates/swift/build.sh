#!/bin/sh
# Builds the program into bin/. What the compiler needs meanwhile stays out of this folder: all of its files are summed when the
# module is loaded.
set -eu
cd "$(dirname "$0")"
scratch="${XDG_CACHE_HOME:-$HOME/.cache}/diple/build/starter"
set -- -c release --scratch-path "$scratch" --product starter
# A program that brings its library along runs where there is no Swift.
if [ "$(uname)" = Linux ]; then set -- "$@" --static-swift-stdlib; fi
swift build "$@"
mkdir -p bin
cp "$(swift build "$@" --show-bin-path)/starter" bin/starter
