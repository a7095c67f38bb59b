#if defined(__linux__)
#define _GNU_SOURCE
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sched.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#define ARCHITECTURE 0
#endif

/// Stands for the child's own number until the child knows it.
#define OWN_PROCESS 0x7E571D5Fu

static void add(diple_filter *filter, struct sock_filter instruction) {
  if (filter->count == FILTER_LIMIT) abort();
  filter->code[filter->count++] = instruction;
}
static void load(diple_filter *filter, uint32_t offset) {
  add(filter, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset));
}
static void result(diple_filter *filter, uint32_t action) {
  add(filter, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}
/// The lower half of an argument (both architectures are little-endian).
static uint32_t argument(int number) { return (uint32_t)offsetof(struct seccomp_data, args) + 8 * (uint32_t)number; }
static uint32_t refused(int error) { return SECCOMP_RET_ERRNO | (uint32_t)error; }
/// Skips `count` instructions unless the loaded word is `value`.
static void unless_equal(diple_filter *filter, uint32_t value, uint8_t count) {
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count));
}
/// Skips `count` instructions unless a bit of `bits` is set.
static void unless_any(diple_filter *filter, uint32_t bits, uint8_t count) {
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, count));
}
/// The number of the call is loaded before and after each of these.
static void refuse(diple_filter *filter, long call, int error) {
  unless_equal(filter, (uint32_t)call, 1);
  result(filter, refused(error));
}

static const long forbidden[] = {
    // Other processes' memory and descriptors.
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, 438 /* pidfd_getfd */, SYS_kcmp, 440 /* process_madvise */,
    // File systems and namespaces.
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_unshare, SYS_setns, 428 /* open_tree */, 429 /* move_mount */,
    430 /* fsopen */, 431 /* fsconfig */, 432 /* fsmount */, 433 /* fspick */, 442 /* mount_setattr */, SYS_open_by_handle_at,
    SYS_name_to_handle_at, SYS_quotactl, SYS_swapon, SYS_swapoff, SYS_fanotify_init,
    // Who opens which file, anywhere: Landlock does not ask for that.
    SYS_inotify_init1, SYS_inotify_add_watch,
    // The kernel, its clock and its keys.
    SYS_kexec_load, SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_reboot, SYS_bpf, SYS_perf_event_open,
    SYS_userfaultfd, SYS_syslog, SYS_acct, SYS_settimeofday, SYS_clock_settime, SYS_clock_adjtime, SYS_adjtimex,
    SYS_sethostname, SYS_setdomainname, SYS_vhangup, SYS_keyctl, SYS_add_key, SYS_request_key, SYS_lookup_dcookie,
    // Leaving the session, which is killed as a whole.
    SYS_setsid, SYS_setpgid,
    // Memory that no limit counts.
    SYS_memfd_create, 447 /* memfd_secret */, SYS_shmget, SYS_msgget, SYS_semget, SYS_mq_open,
#if defined(__x86_64__)
    SYS_iopl, SYS_ioperm, SYS_modify_ldt, SYS_kexec_file_load, SYS_uselib, SYS_ustat, SYS_sysfs, SYS__sysctl, SYS_nfsservctl,
#elif defined(__aarch64__)
    294 /* kexec_file_load */,
#endif
};

/// Who may do what with a file, whose it is, when it was written. Landlock knows no rights for these, so that a program could change
/// them of all that is the user's, by path or by a descriptor that only reads. A filter sees no paths: nobody does it anywhere.
static const long forbidden_of_files[] = {
    SYS_fchmod, SYS_fchmodat, 452 /* fchmodat2 */, SYS_fchown, SYS_fchownat, SYS_utimensat, 469 /* file_setattr */,
#if defined(__x86_64__)
    SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat,
#endif
    // Landlock knows of truncating by path since its version 3 only (Linux 6.2).
    SYS_truncate,
};
/// Refused as by a file system that has none, which programs are used to.
static const long forbidden_attributes[] = {
    SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr, 463 /* setxattrat */, SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr,
    466 /* removexattrat */,
};

