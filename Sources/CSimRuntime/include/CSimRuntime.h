// Functionality of the Swift runtime that a simulated world needs and that cannot be expressed in Swift: the thread's
// current world, the hook that every enqueue passes, the header words of a job, and hooks on the host's clocks and
// randomness.
//
// Tested with Swift 6.3.1 on x86-64 Linux. The assumptions about the runtime:
//
// - The words of `sim_job_header` are those of the runtime's Job and AsyncTask, at these offsets.
// - The runtime never writes `reserved` of a job's header.
// - A job's kind is the low byte of its flags, with the values of SIM_JOB_…; a child task and one of `async let` have
//   the bits SIM_TASK_…, and bit SIM_TASK_STATUS_COMPLETE of the status says that a task has ended.
// - Jobs for the global executor pass `swift_task_enqueueGlobal_hook`, hops of user code `swift_task_switch`.
// - `swift_task_addCancellationHandler` takes its record from the task's own stack.
//
// The probe matrix in SimCoreTests has a probe for each construct of the language. A row that fails with a new
// toolchain names the construct whose assumption no longer holds.

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

// Jobs. Offsets are those of the runtime's Job (include/swift/ExecutorImpl.h has the first 36 bytes) and AsyncTask.
// A world marks its tasks in `reserved`.

enum {
  SIM_JOB_TASK = 0,
  SIM_JOB_ACTOR_INLINE = 0xC1,
  SIM_JOB_ACTOR_SEPARATE = 0xC2,
  SIM_JOB_CONTINUATION = 0xC3,  // the job that Task.yield enqueues
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
  uintptr_t resume;   // the address at which the task goes on
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

/// Starts loading the cache line at `address`.
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
/// Returns the runtime's number of the task, unique in the process; 0 for a job that is no task.
uint64_t sim_job_task_id(uintptr_t job);
/// Returns the current task, or 0.
uintptr_t sim_current_task(void);

/// Copies `size` bytes from `address`. Returns false, without a fault, if they are not mapped.
bool sim_read_memory(uintptr_t address, void *into, size_t size);

// The hook.

typedef void (*sim_enqueue_fn)(void *world, uintptr_t job);
/// Called for a marked job that a thread without a world enqueues; returns true when a world took it.
typedef bool (*sim_foreign_fn)(uintptr_t job);

/// Called on the canceller's thread when a sleeping task is cancelled.
typedef void (*sim_cancel_fn)(uint64_t timer);

/// Sends every later job for the global executor to the thread's world, if it has one, and to the platform's executor
/// otherwise.
void sim_install_hook(sim_enqueue_fn enqueue, sim_foreign_fn foreign, sim_cancel_fn cancelled);

/// Returns false in a program linked with the static standard library, where hops cannot be intercepted and a world
/// could not keep its order.
bool sim_sees_hops(void);

/// An empty function that the compiler cannot see into.
void sim_nothing(void);

// A sleep that reacts to cancellation: `withTaskCancellationHandler` without its generic frames, which cost more than
// the rest of a sleep. The sleeping task makes both calls, in one function, with only its suspension between them: the
// memory is on the task's own stack.

typedef struct sim_sleep sim_sleep;
sim_sleep *sim_sleep_begin(uint64_t timer);
void sim_sleep_end(sim_sleep *sleep);

// Host time and randomness. Reads on a thread with a world are answered by the world's policy.

/// Called for each read of the host's clock on a world's thread. Returns true when it has stored the time to answer, in
/// nanoseconds, in `answer`. `is_calendar` is true for calendar time, false for a monotonic clock.
typedef bool (*sim_clock_watch)(void *world, bool is_calendar, int64_t *answer);
/// Called for each draw of system randomness on a world's thread. Returns true when it has filled `bytes`.
typedef bool (*sim_random_watch)(void *world, void *bytes, size_t count);

void sim_install_host_watch(sim_clock_watch clock, sim_random_watch random);

/// Returns a word that differs between threads.
static inline uintptr_t sim_thread_identifier(void) { return (uintptr_t)&sim_thread_world; }

/// Returns the nanoseconds of the host's monotonic clock, without calling a hook.
int64_t sim_host_monotonic_nanoseconds(void);

// A mailbox in which foreign threads leave work and a world waits for it.

typedef struct sim_mailbox sim_mailbox;
sim_mailbox *sim_mailbox_create(void);
void sim_mailbox_destroy(sim_mailbox *box);
void sim_mailbox_signal(sim_mailbox *box);
/// Returns true if signalled within `milliseconds` of the host's time.
bool sim_mailbox_wait(sim_mailbox *box, int64_t milliseconds);

// The MainActor's state belongs to the process: one world at a time may use it.
void sim_main_actor_lock(void);
void sim_main_actor_unlock(void);

#pragma clang assume_nonnull end

#endif
