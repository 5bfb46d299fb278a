"""What the Python daemon does in its shipped configuration, for comparing resource use: a sampling
thread and a main loop, once a second each, network connections counted, a JSON file a minute."""

import json
import os
import tempfile
import threading
import time

import psutil

tracked = [p.pid for p in psutil.process_iter(["name"]) if "python" in (p.info["name"] or "").lower()]
history = []


def system():
    memory = psutil.virtual_memory()
    return {
        "timestamp": time.time(),
        "cpu_percent": psutil.cpu_percent(interval=None),
        "memory_percent": memory.percent,
        "memory_available_mb": memory.available / 1048576,
        "memory_used_mb": memory.used / 1048576,
        "load_avg": os.getloadavg(),
    }


def processes():
    found = {}
    for pid in list(tracked):
        try:
            process = psutil.Process(pid)
            with process.oneshot():
                found[pid] = {
                    "name": process.name(),
                    "cpu_percent": process.cpu_percent(),
                    "memory_rss_mb": process.memory_info().rss / 1048576,
                    "num_threads": process.num_threads(),
                    "status": process.status(),
                    "cmdline": " ".join(process.cmdline()),
                }
        except psutil.Error:
            tracked.remove(pid)
    return found


def sample_forever():
    while True:
        history.append((system(), processes()))
        del history[:-3600]
        time.sleep(1.0)


threading.Thread(target=sample_forever, daemon=True).start()
folder = tempfile.mkdtemp()
batch, saved = [], time.time()
while True:
    counters = psutil.net_io_counters()
    try:
        connections = len(psutil.net_connections())
    except psutil.Error:
        connections = None
    batch.append({"system": system(), "net": counters._asdict(), "connections": connections})
    if time.time() - saved > 60:
        with open(os.path.join(folder, "metrics.json"), "w") as file:
            json.dump(batch, file, indent=2)
        batch, saved = [], time.time()
    time.sleep(1.0)
