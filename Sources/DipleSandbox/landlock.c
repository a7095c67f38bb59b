#if defined(__linux__)
#define _GNU_SOURCE
#include "internal.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// linux/landlock.h, by hand: distributions' headers are older than their kernels. The numbers never change.
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

struct ruleset_attributes {
  uint64_t files, network, scopes;
};
struct __attribute__((packed)) path_rule {
  uint64_t allowed;
  int32_t parent;
};
enum {
  EXECUTE = 1 << 0, WRITE_FILE = 1 << 1, READ_FILE = 1 << 2, READ_DIR = 1 << 3, REMOVE_DIR = 1 << 4, REMOVE_FILE = 1 << 5,
  MAKE_DIR = 1 << 7, MAKE_REG = 1 << 8, MAKE_SYM = 1 << 12, REFER = 1 << 13, TRUNCATE = 1 << 14, IOCTL_DEV = 1 << 15,
  ALL_OF_VERSION_1 = (1 << 13) - 1,
  READ = EXECUTE | READ_FILE | READ_DIR,
  // No devices, sockets and pipes: a program can do without.
  WRITE = WRITE_FILE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | MAKE_SYM | REFER | TRUNCATE,
  OF_FILES = EXECUTE | WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV,
};
enum { SCOPE_ABSTRACT_SOCKETS = 1 << 0, SCOPE_SIGNALS = 1 << 1 };

/// The version of Landlock's interface; 0 where there is none.
static int landlock_version(void) {
  long version = syscall(SYS_landlock_create_ruleset, NULL, 0, 1 /* version */);
  return version > 0 ? (int)version : 0;
}

static uint64_t handled(int version) {
  uint64_t access = ALL_OF_VERSION_1;
  if (version >= 2) access |= REFER;
  if (version >= 3) access |= TRUNCATE;
  if (version >= 5) access |= IOCTL_DEV;
  return access;
}

/// Set before the first fork: a version cannot change while the system runs.
static uint64_t handled_here;

static void add_path(int ruleset, const char *path, uint64_t allowed) {
  int parent = open(path, O_PATH | O_CLOEXEC);
  if (parent < 0) return;
  struct stat status;
  struct path_rule rule = {.allowed = allowed, .parent = parent};
  if (fstat(parent, &status) == 0) {
    if (!S_ISDIR(status.st_mode)) rule.allowed &= OF_FILES;
    rule.allowed &= handled_here;
    syscall(SYS_landlock_add_rule, ruleset, 1 /* path beneath */, &rule, 0);
  }
  close(parent);
}

int diple_ruleset_prepare(const diple_sandbox_options *options, uint32_t *held) {
  int version = landlock_version();
  if (version == 0 || options->without & DIPLE_SANDBOX_FILES) return -1;
  handled_here = handled(version);
  struct ruleset_attributes attributes = {.files = handled_here};
  bool scopes = version >= 6 && !(options->without & DIPLE_SANDBOX_SCOPES);
  if (scopes) attributes.scopes = SCOPE_ABSTRACT_SOCKETS | SCOPE_SIGNALS;
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, version >= 6 ? 24 : version >= 4 ? 16 : 8, 0);
  if (ruleset < 0) return -1;
  *held |= DIPLE_SANDBOX_FILES | (scopes ? DIPLE_SANDBOX_SCOPES : 0);
  for (const char *const *path = options->readable; path && *path; path++) diple_ruleset_add(ruleset, *path, false);
  for (const char *const *path = options->writable; path && *path; path++) diple_ruleset_add(ruleset, *path, true);
  if (options->folder) add_path(ruleset, options->folder, options->reads_folder ? READ : READ_DIR);
  diple_ruleset_add(ruleset, "/dev/null", true);
  return ruleset;
}

void diple_ruleset_add(int ruleset, const char *path, bool writable) {
  add_path(ruleset, path, writable ? READ | WRITE : READ);
}

int diple_ruleset_enforce(int ruleset) { return (int)syscall(SYS_landlock_restrict_self, ruleset, 0); }

#else
typedef int diple_no_landlock;
#endif
