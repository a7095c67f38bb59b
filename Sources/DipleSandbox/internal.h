#ifndef DIPLE_SANDBOX_INTERNAL_H
#define DIPLE_SANDBOX_INTERNAL_H

#include "diple_sandbox.h"

/// What the child tells while it sets itself up; the pipe closes when the program runs.
typedef struct {
  uint32_t held;
  int32_t step;
  int32_t error;
} diple_report;

/// Who root becomes.
enum { NOBODY = 65534 };

/// The steps that can fail in the child; `diple_step_name` tells them.
enum { STEP_NONE, STEP_MAP, STEP_DESCRIPTORS, STEP_FOLDER, STEP_IDENTITY, STEP_LIMITS, STEP_PRIVILEGES, STEP_FILES, STEP_CALLS,
  STEP_RUN };

#if defined(__linux__)
#include <linux/filter.h>

enum { FILTER_LIMIT = 512 };
typedef struct {
  struct sock_filter code[FILTER_LIMIT];
  unsigned short count;
} diple_filter;

/// What a filter has to do alone, as nothing better does.
typedef struct {
  /// The network was granted.
  bool network;
  /// No namespace hides other processes: their limits and priorities must be kept.
  bool sees_others;
  /// Landlock keeps no signal: none may go to anybody but the own group.
  bool signals_others;
} diple_filter_wish;

/// Prepares the filter. Ends this process where it grew longer than `FILTER_LIMIT`: half a filter would be none.
void diple_filter_prepare(diple_filter *filter, diple_filter_wish wish);
/// Installs it; async-signal-safe.
int diple_filter_install(diple_filter *filter);

/// A Landlock ruleset with the folders of the options; -1 where Landlock is missing.
int diple_ruleset_prepare(const diple_sandbox_options *options, uint32_t *held);
/// Adds a path that only the child knows; async-signal-safe.
void diple_ruleset_add(int ruleset, const char *path, bool writable);
/// Closes the door; async-signal-safe.
int diple_ruleset_enforce(int ruleset);
#endif

/// What the parent says once the user namespace has its map.
enum { GO_AS_YOU_ARE = 'y', GO_AS_NOBODY = 'n' };

/// What is prepared before the fork.
typedef struct {
  const diple_sandbox_options *options;
  int report;
  /// The child waits here until its user namespace has its map; -1 where it has none.
  int go;
  int ruleset;
  /// The highest descriptor to close, where close_range is missing.
  int last_descriptor;
  /// Run as nobody who may override file permissions.
  bool drop_root;
  bool is_root;
  /// DIPLE_SANDBOX_PROCESSES where a user namespace counts its own processes only (Linux 5.14), unless it is root's.
  uint32_t counts_alone;
  uint64_t processes;
  uint32_t held;
  char scratch_options[96];
#if defined(__linux__)
  diple_filter filter;
#endif
} diple_prepared;

/// The child's part: sets itself up and runs the program. Never returns. Nothing but async-signal-safe calls.
_Noreturn void diple_child(diple_prepared *prepared);

#endif
