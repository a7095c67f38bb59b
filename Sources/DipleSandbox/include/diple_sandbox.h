#ifndef DIPLE_SANDBOX_H
#define DIPLE_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// The protections, as bits. What a system lacks, or refuses, is missing in `diple_sandbox_started.held`.
enum {
  /// An own session without a terminal; killed as a whole.
  DIPLE_SANDBOX_SESSION = 1 << 0,
  /// Limits of memory, CPU time, open files, file size, core dumps.
  DIPLE_SANDBOX_LIMITS = 1 << 1,
  /// Landlock: no file beyond those that were named.
  DIPLE_SANDBOX_FILES = 1 << 2,
  /// Landlock, ABI 6: no signal and no abstract socket to anybody outside.
  DIPLE_SANDBOX_SCOPES = 1 << 3,
  /// A seccomp filter: no network, no tracing, no mounting, no leaving the session …
  DIPLE_SANDBOX_CALLS = 1 << 4,
  /// Own PID, IPC and mount namespaces in a user namespace: others are unseen, and none of its processes outlives it.
  DIPLE_SANDBOX_NAMESPACES = 1 << 5,
  /// An own network namespace, which has no network.
  DIPLE_SANDBOX_NETWORK = 1 << 6,
  /// The limit of processes counts those of the program and no others.
  DIPLE_SANDBOX_PROCESSES = 1 << 7,
  /// A `/proc` that shows the program's processes only.
  DIPLE_SANDBOX_PROC = 1 << 8,
  /// The scratch folder is a file system of its own, of limited size, and gone with the program.
  DIPLE_SANDBOX_SCRATCH = 1 << 9,
};

/// What to start and what it may do. All strings stay the caller's; lists end with NULL.
typedef struct {
  /// The program's file; NULL to set everything up and end at once, which shows what holds.
  const char *path;
  const char *const *arguments;
  const char *const *environment;
  /// Where it starts. It may read all that is below.
  const char *folder;
  /// False where it may only list it, and read of it what `readable` names.
  bool reads_folder;
  /// The folder it may write in.
  const char *scratch;
  /// Folders and files that it may read and run; missing ones are passed over.
  const char *const *readable;
  /// Further folders and files that it may write.
  const char *const *writable;
  /// What become its descriptors 0 to 3: the input, the output and the errors (noise), the answers.
  int descriptors[4];
  /// Bytes of private memory a process.
  uint64_t memory;
  /// Seconds of CPU time a process.
  uint64_t seconds;
  /// Bytes of a file, and of the scratch folder where that is a file system of its own.
  uint64_t file_size;
  /// Open files a process.
  uint64_t files;
  /// Processes and threads.
  uint64_t processes;
  /// True where it may use the network.
  bool network;
  /// Protections to go without: for tests, and for systems on which one does harm.
  uint32_t without;
  /// Protections without which the program is not begun: where one is missing, nothing of it has run.
  uint32_t required;
} diple_sandbox_options;

/// What came of it.
typedef struct {
  /// The process, which leads its session and group; 0 where none was started.
  pid_t pid;
  /// The protections that hold. Where `required` asks for more, `pid` is 0 and `failed` tells of no call.
  uint32_t held;
  /// The system call that failed; NULL where none did.
  const char *failed;
  /// Its `errno`.
  int error;
} diple_sandbox_started;

/// Starts a program. Thread-safe. The process is a child of a thread that lives as long as this process: the parent-death signal
/// goes by the thread. Returns false where a call failed, or a required protection is missing.
bool diple_sandbox_start(const diple_sandbox_options *options, diple_sandbox_started *started);

/// Waits until the process has ended (at most `milliseconds`; -1 for as long as it takes), without reaping it. True where it has.
bool diple_sandbox_wait(pid_t pid, int milliseconds);
/// Sends a signal to the process and all of its group.
void diple_sandbox_signal(pid_t pid, int signal);
/// Kills what is left of the group, reaps the process and returns its status as `waitpid` gives it; -1 where it was none of ours.
int diple_sandbox_reap(pid_t pid);

/// Writes everything, without SIGPIPE where nobody reads. Returns false then.
bool diple_sandbox_write(int descriptor, const void *bytes, size_t count);
/// A pipe whose ends no other program gets: [read, write].
bool diple_sandbox_pipe(int ends[2]);

/// Reads as `read` does, again where a signal interrupts.
ssize_t diple_sandbox_read(int descriptor, void *bytes, size_t count);
void diple_sandbox_close(int descriptor);
/// Makes a new folder; `path` ends with `XXXXXX`, which gives way to its name.
bool diple_sandbox_make_folder(char *path);
/// Opens a folder and locks it for as long as the descriptor is open; -1 where that cannot be, or another has locked it.
int diple_sandbox_lock_folder(const char *path);
/// Removes the folders of this user in `parent` that `diple_sandbox_make_folder` made of `name` and `XXXXXX` at least `age` seconds
/// ago, and that nobody has locked.
void diple_sandbox_sweep(const char *parent, const char *name, long age);
/// Removes a folder with all that is in it; follows no link.
void diple_sandbox_remove_folder(const char *path);
/// The path without links, of less than 4096 bytes.
bool diple_sandbox_real_path(const char *path, char real[4096]);
/// True for a file that may be run.
bool diple_sandbox_can_run(const char *path);
/// The environment of this process.
char *const *diple_sandbox_environment(void);
/// Seconds of a clock that nobody sets.
double diple_sandbox_now(void);

#endif
