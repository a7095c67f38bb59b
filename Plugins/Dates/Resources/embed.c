#include "DatesResources.h"

static const unsigned char manifest[] = {
#embed "../diple-plugin.json"
};
const void *dates_manifest(unsigned long *size) {
  *size = sizeof manifest;
  return manifest;
}
