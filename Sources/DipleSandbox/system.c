#define _GNU_SOURCE
#include "internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
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

int diple_sandbox_lock_folder(const char *path) {
  int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0 || flock(folder, LOCK_EX | LOCK_NB) == 0) return folder;
  close(folder);
  return -1;
}

void diple_sandbox_sweep(const char *parent, const char *name, long age) {
  DIR *all = opendir(parent);
  if (!all) return;
  for (struct dirent *entry; (entry = readdir(all));) {
    char path[4096];
    struct stat status;
    if (strncmp(entry->d_name, name, strlen(name)) != 0 || strlen(entry->d_name) != strlen(name) + 6) continue;
    if (snprintf(path, sizeof path, "%s/%s", parent, entry->d_name) >= (int)sizeof path) continue;
    if (lstat(path, &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != geteuid()) continue;
    if (time(NULL) - status.st_ctime < age) continue;
    int lock = diple_sandbox_lock_folder(path);
    if (lock < 0) continue;
    diple_sandbox_remove_folder(path);
    close(lock);
  }
  closedir(all);
}

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
