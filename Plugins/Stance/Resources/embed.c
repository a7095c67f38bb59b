#include "StanceResources.h"

static const unsigned char manifest[] = {
#embed "../diple-plugin.json"
};
const void *stance_manifest(unsigned long *size) {
  *size = sizeof manifest;
  return manifest;
}