/// Refuses a call where one of its arguments has one of some values (in the lower half: for ints, which these are).
static void refuse_where(diple_filter *filter, long call, int number, const uint32_t *values, uint8_t count) {
  unless_equal(filter, (uint32_t)call, (uint8_t)(2 + 2 * count));
  load(filter, argument(number));
  for (uint8_t i = 0; i < count; i++) refuse(filter, values[i], EPERM);
  load(filter, offsetof(struct seccomp_data, nr));
}
#define REFUSE_WHERE(filter, call, number, ...) \
  refuse_where(filter, call, number, (const uint32_t[]){__VA_ARGS__}, sizeof (const uint32_t[]){__VA_ARGS__} / sizeof(uint32_t))

static void files(diple_filter *filter) {
  for (size_t i = 0; i < sizeof forbidden_of_files / sizeof *forbidden_of_files; i++) {
    refuse(filter, forbidden_of_files[i], EPERM);
  }
  for (size_t i = 0; i < sizeof forbidden_attributes / sizeof *forbidden_attributes; i++) {
    refuse(filter, forbidden_attributes[i], EOPNOTSUPP);
  }
  // Opening to read and emptying all the same, which works on Linux. openat2 hides its flags from a filter; runtimes do without.
  refuse(filter, 437 /* openat2 */, ENOSYS);
  const struct { long call; int flags; } opening[] = {
#if defined(__x86_64__)
      {SYS_open, 1},
#endif
      {SYS_openat, 2},
  };
  for (size_t i = 0; i < sizeof opening / sizeof *opening; i++) {
    unless_equal(filter, (uint32_t)opening[i].call, 5);
    load(filter, argument(opening[i].flags));
    add(filter, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, O_TRUNC | 3 /* O_ACCMODE */));
    unless_equal(filter, O_TRUNC | O_RDONLY, 1);
    result(filter, refused(EACCES));
    load(filter, offsetof(struct seccomp_data, nr));
  }
  // Flags of files (FS_IOC_SETFLAGS, its 32-bit form, FS_IOC_FSSETXATTR); typing into a terminal (TIOCSTI, TIOCLINUX); signals by
  // way of a descriptor (FIOSETOWN, SIOCSPGRP).
  REFUSE_WHERE(filter, SYS_ioctl, 1, 0x40086602, 0x40046602, 0x401C5820, 0x5412, 0x541C, 0x8901, 0x8902);
  // The same by fcntl (F_SETOWN, F_SETSIG, F_SETOWN_EX).
  REFUSE_WHERE(filter, SYS_fcntl, 1, 8, 10, 15);
}

static void sockets(diple_filter *filter, bool network) {
  if (network) {
    // No packet, bluetooth, vsock … sockets, and none of AF_UNIX: those with a path are the user's own services (D-Bus, Docker, an
    // agent of keys), which Landlock lets anybody connect to.
    enum { FAMILIES = 3 };
    const uint32_t families[FAMILIES] = {AF_INET, AF_INET6, AF_NETLINK};
    unless_equal(filter, SYS_socket, FAMILIES + 3);
    load(filter, argument(0));
    for (int i = 0; i < FAMILIES; i++) {
      add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, families[i], (uint8_t)(FAMILIES - i), 0));
    }
    result(filter, refused(EACCES));
    load(filter, offsetof(struct seccomp_data, nr));
  } else {
    refuse(filter, SYS_socket, EACCES);
  }
  // A pair is fine, but for datagrams: one end could be sent to any socket that has a path.
  unless_equal(filter, SYS_socketpair, 5);
  load(filter, argument(1));
  add(filter, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0xF));
  unless_equal(filter, SOCK_DGRAM, 1);
  result(filter, refused(EACCES));
  load(filter, offsetof(struct seccomp_data, nr));
}

/// A call is made upon the own process only, named by 0 or its number in an argument.
static void own_process_only(diple_filter *filter, long call, int number) {
  unless_equal(filter, (uint32_t)call, 6);
  load(filter, argument(number));
  unless_equal(filter, 0, 1);
  result(filter, SECCOMP_RET_ALLOW);
  unless_equal(filter, OWN_PROCESS, 1);
  result(filter, SECCOMP_RET_ALLOW);
  result(filter, refused(EPERM));
}

