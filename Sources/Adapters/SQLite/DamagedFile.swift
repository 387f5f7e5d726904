/// What to do about a database file that cannot be read.
///
/// Either way it is moved to `FILE.corrupt-1` (or the next free number), with its `-wal` and `-shm`, and reported.
package enum DamagedFile: Hashable, Sendable {
  /// Opening throws, now and for as long as there is a `FILE.corrupt-1` and no `FILE`: nobody starts anew, and
  /// books again what the lost file had booked, by running a command twice.
  case refuse
  /// A new database is begun; the store's `damages` say what was set aside.
  case startNew
}
