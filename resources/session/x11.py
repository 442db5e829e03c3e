# x11.py - x11.pl for hosts without Perl: the same arguments, the same lines.
import socket
import struct
import sys

COOKIE = b"MIT-MAGIC-COOKIE-1"
FAMILY_WILD, FAMILY_LOCAL, SERVER_INTERPRETED = 65535, 252, 5


def take(stream, count):
    data = b""
    while len(data) < count:
        chunk = stream.recv(count - len(data))
        if not chunk:
            raise OSError("closed the connection")
        data += chunk
    return data


def text_of(path):
    try:
        with open(path, "rb") as handle:
            return handle.read()
    except OSError:
        return b""


def unix(path):
    stream = socket.socket(socket.AF_UNIX)
    stream.settimeout(2)
    stream.connect(path)
    return stream


def padded(data):
    return data + b"\0" * (-len(data) & 3)


def set_up(display, name, data):
    path = "/tmp/.X11-unix/X" + display
    try:
        stream = unix("\0" + path)
    except OSError:
        stream = unix(path)
    stream.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, len(name), len(data)) + padded(name) + padded(data))
    head = take(stream, 8)
    return head[0], stream, take(stream, 4 * struct.unpack_from("<H", head, 6)[0])


def cookie(path, display):
    data = text_of(path)
    host = text_of("/proc/sys/kernel/hostname").strip()
    at, other = 0, b""
    while at + 2 <= len(data):
        family = struct.unpack_from(">H", data, at)[0]
        at += 2
        field = []
        for _ in range(4):
            length = struct.unpack(">H", (data[at : at + 2] + b"\0\0")[:2])[0]
            field.append(data[at + 2 : at + 2 + length])
            at += 2 + length
        if field[2] == COOKIE and field[1] in (display.encode(), b""):
            if family == FAMILY_WILD or field[0] == host:
                return field[3]
            other = field[3]
    return other


def screen(display, path):
    data = cookie(path, display)
    status, _, rest = set_up(display, COOKIE if data else b"", data)
    if status != 1:
        return "refused"
    at = 32 + ((struct.unpack_from("<H", rest, 16)[0] + 3) & ~3) + 8 * rest[21]
    width, height = struct.unpack_from("<HH", rest, at + 20)
    return "%dx%d %d" % (width, height, rest[at + 38])


def access_of(display, user):
    status, stream, _ = set_up(display, b"", b"")
    if status != 1:
        return "closed"
    stream.sendall(struct.pack("<BBH", 110, 0, 1))
    reply = take(stream, 32)
    while reply[0] > 1:
        reply = take(stream, 32)
    if reply[1] != 1:
        return "open to everyone: access control is off"
    for _ in range(struct.unpack_from("<H", reply, 8)[0]):
        family, length = struct.unpack("<BxH", take(stream, 4))
        name = take(stream, (length + 3) & ~3)[:length].decode("latin-1")
        if family == SERVER_INTERPRETED and name == "localuser\0" + user:
            continue
        if family == FAMILY_LOCAL:
            return "open to every local user"
        return "open to " + ("".join(c if " " <= c <= "~" else ":" for c in name) or "others")
    return "closed"


def greet(where):
    kind, where = where.split(":", 1)
    stream = unix(where) if kind == "unix" else socket.create_connection(("127.0.0.1", int(where)), 2)
    stream.settimeout(2)
    stream.sendall(b"RFB 003.008\n")
    version = take(stream, 12).decode("latin-1")
    if not version.startswith("RFB ") or not version.endswith("\n"):
        raise OSError("does not speak RFB")
    count = take(stream, 1)[0]
    if not count:
        raise OSError("refuses clients")
    types = list(take(stream, count))
    if 1 in types:
        stream.sendall(b"\1")
        if take(stream, 4) != b"\0\0\0\0":
            raise OSError("refuses its own security type None")
    return version.strip() + " " + " ".join(map(str, types))


def main(mode, rest):
    if mode == "greet":
        try:
            print(greet(rest[0]))
        except (OSError, ValueError) as error:
            print("silent " + str(error))
        return
    for at in range(0, len(rest), 2):
        try:
            answer = screen(rest[at], rest[at + 1]) if mode == "screen" else access_of(rest[at], rest[at + 1])
        except (OSError, ValueError, struct.error, IndexError):
            answer = "silent"
        print((rest[at] + " " if mode == "screen" else "") + answer)


main(sys.argv[1], sys.argv[2:])
