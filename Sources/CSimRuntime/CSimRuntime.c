#define _GNU_SOURCE
#include "CSimRuntime.h"

#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define SWIFT_CC __attribute__((swiftcall))
#define SWIFT_CONTEXT __attribute__((swift_context))

__thread void *sim_thread_world;

// The runtime's entry points.

typedef SWIFT_CC void (*enqueue_original)(void *job);
extern SWIFT_CC void (*swift_task_enqueueGlobal_hook)(void *job, enqueue_original original);
extern SWIFT_CC void swift_job_run(void *job, uintptr_t identity, uintptr_t witness);
extern SWIFT_CC void swift_task_cancel(void *task);
extern SWIFT_CC void *swift_task_getCurrent(void);
extern SWIFT_CC uint64_t swift_task_getJobTaskId(void *job);
extern void *swift_retain(void *object);
extern void swift_release(void *object);

void sim_task_cancel(uintptr_t task) { swift_task_cancel((void *)task); }
void sim_task_retain(uintptr_t task) { swift_retain((void *)task); }
void sim_task_release(uintptr_t task) { swift_release((void *)task); }
uint64_t sim_job_task_id(uintptr_t job) { return swift_task_getJobTaskId((void *)job); }
uintptr_t sim_current_task(void) { return (uintptr_t)swift_task_getCurrent(); }

// Sleeps.

typedef SWIFT_CC void (*cancellation_handler)(SWIFT_CONTEXT void *context);
extern SWIFT_CC void *swift_task_addCancellationHandler(cancellation_handler handler, void *context);
extern SWIFT_CC void swift_task_removeCancellationHandler(void *record);

static sim_cancel_fn sleep_cancelled;

static SWIFT_CC void cancel_sleep(SWIFT_CONTEXT void *timer) { sleep_cancelled((uint64_t)timer); }

void sim_nothing(void) {}

sim_sleep *sim_sleep_begin(uint64_t timer) {
  return swift_task_addCancellationHandler(cancel_sleep, (void *)timer);
}

void sim_sleep_end(sim_sleep *sleep) { swift_task_removeCancellationHandler(sleep); }

bool sim_read_memory(uintptr_t address, void *into, size_t size) {
  struct iovec here = {into, size};
  struct iovec there = {(void *)address, size};
  return process_vm_readv(getpid(), &here, 1, &there, 1, 0) == (ssize_t)size;
}

// The hook.

static sim_enqueue_fn world_enqueue;
static sim_foreign_fn foreign_enqueue;

static SWIFT_CC void hook(void *job, enqueue_original original) {
  void *world = sim_thread_world;
  if (world) {
    world_enqueue(world, (uintptr_t)job);
    return;
  }
  if (sim_job_kind((uintptr_t)job) == SIM_JOB_TASK && sim_job_mark((uintptr_t)job) != 0 &&
      foreign_enqueue((uintptr_t)job)) {
    return;
  }
  original(job);
}

void sim_install_hook(sim_enqueue_fn enqueue, sim_foreign_fn foreign, sim_cancel_fn cancelled) {
  sleep_cancelled = cancelled;
  world_enqueue = enqueue;
  foreign_enqueue = foreign;
  swift_task_enqueueGlobal_hook = hook;
}

// Leaving an actor.

#define SWIFT_ASYNC __attribute__((swiftasynccall))
#define ASYNC_CONTEXT __attribute__((swift_async_context))

struct executor_ref {
  uintptr_t identity;
  uintptr_t implementation;
};
typedef SWIFT_ASYNC void (*resume_fn)(ASYNC_CONTEXT void *context);
typedef SWIFT_ASYNC void (*switch_fn)(
    ASYNC_CONTEXT void *context, resume_fn resume, uintptr_t identity, uintptr_t implementation);
extern SWIFT_CC struct executor_ref swift_task_getCurrentExecutor(void);
extern SWIFT_CC struct executor_ref swift_task_getPreferredTaskExecutor(void);

