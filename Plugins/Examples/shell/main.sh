#!/bin/sh
# The protocol by hand: a header, a blank line, so many bytes of JSON. Answers go to descriptor 3, which awk sees as its output.
# Bytes, not characters, everywhere: a message's length and all offsets count them.
LC_ALL=C
export LC_ALL

while IFS= read -r header && IFS= read -r blank; do
  length=$(printf %s "${header#*: }" | tr -d '\r')
  answer=$(head -c "$length" | awk -f json.awk -f repeated.awk) || exit
  [ "$answer" = exit ] && exit
  [ -n "$answer" ] && printf 'Content-Length: %d\r\n\r\n%s' "${#answer}" "$answer" >&3
done
