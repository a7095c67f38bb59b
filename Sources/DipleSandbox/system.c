#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

ssize_t diple_sandbox_read(int descriptor, void *bytes, size_t count) {
  ssize_t result;
  do result = read(descriptor, bytes, count);
  while (result < 0 && errno == EINTR);
  return result;
}

void diple_sandbox_close(int descriptor) { close(descriptor); }

bool diple_sandbox_make_folder(char *path) { return mkdtemp(path) != NULL; }

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *place) {
  (void)status, (void)kind, (void)place;
  remove(path);
  return 0;
}
void diple_sandbox_remove_folder(const char *path) { nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS | FTW_MOUNT); }

bool diple_sandbox_real_path(const char *path, char real[4096]) {
  char *found = realpath(path, NULL);
  bool fits = found && strlen(found) < 4096;
  if (fits) memcpy(real, found, strlen(found) + 1);
  free(found);
  return fits;
}

bool diple_sandbox_can_run(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

extern char **environ;
char *const *diple_sandbox_environment(void) { return environ; }

double diple_sandbox_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
