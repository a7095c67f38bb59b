#include "EntitiesResources.h"

static const unsigned char manifest[] = {
#embed "../diple-plugin.json"
};
const void *entities_manifest(unsigned long *size) {
  *size = sizeof manifest;
  return manifest;
}
