"""A network with a round trip between the suite and a server: a TCP relay before each of its ports. Octets are late by half a
round trip in each direction, and a connection is there after one, as by the three messages of a handshake.

It opens its own connections from the address of who came, so that the server sees the visitor's. Of FTP it understands
where data connections go, both ways, and takes them through itself. Not imitated: loss, limits of bandwidth, slow start.
"""

import asyncio
import contextlib
import re
import socket
import struct
import threading

ADDRESS = "127.0.0.40"
PIECE = 65536
MOST_UNDER_WAY = 8 * 1024 * 1024


class Pipe:
    """One direction of a connection."""

    def __init__(self, reader, writer, delay, not_before, alter=None):
        self.reader, self.writer = reader, writer
        self.delay, self.not_before, self.alter = delay, not_before, alter
        self.under_way = asyncio.Queue()
        self.octets = 0
        self.room = asyncio.Event()
        self.room.set()
        self.passed = 0

    async def take(self):
        now = asyncio.get_running_loop().time
        end = "close"
        try:
            while piece := await self.reader.read(PIECE):
                self.passed += len(piece)
                if self.alter is not None:
                    piece = await self.alter(piece)
                self.octets += len(piece)
                self.under_way.put_nowait((max(now(), self.not_before) + self.delay, piece))
                if self.octets > MOST_UNDER_WAY:
                    self.room.clear()
                    await self.room.wait()
        except OSError:
            end = "reset"
        self.under_way.put_nowait((max(now(), self.not_before) + self.delay, end))

    async def hand_on(self):
        now = asyncio.get_running_loop().time
        while True:
            due, piece = await self.under_way.get()
            await asyncio.sleep(due - now())
            try:
                if piece == "reset":
                    reset(self.writer)
                    return
                if piece == "close":
                    self.writer.write_eof()
                    return
                self.writer.write(piece)
                await self.writer.drain()
            except OSError:
                return
            self.octets -= len(piece)
            if self.octets <= MOST_UNDER_WAY:
                self.room.set()


def reset(writer):
    """Closes as who does not want to hear more."""
    connection = writer.get_extra_info("socket")
    if connection is not None and connection.fileno() >= 0:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


class FtpEars:
    """Takes data connections through the relay: what the server opens is told as the relay's, at the same port; what the
    client opens gets another port."""

    def __init__(self, relay, client):
        self.relay, self.client = relay, client

    async def from_server(self, piece):
        if found := re.search(rb"227 [^\r\n]*?(\d+),(\d+),(\d+),(\d+),(\d+),(\d+)", piece):
            host, port = host_and_port(found)
            await self.relay.open_door(ADDRESS, (host, port))
            return piece[:found.start(1)] + ADDRESS.replace(".", ",").encode() + piece[found.end(4):]
        if found := re.search(rb"229 [^\r\n]*?\(\|\|\|(\d+)\|\)", piece):
            await self.relay.open_door(ADDRESS, (self.relay.server, int(found.group(1))))
        return piece

    async def from_client(self, piece):
        # Only where the client asks for itself: what it asks for others is between it and the server.
        if found := re.fullmatch(rb"(?i)PORT (\d+),(\d+),(\d+),(\d+),(\d+),(\d+)\r\n", piece):
            host, port = host_and_port(found)
            if host == self.client and port >= 1024:
                told = await self.relay.open_door(host, (host, port), 0, source=ADDRESS)
                return piece[:found.start(5)] + b"%d,%d" % divmod(told, 256) + piece[found.end(6):]
        if found := re.fullmatch(rb"(?i)EPRT \|1\|([\d.]+)\|(\d+)\|\r\n", piece):
            host, port = found.group(1).decode(), int(found.group(2))
            if host == self.client and port >= 1024:
                told = await self.relay.open_door(host, (host, port), 0, source=ADDRESS)
                return piece[:found.start(2)] + b"%d" % told + piece[found.end(2):]
        return piece


def host_and_port(found):
    numbers = [int(number) for number in found.groups()]
    return ".".join(map(str, numbers[:4])), numbers[4] * 256 + numbers[5]


class SlowRelay:
    """`with SlowRelay(seconds) as relay: relay.before(port, ftp=False)`: then `port` of `server` is also at ADDRESS, a
    round trip away."""

    def __init__(self, round_trip, server="127.0.0.1"):
        self.round_trip, self.server = round_trip, server
        self.connections = 0
        self.octets_out = self.octets_in = 0
        self.tasks, self.doors = set(), {}
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def before(self, port, ftp=False):
        door = self.open_door(ADDRESS, (self.server, port), ftp=ftp)
        asyncio.run_coroutine_threadsafe(door, self.loop).result(10)

    async def open_door(self, address, server, port=None, source=None, ftp=False):
        """The port, `server`'s own unless told. There is one door at a place, a later one instead of an earlier."""
        async def on_connection(reader, writer):
            task = asyncio.current_task()
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
            with contextlib.suppress(asyncio.CancelledError):
                await self.relay(reader, writer, server, source, ftp)

        port = server[1] if port is None else port
        if earlier := self.doors.pop((address, port), None):
            earlier.close()
        door = await asyncio.start_server(on_connection, address, port)
        port = door.sockets[0].getsockname()[1]
        self.doors[address, port] = door
        return port

    async def relay(self, reader, writer, server, source, ftp):
        self.connections += 1
        accepted = asyncio.get_running_loop().time()
        client = writer.get_extra_info("peername")[0]
        try:
            # What the server opens towards a client is there before it says that it has sent all.
            await asyncio.sleep(1.5 * self.round_trip if source is None else 0)
            # What the client sends meanwhile waits in its socket; its arrival is reckoned from the handshake's end.
            server_reader, server_writer = await asyncio.open_connection(*server, local_addr=(source or client, 0))
        except OSError:
            reset(writer)
            return
        for side in (writer, server_writer):
            side.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ears = FtpEars(self, client) if ftp else None
        there = accepted + (self.round_trip if source is None else 0)
        out = Pipe(reader, server_writer, self.round_trip / 2, there, ears and ears.from_client)
        back = Pipe(server_reader, writer, self.round_trip / 2, there, ears and ears.from_server)
        try:
            await asyncio.gather(out.take(), out.hand_on(), back.take(), back.hand_on())
        finally:
            self.octets_out += out.passed
            self.octets_in += back.passed
            for side in (writer, server_writer):
                side.close()

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        async def end():
            for door in self.doors.values():
                door.close()
            for task in list(self.tasks):
                task.cancel()
            await asyncio.sleep(0)

        asyncio.run_coroutine_threadsafe(end(), self.loop).result(10)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)


# A service's table in a target file, and the keys of its ports.
PORTS = {"web": ["port"], "ftp": ["port"], "pop": ["port"], "pops": ["port"], "smtp": ["port", "submission_port"],
         "members": ["port"]}


def far_target(text, target, relay):
    """The text of a target file: the same server as `target`, some way off."""
    for section, keys in PORTS.items():
        for key in keys:
            relay.before(target[section][key], ftp=section == "ftp")
    return re.sub(r"(?ms)^(\[(?:%s)\]$.*?^address = )'[^']*'" % "|".join(PORTS), rf"\1'{ADDRESS}'", text)
