"""A FUSE file system whose server stops answering, as a network share does whose server is gone.

hanging-fuse.py FOLDER: mounts itself on FOLDER with one empty folder "disk" in it, says "mounted", and answers until SIGUSR1.
From then on it takes requests and answers none. Needs root and /dev/fuse.
"""

import ctypes
import os
import signal
import struct
import sys

INIT, LOOKUP, FORGET, GETATTR, STATFS = 26, 1, 2, 3, 17
OPENDIR, READDIR, RELEASEDIR, ACCESS = 27, 28, 29, 34
ENOENT, ENOSYS = 2, 38
ROOT, DISK = 1, 2
answers = True


def attributes(node):
    return struct.pack("<6Q10I", node, 0, 0, 0, 0, 0, 0, 0, 0, 0o40755, 2, 0, 0, 0, 4096, 0)


def reply(device, unique, body=b"", error=0):
    os.write(device, struct.pack("<IiQ", 16 + len(body), -error, unique) + body)


def serve(device):
    while True:
        try:
            request = os.read(device, 1 << 20)
        except InterruptedError:
            continue
        except OSError:
            return
        _, opcode, unique, node = struct.unpack_from("<IIQQ", request)
        if not answers or opcode == FORGET:
            continue
        if opcode == INIT:
            body = struct.pack("<IIIIHHIIHH8I", 7, 31, 0, 0, 1, 1, 4096, 1, 0, 0, *[0] * 8)
            reply(device, unique, body)
        elif opcode == LOOKUP:
            if request[40:].split(b"\0")[0] != b"disk":
                reply(device, unique, error=ENOENT)
            else:
                # Nothing may be remembered: every walk through here asks again.
                reply(device, unique, struct.pack("<QQQQII", DISK, 0, 0, 0, 0, 0) + attributes(DISK))
        elif opcode == GETATTR:
            reply(device, unique, struct.pack("<QII", 0, 0, 0) + attributes(node))
        elif opcode == STATFS:
            reply(device, unique, struct.pack("<5Q4I6I", 100, 50, 50, 10, 5, 4096, 255, 4096, 0, *[0] * 6))
        elif opcode == OPENDIR:
            reply(device, unique, struct.pack("<QII", 1, 0, 0))
        elif opcode in (READDIR, RELEASEDIR, ACCESS):
            reply(device, unique)
        else:
            reply(device, unique, error=ENOSYS)


def stop(*_):
    global answers
    answers = False


def main(folder):
    signal.signal(signal.SIGUSR1, stop)
    device = os.open("/dev/fuse", os.O_RDWR)
    libc = ctypes.CDLL(None, use_errno=True)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other".encode()
    if libc.mount(b"hanging", folder.encode(), b"fuse.hanging", 0, options) != 0:
        sys.exit(f"mount: {os.strerror(ctypes.get_errno())}")
    print("mounted", flush=True)
    serve(device)


main(sys.argv[1])
