#include "StanceResources.h"

// One function a file: the address of its first byte; sets the size.
#define RESOURCE(name) \
  const void *stance_##name(unsigned long *size) { \
    *size = sizeof name; \
    return name; \
  }

static const unsigned char manifest[] = {
#embed "../diple-plugin.json"
};
RESOURCE(manifest)

static const unsigned char frames[] = {
#embed "data/frames.tsv"
};
RESOURCE(frames)

static const unsigned char verdicts[] = {
#embed "data/verdicts.tsv"
};
RESOURCE(verdicts)

static const unsigned char words[] = {
#embed "data/words.tsv"
};
RESOURCE(words)

// The numbers in it are read where they lie: its sections count on this.
alignas(64) static const unsigned char tone[] = {
#embed "data/tone.model"
};
RESOURCE(tone)
