-- Visits of the counter for wrk, each of another visitor than the one before: a proxy in front says so.
local visitor = 0

function request()
  visitor = visitor + 1
  local address = string.format("10.%d.%d.%d", math.floor(visitor / 65536) % 256, math.floor(visitor / 256) % 256,
                                visitor % 256)
  return wrk.format("GET", "/cgi-bin/Count.cgi?df=example.jp&md=10&dd=A",
                    {Host = "www.example.jp", Referer = "http://www.example.jp/", ["X-Forwarded-For"] = address})
end
