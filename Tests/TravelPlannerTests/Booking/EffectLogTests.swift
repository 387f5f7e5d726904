import Testing
import TravelPlanner

@Suite("Effect log")
struct EffectLogTests {
  @Test func `an intended effect registers its compensation`() {
    var log = EffectLog()
    log.intend(Effect(.book, item: 1))
    #expect(log.unresolved == Effect(.book, item: 1))
    #expect(log.state(of: Effect(.cancelBooking, item: 1)) == .registered)
    #expect(log.state(of: Effect(.cancelBooking, item: 0)) == nil)
  }

  @Test func `compensations run in reverse`() {
    var log = EffectLog()
    for effect in [Effect(.createPayment), Effect(.confirmPayment), Effect(.book), Effect(.book, item: 1)] {
      log.intend(effect)
      log.complete(effect, as: TransactionID(number: 1))
    }
    var order: [Effect] = []
    while let next = log.nextCompensation {
      order.append(next)
      log.intend(next)
      #expect(log.unresolved == next)
      log.complete(next, as: nil)
    }
    // A payment that was made is given back, and there is nothing left to cancel.
    #expect(order == [Effect(.cancelBooking, item: 1), Effect(.cancelBooking), Effect(.refund)])
  }

  @Test func `a refused effect needs no compensation`() {
    var log = EffectLog()
    log.intend(Effect(.createPayment))
    log.complete(Effect(.createPayment), as: TransactionID(number: 1))
    log.intend(Effect(.confirmPayment))
    log.refuse(Effect(.confirmPayment))
    #expect(log.state(of: Effect(.refund)) == .dropped)
    #expect(log.nextCompensation == Effect(.cancelPayment))
  }

  @Test("settling an effect that is not intended traps")
  func settleUnknown() async {
    await #expect(processExitsWith: .failure) {
      var log = EffectLog()
      log.complete(Effect(.book), as: nil)
    }
  }
}
