#ifndef DIPLE_STANCE_RESOURCES_H
#define DIPLE_STANCE_RESOURCES_H

/// Each function returns the first byte of a file and sets its size.
const void *stance_manifest(unsigned long *size);
const void *stance_frames(unsigned long *size);
const void *stance_verdicts(unsigned long *size);
const void *stance_words(unsigned long *size);
const void *stance_tone(unsigned long *size);

#endif