static switch_fn task_switch;
__attribute__((constructor)) static void find_task_switch(void) {
  task_switch = (switch_fn)dlsym(RTLD_NEXT, "swift_task_switch");
}

// True if the job that runs may be on an actor: it began there, or has hopped to one since.
static __thread bool may_be_on_actor;

// True when the running task is on an actor and free to go anywhere.
__attribute__((noinline)) static bool is_on_free_actor(void) {
  struct executor_ref here = swift_task_getCurrentExecutor();
  return here.identity != 0 && here.implementation == 0 && swift_task_getPreferredTaskExecutor().identity == 0;
}

// Every hop of the process passes this function.
//
// In a world, a task that leaves an actor for the global executor stays on the actor. No other task runs until it
// suspends, so none waits longer for the actor. The optimiser removes such hops where the task comes straight back;
// a task that did leave would queue behind the tasks that wait, so one seed would give one order in a debug build and
// another in a release build.
//
// This definition takes precedence over the shared library's, for code outside that library.
SWIFT_ASYNC void swift_task_switch(
    ASYNC_CONTEXT void *context, resume_fn resume, uintptr_t identity, uintptr_t implementation) {
  if (identity == 0) {
    if (may_be_on_actor && sim_thread_world && is_on_free_actor()) return resume(context);
  } else if (implementation == 0) {
    may_be_on_actor = true;
  }
  return task_switch(context, resume, identity, implementation);
}

void sim_job_run(uintptr_t job, uintptr_t identity, uintptr_t witness) {
  may_be_on_actor = sim_job_kind(job) != SIM_JOB_TASK;
  swift_job_run((void *)job, identity, witness);
  // Keeps this frame on the stack, where `is_reporting_a_failure` looks for it.
  __asm__ volatile("");
}

bool sim_sees_hops(void) { return task_switch != NULL; }

// Host time and randomness: these definitions take precedence over the C library's for the whole process.

static sim_clock_watch clock_watch;
static sim_random_watch random_watch;

void sim_install_host_watch(sim_clock_watch clock, sim_random_watch random) {
  clock_watch = clock;
  random_watch = random;
}

static bool is_in_library(const void *address, const char *name) {
  Dl_info info;
  return dladdr(address, &info) && info.dli_fname && strstr(info.dli_fname, name);
}

static bool has_test_library;
__attribute__((constructor)) static void find_test_library(void) {
  void *library = dlopen("libTesting.so", RTLD_LAZY | RTLD_NOLOAD);
  has_test_library = library != NULL;
  if (library) dlclose(library);
}

// True between a failed expectation and its report: the test library reads the time through other functions.
static bool is_reporting_a_failure(void) {
  if (!has_test_library) return false;
  void *frames[64];
  int count = backtrace(frames, 64);
  for (int i = 0; i < count; i++) {
    uintptr_t frame = (uintptr_t)frames[i];
    // The frames above the world's start are not part of the world.
    if (frame - (uintptr_t)sim_job_run < 128) return false;
    if (is_in_library(frames[i], "libTesting")) return true;
  }
  return false;
}

// The allocator times its own housekeeping, and the test library its events: neither affects a run.
static bool is_bystander(const void *caller) {
  return is_in_library(caller, "libjemalloc") || is_reporting_a_failure();
}

// True when the thread's world answered with a time of its own.
static bool watched_clock(const void *caller, bool is_calendar, int64_t *answer) {
  void *world = sim_thread_world;
  return world && clock_watch && !is_bystander(caller) && clock_watch(world, is_calendar, answer);
}

typedef int (*clock_gettime_fn)(clockid_t, struct timespec *);

