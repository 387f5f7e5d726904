#if Redis
  /// The Lua scripts, each of which runs on the server atomically.
  ///
  /// A record is a hash with the fields `revision`, `expires`, `open`, `checksum` and `record`. Times are sixteen
  /// hexadecimal digits that sort as the times do, or `never`, which sorts behind them: Lua's numbers are floating-point
  /// and cannot hold nanoseconds.
  enum RedisScripts {
    /// Saves a record.
    ///
    /// KEYS: the record, the set of names of open records, the first quarantined record of this name.
    /// ARGV: name, now, revision it is based on, new revision, expires, open, checksum, record, time to live in
    /// milliseconds or empty, `1` for an irreplaceable record.
    ///
    /// Returns `saved`, `corrupt`, or the stored revision.
    static let save: RedisServer.Word = """
      local kind = redis.call('TYPE', KEYS[1]).ok
      local current = '0'
      if kind == 'hash' then
        local stored = redis.call('HMGET', KEYS[1], 'revision', 'expires', 'open', 'checksum')
        if not (stored[1] and stored[2] and stored[3] and stored[4]) or redis.call('HEXISTS', KEYS[1], 'record') == 0 then
          return 'corrupt'
        end
        if stored[2] > ARGV[2] then current = stored[1] end
      elseif kind ~= 'none' then
        return 'corrupt'
      elseif ARGV[10] == '1' and redis.call('EXISTS', KEYS[3]) == 1 then
        return 'corrupt'
      end
      if current ~= ARGV[3] then return current end
      -- Must be the first write: a full server refuses the first write of a script, and no later one.
      redis.call('HSET', KEYS[1], 'revision', ARGV[4], 'expires', ARGV[5], 'open', ARGV[6],
        'checksum', ARGV[7], 'record', ARGV[8])
      if ARGV[9] ~= '' then redis.call('PEXPIRE', KEYS[1], ARGV[9]) else redis.call('PERSIST', KEYS[1]) end
      if ARGV[6] == '1' then redis.call('SADD', KEYS[2], ARGV[1]) else redis.call('SREM', KEYS[2], ARGV[1]) end
      return 'saved'
      """

    /// Deletes a record. KEYS: the record, the set of names of open records. ARGV: name. Returns the number of deleted
    /// records.
    static let delete: RedisServer.Word = """
      redis.call('SREM', KEYS[2], ARGV[1])
      return redis.call('DEL', KEYS[1])
      """

    /// Renames a record that cannot be read.
    ///
    /// KEYS: the record, the set of names of open records. ARGV: name, checksum it must still have or empty, `1` for an
    /// irreplaceable record.
    ///
    /// Returns the new name, or null if the record was replaced.
    static let quarantine: RedisServer.Word = """
      local kind = redis.call('TYPE', KEYS[1]).ok
      if kind == 'none' then return false end
      if ARGV[2] ~= '' and (kind ~= 'hash' or redis.call('HGET', KEYS[1], 'checksum') ~= ARGV[2]) then
        return false
      end
      local number = 1
      while redis.call('EXISTS', KEYS[1] .. ':corrupt-' .. number) == 1 do number = number + 1 end
      local copy = KEYS[1] .. ':corrupt-' .. number
      redis.call('RENAME', KEYS[1], copy)
      redis.call('PERSIST', copy)
      if ARGV[3] == '1' then redis.call('SADD', KEYS[2], ARGV[1]) end
      return copy
      """

    /// Lists when records expire. KEYS: the records. Returns for each the time, `corrupt`, or null if it is missing.
    static let expiries: RedisServer.Word = """
      local replies = {}
      for index, key in ipairs(KEYS) do
        local kind = redis.call('TYPE', key).ok
        if kind == 'hash' then
          local stored = redis.call('HMGET', key, 'expires', 'revision', 'open', 'checksum')
          local isWhole = stored[1] and stored[2] and stored[3] and stored[4] and redis.call('HEXISTS', key, 'record') == 1
          replies[index] = isWhole and stored[1] or 'corrupt'
        else
          replies[index] = kind ~= 'none' and 'corrupt'
        end
      end
      return replies
      """
  }
#endif
