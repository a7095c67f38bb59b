// A module that does whatever its first argument says, good or evil. It speaks just enough of the protocol to get into position.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#if defined(__linux__)
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/inotify.h>
#include <sys/xattr.h>
#endif

static const char *mode, *detail;
extern char **environ;

static void put(const void *bytes, size_t count) {
  const char *at = bytes;
  while (count > 0) {
    ssize_t written = write(3, at, count);
    if (written < 0) _exit(9);
    at += written;
    count -= (size_t)written;
  }
}

static void frame(const char *body) {
  char header[64];
  put(header, (size_t)snprintf(header, sizeof header, "Content-Length: %zu\r\n\r\n", strlen(body)));
  put(body, strlen(body));
}

static char *body;

/// Reads the next message; false at the end.
static bool next(void) {
  size_t length = 0;
  char line[256];
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "Content-Length: %zu", &length) == 1) continue;
    if (strcmp(line, "\r\n") != 0) continue;
    body = realloc(body, length + 1);
    body[length] = 0;
    return fread(body, 1, length, stdin) == length;
  }
  return false;
}

static long id(void) {
  const char *at = strstr(body, "\"id\":");
  return at ? atol(at + 5) : 0;
}
static bool is(const char *method) {
  char text[64];
  snprintf(text, sizeof text, "\"method\":\"%s\"", method);
  return strstr(body, text) != NULL;
}

/// Answers with an error, which carries what was seen to the test.
static void say(long request, const char *format, ...) {
  char text[4096], answer[5000];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  snprintf(answer, sizeof answer, "{\"jsonrpc\":\"2.0\",\"id\":%ld,\"error\":{\"code\":-32803,\"message\":\"%s\"}}", request, text);
  frame(answer);
}
static void result(long request, const char *text) {
  char answer[5000];
  snprintf(answer, sizeof answer, "{\"jsonrpc\":\"2.0\",\"id\":%ld,\"result\":%s}", request, text);
  frame(answer);
}
static const char *outcome(long value) { return value < 0 ? strerror(errno) : "allowed"; }
static void mark(long request) { result(request, "{\"annotations\":[{\"kind\":\"mark\",\"start\":0,\"end\":1}]}"); }

static void many(long request, long count) {
  const char element[] = "{\"kind\":\"mark\",\"start\":0,\"end\":1},";
  char head[128], header[64];
  int length = snprintf(head, sizeof head, "{\"jsonrpc\":\"2.0\",\"id\":%ld,\"result\":{\"annotations\":[", request);
  size_t total = (size_t)length + (sizeof element - 1) * (size_t)count - 1 + 3;
  put(header, (size_t)snprintf(header, sizeof header, "Content-Length: %zu\r\n\r\n", total));
  put(head, (size_t)length);
  for (long i = 0; i < count; i++) put(element, sizeof element - (i + 1 == count ? 2 : 1));
  put("]}}", 3);
}

static void lock(const char *path) {
  int file = open(path, O_RDWR | O_CREAT, 0600);
  if (file < 0 || flock(file, LOCK_EX) != 0) _exit(8);
}

