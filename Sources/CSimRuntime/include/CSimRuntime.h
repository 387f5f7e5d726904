// What a simulated world needs from the runtime and cannot be said in Swift:
// the thread's current world, the hook every enqueue passes, the header words of a job,
// and a watch on the two places where the host's time and chance come from.
//
// Seen to work with Swift 6.3.1 on x86-64 Linux. The probe matrix in SimCoreTests shows for each
// construct of the language that it still does.

#ifndef C_SIM_RUNTIME_H
#define C_SIM_RUNTIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// The thread's current world.

extern __thread void *_Nullable sim_thread_world;

static inline void *_Nullable sim_current_world(void) { return sim_thread_world; }
static inline void sim_set_current_world(void *_Nullable world) { sim_thread_world = world; }

// Jobs. Offsets are those of the runtime's Job (include/swift/ExecutorImpl.h shows the first 36
// bytes) and AsyncTask. `reserved` is a word of Job's header the runtime leaves alone; a world marks
// its tasks there.

enum {
  SIM_JOB_TASK = 0,
  SIM_JOB_ACTOR_INLINE = 0xC1,
  SIM_JOB_ACTOR_SEPARATE = 0xC2,
  SIM_JOB_CONTINUATION = 0xC3,  // what Task.yield enqueues
};

enum {
  SIM_TASK_IS_CHILD = 1u << 24,
  SIM_TASK_IS_ASYNC_LET = 1u << 28,
  SIM_TASK_STATUS_COMPLETE = 0x2000,
};

struct sim_job_header {
  uintptr_t metadata;
  uintptr_t ref_counts;
  uintptr_t scheduler_private[2];
  uint32_t flags;
  uint32_t id;
  uintptr_t voucher;
  uint64_t reserved;
  uintptr_t resume;   // where the task goes on
  uintptr_t context;  // its innermost asynchronous frame
  uintptr_t task_private[3];
  uint32_t status;
  uint32_t lock_owner;
  uintptr_t status_records;
};

static inline struct sim_job_header *sim_job(uintptr_t job) { return (struct sim_job_header *)job; }
static inline uint32_t sim_job_kind(uintptr_t job) { return sim_job(job)->flags & 0xFF; }
static inline uint64_t sim_job_mark(uintptr_t job) { return sim_job(job)->reserved; }
static inline void sim_job_set_mark(uintptr_t job, uint64_t mark) { sim_job(job)->reserved = mark; }
static inline uint32_t sim_task_flags(uintptr_t job) { return sim_job(job)->flags; }
static inline bool sim_task_is_complete(uintptr_t job) {
  return (__atomic_load_n(&sim_job(job)->status, __ATOMIC_RELAXED) & SIM_TASK_STATUS_COMPLETE) != 0;
}

/// Starts loading what is at `address`.
static inline void sim_prefetch(const void *address) { __builtin_prefetch(address, 1); }

/// Starts loading the parts of a parked task that waking it will touch.
static inline void sim_prefetch_task(uintptr_t task) {
  __builtin_prefetch((const void *)task, 1);
  __builtin_prefetch((const void *)(task + 64), 1);
  __builtin_prefetch((const void *)(task + 128), 1);
}

/// Runs `job` to its next suspension on this thread, on the executor given by its two words: both
/// zero for the global one.
void sim_job_run(uintptr_t job, uintptr_t executor_identity, uintptr_t executor_witness);
void sim_task_cancel(uintptr_t task);
void sim_task_retain(uintptr_t task);
void sim_task_release(uintptr_t task);
/// The number the runtime gave to the task, unique in the process; 0 for a job that is no task.
uint64_t sim_job_task_id(uintptr_t job);
/// The current task, or 0.
uintptr_t sim_current_task(void);

/// Copies `size` bytes from `address` even if nothing is mapped there; false if it could not.
bool sim_read_memory(uintptr_t address, void *into, size_t size);

// The hook.

typedef void (*sim_enqueue_fn)(void *world, uintptr_t job);
/// Asked for a marked job enqueued on a thread without a world; true when a world took it.
typedef bool (*sim_foreign_fn)(uintptr_t job);

/// Asked when a task is cancelled in its sleep, on the canceller's thread.
typedef void (*sim_cancel_fn)(uint64_t timer);

/// From now on every job for the global executor goes to the thread's world, if it has one, and to the
/// platform's executor otherwise.
void sim_install_hook(sim_enqueue_fn enqueue, sim_foreign_fn foreign, sim_cancel_fn cancelled);

/// False in a program linked with the static standard library: a world could not keep its order there.
bool sim_sees_hops(void);

/// Does nothing, where the compiler cannot see it.
void sim_nothing(void);

// A sleep that hears of cancellation: `withTaskCancellationHandler` without its generic, uninlined frames,
// which cost more than everything else a sleep does. Both calls are made by the sleeping task, in one
// function, with nothing but its suspension between them: the memory is on the task's own stack.

typedef struct sim_sleep sim_sleep;
sim_sleep *sim_sleep_begin(uint64_t timer);
void sim_sleep_end(sim_sleep *sleep);

// Host time and chance. Reads on a thread with a world are answered by its policy.

/// Called for each read of the host's clock on a world's thread; returns true when it put the time to
/// answer, in nanoseconds, into `answer`. `is_calendar` tells the calendar from a monotonic clock.
typedef bool (*sim_clock_watch)(void *world, bool is_calendar, int64_t *answer);
/// Called for each draw of system randomness on a world's thread; returns true when it filled `bytes`.
typedef bool (*sim_random_watch)(void *world, void *bytes, size_t count);

void sim_install_host_watch(sim_clock_watch clock, sim_random_watch random);

/// A word that differs between threads.
static inline uintptr_t sim_thread_identifier(void) { return (uintptr_t)&sim_thread_world; }

/// Nanoseconds of the host's monotonic clock, seen by no watch.
int64_t sim_host_monotonic_nanoseconds(void);

// A place where foreign threads leave work and a world waits for it.

typedef struct sim_mailbox sim_mailbox;
sim_mailbox *sim_mailbox_create(void);
void sim_mailbox_destroy(sim_mailbox *box);
void sim_mailbox_signal(sim_mailbox *box);
/// True if signalled within `milliseconds` of the host's time.
bool sim_mailbox_wait(sim_mailbox *box, int64_t milliseconds);

// The MainActor's state belongs to the process: one world at a time may use it.
void sim_main_actor_lock(void);
void sim_main_actor_unlock(void);

#pragma clang assume_nonnull end

#endif
