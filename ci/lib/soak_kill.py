"""kill -9 at random under load: of what was acknowledged nothing is lost, and nothing is counted twice."""

import collections
import contextlib
import gzip
import hashlib
import io
import re
import signal
import sys
import time

from reference_server import TREE, ServerError
from small_sink import SmallSink
from soak_parts import SECONDS, Load, emptied_mailbox, ftp, get, served_again, site_text, smtp, until, visitor

sys.path.append(str(TREE / "ci/e2e"))
from members_e2e import Member  # noqa: E402, a visitor of the members' site


class Mail:
    """To a mailbox here and to one elsewhere."""

    def __init__(self, server, sink):
        self.server, self.sink = server, sink
        self.acknowledged, self.here = [], collections.Counter()

    def bodies(self, number):
        return [lambda ended, one=one: self.send(ended, f"{number}-{one}") for one in range(3)]

    def send(self, ended, who):
        with contextlib.closing(smtp(self.server)) as session:
            count = 0
            while not ended.is_set():
                name = f"mail-{who}-{count}"
                # Some lie in the queue's table, some in files.
                text = f"Subject: {name}\r\n\r\n" + ("y" * 70 + "\r\n") * (2000 if count % 10 == 0 else 10)
                if not session.sendmail("taro@example.jp", ["taro@example.jp", f"{who}@elsewhere.example"], text):
                    self.acknowledged.append(name)
                count += 1

    @staticmethod
    def subjects(messages):
        return collections.Counter(match[1].decode() for one in messages if (match := re.search(rb"(?m)^Subject: (mail-\S+)\r?$", one)))

    def there(self):
        return self.subjects(one.octets for one in list(self.sink.messages))

    def after_a_kill(self):
        self.here += self.subjects(emptied_mailbox(self.server))

    def verdict(self, part):
        wanted = set(self.acknowledged)

        def all_here():
            self.after_a_kill()
            return wanted <= set(self.here)

        with contextlib.suppress(AssertionError):
            until(all_here, "mail here", 4 * SECONDS)
        # Who was being told of a message when the server died is told again after the first pause.
        part.server_of_kill.ask("clock", "set", "+10m")
        with contextlib.suppress(AssertionError):
            until(lambda: wanted <= set(self.there()), "mail elsewhere", 4 * SECONDS)
        lost = len(wanted - set(self.here)) + len(wanted - set(self.there()))
        twice = sum(count - 1 for count in self.here.values()), sum(count - 1 for count in self.there().values())
        part.tell("messages under way", f"{len(wanted)} acknowledged, {lost} lost; came twice: {twice[0]} here, {twice[1]} elsewhere (may be: between two commits)",
                  lost == 0 and len(wanted) > 0)


class Counting:
    """Visits of the access counter, each by another one than the last."""

    def __init__(self, server):
        self.server, self.counted, self.in_flight = server, 0, 0

    def bodies(self, number):
        self.in_flight += 2
        return [lambda ended, one=one: self.visit(ended, [f"127.{one + 1}.{number % 250 + 1}.{host}" for host in (1, 2, 3)]) for one in range(2)]

    def visit(self, ended, addresses):
        visitors = [visitor(self.server, address) for address in addresses]
        try:
            while not ended.is_set():
                for one in visitors:
                    status, _ = get(self.server, "/cgi-bin/Count.cgi?df=example.jp&md=10", one, Referer=f"http://{self.server.host}/")
                    self.counted += status == 200
        finally:
            for one in visitors:
                one.close()

    def after_a_kill(self):
        pass

    def verdict(self, part):
        value = sum(one["value"] for one in self.server.ask("counter", "show"))
        part.tell("visits of the counter", f"{self.counted} answered, counter at {value} (at most {self.in_flight} were being answered at a kill)",
                  self.counted <= value <= self.counted + self.in_flight and self.counted > 0)


