#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#if defined(__linux__)
#include <linux/capability.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#endif

/// Descriptors 0 to 3 are the program's; these close when it runs.
enum { REPORT = 4, RULESET = 5, FIRST_CLOSED = 6 };

static _Noreturn void fail(int report, int step) {
  diple_report message = {.step = step, .error = errno};
  while (write(report, &message, sizeof message) < 0 && errno == EINTR) {}
  _exit(127);
}

static void close_from(int first, int last) {
#if defined(__linux__)
  if (syscall(436 /* close_range */, first, ~0U, 0) == 0) return;
#endif
  for (int descriptor = first; descriptor <= last; descriptor++) close(descriptor);
}

/// Moves the descriptors to their numbers, first out of each other's way.
static bool place_descriptors(diple_prepared *prepared) {
  int moved[6];
  for (int i = 0; i < 4; i++) moved[i] = fcntl(prepared->options->descriptors[i], F_DUPFD, 16);
  moved[REPORT] = fcntl(prepared->report, F_DUPFD, 16);
  moved[RULESET] = prepared->ruleset < 0 ? -1 : fcntl(prepared->ruleset, F_DUPFD, 16);
  for (int i = 0; i < 6; i++) {
    if (moved[i] < 0) {
      if (i != RULESET) return false;
      close(i);
    } else if (dup2(moved[i], i) < 0) {
      return false;
    }
  }
  prepared->report = REPORT;
  fcntl(REPORT, F_SETFD, FD_CLOEXEC);
  if (prepared->ruleset >= 0) {
    prepared->ruleset = RULESET;
    fcntl(RULESET, F_SETFD, FD_CLOEXEC);
  }
  close_from(FIRST_CLOSED, prepared->last_descriptor);
  return true;
}

static bool limit(int resource, uint64_t value) {
  struct rlimit old;
  struct rlimit new = {.rlim_cur = (rlim_t)value, .rlim_max = (rlim_t)value};
  if (getrlimit(resource, &old) == 0 && old.rlim_max < new.rlim_max) new.rlim_cur = new.rlim_max = old.rlim_max;
  return setrlimit(resource, &new) == 0;
}

/// A main thread's stack is not data: without a limit of its own, a program could raise it to all there is. Programs that
/// start threads take its soft limit for their stacks, which is left as it is.
static bool limit_stack(void) {
  const rlim_t most = 64 << 20;
  struct rlimit known;
  if (getrlimit(RLIMIT_STACK, &known) != 0) return false;
  if (known.rlim_max == RLIM_INFINITY || known.rlim_max > most) known.rlim_max = most;
  if (known.rlim_cur == RLIM_INFINITY || known.rlim_cur > known.rlim_max) known.rlim_cur = 8 << 20;
  return setrlimit(RLIMIT_STACK, &known) == 0;
}

static bool set_limits(const diple_prepared *prepared) {
  const diple_sandbox_options *options = prepared->options;
  bool good = limit(RLIMIT_CORE, 0) && limit(RLIMIT_CPU, options->seconds) && limit(RLIMIT_FSIZE, options->file_size)
      && limit(RLIMIT_NOFILE, options->files) && limit_stack();
#if defined(__linux__)
  // What a process can write to, whatever it reserves: runtimes (V8, Go) reserve much more address space than they use.
  good = good && limit(RLIMIT_DATA, options->memory) && limit(RLIMIT_MEMLOCK, 1 << 20) && limit(RLIMIT_MSGQUEUE, 0);
#else
  // Darwin refuses limits below what is mapped already; then there is none.
  limit(RLIMIT_AS, options->memory);
#endif
  if (prepared->processes > 0) good = good && limit(RLIMIT_NPROC, prepared->processes);
  return good;
}

