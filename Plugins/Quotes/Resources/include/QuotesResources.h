#ifndef DIPLE_QUOTES_RESOURCES_H
#define DIPLE_QUOTES_RESOURCES_H

/// Each function returns the first byte of a file and sets its size.
const void *quotes_manifest(unsigned long *size);
const void *quotes_cue_verbs(unsigned long *size);
const void *quotes_cue_nouns(unsigned long *size);
const void *quotes_words(unsigned long *size);

#endif
