import { createHash } from 'node:crypto';

/** A Lua script that Redis runs whole: nothing else comes between. */
export interface Script {
  readonly lua: string;
  readonly sha: string;
}

/** Redis's own clock; whole numbers as text, which Lua would otherwise shorten; a counter that starts at the time. */
const PRELUDE = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local function whole(number) return string.format('%.0f', number) end
local function advance(counter)
  redis.call('SET', counter, whole(now * 1000), 'NX')
  return redis.call('INCR', counter)
end
local function keep(key, ms)
  if redis.call('PTTL', key) < ms then redis.call('PEXPIRE', key, whole(ms)) end
end
local function take(set, member, ends)
  redis.call('ZADD', set, whole(ends), member)
  keep(set, ends - now + 1000)
end
local function mark(run, grace, graceMs, id, known)
  local before = redis.call('GET', run)
  if before == id then return end
  redis.call('SET', run, id)
  if before or known then redis.call('SET', grace, '1', 'PX', graceMs) end
end
`;

/** Puts a value, unless another version is held than the expected one. */
const PUTTING = `
local function put(held, counter, value, type, ttl, expected)
  local version = redis.call('HGET', held, 'version') or '0'
  if expected ~= '' and version ~= expected then return false end
  local new = advance(counter)
  redis.call('DEL', held)
  redis.call('HSET', held, 'value', value, 'type', type, 'version', whole(new), 'at', whole(now))
  if ttl ~= '' then redis.call('PEXPIRE', held, ttl) end
  return new
end
`;

/** Appends the arguments from the given one on, and drops what is too much or too old. */
const APPENDING = `
local function append(stream, counter, most, age, from)
  local cursors = {}
  for index = from, #ARGV do
    local cursor = advance(counter)
    redis.call('XADD', stream, whole(cursor) .. '-0', 'at', whole(now), 'data', ARGV[index])
    table.insert(cursors, cursor)
  end
  redis.call('XTRIM', stream, 'MAXLEN', most)
  local oldest = now - tonumber(age)
  while true do
    local first = redis.call('XRANGE', stream, '-', '+', 'COUNT', 1)[1]
    if not first or tonumber(first[2][2]) > oldest then break end
    redis.call('XDEL', stream, first[1])
  end
  return cursors
end
`;

const script = (body: string): Script => {
  const lua = PRELUDE + body;
  return { lua, sha: createHash('sha1').update(lua).digest('hex') };
};

export const NOW = script('return now');

/** KEYS held, counter. ARGV value, its type, ttl or '', expected version or ''. */
export const PUT = script(`${PUTTING}
return put(KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3], ARGV[4])`);

/** KEYS lock. ARGV holder, ttl. */
export const ACQUIRE = script(`
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`);

/** KEYS lock. ARGV holder, ttl. */
export const RENEW = script(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`);

