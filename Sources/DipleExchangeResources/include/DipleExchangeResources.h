#pragma once

/// What the words of a source tell about it; returns the first byte of the file and sets its size.
const void *diple_source_words(unsigned long *size);
