#ifndef DIPLE_LANGUAGE_RESOURCES_H
#define DIPLE_LANGUAGE_RESOURCES_H

/// Each function returns the first byte of a file and sets its size.
const void *diple_language_abbreviations(unsigned long *size);
const void *diple_language_irregular_verbs(unsigned long *size);
const void *diple_language_model(unsigned long *size);
const void *diple_language_given_names(unsigned long *size);

#endif
