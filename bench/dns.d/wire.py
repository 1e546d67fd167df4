"""DNS messages as the contest needs them: queries with options, and just enough reading to check an answer."""

import random
import socket
import struct

TYPES = {"A": 1, "NS": 2, "SOA": 6, "TXT": 16, "AAAA": 28}
RCODES = {0: "NOERROR", 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED"}
COOKIE = 10
SUBNET = 8
UDP_SIZE = 1232
CLIENT_COOKIE = bytes.fromhex("2464c4abcf10c957")
# 198.51.100.0/24, as a resolver would send it.
CLIENT_SUBNET = struct.pack("!HBB", 1, 24, 0) + bytes([198, 51, 100])


def name(text):
    wire = b"".join(bytes([len(label)]) + label.encode() for label in text.strip(".").split(".") if label)
    return wire + b"\0"


def query(text, kind, options=None):
    """A query with RD; options None: no EDNS; else a list of (code, data)."""
    question = name(text) + struct.pack("!HH", TYPES[kind], 1)
    header = struct.pack("!HHHHHH", 0, 0x0100, 1, 0, 0, 0 if options is None else 1)
    if options is None:
        return header + question
    data = b"".join(struct.pack("!HH", code, len(value)) + value for code, value in options)
    return header + question + b"\0" + struct.pack("!HHIH", 41, UDP_SIZE, 0, len(data)) + data


def skip_name(message, at):
    while True:
        length = message[at]
        if length >= 0xC0:
            return at + 2
        at += 1
        if length == 0:
            return at
        at += length


def records(message):
    """(rcode, [(section, type, data)]) of a response; sections count from 1 for answers."""
    counts = struct.unpack("!HHHH", message[4:12])
    at = 12
    for _ in range(counts[0]):
        at = skip_name(message, at) + 4
    found = []
    for section in (1, 2, 3):
        for _ in range(counts[section]):
            at = skip_name(message, at)
            kind, _, _, length = struct.unpack("!HHIH", message[at : at + 10])
            found.append((section, kind, message[at + 10 : at + 10 + length]))
            at += 10 + length
    return message[3] & 15, found


def addresses(message):
    return {socket.inet_ntoa(data) for section, kind, data in records(message)[1] if section == 1 and kind == 1}


def ask(where, message, timeout=1.0):
    """One exchange over UDP; None when nothing came."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.settimeout(timeout)
        try:
            udp.connect(where)
            udp.send(struct.pack("!H", random.randrange(65536)) + message[2:])
            return udp.recv(4096)
        except OSError:
            return None


def full_cookie(where, text):
    """The cookie that the server gives for ours, with ours in front; ours alone when it gives none."""
    answer = ask(where, query(text, "A", [(COOKIE, CLIENT_COOKIE)]))
    if answer is not None:
        for _, kind, data in records(answer)[1]:
            at = 0
            while kind == 41 and at + 4 <= len(data):
                code, length = struct.unpack("!HH", data[at : at + 4])
                if code == COOKIE and length > len(CLIENT_COOKIE):
                    return data[at + 4 : at + 4 + length]
                at += 4 + length
    return CLIENT_COOKIE


def write_stream(path, messages):
    """As `dnsperf -B` reads them: each after its length."""
    with open(path, "wb") as file:
        for message in messages:
            file.write(struct.pack("!H", len(message)) + message)
