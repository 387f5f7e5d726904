import Primitives
package import TravelPlanner

/// The state of a simulated payment gateway as a value: payments and keys. The caller passes the time.
///
/// Every change is also a ledger entry, so the state of an earlier process is restored by replaying
/// the entries.
struct GatewayState: IdempotentState {
  typealias Failure = PaymentError

  private struct Account {
    var amount: Money
    var card: SimulatedCard
    var status: PaymentStatus = .pending
    /// True once the payment is cancelled; confirmations are then refused.
    var isClosed = false
    var settlesAt: Int64 = 0
    var refunded: Int64 = 0

    func payment(_ number: UInt64, at now: Int64) -> Payment {
      var status = status
      if status == .succeeded {
        if settlesAt > now { status = .processing }
        if refunded == amount.minorUnits { status = .refunded }
      }
      return Payment(id: TransactionID(number: number), amount: amount, status: status)
    }
  }

  private var accounts = IDTable<UInt64, Account>()
  var keys: IdempotencyStore

  init(_ rules: IdempotencyRules) { keys = IdempotencyStore(rules) }

  /// The time in nanoseconds for which a slow payment stays `processing`.
  static let processing: Int64 = 3_000_000_000

  // MARK: Requests

  mutating func create(
    _ order: PaymentOrder, _ call: Arrival, _ ledger: ProviderLedger
  ) -> Result<Payment, PaymentError> {
    let payload = Fingerprint.of(order)
    switch find(call, payload, ledger) {
    case .failure(let error): return .failure(error)
    case .success(let known?):
      return .success(
        Payment(id: TransactionID(number: known.subject), amount: order.amount, status: .pending))
    case .success(nil): break
    }
    // Without idempotency keys every call creates a payment.
    var number = SplitMix64.mix(order.booking.rawValue ^ 0x7061_796D_656E_74)
    while accounts[number] != nil { number = SplitMix64.mix(number) }
    accounts[number] = Account(amount: order.amount, card: SimulatedCard(order.method))
    note(call.entry(.paymentCreated, payload, number, order.amount), ledger)
    return .success(Payment(id: TransactionID(number: number), amount: order.amount, status: .pending))
  }

  mutating func confirm(
    _ id: TransactionID, _ call: Arrival, _ ledger: ProviderLedger
  ) -> Result<Payment, PaymentError> {
    guard let number = id.number, let account = accounts[number] else { return .failure(.unknownPayment) }
    let payload = Fingerprint.of(number)
    switch find(call, payload, ledger) {
    case .failure(let error): return .failure(error)
    case .success(let known?):
      if let reason = known.declined { return .failure(.declined(reason)) }
      let status: PaymentStatus = account.settlesAt > call.time ? .processing : .succeeded
      return .success(Payment(id: id, amount: account.amount, status: status))
    case .success(nil): break
    }
    // A declined payment may be confirmed again; a cancelled one may not.
    guard !account.isClosed, account.status == .pending || account.status == .failed else {
      return .failure(.refused)
    }
    switch account.card {
    case .declined(let reason):
      accounts[number]?.status = .failed
      note(call.entry(.declined, payload, number, account.amount, declined: reason), ledger)
      return .failure(.declined(reason))
    case .good, .slow:
      var charged = account
      charged.status = .succeeded
      if case .slow = account.card { charged.settlesAt = call.time + GatewayState.processing }
      accounts[number] = charged
      note(call.entry(.charged, payload, number, account.amount), ledger)
      return .success(charged.payment(number, at: call.time))
    }
  }

  func payment(_ id: TransactionID, at now: Int64) -> Result<Payment, PaymentError> {
    guard let number = id.number, let account = accounts[number] else { return .failure(.unknownPayment) }
    return .success(account.payment(number, at: now))
  }

