import { createHash } from 'node:crypto';

/** A Lua script that Redis runs whole: nothing else comes between. */
export interface Script {
  readonly lua: string;
  readonly sha: string;
}

/** Redis's own clock; whole numbers as text, which Lua would otherwise shorten. */
const CLOCK = `
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local function whole(number) return string.format('%.0f', number) end
`;

/** A server that has been up for so long lost nothing that counts: an account of which it knows nothing is new. */
const NEW_SERVER_SECONDS = 120;
/** More than a command is on its way at the most: a difference beyond it is a clock that was set. */
export const CLOCK_SET_MS = 2_000;

/**
 * For scripts that number or admit. KEYS run, counters, grace. ARGV how long the grace is, the time that the instance expects or ''.
 *
 * Another server than last time (it was started anew, or a replica took over) may have lost the last writes, or all: numbers that were given
 * are not given again, and nobody is admitted until every instance has put back what it knows. The same where its clock was set.
 */
const NUMBERING = `
local run_key, counters, grace = KEYS[1], KEYS[2], KEYS[3]
local server = redis.call('INFO', 'server')
local run = string.match(server, 'run_id:(%w+)')
local before = redis.call('GET', run_key)
local isSet = ARGV[2] ~= '' and math.abs(now - tonumber(ARGV[2])) > ${CLOCK_SET_MS}
if before ~= run then
  local given = redis.call('HGETALL', counters)
  for index = 1, #given, 2 do
    if tonumber(given[index + 1]) < now * 1000 then redis.call('HSET', counters, given[index], whole(now * 1000)) end
  end
  redis.call('SET', run_key, run)
  isSet = isSet or before or tonumber(string.match(server, 'uptime_in_seconds:(%d+)')) < ${NEW_SERVER_SECONDS}
end
if isSet and ARGV[1] ~= '0' then redis.call('SET', grace, '1', 'PX', ARGV[1]) end
local function advance(counter)
  redis.call('HSETNX', counters, counter, whole(now * 1000))
  return redis.call('HINCRBY', counters, counter, 1)
end
`;

const PLACES = `
local function keep(key, ms)
  if redis.call('PTTL', key) < ms then redis.call('PEXPIRE', key, whole(ms)) end
end
local function take(set, member, ends)
  redis.call('ZADD', set, whole(ends), member)
  keep(set, ends - now + 1000)
end
local function takeAtLeast(set, member, ends)
  take(set, member, math.max(ends, tonumber(redis.call('ZSCORE', set, member) or 0)))
end
`;

/** Puts a value, unless another version is held than the expected one. */
const PUTTING = `
local function put(held, value, type, ttl, expected)
  local version = redis.call('HGET', held, 'version') or '0'
  if expected ~= '' and version ~= expected then return false end
  local new = advance('version')
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

const script = (...parts: readonly string[]): Script => {
  const lua = parts.join('\n');
  return { lua, sha: createHash('sha1').update(lua).digest('hex') };
};
const plain = (body: string) => script(CLOCK, body);
const numbering = (...parts: readonly string[]) => script(CLOCK, NUMBERING, ...parts);

/** KEYS any of the account's. */
export const NOW = plain('return now');

/** KEYS ping. Proves that it can be written. */
export const PING = plain(`redis.call('SET', KEYS[1], whole(now), 'PX', 1000)`);

/** KEYS lock. ARGV holder, ttl. */
export const ACQUIRE = plain(`
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`);

/** KEYS lock. ARGV holder, ttl. */
export const RENEW = plain(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`);

/** KEYS lock. ARGV holder. */
export const RELEASE = plain(`
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`);

/** KEYS … held. ARGV … value, its type, ttl or '', expected version or ''. */
export const PUT = numbering(PUTTING, 'return put(KEYS[4], ARGV[3], ARGV[4], ARGV[5], ARGV[6])');

/** KEYS …. @returns [now, run] */
export const BEAT = numbering('return {now, run}');

/**
 * KEYS … running, log, group, holds …. ARGV … lease, concurrency limit, log limit or '', window.
 * @returns [now, run, ticket] or [now, run, 0, kind, which hold (0: the grace), waits …]
 */
