/// The machine on which a host result was measured.
package struct Machine: Sendable, Hashable, Codable {
  package var cpu: String
  package var cores: Int
  package var memoryBytes: Int64?
  package var kernel: String?
  package var system: String?
  package var toolchain: String?
  package var allocator: String?
  /// The difference between two identical runs on this machine, in percent.
  package var noisePercent: Figure?

  package init(
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