class Uploads:
    """Files that are replaced again and again: each is whole, and no older than what was acknowledged."""

    sizes = (100, 10_000, 300_000, 1_500_000)

    def __init__(self, server):
        self.server, self.acknowledged, self.sent = server, {}, {}
        self.stored, self.old, self.torn, self.version = 0, 0, 0, 0

    def bodies(self, _):
        return [lambda ended, one=one: self.upload(ended, one) for one in range(2)]

    def upload(self, ended, who):
        with contextlib.closing(ftp(self.server)) as session:
            place = 0
            while not ended.is_set():
                name = f"upload-{who}-{place % 4}"
                self.version += 1
                version = self.version
                head = f"{name} {version}\n".encode()
                octets = head + (head * (self.sizes[place % 4] // len(head)))
                self.sent[name] = version
                session.storbinary(f"STOR /web/{name}", io.BytesIO(octets + hashlib.sha256(octets).hexdigest().encode()))
                self.acknowledged[name] = version
                self.stored += 1
                place += 1

    def after_a_kill(self):
        with contextlib.closing(ftp(self.server)) as session:
            for name, version in self.acknowledged.items():
                octets = io.BytesIO()
                session.retrbinary(f"RETR /web/{name}", octets.write)
                text = octets.getvalue()
                found = re.match(rf"{name} (\d+)\n".encode(), text)
                is_whole = found and hashlib.sha256(text[:-64]).hexdigest().encode() == text[-64:]
                self.torn += not is_whole
                self.old += bool(is_whole) and not version <= int(found[1]) <= self.sent[name]

    def verdict(self, part):
        left = len(list((self.server.folder / "state/site/staging").glob("*"))) if (self.server.folder / "state/site/staging").exists() else 0
        use, counted = self.server.ask("disk", "use")["use"], self.server.ask("disk", "recount")["use"]
        part.tell("uploads", f"{self.stored} acknowledged, {self.old} lost, {self.torn} torn, {left} left half; ledger {use} of {counted} octets",
                  self.stored > 0 and self.old == self.torn == left == 0)


class AccessLog:
    """Lines of the log through its rotations: none twice, and only the last moment's may be missing."""

    def __init__(self, server):
        self.server, self.answered, self.round = server, {}, 0
        self.lines, self.missing, self.holes, self.doubled, self.most = 0, 0, 0, 0, 0

    def bodies(self, number):
        self.round, self.answered = number, {}
        return [lambda ended, one=one: self.visit(ended, one) for one in range(2)]

    def visit(self, ended, who):
        connection = visitor(self.server)
        count = 0
        try:
            while not ended.is_set():
                get(self.server, f"/soak-{self.round}-{who}-{count:06}-{'x' * 400}", connection)
                count += 1
                self.answered[who] = count
        finally:
            connection.close()

    def after_a_kill(self):
        folder = self.server.folder / "state/site/root/log"
        # What was set aside is compressed after the start.
        until(lambda: not list((self.server.folder / "state/site/log-spool").glob("*")), "the log is compressed")
        text = b""
        for file in sorted(folder.glob("web.log*")):
            self.most = max(self.most, file.stat().st_size)
            text += gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        seen = collections.Counter(re.findall(rb'"GET /soak-(\d+-\d+-\d+)-', text))
        self.doubled += sum(count - 1 for count in seen.values())
        for who, answered in self.answered.items():
            there = sorted(int(one.rpartition(b"-")[2]) for one in seen if one.startswith(f"{self.round}-{who}-".encode()))
            self.lines += answered
            if not there:
                self.missing += answered
                continue
            self.holes += there[-1] - there[0] + 1 - len(there)
            self.missing += max(0, answered - there[-1] - 1)

    def verdict(self, part):
        generations = len(list((self.server.folder / "state/site/root/log").glob("web.log.*")))
        part.tell("lines of the access log", f"{self.lines} requests answered, {self.doubled} lines twice, {self.holes} lost in between, "
                  f"{self.missing} of the last moments before a kill not yet written; {generations} generations", self.lines > 0 and self.doubled == self.holes == 0)


class Applications:
    """Of members, while the office carries them out."""

    def __init__(self, server):
        self.server, self.acknowledged = server, set()

    def bodies(self, number):
        return [lambda ended: self.apply(ended, number), self.carry_out]

    def apply(self, ended, number):
        member = Member(self.server)
        count = 0
        while not ended.is_set():
            name = f"soak{number}-{count}"
            # Who has been away for long, by the server's clock, has to log in again.
            if not member.cookies.get("member"):
                if member.log_in().status != 303:
                    raise AssertionError("the member cannot log in")
            member.get("/accounts/add")
            if 'name="string"' in member.page:
                answer = member.send("/accounts/add", string=name)
                if answer.status == 303 and answer.headers["Location"].startswith("/applications?done="):
                    self.acknowledged.add(f"{name}@example.jp")
                count += 1
            else:
                member.cookies.clear()
            ended.wait(0.05)

    def carry_out(self, ended):
        """The next day comes, again and again."""
        while not ended.wait(0.4):
            with contextlib.suppress(ServerError):
                self.server.ask("clock", "set", "+1d")
                self.server.ask("application", "carry-out")

    def after_a_kill(self):
        pass

    def verdict(self, part):
        self.server.ask("clock", "set", "+7d")

        def all_settled():
            self.server.ask("application", "carry-out")
            return all(one["state"] != "applied" for one in self.server.ask("application", "list"))

        until(all_settled, "applications are carried out", 4 * SECONDS)
        applications = collections.Counter(one["address"] for one in self.server.ask("application", "list"))
        accounts = collections.Counter(one["address"] for one in self.server.ask("account", "list"))
        lost = self.acknowledged - set(applications) - set(accounts)  # the desk lists the latest applications only
        twice = [address for address, count in (*applications.items(), *accounts.items()) if count > 1]
        missing = self.acknowledged - set(accounts)
        part.tell("members' applications", f"{len(self.acknowledged)} acknowledged, {len(lost)} lost, {len(twice)} twice, {len(missing)} not carried out",
                  bool(self.acknowledged) and not lost and not twice and not missing)


def kill_under_load(part):
    sink = part.closing.enter_context(SmallSink())
    server = part.server_of_kill = part.server(site_text(route=f"127.0.0.1:{sink.port}"))
    loads = (Mail(server, sink), Counting(server), Uploads(server), AccessLog(server), Applications(server))
    deadline = time.monotonic() + part.seconds * 0.8  # the rest is for what is delivered later
    kills, starts, mistakes = 0, [], []
    while kills < 3 or time.monotonic() < deadline:
        load = Load(*(body for one in loads for body in one.bodies(kills)))
        time.sleep(0.5 + 2 * part.chance.random())  # under load for a while; not a wait for anything
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
        mistakes += load.end()
        server.process.stdout.close()
        kills += 1
        began = time.monotonic()
        server.start()
        starts.append(time.monotonic() - began)
        for one in loads:
            one.after_a_kill()
    part.tell("kill -9 under load", f"{kills} times; ready again after {sorted(starts)[len(starts) // 2]:.2f} s (median), {max(starts):.2f} s at most"
              + (f"; {mistakes[0]}" if mistakes else ""), not mistakes)
    for one in loads:
        one.verdict(part)
    part.tell("afterwards", f"everything served within {served_again(server):.1f} s", True)
