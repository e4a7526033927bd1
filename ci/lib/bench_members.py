"""How many pages of the members' site are made in a second, for a member who is logged in."""

import http.client
import re
import subprocess
import urllib.parse

from bench_rows import BenchError, Row

LOAD_SECONDS = 2
CONNECTIONS = 16
PAGES_A_SECOND = 500.0  # the limit we set: a member needs one page


def session_of(server):
    """The cookies of a member who has logged in."""
    members = server.target["members"]
    cookies = {}

    def ask(method, path, body=None):
        connection = http.client.HTTPConnection(members["address"], members["port"], timeout=30)
        headers = {"Host": members["host"], "Content-Type": "application/x-www-form-urlencoded",
                   "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, value = cookie.split(";")[0].split("=", 1)
            cookies[name] = value
        connection.close()
        return text

    token = re.search(r'name="token" value="([^"]*)"', ask("GET", "/")).group(1)
    ask("POST", "/login", urllib.parse.urlencode(
        {"token": token, "login": members["login"], "password": server.member_password}))
    if "member" not in cookies:
        raise BenchError("the member does not get in")
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def pages_per_second(server, path, cookies):
    members = server.target["members"]
    output = subprocess.run(
        ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{LOAD_SECONDS}s",
         "--header", f"Host: {members['host']}", "--header", f"Cookie: {cookies}",
         f"http://{members['address']}:{members['port']}{path}"],
        check=True, capture_output=True, text=True, timeout=LOAD_SECONDS + 30).stdout
    if "Non-2xx" in output:
        raise BenchError(f"the members' site refuses pages:\n{output}")
    return float(re.search(r"Requests/sec:\s*([\d.]+)", output).group(1))


def bench_members(server, rounds):
    rows = []
    cookies = session_of(server)
    for name, path in (("accounts", "/accounts"), ("form to add", "/accounts/add"), ("applications", "/applications")):
        row = Row(f"Members' site, {name}", "pages/s", "the limit we set")
        row.others.append(PAGES_A_SECOND)
        for _ in range(rounds):
            row.ours.append(pages_per_second(server, path, cookies))
        rows.append(row)
    return rows
