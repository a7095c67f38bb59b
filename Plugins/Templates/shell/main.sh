#!/bin/sh
# Marks words that only make the next one louder: “really old”. Of the text it sees only the text; a module in Python or Node gets
# tokens and tags too.

# A filter of jq, from what Diple asks to a list of annotations; offsets are code points.
find='[.params.text | match("\\b(?:really|extremely|incredibly) (?<word>\\w+)"; "gi") | {
  kind: "starter", start: .offset, end: (.offset + .length), confidence: 0.6, rule: "intensifier",
  reason: "an intensifier before a word", attributes: {word: .captures[0].string}}]'

# What follows speaks with Diple (Specs/protocol/plugins.md) and needs no change.
say() {
  printf 'Content-Length: %d\r\n\r\n' "$(printf %s "$1" | wc -c)" >&3
  printf %s "$1" >&3
}
answer() { say "$(printf %s "$body" | jq -c "{jsonrpc: \"2.0\", id, result: ($1)}")"; }
while read -r header && read -r blank; do
  length=$(printf %s "${header#*: }" | tr -d '\r')
  body=$(head -c "$length")
  case $(printf %s "$body" | jq -r .method) in
    hello) answer '{id: "starter", version: "0.1.0", api: 1, features: [], offsets: "codepoint"}' ;;
    annotate) answer "{annotations: $find}" ;;
    shutdown) answer null ;;
    exit) exit ;;
  esac
done
