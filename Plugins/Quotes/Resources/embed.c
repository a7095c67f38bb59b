#include "QuotesResources.h"

// One function a file: the address of its first byte; sets the size.
#define RESOURCE(name) \
  const void *quotes_##name(unsigned long *size) { \
    *size = sizeof name; \
    return name; \
  }

static const unsigned char manifest[] = {
#embed "../diple-plugin.json"
};
RESOURCE(manifest)

static const unsigned char cue_verbs[] = {
#embed "data/cue_verbs.tsv"
};
RESOURCE(cue_verbs)

static const unsigned char cue_nouns[] = {
#embed "data/cue_nouns.tsv"
};
RESOURCE(cue_nouns)

static const unsigned char words[] = {
#embed "data/words.tsv"
};
RESOURCE(words)