static int host_clock_gettime(clockid_t clock, struct timespec *time) {
  static clock_gettime_fn next;
  clock_gettime_fn function = __atomic_load_n(&next, __ATOMIC_RELAXED);
  if (!function) {
    function = (clock_gettime_fn)dlsym(RTLD_NEXT, "clock_gettime");
    if (!function) return (int)syscall(SYS_clock_gettime, clock, time);
    __atomic_store_n(&next, function, __ATOMIC_RELAXED);
  }
  return function(clock, time);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  int64_t answer;
  bool is_time = clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_RAW ||
                 clock == CLOCK_BOOTTIME;
  if (is_time && watched_clock(__builtin_return_address(0), clock == CLOCK_REALTIME, &answer)) {
    time->tv_sec = answer / 1000000000;
    time->tv_nsec = answer % 1000000000;
    return 0;
  }
  return host_clock_gettime(clock, time);
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
  (void)zone;
  int64_t answer;
  if (!watched_clock(__builtin_return_address(0), true, &answer)) {
    struct timespec host;
    host_clock_gettime(CLOCK_REALTIME, &host);
    answer = (int64_t)host.tv_sec * 1000000000 + host.tv_nsec;
  }
  time->tv_sec = answer / 1000000000;
  time->tv_usec = answer % 1000000000 / 1000;
  return 0;
}

static void host_random(void *bytes, size_t count) {
  unsigned char *next = bytes;
  while (count > 0) {
    long got = syscall(SYS_getrandom, next, count, 0);
    if (got < 0) {
      if (errno == EINTR) continue;
      abort();
    }
    next += got;
    count -= (size_t)got;
  }
}

// The standard library's source of randomness. Unspecialised calls inside the library itself, as in a
// debug build's Int.random(in:), do not pass this function.
void swift_stdlib_random(void *bytes, size_t count) {
  void *world = sim_thread_world;
  if (world && random_watch && random_watch(world, bytes, count)) return;
  host_random(bytes, count);
}

ssize_t getrandom(void *bytes, size_t count, unsigned flags) {
  void *world = sim_thread_world;
  if (world && random_watch && random_watch(world, bytes, count)) return (ssize_t)count;
  return syscall(SYS_getrandom, bytes, count, flags);
}

int64_t sim_host_monotonic_nanoseconds(void) {
  struct timespec time;
  host_clock_gettime(CLOCK_MONOTONIC, &time);
  return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

// The mailbox.

struct sim_mailbox {
  pthread_mutex_t mutex;
  pthread_cond_t arrived;
  bool signalled;
};

sim_mailbox *sim_mailbox_create(void) {
  sim_mailbox *box = calloc(1, sizeof *box);
  pthread_mutex_init(&box->mutex, NULL);
  pthread_cond_init(&box->arrived, NULL);
  return box;
}

void sim_mailbox_destroy(sim_mailbox *box) {
  pthread_cond_destroy(&box->arrived);
  pthread_mutex_destroy(&box->mutex);
  free(box);
}

void sim_mailbox_signal(sim_mailbox *box) {
  pthread_mutex_lock(&box->mutex);
  box->signalled = true;
  pthread_cond_signal(&box->arrived);
  pthread_mutex_unlock(&box->mutex);
}

bool sim_mailbox_wait(sim_mailbox *box, int64_t milliseconds) {
  struct timespec deadline;
  host_clock_gettime(CLOCK_REALTIME, &deadline);
  int64_t nanoseconds = deadline.tv_nsec + milliseconds % 1000 * 1000000;
  deadline.tv_sec += milliseconds / 1000 + nanoseconds / 1000000000;
  deadline.tv_nsec = nanoseconds % 1000000000;
  pthread_mutex_lock(&box->mutex);
  while (!box->signalled && pthread_cond_timedwait(&box->arrived, &box->mutex, &deadline) == 0) {
  }
  bool signalled = box->signalled;
  box->signalled = false;
  pthread_mutex_unlock(&box->mutex);
  return signalled;
}

static pthread_mutex_t main_actor = PTHREAD_MUTEX_INITIALIZER;
void sim_main_actor_lock(void) { pthread_mutex_lock(&main_actor); }
void sim_main_actor_unlock(void) { pthread_mutex_unlock(&main_actor); }
