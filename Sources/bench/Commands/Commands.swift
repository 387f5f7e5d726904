/// Every command, in the order of the help.
let commands: [any Command.Type] = [
  RunCommand.self, PlanCommand.self, TripsCommand.self, PricesCommand.self, StoreCommand.self,
  ChaosCommand.self, ReplayCommand.self, MergeCommand.self, MutantsCommand.self,
  MetastabilityCommand.self,
  ValidateCommand.self, ConformanceCommand.self, BackoffCommand.self, BookingFaultsCommand.self,
  KernelCommand.self, DeterminismCommand.self, ReportCommand.self, ListCommand.self, ShowCommand.self,
  DoctorCommand.self, CompletionCommand.self,
]
