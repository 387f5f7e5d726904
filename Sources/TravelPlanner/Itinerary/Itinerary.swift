public struct Itinerary: Sendable, Hashable {}
