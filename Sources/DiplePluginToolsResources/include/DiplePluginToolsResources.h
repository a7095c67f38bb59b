#ifndef DIPLE_PLUGIN_TOOLS_RESOURCES_H
#define DIPLE_PLUGIN_TOOLS_RESOURCES_H

/// A file of a template.
struct diple_template_file {
  /// The kind of module: `rules`, `python` …
  const char *kind;
  /// Its path below the module's folder.
  const char *path;
  const void *bytes;
  unsigned long size;
  /// True for a program.
  _Bool is_executable;
};

/// The files of all templates; sets how many there are.
const struct diple_template_file *diple_template_files(unsigned long *count);

/// The texts of the conformance kit: the first byte of the file, and its size.
const void *diple_kit_news(unsigned long *size);

#endif
