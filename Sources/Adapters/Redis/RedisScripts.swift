#if Redis
  /// What runs on the server in one piece.
  ///
  /// A record is a hash with the fields `revision`, `expires`, `open`, `checksum` and `record`. Times are sixteen
  /// hexadecimal digits that sort as the times do, or `never`, which sorts behind them: numbers of scripts are
  /// floating and too short for nanoseconds.
  enum RedisScripts {
    /// KEYS: the record, the set of names of open ones, what was set aside first under this name.
    /// ARGV: name, now, revision it is based on, new revision, expires, open, checksum, record, milliseconds the
    /// server keeps it or nothing, whether it is irreplaceable.
    ///
    /// Answers `saved`, `damaged`, or the revision that is there.
    static let save: RedisServer.Word = """
      local kind = redis.call('TYPE', KEYS[1]).ok
      local current = '0'
      if kind == 'hash' then
        local kept = redis.call('HMGET', KEYS[1], 'revision', 'expires', 'open', 'checksum')
        if not (kept[1] and kept[2] and kept[3] and kept[4]) or redis.call('HEXISTS', KEYS[1], 'record') == 0 then
          return 'damaged'
        end
        if kept[2] > ARGV[2] then current = kept[1] end
      elseif kind ~= 'none' then
        return 'damaged'
      elseif ARGV[10] == '1' and redis.call('EXISTS', KEYS[3]) == 1 then
        return 'damaged'
      end
      if current ~= ARGV[3] then return current end
      -- The first that writes: a full server refuses it, and would not after another had written.
      redis.call('HSET', KEYS[1], 'revision', ARGV[4], 'expires', ARGV[5], 'open', ARGV[6],
        'checksum', ARGV[7], 'record', ARGV[8])
      if ARGV[9] ~= '' then redis.call('PEXPIRE', KEYS[1], ARGV[9]) else redis.call('PERSIST', KEYS[1]) end
      if ARGV[6] == '1' then redis.call('SADD', KEYS[2], ARGV[1]) else redis.call('SREM', KEYS[2], ARGV[1]) end
      return 'saved'
      """

    /// KEYS: the record, the set of names of open ones. ARGV: name. Answers how many there were.
    static let delete: RedisServer.Word = """
      redis.call('SREM', KEYS[2], ARGV[1])
      return redis.call('DEL', KEYS[1])
      """

    /// KEYS: the record, the set of names of open ones. ARGV: name, checksum it must still have or nothing,
    /// whether it is irreplaceable.
    ///
    /// Answers the new name, or null when it is another record by now.
    static let setAside: RedisServer.Word = """
      local kind = redis.call('TYPE', KEYS[1]).ok
      if kind == 'none' then return false end
      if ARGV[2] ~= '' and (kind ~= 'hash' or redis.call('HGET', KEYS[1], 'checksum') ~= ARGV[2]) then
        return false
      end
      local number = 1
      while redis.call('EXISTS', KEYS[1] .. ':corrupt-' .. number) == 1 do number = number + 1 end
      local aside = KEYS[1] .. ':corrupt-' .. number
      redis.call('RENAME', KEYS[1], aside)
      redis.call('PERSIST', aside)
      if ARGV[3] == '1' then redis.call('SADD', KEYS[2], ARGV[1]) end
      return aside
      """

    /// KEYS: records. Answers for each when it expires, or `damaged`, or null when it is gone.
    static let expiries: RedisServer.Word = """
      local answers = {}
      for place, key in ipairs(KEYS) do
        local kind = redis.call('TYPE', key).ok
        if kind == 'hash' then
          local kept = redis.call('HMGET', key, 'expires', 'revision', 'open', 'checksum')
          local isWhole = kept[1] and kept[2] and kept[3] and kept[4] and redis.call('HEXISTS', key, 'record') == 1
          answers[place] = isWhole and kept[1] or 'damaged'
        else
          answers[place] = kind ~= 'none' and 'damaged'
        end
      end
      return answers
      """
  }
#endif