/// Tries what changes a file's permissions, owner, times and attributes, by its path and by a descriptor that only reads.
static void permissions(long request) {
  char seen[2048] = "";
  int file = open(detail, O_RDONLY);
#define TRY(name, call) do { errno = 0; long value = (long)(call); if (value >= 0) strcat(strcat(seen, name), " "); } while (0)
  TRY("chmod", chmod(detail, 0666));
  TRY("fchmodat", fchmodat(AT_FDCWD, detail, 0666, 0));
  TRY("fchmod", fchmod(file, 0666));
  TRY("chown", chown(detail, geteuid(), getegid()));
  TRY("lchown", lchown(detail, geteuid(), getegid()));
  TRY("fchownat", fchownat(AT_FDCWD, detail, geteuid(), getegid(), 0));
  TRY("fchown", fchown(file, geteuid(), getegid()));
  TRY("utimes", utimes(detail, NULL));
  TRY("utimensat", utimensat(AT_FDCWD, detail, NULL, 0));
  TRY("futimens", futimens(file, NULL));
#if defined(__linux__)
  int flags = 0x40 /* nodump */;
  TRY("fchmodat2", syscall(452, AT_FDCWD, detail, 0666, 0));
  TRY("setxattr", setxattr(detail, "user.evil", "x", 1, 0));
  TRY("lsetxattr", lsetxattr(detail, "user.evil", "x", 1, 0));
  TRY("fsetxattr", fsetxattr(file, "user.evil", "x", 1, 0));
  TRY("removexattr", removexattr(detail, "user.mine"));
  TRY("setxattrat", syscall(463, AT_FDCWD, detail, 0, "user.evil", NULL, 0));
  TRY("flags", ioctl(file, 0x40086602 /* FS_IOC_SETFLAGS */, &flags));
#endif
  TRY("truncate", truncate(detail, 0));
  TRY("read-and-empty", open(detail, O_RDONLY | O_TRUNC));
  say(request, "%schanged: %s", file < 0 ? "unread, " : "", seen);
#undef TRY
}

static void calls(long request) {
  char seen[2048] = "";
#define TRY(name, call) do { errno = 0; long value = (long)(call); if (value >= 0) strcat(strcat(seen, name), " "); } while (0)
  TRY("socket", socket(AF_INET, SOCK_STREAM, 0));
  TRY("socket6", socket(AF_INET6, SOCK_DGRAM, 0));
  TRY("unix", socket(AF_UNIX, SOCK_STREAM, 0));
#if defined(__linux__)
  int pair[2];
  TRY("netlink", socket(AF_NETLINK, SOCK_RAW, 0));
  TRY("datagrams", socketpair(AF_UNIX, SOCK_DGRAM, 0, pair));
  TRY("ptrace", ptrace(PTRACE_TRACEME, 0, NULL, NULL));
  TRY("mount", mount("tmpfs", "/tmp", "tmpfs", 0, NULL));
  TRY("unshare", unshare(CLONE_NEWUSER));
  TRY("clone", syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0));
  TRY("clone3", syscall(435, NULL, 0));
  TRY("keyctl", syscall(SYS_keyctl, 0, -3, 1));
  TRY("io_uring", syscall(425, 1, NULL));
  TRY("memfd", syscall(SYS_memfd_create, "x", 0));
  TRY("shmget", syscall(SYS_shmget, 0, 4096, 0600 | 01000));
  TRY("bpf", syscall(SYS_bpf, 0, NULL, 0));
  TRY("chroot", chroot("/"));
  // To outlive Diple.
  TRY("survive", prctl(PR_SET_PDEATHSIG, 0));
  int ends[2];
  if (pipe(ends) != 0) _exit(5);
  // Signals by way of a descriptor.
  struct f_owner_ex owner = {F_OWNER_PID, atoi(detail)};
  int number = atoi(detail);
  TRY("setown", fcntl(ends[0], F_SETOWN, number));
  TRY("setown-ex", fcntl(ends[0], F_SETOWN_EX, &owner));
  TRY("setsig", fcntl(ends[0], F_SETSIG, SIGKILL));
  TRY("fiosetown", ioctl(ends[0], 0x8901 /* FIOSETOWN */, &number));
  // Limits and priorities of others.
  struct rlimit limit = {0, 0};
  cpu_set_t processors;
  CPU_ZERO(&processors);
  CPU_SET(0, &processors);
  TRY("prlimit", prlimit(number, RLIMIT_CORE, &limit, NULL));
  TRY("affinity", sched_setaffinity(number, sizeof processors, &processors));
  TRY("priority", setpriority(PRIO_PROCESS, (id_t)number, 19));
  TRY("openat2", syscall(437, AT_FDCWD, "/", (uint64_t[3]){0}, 24));
#endif
  TRY("setsid", setsid());
  TRY("setpgid", setpgid(0, 0));
  TRY("shared", mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0);
  TRY("kill", kill(atoi(detail), 0));
  TRY("tiocsti", ioctl(0, TIOCSTI, "x"));
  say(request, "allowed: %s", seen);
}

