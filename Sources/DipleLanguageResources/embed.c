#include "DipleLanguageResources.h"

static const unsigned char abbreviations[] = {
#embed "data/abbreviations.tsv"
};
const void *diple_language_abbreviations(unsigned long *size) {
  *size = sizeof abbreviations;
  return abbreviations;
}
