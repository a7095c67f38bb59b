#ifndef DIPLE_STANCE_RESOURCES_H
#define DIPLE_STANCE_RESOURCES_H

/// Each function returns the first byte of a file and sets its size.
const void *stance_manifest(unsigned long *size);

#endif
