#!/usr/bin/env bash
# All tests: Swift Testing (units, specs, protocol, command), then the editors and clients, as far as they can
# be had here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
swift build --product diple
swift test --parallel
if [ -x Tests/Editors/run.sh ]; then bash Tests/Editors/run.sh; fi
