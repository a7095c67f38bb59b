# Reads one JSON text from the input into json["params.text"], json["params.layers.tokens.0"] …; of a list also its length,
# json["params.layers.tokens.#"]. For POSIX awk, in the locale C. Diple sends valid JSON, in which strings hold no raw line breaks.

{ input = input $0 }

function parse(text) {
  # A character at a time, from an array: taking parts of a long string would cost its length each time.
  size = split_characters(text)
  at = 1
  value("")
}

function split_characters(text,    n, i) {
  n = length(text)
  for (i = 1; i <= n; i++) character[i] = substr(text, i, 1)
  return n
}

function space() { while (at <= size && character[at] ~ /[ \t\r\n]/) at++ }

function value(path,    name, count, word) {
  space()
  if (character[at] == "{") {
    at++
    for (space(); character[at] != "}" && at <= size; space()) {
      if (character[at] == ",") { at++; space() }
      name = string()
      space()
      at++
      value(path == "" ? name : path "." name)
    }
    at++
  } else if (character[at] == "[") {
    at++
    count = 0
    for (space(); character[at] != "]" && at <= size; space()) {
      if (character[at] == ",") at++
      value(path "." count++)
    }
    at++
    json[path ".#"] = count
  } else if (character[at] == "\"") {
    json[path] = string()
  } else {
    word = ""
    while (at <= size && character[at] ~ /[-+.0-9A-Za-z]/) word = word character[at++]
    json[path] = word
  }
}

# Strings grow in chunks: adding single bytes to a long one would cost its length each time.
function string(    chunk, whole, c) {
  at++
  chunk = whole = ""
  while (at <= size && (c = character[at++]) != "\"") {
    if (c == "\\") c = escape(character[at++])
    chunk = chunk c
    if (length(chunk) > 1000) { whole = whole chunk; chunk = "" }
  }
  return whole chunk
}

function escape(c) {
  if (c == "n") return "\n"
  if (c == "r") return "\r"
  if (c == "t") return "\t"
  if (c == "b") return "\b"
  if (c == "f") return "\f"
  return c == "u" ? utf8(unit()) : c
}

function unit(    n, i) {
  n = 0
  for (i = 0; i < 4; i++) n = n * 16 + index("0123456789abcdef", tolower(character[at++])) - 1
  return n
}

function utf8(n) {
  if (n >= 55296 && n < 56320 && character[at] == "\\") { at += 2; n = 65536 + (n - 55296) * 1024 + unit() - 56320 }
  if (n < 128) return sprintf("%c", n)
  if (n < 2048) return sprintf("%c%c", 192 + int(n / 64), 128 + n % 64)
  if (n < 65536) return sprintf("%c%c%c", 224 + int(n / 4096), 128 + int(n / 64) % 64, 128 + n % 64)
  return sprintf("%c%c%c%c", 240 + int(n / 262144), 128 + int(n / 4096) % 64, 128 + int(n / 64) % 64, 128 + n % 64)
}
