#include "heap.h"

// jemalloc, the allocator of the program, reads this option string when it is loaded.
//
// Each thread caches 200 free blocks of every small size class. The frames of a task take blocks of 1 to 8 kB, and a
// simulated world has hundreds of tasks in flight. The default caches only 20 blocks of these sizes, and frees beyond
// that take an arena lock. With 200, a plan takes about 3 % less time.
const char *malloc_conf = "tcache_nslots_small_min:200";