static void annotate(long request) {
  if (!strcmp(mode, "noise")) {
    printf("Content-Length: 5\r\n\r\nhello\n");
    fprintf(stderr, "a warning of a library\n");
    fflush(stdout);
    mark(request);
  } else if (!strcmp(mode, "fork-bomb")) {
    for (;;) {
      if (fork() < 0 && errno != EAGAIN) _exit(7);
    }
  } else if (!strcmp(mode, "count-forks")) {
    int count = 0;
    while (count < 5000) {
      pid_t child = fork();
      if (child == 0) for (;;) pause();
      if (child < 0) break;
      count++;
    }
    say(request, "%d", count);
  } else if (!strcmp(mode, "endless-output")) {
    for (;;) if (write(1, "la la la la la la la la\n", 24) < 0) _exit(6);
  } else if (!strcmp(mode, "endless-line")) {
    for (;;) if (write(2, "la la la la la la la la ", 24) < 0) _exit(6);
  } else if (!strcmp(mode, "endless-log")) {
    for (;;) frame("{\"jsonrpc\":\"2.0\",\"method\":\"log\",\"params\":{\"message\":\"la\"}}");
  } else if (!strcmp(mode, "endless-answer")) {
    for (;;) put("la la la la", 11);
  } else if (!strcmp(mode, "huge-frame")) {
    many(request, 10000000);
  } else if (!strcmp(mode, "too-many")) {
    many(request, atol(detail));
  } else if (!strcmp(mode, "memory")) {
    long megabytes = 0;
    for (char *block; megabytes < 1 << 16 && (block = malloc(1 << 20)); megabytes++) memset(block, 1, 1 << 20);
    say(request, "%ld", megabytes);
#if defined(__linux__)
  } else if (!strcmp(mode, "stack")) {
    void *block = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_GROWSDOWN, -1, 0);
    const char *grown = outcome(block == MAP_FAILED ? -1 : 0);
    struct rlimit known, wish = {.rlim_cur = 1 << 30, .rlim_max = 1 << 30};
    const char *raised = outcome(setrlimit(RLIMIT_STACK, &wish));
    getrlimit(RLIMIT_STACK, &known);
    say(request, "%s; %s; %d", grown, raised, known.rlim_max <= 64 << 20);
  } else if (!strcmp(mode, "watch")) {
    int watch = inotify_init1(0);
    say(request, "%s", outcome(watch < 0 ? watch : inotify_add_watch(watch, detail, IN_ALL_EVENTS)));
#endif
  } else if (!strcmp(mode, "read")) {
    say(request, "%s", outcome(open(detail, O_RDONLY)));
  } else if (!strcmp(mode, "list")) {
    say(request, "%s", outcome(opendir(detail) ? 0 : -1));
  } else if (!strcmp(mode, "write")) {
    int file = open(detail, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    say(request, "%s", outcome(file < 0 ? -1 : write(file, "evil", 4)));
  } else if (!strcmp(mode, "write-scratch")) {
    char path[1000];
    snprintf(path, sizeof path, "%s/file", getenv("TMPDIR"));
    int file = open(path, O_WRONLY | O_CREAT, 0600);
    say(request, "%s", outcome(file < 0 ? -1 : write(file, "good", 4)));
  } else if (!strcmp(mode, "fill-scratch")) {
    char path[1000];
    static char block[1 << 20];
    long megabytes = 0;
    signal(SIGXFSZ, SIG_IGN);
    for (int number = 0; number < 100 && megabytes < 1000; number++) {
      snprintf(path, sizeof path, "%s/%d", getenv("TMPDIR"), number);
      int file = open(path, O_WRONLY | O_CREAT, 0600);
      long before = megabytes;
      while (megabytes < 1000 && write(file, block, sizeof block) == sizeof block) megabytes++;
      close(file);
      if (before == megabytes) break;
    }
    say(request, "%ld", megabytes);
  } else if (!strcmp(mode, "network")) {
    say(request, "%s", outcome(socket(AF_INET, SOCK_STREAM, 0)));
  } else if (!strcmp(mode, "services")) {
    // What listens at a path, by a socket of its own and by one end of a pair.
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int pair[2] = {-1, -1};
    strncpy(address.sun_path, detail, sizeof address.sun_path - 1);
    int own = socket(AF_UNIX, SOCK_STREAM, 0);
    int reached = connect(own, (struct sockaddr *)&address, sizeof address);
    int paired = socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    int again = connect(pair[0], (struct sockaddr *)&address, sizeof address);
    int datagrams = socketpair(AF_UNIX, SOCK_DGRAM, 0, pair);
    say(request, "own %d, reached %d, pair %d, by pair %d, datagrams %d", own >= 0, reached == 0, paired == 0, again == 0,
        datagrams == 0);
  } else if (!strcmp(mode, "calls")) {
    calls(request);
  } else if (!strcmp(mode, "permissions")) {
    permissions(request);
  } else if (!strcmp(mode, "ignore-term")) {
    signal(SIGTERM, SIG_IGN);
    lock(detail);
    frame("{\"jsonrpc\":\"2.0\",\"method\":\"log\",\"params\":{\"message\":\"here\"}}");
    for (;;) pause();
  } else if (!strcmp(mode, "hang")) {
    for (;;) pause();
  } else if (!strcmp(mode, "outside")) {
    result(request, "{\"annotations\":[{\"kind\":\"mark\",\"start\":0,\"end\":1},{\"kind\":\"mark\",\"start\":5,\"end\":99999999},"
        "{\"kind\":\"mark\",\"start\":-5,\"end\":1},{\"kind\":\"mark\",\"start\":9,\"end\":3},"
        "{\"kind\":\"mark\",\"start\":9223372036854775807,\"end\":9223372036854775807}]}");
  } else if (!strcmp(mode, "invalid-utf8")) {
    result(request, "{\"annotations\":[{\"kind\":\"mark\",\"start\":0,\"end\":1,\"reason\":\"\xFF\xFE\"}]}");
  } else if (!strcmp(mode, "invalid-json")) {
    result(request, "{\"annotations\":[}");
  } else if (!strcmp(mode, "deep")) {
    static char nested[200001];
    memset(nested, '[', 200000);
    frame(nested);
  } else if (!strcmp(mode, "tty")) {
    int file = open("/dev/tty", O_RDWR);
    say(request, "%s", outcome(file < 0 ? -1 : write(file, "evil", 4)));
  } else if (!strcmp(mode, "crash") || (!strcmp(mode, "crash-at") && strstr(body, detail))) {
    fprintf(stderr, "something broke\n");
    _exit(70);
  } else if (!strcmp(mode, "abort")) {
    abort();
  } else if (!strcmp(mode, "exit")) {
    _exit(3);
  } else if (!strcmp(mode, "double-fork")) {
    int ready[2];
    if (pipe(ready) != 0) _exit(5);
    if (fork() == 0) {
      setsid();
      if (fork() == 0) {
        signal(SIGTERM, SIG_IGN);
        signal(SIGHUP, SIG_IGN);
        lock(detail);
        for (int descriptor = 0; descriptor < 4; descriptor++) close(descriptor);
        if (write(ready[1], "x", 1) != 1) _exit(5);
        for (;;) pause();
      }
      _exit(0);
    }
    char ok;
    if (read(ready[0], &ok, 1) != 1) _exit(5);
    mark(request);
  } else if (!strcmp(mode, "environment")) {
    char seen[4000] = "";
    for (char **variable = environ; *variable; variable++) {
      strncat(seen, *variable, strcspn(*variable, "="));
      strcat(seen, " ");
    }
    say(request, "%s", seen);
  } else if (!strcmp(mode, "descriptors")) {
    char seen[4000] = "";
    for (int descriptor = 0; descriptor < 1024; descriptor++) {
      if (fcntl(descriptor, F_GETFD) >= 0) sprintf(seen + strlen(seen), "%d ", descriptor);
    }
    say(request, "%s", seen);
  } else if (!strcmp(mode, "batch")) {
    if (strstr(body, detail)) _exit(70);
    if (!strstr(body, "\"documents\"")) return mark(request);
    result(request, "{\"documents\":[{\"annotations\":[{\"kind\":\"mark\",\"start\":0,\"end\":1}]},{\"error\":{\"message\":\"not this\"}}]}");
  } else if (!strcmp(mode, "two-backwards")) {
    // Answers the second of two before the first.
    static long first;
    if (!first) {
      first = request;
    } else {
      mark(request);
      say(first, "late");
    }
  } else if (!strcmp(mode, "until-cancelled")) {
    frame("{\"jsonrpc\":\"2.0\",\"method\":\"log\",\"params\":{\"message\":\"here\"}}");
  } else if (!strcmp(mode, "progress")) {
    char text[200];
    snprintf(text, sizeof text, "{\"jsonrpc\":\"2.0\",\"method\":\"$/progress\",\"params\":{\"id\":%ld,\"fraction\":0.5,\"message\":\"half\"}}", request);
    frame(text);
    mark(request);
  } else if (!strcmp(mode, "folder")) {
    char folder[3000];
    say(request, "%s", getcwd(folder, sizeof folder));
  } else if (!strcmp(mode, "forge")) {
    mark(request + 1000);
  } else if (!strcmp(mode, "close")) {
    close(3);
    for (;;) pause();
  } else if (!strcmp(mode, "answer")) {
    result(request, detail);
  } else {
    mark(request);
  }
}

