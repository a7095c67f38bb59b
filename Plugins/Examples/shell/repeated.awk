# Answers one message: a word twice in a row is a slip of the pen (“the the”), except where English means it.

BEGIN {
  split("had that is very so no yes bye ha knock now there", list, " ")
  for (i in list) meant[list[i]] = 1
}

END {
  parse(input)
  method = json["method"]
  if (method == "hello") {
    say("{\"id\":\"repeated\",\"version\":\"1.0.0\",\"api\":1}")
  } else if (method == "annotate") {
    annotate()
  } else if (method == "shutdown") {
    say("null")
  } else if (method == "exit") {
    printf "exit"
  }
}

function say(result) { printf "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}", json["id"], result }

function annotate(    text, tokens, i, start, end, word, gap, last, lastStart, lastEnd, found, comma) {
  text = json["params.text"]
  tokens = json["params.layers.tokens.#"]
  last = ""
  for (i = 0; i < tokens; i += 2) {
    start = json["params.layers.tokens." i]
    end = json["params.layers.tokens." (i + 1)]
    word = substr(text, start + 1, end - start)
    # “Duran Duran” is a name; “The the” is none.
    if (tolower(word) == tolower(last) && last !~ /^[A-Z].*[A-Z]/ && !(word ~ /^[A-Z]/) && word ~ /^[a-z]+$/ && !(word in meant)) {
      gap = substr(text, lastEnd + 1, start - lastEnd)
      if (gap ~ /^[ \t\r\n]+$/ && gap !~ /\n[ \t\r]*\n/) {
        found = found comma "{\"kind\":\"repetition\",\"start\":" lastStart ",\"end\":" end ",\"confidence\":0.9," \
          "\"rule\":\"twice\",\"reason\":\"“" word "” stands twice in a row\",\"attributes\":{\"word\":\"" word "\"}}"
        comma = ","
      }
    }
    last = word; lastStart = start; lastEnd = end
  }
  say("{\"annotations\":[" found "]}")
}