  mutating func cancel(
    _ id: TransactionID, _ call: Arrival, _ ledger: ProviderLedger
  ) -> Result<Payment, PaymentError> {
    guard let number = id.number, let account = accounts[number] else { return .failure(.unknownPayment) }
    let payload = Fingerprint.of(number)
    switch find(call, payload, ledger) {
    case .failure(let error): return .failure(error)
    case .success(_?): return .success(account.payment(number, at: call.time))
    case .success(nil): break
    }
    guard account.status == .pending || account.status == .failed else { return .failure(.refused) }
    var closed = account
    closed.status = .failed
    closed.isClosed = true
    accounts[number] = closed
    note(call.entry(.paymentCancelled, payload, number), ledger)
    return .success(closed.payment(number, at: call.time))
  }

  mutating func refund(
    _ amount: Money, of id: TransactionID, _ call: Arrival, _ ledger: ProviderLedger
  ) -> Result<Refund, PaymentError> {
    guard let number = id.number, let account = accounts[number] else { return .failure(.unknownPayment) }
    let payload = Fingerprint.of(number, amount: amount.minorUnits)
    let refund = Refund(
      id: TransactionID(number: SplitMix64.mix(number &+ UInt64(bitPattern: account.refunded) &+ 1)),
      amount: amount, status: .succeeded)
    switch find(call, payload, ledger) {
    case .failure(let error): return .failure(error)
    case .success(_?): return .success(refund)
    case .success(nil): break
    }
    let left = account.amount.minorUnits - account.refunded
    guard account.status == .succeeded, amount.currency == account.amount.currency,
      (1...max(1, left)).contains(amount.minorUnits), left > 0
    else { return .failure(.refused) }
    accounts[number]?.refunded += amount.minorUnits
    note(call.entry(.refunded, payload, number, amount), ledger)
    return .success(refund)
  }
}

extension GatewayState {
  /// Restores the state from a ledger. `card` stands for the payment methods, which a ledger does not hold.
  init(_ rules: IdempotencyRules, replaying entries: [LedgerEntry], card: SimulatedCard = .good) {
    self.init(rules)
    for entry in entries {
      switch entry.act {
      case .paymentCreated:
        accounts[entry.subject] = Account(
          amount: Money(minorUnits: entry.amount, entry.currency), card: card)
      case .charged: accounts[entry.subject]?.status = .succeeded
      case .declined: accounts[entry.subject]?.status = .failed
      case .paymentCancelled:
        accounts[entry.subject]?.status = .failed
        accounts[entry.subject]?.isClosed = true
      case .refunded: accounts[entry.subject]?.refunded += entry.amount
      case .booked, .bookingCancelled, .bookingRefused, .replayed, .keyRefused, .keyBusy: continue
      }
      keys.remember(entry)
    }
  }
}

/// The behavior of a simulated gateway for a payment method, chosen by its token.
///
/// | token                                       | does                           |
/// | ------------------------------------------- | ------------------------------ |
/// | `pm_card_chargeDeclined`                    | declined                       |
/// | `pm_card_chargeDeclinedInsufficientFunds`   | declined: not enough funds     |
/// | `pm_card_chargeDeclinedExpiredCard`         | declined: expired              |
/// | `pm_card_chargeDeclinedFraudulent`          | declined: refused for safety   |
/// | `pm_card_authenticationRequired`            | declined: asks for more        |
/// | `pm_card_processing`                        | succeeds after 3 s of `processing` |
/// | any other                                   | succeeds                       |
package enum SimulatedCard: Hashable, Sendable {
  case good
  case slow
  case declined(DeclineReason)

  package init(_ method: PaymentMethod) {
    self =
      switch method.token {
      case "pm_card_chargeDeclined": .declined(.cardDeclined)
      case "pm_card_chargeDeclinedInsufficientFunds": .declined(.insufficientFunds)
      case "pm_card_chargeDeclinedExpiredCard": .declined(.expiredCard)
      case "pm_card_chargeDeclinedFraudulent": .declined(.suspectedFraud)
      case "pm_card_authenticationRequired": .declined(.authenticationRequired)
      case "pm_card_processing": .slow
      default: .good
      }
  }
}
