#include "DatesResources.h"

// One function a file: the address of its first byte; sets the size.
#define RESOURCE(name) \
  const void *dates_##name(unsigned long *size) { \
    *size = sizeof name; \
    return name; \
  }

static const unsigned char manifest[] = {
#embed "../diple-plugin.json"
};
RESOURCE(manifest)

static const unsigned char lexicon[] = {
#embed "data/lexicon.tsv"
};
RESOURCE(lexicon)

static const unsigned char holidays[] = {
#embed "data/holidays.tsv"
};
RESOURCE(holidays)
