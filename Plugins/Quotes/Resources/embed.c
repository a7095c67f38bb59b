#include "QuotesResources.h"

static const unsigned char manifest[] = {
#embed "../diple-plugin.json"
};
const void *quotes_manifest(unsigned long *size) {
  *size = sizeof manifest;
  return manifest;
}