/** KEYS lock. ARGV holder. */
export const RELEASE = script(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`);

/**
 * KEYS run, counter, running, log, group, holds … (the first is the one after a restart). ARGV run, grace, lease, concurrency limit, log
 * limit or '', window.
 * @returns [1, ticket, now] or [0, kind, which hold, waits …]
 */
export const ADMIT = script(`
mark(KEYS[1], KEYS[6], ARGV[2], ARGV[1], false)
local leaseMs, windowMs = tonumber(ARGV[3]), tonumber(ARGV[6])

local longest, held = 0, 0
for index = 6, #KEYS do
  local ms = redis.call('PTTL', KEYS[index])
  if ms >= longest then longest, held = ms, index - 6 end
end
if longest > 0 then return {0, 'hold', held, longest + 1} end

local function refusal(set, limit, kind, most)
  redis.call('ZREMRANGEBYSCORE', set, '-inf', '(' .. whole(now))
  local over = redis.call('ZCARD', set) - limit
  if over < 0 then return nil end
  local taken = redis.call('ZRANGE', set, over, -1, 'WITHSCORES')
  local waits = {}
  for index = 2, #taken, 2 do
    local wait = tonumber(taken[index]) - now
    -- The place of a lost ticket stands under its negative number.
    if string.sub(taken[index - 1], 1, 1) ~= '-' then wait = math.min(wait, most) end
    table.insert(waits, wait + 1)
  end
  table.sort(waits)
  return {0, kind, 0, unpack(waits)}
end
local refused = ARGV[5] ~= '' and refusal(KEYS[4], tonumber(ARGV[5]), 'log', windowMs) or refusal(KEYS[3], tonumber(ARGV[4]), 'concurrency', leaseMs)
if refused then return refused end

local id = advance(KEYS[2])
local member = whole(id)
take(KEYS[3], member, now + leaseMs)
if ARGV[5] ~= '' then
  take(KEYS[4], member, now + leaseMs + windowMs)
  take(KEYS[5], KEYS[4], now + leaseMs + windowMs)
end
return {1, id, now}`);

/** KEYS running, log, group. ARGV ticket, settlement, window or '', channel. @returns now */
export const SETTLE = script(`
if ARGV[2] == 'LOST' then
  local ends = ARGV[3] ~= '' and redis.call('ZSCORE', KEYS[2], ARGV[1])
  if ends then
    redis.call('ZREM', KEYS[2], ARGV[1])
    redis.call('ZADD', KEYS[2], ends, '-' .. ARGV[1])
  end
  return now
end
redis.call('ZREM', KEYS[1], ARGV[1])
if ARGV[3] ~= '' then
  if ARGV[2] == 'UNUSED' then redis.call('ZREM', KEYS[2], ARGV[1])
  else
    local ends = now + tonumber(ARGV[3])
    take(KEYS[2], ARGV[1], ends)
    local known = tonumber(redis.call('ZSCORE', KEYS[3], KEYS[2]) or 0)
    take(KEYS[3], KEYS[2], math.max(known, ends))
  end
end
redis.call('PUBLISH', ARGV[4], '')
return now`);

/**
 * Puts back what an instance knows to be taken, after a restart of Redis that may have lost it.
 * KEYS run, grace. ARGV run, grace, entries as JSON: [set, member, end] each.
 */
export const RESTORE = script(`
mark(KEYS[1], KEYS[2], ARGV[2], ARGV[1], true)
for _, entry in ipairs(cjson.decode(ARGV[3])) do
  local set, member, ends = entry[1], entry[2], entry[3]
  if ends >= now and not redis.call('ZSCORE', set, member) then take(set, member, ends) end
end`);

/** KEYS hold. ARGV ms, channel. */
export const HOLD = script(`
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
redis.call('PUBLISH', ARGV[2], '')`);

/** KEYS hold. ARGV channel. */
export const LIFT = script(`
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', ARGV[1], '')`);

/** KEYS running, groups …. @returns how many run, then for each group the most taken and the time when a place of that log is free */
export const INSPECT = script(`
local from = whole(now)
local answer = {redis.call('ZCOUNT', KEYS[1], from, '+inf')}
for index = 2, #KEYS do
  local taken, free = 0, 0
  for _, log in ipairs(redis.call('ZRANGEBYSCORE', KEYS[index], from, '+inf')) do
    local count = redis.call('ZCOUNT', log, from, '+inf')
    if count > 0 and count >= taken then
      local first = tonumber(redis.call('ZRANGEBYSCORE', log, from, '+inf', 'WITHSCORES', 'LIMIT', 0, 1)[2])
      if count > taken or first > free then taken, free = count, first end
    end
  end
  redis.call('ZREMRANGEBYSCORE', KEYS[index], '-inf', '(' .. from)
  table.insert(answer, taken)
  table.insert(answer, free + 1)
end
return answer`);

/** KEYS stream, counter. ARGV most entries, most age, data …. @returns the cursors */
export const APPEND = script(`${APPENDING}
return append(KEYS[1], KEYS[2], ARGV[1], ARGV[2], 3)`);

/** KEYS held, its counter, stream, its counter. ARGV value, its type, ttl or '', expected version or '', channel, most entries, most age, data …. */
export const PUT_AND_APPEND = script(`${PUTTING}${APPENDING}
local version = put(KEYS[1], KEYS[2], ARGV[1], ARGV[2], ARGV[3], ARGV[4])
if not version then return false end
append(KEYS[3], KEYS[4], ARGV[6], ARGV[7], 8)
redis.call('PUBLISH', ARGV[5], '')
return version`);

/** KEYS stream, counter. ARGV after or '', before or '', limit, 1 for newest first. @returns [newest, first, entry …] */
export const READ = script(`
local from = ARGV[1] == '' and '-' or whole(tonumber(ARGV[1]) + 1) .. '-0'
local to = ARGV[2] == '' and '+' or whole(tonumber(ARGV[2]) - 1) .. '-0'
local first = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
local entries
if ARGV[4] == '1' then entries = redis.call('XREVRANGE', KEYS[1], to, from, 'COUNT', ARGV[3])
else entries = redis.call('XRANGE', KEYS[1], from, to, 'COUNT', ARGV[3]) end
local answer = {redis.call('GET', KEYS[2]) or '', first and first[1] or ''}
for _, entry in ipairs(entries) do table.insert(answer, {entry[1], entry[2][2], entry[2][4]}) end
return answer`);

/** KEYS bucket. ARGV its capacity, points restored a second, the least and the most to take; negative ones are given back. What is not held is full. */
export const TAKE_POINTS = script(`
local capacity, rate, least, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local held = redis.call('HMGET', KEYS[1], 'points', 'at')
local points = tonumber(held[1]) or capacity
local passed = math.max(0, now - (tonumber(held[2]) or now))
points = math.min(capacity, points + passed / 1000 * rate)
local taken = 0
if points >= least then taken = math.min(points, most) end
points = math.min(capacity, points - taken)
redis.call('HSET', KEYS[1], 'points', string.format('%.3f', points), 'at', whole(now))
redis.call('PEXPIRE', KEYS[1], whole(math.ceil((capacity - points) / rate * 1000) + 1000))
return { string.format('%.3f', taken), string.format('%.3f', points) }`);
