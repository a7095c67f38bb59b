#include "DipleExchangeResources.h"

static const unsigned char source_words[] = {
#embed "data/source_words.tsv"
};

const void *diple_source_words(unsigned long *size) {
  *size = sizeof source_words;
  return source_words;
}
