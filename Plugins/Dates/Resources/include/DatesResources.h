#ifndef DIPLE_DATES_RESOURCES_H
#define DIPLE_DATES_RESOURCES_H

/// Each function returns the first byte of a file and sets its size.
const void *dates_manifest(unsigned long *size);
const void *dates_lexicon(unsigned long *size);
const void *dates_holidays(unsigned long *size);

#endif
