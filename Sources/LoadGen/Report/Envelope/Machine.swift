/// Where a host result was measured.
public struct Machine: Sendable, Hashable, Codable {
  public var cpu: String
  public var cores: Int
  public var memoryBytes: Int64?
  public var kernel: String?
  public var system: String?
  public var toolchain: String?
  public var allocator: String?
  /// How much two identical runs differ here, in percent.
  public var noisePercent: Figure?

  public init(
    cpu: String, cores: Int, memoryBytes: Int64? = nil, kernel: String? = nil, system: String? = nil,
    toolchain: String? = nil, allocator: String? = nil, noisePercent: Figure? = nil
  ) {
    self.cpu = cpu
    self.cores = cores
    self.memoryBytes = memoryBytes
    self.kernel = kernel
    self.system = system
    self.toolchain = toolchain
    self.allocator = allocator
    self.noisePercent = noisePercent
  }

  enum CodingKeys: String, CodingKey {
    case cpu, cores
    case memoryBytes = "memory_bytes"
    case kernel, system, toolchain, allocator
    case noisePercent = "noise_percent"
  }
}
