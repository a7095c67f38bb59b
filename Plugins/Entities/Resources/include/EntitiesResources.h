#ifndef DIPLE_ENTITIES_RESOURCES_H
#define DIPLE_ENTITIES_RESOURCES_H

/// Each function returns the first byte of a file and sets its size.
const void *entities_manifest(unsigned long *size);

#endif
