#define _GNU_SOURCE
#include "internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__linux__)
#include <sched.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#endif

static const char *step_name(int step) {
  switch (step) {
  case STEP_MAP: return "user namespace";
  case STEP_DESCRIPTORS: return "descriptors";
  case STEP_FOLDER: return "folder";
  case STEP_IDENTITY: return "identity";
  case STEP_LIMITS: return "limits";
  case STEP_PRIVILEGES: return "privileges";
  case STEP_FILES: return "Landlock";
  case STEP_CALLS: return "seccomp";
  default: return "run";
  }
}

bool diple_sandbox_pipe(int ends[2]) {
#if defined(__linux__)
  return pipe2(ends, O_CLOEXEC) == 0;
#else
  if (pipe(ends) != 0) return false;
  for (int i = 0; i < 2; i++) fcntl(ends[i], F_SETFD, FD_CLOEXEC);
  return true;
#endif
}

#if defined(__linux__)
static bool write_file(const char *folder, const char *name, const char *text) {
  char path[64];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  int file = open(path, O_WRONLY | O_CLOEXEC);
  if (file < 0) return false;
  bool written = write(file, text, strlen(text)) == (ssize_t)strlen(text);
  close(file);
  return written;
}

/// Tells the child's user namespace who is who. Everybody keeps his number; of root's, all are there, so that it can become nobody.
static bool map_users(pid_t pid, bool *drop_root) {
  char folder[32], users[64], groups[64];
  snprintf(folder, sizeof folder, "/proc/%d", pid);
  if (geteuid() == 0) {
    for (const char *const *all = (const char *const[]){"0 0 4294967295", "0 0 65536", NULL}; *all; all++) {
      if (write_file(folder, "uid_map", *all)) return *drop_root = write_file(folder, "gid_map", *all);
    }
  }
  *drop_root = false;
  snprintf(users, sizeof users, "%u %u 1", geteuid(), geteuid());
  snprintf(groups, sizeof groups, "%u %u 1", getegid(), getegid());
  return write_file(folder, "uid_map", users) && write_file(folder, "setgroups", "deny") && write_file(folder, "gid_map", groups);
}

/// A copy of this process in new namespaces. The raw call: `fork` knows no namespaces, and takes locks that another thread may hold.
static pid_t copy(unsigned long namespaces) {
  return (pid_t)syscall(SYS_clone, namespaces | SIGCHLD, 0, 0, 0, 0);
}

static bool kernel_is_at_least(int major, int minor) {
  struct utsname name;
  int have[2];
  if (uname(&name) != 0 || sscanf(name.release, "%d.%d", &have[0], &have[1]) != 2) return false;
  return have[0] > major || (have[0] == major && have[1] >= minor);
}

/// How many processes and threads a user has now; what RLIMIT_NPROC counts from.
static uint64_t tasks_of_user(uid_t user) {
  DIR *folder = opendir("/proc");
  if (!folder) return 0;
  uint64_t count = 0;
  for (struct dirent *entry; (entry = readdir(folder));) {
    char path[300];
    struct stat status;
    if (entry->d_name[0] < '0' || entry->d_name[0] > '9') continue;
    snprintf(path, sizeof path, "/proc/%s/task", entry->d_name);
    // A folder's links are its sub-folders and two.
    if (stat(path, &status) == 0 && status.st_uid == user) count += status.st_nlink > 2 ? status.st_nlink - 2 : 1;
  }
  closedir(folder);
  return count;
}
#endif

