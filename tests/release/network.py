#!/usr/bin/env python3
"""The rest of the world, for a network namespace of its own that has nothing but a loopback device.

  network.py PORT...

Answers for names below example.test on 127.0.0.1, port 53; takes questions and never answers on 127.0.0.2; and lets what
comes to ::1 at one of the ports through to 127.0.0.1. Says "ready" once all of it listens.
"""

import asyncio
import struct
import sys

A, AAAA = 1, 28
ADDRESSES = {
    ("four.example.test", A): bytes([127, 0, 0, 1]),
    ("six.example.test", AAAA): bytes(15) + b"\x01",
}
NAMES = {name for name, _ in ADDRESSES}


def name_of(question):
    labels, at = [], 0
    while question[at]:
        labels.append(question[at + 1:at + 1 + question[at]].decode("ascii", "replace"))
        at += 1 + question[at]
    return ".".join(labels).lower(), at + 1


def answer_to(query):
    name, end = name_of(query[12:])
    kind, _ = struct.unpack("!HH", query[12 + end:16 + end])
    address = ADDRESSES.get((name, kind))
    no_such_name = 0 if name in NAMES else 3
    header = query[:2] + struct.pack("!HHHHH", 0x8580 | no_such_name, 1, 1 if address else 0, 0, 0)
    record = struct.pack("!HHHIH", 0xC00C, kind, 1, 60, len(address)) + address if address else b""
    return header + query[12:16 + end] + record


class NameServer(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, client):
        self.transport.sendto(answer_to(data), client)


async def copy(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


def door_to(port):
    async def enter(reader, writer):
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(copy(reader, inner_writer), copy(inner_reader, writer), return_exceptions=True)
    return enter


async def main():
    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(NameServer, local_addr=("127.0.0.1", 53))
    await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.2", 53))
    for port in map(int, sys.argv[1:]):
        await asyncio.start_server(door_to(port), "::1", port)
    print("ready", flush=True)
    await loop.create_future()


asyncio.run(main())