/// Follows a script: `>` and a message to send, `<` for one to wait for, which is written to `DIPLE_SEEN`.
static int replay(void) {
  static char line[1 << 20];
  FILE *script = fopen(detail, "r"), *seen = fopen(getenv("DIPLE_SEEN"), "w");
  if (!script || !seen) return 4;
  while (fgets(line, sizeof line, script)) {
    line[strcspn(line, "\n")] = 0;
    if (line[0] == '>') {
      frame(line + 1);
    } else {
      if (!next()) return 3;
      fprintf(seen, "%s\n", body);
      fflush(seen);
    }
  }
  return 0;
}

int main(int count, char **arguments) {
  mode = count > 1 ? arguments[1] : "good";
  detail = count > 2 ? arguments[2] : "0";
  // Leaves a mark before it says a word.
  if (!strcmp(mode, "mark-first")) {
    FILE *file = fopen(detail, "w");
    if (!file || fputs("was here", file) < 0 || fclose(file) != 0) return 2;
  }
  if (!strcmp(mode, "hang-hello")) for (;;) pause();
  if (!strcmp(mode, "crash-hello")) abort();
  if (!strcmp(mode, "not-reading")) {
    result(1, "{\"id\":\"hostile\",\"version\":\"1.0.0\",\"api\":1}");
    for (;;) pause();
  }
  if (!strcmp(mode, "replay")) return replay();
  while (next()) {
    if (is("hello")) {
      const char *features = !strcmp(mode, "batch") ? "\"batch\"" : "\"pipeline\",\"parallel\",\"cancel\",\"progress\",\"log\"";
      char text[1000];
      snprintf(text, sizeof text, "{\"id\":\"hostile\",\"version\":\"1.0.0\",\"api\":1,\"features\":[%s]}", features);
      result(id(), !strcmp(mode, "hello-as") ? detail : text);
    } else if (is("annotate")) {
      annotate(id());
    } else if (is("$/cancelRequest")) {
      char *at = strstr(body, "\"params\":{\"id\":");
      if (at) say(atol(at + 15), "cancelled");
      frame("{\"jsonrpc\":\"2.0\",\"method\":\"log\",\"params\":{\"message\":\"cancelled\"}}");
    } else if (is("shutdown")) {
      if (!strcmp(mode, "ignore-term")) continue;
      result(id(), "null");
    } else if (is("exit")) {
      return 0;
    }
  }
  return 0;
}
