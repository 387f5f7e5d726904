/// The figures of one kernel workload.
struct KernelResult: Encodable {
  var name: String
  var nanoseconds: Double
  var operations: Int
  var digest: String?
  /// For `crowd`: the resident memory of each sleeping task.
  var bytesPerTask: Double?
  /// For the pipelines: the bytes that one operation allocated, freed or not.
  var bytesPerOperation: Double?
  /// For `queue`: the number of pending timers.
  var pending: Int?
  /// For `queue`: the same on a bare 4-ary heap.
  var bareHeapNanoseconds: Double?
  var ratioToBareHeap: Double?

  enum CodingKeys: String, CodingKey {
    case name
    case nanoseconds = "ns_per_operation"
    case operations, digest
    case bytesPerTask = "bytes_per_task"
    case bytesPerOperation = "bytes_per_operation"
    case pending
    case bareHeapNanoseconds = "bare_heap_ns_per_operation"
    case ratioToBareHeap = "ratio_to_bare_heap"
  }
}
