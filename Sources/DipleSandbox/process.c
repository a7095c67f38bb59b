#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

bool diple_sandbox_wait(pid_t pid, int milliseconds) {
  // WNOWAIT: as long as it is not reaped, its number is no other's, and its group can be killed safely.
  for (int waited = 0;; waited++) {
    siginfo_t info = {0};
    int result = waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT | (milliseconds < 0 ? 0 : WNOHANG));
    if (result == 0 && info.si_pid == pid) return true;
    if (result != 0 && errno != EINTR) return true;
    if (milliseconds >= 0) {
      if (waited >= milliseconds) return false;
      nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
  }
}

void diple_sandbox_signal(pid_t pid, int signal) {
  if (pid <= 1) return;
  kill(-pid, signal);
  // In the moments before it leads a group.
  kill(pid, signal);
}

int diple_sandbox_reap(pid_t pid) {
  if (pid <= 1) return -1;
  diple_sandbox_wait(pid, -1);
  kill(-pid, SIGKILL);
  int status;
  while (waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return status;
}

bool diple_sandbox_write(int descriptor, const void *bytes, size_t count) {
  sigset_t broken, before, pending;
  sigemptyset(&broken);
  sigaddset(&broken, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &broken, &before);
  sigpending(&pending);
  bool was_pending = sigismember(&pending, SIGPIPE);
  const char *at = bytes;
  while (count > 0) {
    ssize_t written = write(descriptor, at, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) break;
    at += written;
    count -= (size_t)written;
  }
  if (count > 0 && errno == EPIPE && !was_pending) {
    int number;
    sigpending(&pending);
    if (sigismember(&pending, SIGPIPE)) sigwait(&broken, &number);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return count == 0;
}
