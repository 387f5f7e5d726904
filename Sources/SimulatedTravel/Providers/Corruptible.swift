import Primitives
import SimCore
import SimulatedServices
import TravelPlanner

/// An answer that can come damaged.
protocol Corruptible {
  /// The answer with so much of its list as `share` leaves.
  func keeping(_ share: Ratio) -> Self
  /// The answer with nonsense in it that still reads as an answer: amounts in another currency, or values that
  /// cannot be. Nil when it has nothing of the kind: then it cannot be read.
  func corrupted(_ corruption: FaultKind.Corruption) -> Self?
}

extension Corruptible {
  /// Throws `malformed` for an answer that cannot be read.
  func distorted(_ corruptions: [ResponseCorruption]) throws(ProviderError) -> Self {
    var answer = self
    for distortion in corruptions {
      switch distortion {
      case .partial(let share): answer = answer.keeping(share)
      case .corrupt(.malformed), .corrupt(.truncated): throw .malformed
      case .corrupt(let corruption):
        guard let corrupted = answer.corrupted(corruption) else { throw .malformed }
        answer = corrupted
      }
    }
    return answer
  }
}

extension Ratio {
  /// Returns the number of `count` results that this share leaves.
  fileprivate func of(_ count: Int) -> Int {
    let (high, low) = UInt64(count).multipliedFullWidth(by: parts)
    return Int(whole.dividingFullWidth((high, low)).quotient)
  }
}

extension Currency {
  /// Any other.
  fileprivate var another: Currency { self == .usd ? .eur : .usd }
}

extension FlightOffers: Corruptible {
  func keeping(_ share: Ratio) -> FlightOffers {
    FlightOffers(Array(options.prefix(share.of(options.count))), currency: currency)
  }

  func corrupted(_ corruption: FaultKind.Corruption) -> FlightOffers? {
    switch corruption {
    case .wrongCurrency: return FlightOffers(options, currency: currency.another)
    case .zeroPrice:
      var offers = self
      guard !offers.options.isEmpty else { return nil }
      offers.options[0].price = 0
      return offers
    case .malformed, .truncated: return nil
    }
  }
}

extension HotelOffers: Corruptible {
  func keeping(_ share: Ratio) -> HotelOffers {
    HotelOffers(Array(options.prefix(share.of(options.count))), currency: currency)
  }

  func corrupted(_ corruption: FaultKind.Corruption) -> HotelOffers? {
    switch corruption {
    case .wrongCurrency: return HotelOffers(options, currency: currency.another)
    case .zeroPrice:
      var offers = self
      guard !offers.options.isEmpty else { return nil }
      offers.options[0].pricePerNight = 0
      return offers
    case .malformed, .truncated: return nil
    }
  }
}

extension ActivityOffers: Corruptible {
  func keeping(_ share: Ratio) -> ActivityOffers {
    ActivityOffers(Array(options.prefix(share.of(options.count))), currency: currency)
  }

  /// An activity may be free, so there is no price that must not be zero.
  func corrupted(_ corruption: FaultKind.Corruption) -> ActivityOffers? {
    switch corruption {
    case .wrongCurrency: ActivityOffers(options, currency: currency.another)
    case .malformed, .truncated, .zeroPrice: nil
    }
  }
}

extension Forecast: Corruptible {
  func keeping(_ share: Ratio) -> Forecast { Forecast(Array(days.prefix(share.of(days.count)))) }

  /// Has no amounts.
  func corrupted(_ corruption: FaultKind.Corruption) -> Forecast? { nil }
}

extension Classification: Corruptible {
  func keeping(_ share: Ratio) -> Classification { self }
  func corrupted(_ corruption: FaultKind.Corruption) -> Classification? { nil }
}

extension Narrative: Corruptible {
  func keeping(_ share: Ratio) -> Narrative { self }
  func corrupted(_ corruption: FaultKind.Corruption) -> Narrative? { nil }
}