static void default_signals(void) {
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

#if defined(__linux__)
/// Makes the mounts of the own namespace. What fails is done without.
static uint32_t make_mounts(const diple_prepared *prepared) {
  uint32_t held = 0;
  const diple_sandbox_options *options = prepared->options;
  if (!(prepared->held & DIPLE_SANDBOX_NAMESPACES)) return 0;
  const unsigned long flags = MS_NOSUID | MS_NODEV;
  if (!(options->without & DIPLE_SANDBOX_PROC) && mount("proc", "/proc", "proc", flags | MS_NOEXEC, NULL) == 0) {
    held |= DIPLE_SANDBOX_PROC;
  }
  if (options->scratch && !(options->without & DIPLE_SANDBOX_SCRATCH)
      && mount("tmpfs", options->scratch, "tmpfs", flags, prepared->scratch_options) == 0) {
    held |= DIPLE_SANDBOX_SCRATCH;
  }
  return held;
}

/// Root becomes nobody, but keeps the right to pass over file permissions; what it may open is Landlock's to say.
static bool become_nobody(void) {
  if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0) return false;
  // Raw calls: those of the C library would ask all threads of a process that was not copied whole.
  if (syscall(SYS_setresgid, NOBODY, NOBODY, NOBODY) != 0 || syscall(SYS_setresuid, NOBODY, NOBODY, NOBODY) != 0) return false;
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct data[2] = {{0}};
  data[0].effective = data[0].permitted = data[0].inheritable = 1U << CAP_DAC_OVERRIDE;
  return syscall(SYS_capset, &header, data) == 0 && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0) == 0;
}

/// The kernel ends the program of whom most memory is wanted; it shall not be the host.
static void offer_to_the_oom_killer(void) {
  int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (file < 0) return;
  if (write(file, "1000", 4) < 0) {}
  close(file);
}

static void protect_files(const diple_prepared *prepared) {
  if (prepared->ruleset < 0) return;
  if (prepared->options->scratch) diple_ruleset_add(prepared->ruleset, prepared->options->scratch, true);
  if (prepared->held & DIPLE_SANDBOX_PROC) {
    diple_ruleset_add(prepared->ruleset, "/proc", false);
  } else {
    // That of others would tell their command lines.
    const char *const own[] = {"/proc/self", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/filesystems", NULL};
    for (const char *const *path = own; *path; path++) diple_ruleset_add(prepared->ruleset, *path, false);
  }
  if (diple_ruleset_enforce(prepared->ruleset) != 0) fail(prepared->report, STEP_FILES);
}
#endif

_Noreturn void diple_child(diple_prepared *prepared) {
  const diple_sandbox_options *options = prepared->options;
  if (prepared->go >= 0) {
    char go;
    if (read(prepared->go, &go, 1) != 1) _exit(127);
    prepared->drop_root = go == GO_AS_NOBODY;
    if (go == GO_AS_NOBODY || !prepared->is_root) prepared->held |= prepared->counts_alone;
  }
  if (setsid() >= 0) prepared->held |= DIPLE_SANDBOX_SESSION;
  if (!place_descriptors(prepared)) fail(prepared->report, STEP_DESCRIPTORS);
  umask(077);
#if defined(__linux__)
  offer_to_the_oom_killer();
  prepared->held |= make_mounts(prepared);
#endif
  if (options->folder && chdir(options->folder) != 0) fail(REPORT, STEP_FOLDER);
#if defined(__linux__)
  if (prepared->drop_root && !become_nobody()) {
    // In a container root may lack the right to; then no limit of processes binds.
    if (prepared->held & DIPLE_SANDBOX_NAMESPACES || geteuid() == NOBODY) fail(REPORT, STEP_IDENTITY);
    prepared->processes = 0;
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) fail(REPORT, STEP_PRIVILEGES);
  protect_files(prepared);
#endif
  if (!(options->without & DIPLE_SANDBOX_LIMITS)) {
    if (!set_limits(prepared)) fail(REPORT, STEP_LIMITS);
    prepared->held |= DIPLE_SANDBOX_LIMITS;
  }
  default_signals();
#if defined(__linux__)
  if (!(options->without & DIPLE_SANDBOX_CALLS)) {
    if (diple_filter_install(&prepared->filter) == 0) {
      prepared->held |= DIPLE_SANDBOX_CALLS;
    } else if (errno != EINVAL && errno != ENOSYS) {
      fail(REPORT, STEP_CALLS);
    }
  }
#endif
  diple_report report = {.held = prepared->held};
  if (write(REPORT, &report, sizeof report) < 0) _exit(127);
  // Known before the program's first instruction, so that one that is not contained never has a moment to use.
  if (options->path == NULL || options->required & ~prepared->held) _exit(0);
  execve(options->path, (char *const *)options->arguments, (char *const *)options->environment);
  fail(REPORT, STEP_RUN);
}
