/// Names of commands and options that were replaced. A former name is a usage error that tells the current one.
enum FormerNames {
  /// Current names of commands by their former names.
  static let commands = [
    "bookings": "booking-faults",
    "contention": "backoff",
    "digests": "determinism",
  ]

  /// Current names of the tasks of `bench store` by their former names.
  static let storeTasks = ["work": "soak"]

  /// Current names of options by their former names. They apply to commands that have an option of the current name.
  static let options = [
    "at-rest": "quiescent",
    "books": "ledgers",
    "day-words": "day-descriptions",
    "learn": "learn-preferences",
    "life": "generation",
    "no-harness": "no-overhead",
    "no-twin": "no-host-run",
    "since": "series-start",
    "taste": "preferences",
    "told": "acknowledged",
    "twins": "recheck",
  ]
}
