-- wrk's side of a load: posts one body; PAUSE (ms, may have a fraction) rests a connection that long before each request.
local file = io.open(os.getenv("BODY_FILE"), "rb")
wrk.method = "POST"
wrk.body = file:read("*a")
file:close()
wrk.headers["content-type"] = "application/json"
wrk.headers["accept"] = "application/json"
local token = os.getenv("TOKEN")
if token then wrk.headers["authorization"] = "Bearer " .. token end

local pause = tonumber(os.getenv("PAUSE") or "0")
if pause > 0 then
  function delay()
    local whole = math.floor(pause)
    return whole + (math.random() < pause - whole and 1 or 0)
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('\n{"requests":%d,"us":%d,"p50":%d,"p99":%d,"max":%d,"faults":%d}\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency.max, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