/// Signals to the own process (patched in by the child: only it knows its number) and the own group; others are refused.
static void signals(diple_filter *filter) {
  const long calls[] = {SYS_kill, SYS_tkill, SYS_tgkill};
  for (int i = 0; i < 3; i++) own_process_only(filter, calls[i], 0);
  const long others[] = {SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo, 424 /* pidfd_send_signal */};
  for (int i = 0; i < 3; i++) refuse(filter, others[i], EPERM);
}

/// Limits, processors and priorities of other processes of the user, where these are seen.
static void others(diple_filter *filter) {
  own_process_only(filter, SYS_prlimit64, 0);
  const long scheduling[] = {
      SYS_sched_setaffinity, SYS_sched_setscheduler, SYS_sched_setparam, SYS_sched_setattr, SYS_migrate_pages, SYS_move_pages,
  };
  for (size_t i = 0; i < sizeof scheduling / sizeof *scheduling; i++) own_process_only(filter, scheduling[i], 0);
  // A group or a user is more than one.
  const struct { long call; uint32_t one; } priorities[] = {{SYS_setpriority, 0 /* PRIO_PROCESS */},
    {SYS_ioprio_set, 1 /* IOPRIO_WHO_PROCESS */}};
  for (size_t i = 0; i < sizeof priorities / sizeof *priorities; i++) {
    unless_equal(filter, (uint32_t)priorities[i].call, 4);
    load(filter, argument(0));
    add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, priorities[i].one, 1, 0));
    result(filter, refused(EPERM));
    load(filter, offsetof(struct seccomp_data, nr));
    own_process_only(filter, priorities[i].call, 1);
  }
}

void diple_filter_prepare(diple_filter *filter, diple_filter_wish wish) {
  filter->count = 0;
  load(filter, offsetof(struct seccomp_data, arch));
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
  result(filter, SECCOMP_RET_KILL_PROCESS);
  load(filter, offsetof(struct seccomp_data, nr));
#if defined(__x86_64__)
  // The x32 numbers of the same calls.
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
  result(filter, refused(ENOSYS));
#endif
  for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) refuse(filter, forbidden[i], EPERM);
  // Runtimes do without these where they are missing. clone3 hides its flags from a filter; clone shows them.
  refuse(filter, 435 /* clone3 */, ENOSYS);
  for (long call = 425; call <= 427; call++) refuse(filter, call /* io_uring */, ENOSYS);
  unless_equal(filter, SYS_clone, 4);
  load(filter, argument(0));
  unless_any(filter,
      CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_PTRACE, 1);
  result(filter, refused(EPERM));
  load(filter, offsetof(struct seccomp_data, nr));
  // The program dies with Diple: it may not choose another signal for that, or none.
  unless_equal(filter, SYS_prctl, 6);
  load(filter, argument(0));
  unless_equal(filter, PR_SET_PDEATHSIG, 3);
  load(filter, argument(1));
  add(filter, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SIGKILL, 1, 0));
  result(filter, refused(EPERM));
  load(filter, offsetof(struct seccomp_data, nr));
  files(filter);
  // Shared memory without a file: no limit counts it. What grows down counts as stack, not as data.
  unless_equal(filter, SYS_mmap, 7);
  load(filter, argument(3));
  unless_any(filter, MAP_GROWSDOWN, 1);
  result(filter, refused(EPERM));
  add(filter, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, MAP_SHARED | MAP_PRIVATE | MAP_ANONYMOUS));
  unless_equal(filter, MAP_SHARED | MAP_ANONYMOUS, 1);
  result(filter, refused(EPERM));
  load(filter, offsetof(struct seccomp_data, nr));
  sockets(filter, wish.network);
  if (wish.sees_others) others(filter);
  if (wish.signals_others) signals(filter);
  result(filter, SECCOMP_RET_ALLOW);
}

int diple_filter_install(diple_filter *filter) {
  uint32_t own = (uint32_t)getpid();
  for (unsigned short i = 0; i < filter->count; i++) {
    if (filter->code[i].code == (BPF_JMP | BPF_JEQ | BPF_K) && filter->code[i].k == OWN_PROCESS) filter->code[i].k = own;
  }
  struct sock_fprog program = {.len = filter->count, .filter = filter->code};
  return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}
#else
typedef int diple_no_seccomp;
#endif
