-- wrk script: cold-start requests of random imported users. USERS, SEED, STRATEGY and TOKEN come from run.py.
local users, strategy = tonumber(os.getenv("USERS")), os.getenv("STRATEGY") or ""
local headers = {["Content-Type"] = "application/json"}
if os.getenv("TOKEN") then headers["Authorization"] = "Bearer " .. os.getenv("TOKEN") end
local wish = strategy ~= "" and string.format(', "strategy": "%s"', strategy) or ""

function init() math.randomseed(tonumber(os.getenv("SEED") or "1")) end

function request()
  return wrk.format("POST", "/recommendations/cold-start", headers,
    string.format('{"user_id": %d, "num_recommendations": 10%s}', math.random(users), wish))
end

-- One line for run.py: requests/s, p50 ms, p99 ms, answers that were not 2xx or failed.
function done(summary, latency)
  local e = summary.errors
  print(string.format("RESULT %.1f %.3f %.3f %d", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