export const ADMIT = numbering(
  PLACES,
  `
local leaseMs, windowMs = tonumber(ARGV[3]), tonumber(ARGV[6])
local running, log, group = KEYS[4], KEYS[5], KEYS[6]

local longest, held = redis.call('PTTL', grace), 0
for index = 7, #KEYS do
  local ms = redis.call('PTTL', KEYS[index])
  if ms > longest then longest, held = ms, index - 6 end
end
if longest > 0 then return {now, run, 0, 'hold', held, longest + 1} end

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
  return {now, run, 0, kind, 0, unpack(waits)}
end
local refused = ARGV[5] ~= '' and refusal(log, tonumber(ARGV[5]), 'log', windowMs) or refusal(running, tonumber(ARGV[4]), 'concurrency', leaseMs)
if refused then return refused end

local id = advance('ticket')
local member = whole(id)
take(running, member, now + leaseMs)
if ARGV[5] ~= '' then
  take(log, member, now + leaseMs + windowMs)
  take(group, log, now + leaseMs + windowMs)
end
return {now, run, id}`,
);

/** KEYS running, log, group. ARGV ticket, settlement, window or '', channel. @returns now */
export const SETTLE = script(
  CLOCK,
  PLACES,
  `
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
    takeAtLeast(KEYS[3], KEYS[2], ends)
  end
end
redis.call('PUBLISH', ARGV[4], '')
return now`,
);

/**
 * Puts back what an instance knows to be taken, where Redis may have lost it, or its clock is another one.
 * KEYS any of the account's. ARGV entries as JSON: [kind, key, member, ms left] each; kind: own, shared or hold. 1 where the clock was set: holds
 * that stood before may have become too long.
 */
export const RESTORE = script(
  CLOCK,
  PLACES,
  `
for _, entry in ipairs(cjson.decode(ARGV[1])) do
  local kind, key, member, left = entry[1], entry[2], entry[3], entry[4]
  if kind == 'own' then take(key, member, now + left)
  elseif kind == 'shared' then takeAtLeast(key, member, now + left)
  elseif ARGV[2] == '1' or redis.call('PTTL', key) < left then redis.call('SET', key, '1', 'PX', whole(left)) end
end`,
);

/** KEYS hold. ARGV ms, channel. */
export const HOLD = plain(`
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then redis.call('SET', KEYS[1], '1', 'PX', ARGV[1]) end
redis.call('PUBLISH', ARGV[2], '')`);

/** KEYS hold. ARGV channel. */
export const LIFT = plain(`
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', ARGV[1], '')`);

/** KEYS running, groups …. @returns how many run, then for each group the most taken and the time when a place of that log is free */
export const INSPECT = plain(`
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

/** KEYS … stream. ARGV … its counter, most entries, most age, data …. @returns the cursors */
export const APPEND = numbering(APPENDING, 'return append(KEYS[4], ARGV[3], ARGV[4], ARGV[5], 6)');

/** KEYS … held, stream. ARGV … value, its type, ttl or '', expected version or '', channel, the stream's counter, most entries, most age, data …. */
export const PUT_AND_APPEND = numbering(
  PUTTING,
  APPENDING,
  `
local version = put(KEYS[4], ARGV[3], ARGV[4], ARGV[5], ARGV[6])
if not version then return false end
append(KEYS[5], ARGV[8], ARGV[9], ARGV[10], 11)
redis.call('PUBLISH', ARGV[7], '')
return version`,
);

/** KEYS … stream. ARGV … its counter, after or '', before or '', limit, 1 for newest first. @returns [newest, first, entry …] */
export const READ = numbering(`
local from = ARGV[4] == '' and '-' or whole(tonumber(ARGV[4]) + 1) .. '-0'
local to = ARGV[5] == '' and '+' or whole(tonumber(ARGV[5]) - 1) .. '-0'
local first = redis.call('XRANGE', KEYS[4], '-', '+', 'COUNT', 1)[1]
local entries
if ARGV[7] == '1' then entries = redis.call('XREVRANGE', KEYS[4], to, from, 'COUNT', ARGV[6])
else entries = redis.call('XRANGE', KEYS[4], from, to, 'COUNT', ARGV[6]) end
local answer = {redis.call('HGET', counters, ARGV[3]) or '', first and first[1] or ''}
for _, entry in ipairs(entries) do table.insert(answer, {entry[1], entry[2][2], entry[2][4]}) end
return answer`);

/** KEYS bucket. ARGV its capacity, points restored a second, the least and the most to take; negative ones are given back. What is not held is full. */
export const TAKE_POINTS = plain(`
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