/// The parent's part, on the thread that lives for ever.
static void start(const diple_sandbox_options *options, diple_sandbox_started *started) {
  diple_prepared prepared = {.options = options, .go = -1, .ruleset = -1};
  int report[2];
  struct rlimit descriptors;
  *started = (diple_sandbox_started){0};
  if (!diple_sandbox_pipe(report)) {
    *started = (diple_sandbox_started){.failed = "pipe", .error = errno};
    return;
  }
  prepared.report = report[1];
  bool known = getrlimit(RLIMIT_NOFILE, &descriptors) == 0 && descriptors.rlim_cur < 65536;
  prepared.last_descriptor = known ? (int)descriptors.rlim_cur : 65536;
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t pid = -1;
#if defined(__linux__)
  prepared.ruleset = diple_ruleset_prepare(options, &prepared.held);
  snprintf(prepared.scratch_options, sizeof prepared.scratch_options, "size=%llu,mode=0777,nr_inodes=10000",
      (unsigned long long)options->file_size);
  prepared.is_root = geteuid() == 0;
  int go[2];
  if (!(options->without & DIPLE_SANDBOX_NAMESPACES) && diple_sandbox_pipe(go)) {
    bool apart = !options->network && !(options->without & DIPLE_SANDBOX_NETWORK);
    unsigned long spaces = CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | (apart ? CLONE_NEWNET : 0);
    uint32_t held = prepared.held;
    prepared.go = go[0];
    prepared.counts_alone = kernel_is_at_least(5, 14) ? DIPLE_SANDBOX_PROCESSES : 0;
    prepared.processes = options->processes + (prepared.counts_alone ? 0 : tasks_of_user(prepared.is_root ? NOBODY : getuid()));
    prepared.held |= DIPLE_SANDBOX_NAMESPACES | (apart ? DIPLE_SANDBOX_NETWORK : 0);
    diple_filter_prepare(&prepared.filter, (diple_filter_wish){.network = options->network});
    pid = copy(spaces);
    if (pid == 0) {
      close(go[1]);
      diple_child(&prepared);
    }
    if (pid > 0) {
      bool drops = false;
      bool mapped = map_users(pid, &drops);
      char message = drops ? GO_AS_NOBODY : GO_AS_YOU_ARE;
      if (mapped) mapped = write(go[1], &message, 1) == 1;
      if (!mapped) {
        kill(pid, SIGKILL);
        diple_sandbox_reap(pid);
        pid = -1;
      }
    }
    close(go[0]);
    close(go[1]);
    if (pid < 0) {
      prepared.held = held;
      prepared.go = -1;
    }
  }
  if (pid < 0) {
    // The limit counts all processes of the user. As nothing binds root, root becomes nobody here too.
    prepared.drop_root = prepared.is_root;
    prepared.processes = tasks_of_user(prepared.is_root ? NOBODY : getuid()) + options->processes;
    diple_filter_prepare(&prepared.filter, (diple_filter_wish){
        .network = options->network, .sees_others = true, .signals_others = !(prepared.held & DIPLE_SANDBOX_SCOPES)});
    pid = copy(0);
  }
#else
  prepared.processes = 0;
  pid = fork();
#endif
  if (pid == 0) diple_child(&prepared);
  int failure = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(report[1]);
  if (prepared.ruleset >= 0) close(prepared.ruleset);
  if (pid < 0) {
    *started = (diple_sandbox_started){.failed = "fork", .error = failure};
    close(report[0]);
    return;
  }
  started->pid = pid;
  diple_report message;
  bool is_ready = false;
  for (;;) {
    ssize_t count = read(report[0], &message, sizeof message);
    if (count < 0 && errno == EINTR) continue;
    if (count != sizeof message) break;
    if (message.step == STEP_NONE) {
      is_ready = true;
      started->held = message.held;
    } else {
      started->failed = step_name(message.step);
      started->error = message.error;
    }
  }
  close(report[0]);
  if (!is_ready && !started->failed) started->failed = "start";
  if (started->failed || !options->path || options->required & ~started->held) {
    diple_sandbox_reap(pid);
    started->pid = 0;
  }
}

static struct {
  pthread_mutex_t lock;
  pthread_cond_t changed;
  bool runs;
  const diple_sandbox_options *options;
  diple_sandbox_started *started;
} desk = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, NULL, NULL};

static void *starter(void *unused) {
  pthread_mutex_lock(&desk.lock);
  for (;;) {
    while (!desk.options) pthread_cond_wait(&desk.changed, &desk.lock);
    start(desk.options, desk.started);
    desk.options = NULL;
    desk.started = NULL;
    pthread_cond_broadcast(&desk.changed);
  }
  return unused;
}

bool diple_sandbox_start(const diple_sandbox_options *options, diple_sandbox_started *started) {
  pthread_mutex_lock(&desk.lock);
  if (!desk.runs) {
    pthread_t thread;
    desk.runs = pthread_create(&thread, NULL, starter, NULL) == 0;
    if (desk.runs) pthread_detach(thread);
  }
  if (!desk.runs) {
    pthread_mutex_unlock(&desk.lock);
    *started = (diple_sandbox_started){.failed = "thread", .error = EAGAIN};
    return false;
  }
  while (desk.options) pthread_cond_wait(&desk.changed, &desk.lock);
  desk.options = options;
  desk.started = started;
  pthread_cond_broadcast(&desk.changed);
  while (desk.started == started) pthread_cond_wait(&desk.changed, &desk.lock);
  pthread_mutex_unlock(&desk.lock);
  return started->failed == NULL && !(options->required & ~started->held);
}
