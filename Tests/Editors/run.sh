#!/usr/bin/env bash
# Tests of the editors and clients: each for real, against the real daemon (.build/debug/diple). A suite is a program, a
# Editors/*/test/run.sh or Tests/Clients/run.sh, that prints `ok …`, `not ok …` and `skipped: …` lines, and gets itself what it
# needs below .build where it can; what cannot be had here is skipped. The exit code tells of failing tests only.
set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# Nothing may hang. macOS has no `timeout`; there each suite's own limits hold.
limit() { if command -v timeout >/dev/null; then timeout --kill-after=10 "$@"; else shift; "$@"; fi; }

log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0 skipped=0
for suite in Editors/*/test/run.sh Tests/Clients/run.sh; do
  [ -e "$suite" ] || continue
  name=${suite%/run.sh}
  name=$(basename "${name%/test}")
  limit 900 bash "$suite" 2>&1 </dev/null | tee "$log" | grep --line-buffered -v '^ok '
  code=${PIPESTATUS[0]}
  bad=$(grep -c '^not ok ' "$log")
  passed=$((passed + $(grep -c '^ok ' "$log")))
  skipped=$((skipped + $(grep -c '^skipped: ' "$log")))
  # A suite that broke off has failed, even where no test did.
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then
    echo "not ok $name: its tests ended with $code"
    bad=1
  fi
  failed=$((failed + bad))
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
