import Mutation
import Primitives

/// The constant part of a booking, fixed when it is made.
///
/// A class, because a record is copied with every save and the rest of it is plain numbers.
@usableFromInline
package final class BookingTerms: Sendable {
  @usableFromInline package let id: BookingID
  @usableFromInline let requestKey: UInt64
  @usableFromInline let session: SessionID?
  @usableFromInline let quote: ConfirmedQuote
  @usableFromInline let contact: TravellerContact
  @usableFromInline let method: PaymentMethod
  @usableFromInline let lock: BudgetLock

  init(
    id: BookingID, requestKey: UInt64, session: SessionID?, quote: ConfirmedQuote, contact: TravellerContact,
    method: PaymentMethod, lock: BudgetLock
  ) {
    self.id = id
    self.requestKey = requestKey
    self.session = session
    self.quote = quote
    self.contact = contact
    self.method = method
    self.lock = lock
  }

  /// Creates the terms of a request, with the quote's total locked.
  convenience init(id: BookingID, _ request: BookingRequest, at time: Timestamp) {
    var amount = request.quote.total
    if isMutated(.roundedCharge) {
      amount = Money(minorUnits: (amount.minorUnits + 99) / 100 * 100, amount.currency)
    }
    self.init(
      id: id, requestKey: request.key, session: request.session, quote: request.quote,
      contact: request.contact,
      method: request.method, lock: BudgetLock(amount: amount, lockedAt: time))
  }
}

extension BookingTerms: Hashable {
  @usableFromInline
  package static func == (left: BookingTerms, right: BookingTerms) -> Bool {
    left === right
      || left.id == right.id && left.requestKey == right.requestKey && left.session == right.session
        && left.quote == right.quote && left.contact == right.contact && left.method == right.method
        && left.lock == right.lock
  }

  @usableFromInline
  package func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(requestKey)
    hasher.combine(session)
    hasher.combine(quote)
    hasher.combine(contact)
    hasher.combine(method)
    hasher.combine(lock)
  }
}
