"""Runs the benchmarks' parts and keeps their figures in build/bench/*.json; script/bench calls it."""
import json
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
import zipfile
from contextlib import contextmanager
from pathlib import Path

import flame_graph
import report

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / "build/release/bin"
PROGRAMS = ROOT / "build/release/benchmarks"
RESULTS = ROOT / "build/bench"
DATASET = Path(os.environ.get("NEUREC_DATASET", ROOT / "data/ml-1m.zip"))
SERVER_CORE, LOAD_CORE = "0", "1"
PORT, PEER_PORT = 8391, 8392
PASSWORD = "only-for-benchmarks"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def say(text):
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def keep(name, figures):
    RESULTS.mkdir(parents=True, exist_ok=True)
    figures["measured"] = time.strftime("%Y-%m-%d %H:%M")
    figures["machine"] = machine()
    (RESULTS / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n")


def machine():
    lscpu = subprocess.run(["lscpu"], capture_output=True, text=True, check=True).stdout
    field = lambda name: re.search(rf"^{name}:\s+(.*)$", lscpu, re.M).group(1)
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text()).group(1))
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT)
    return {"cpu": field("Model name"), "family": f"{field('CPU family')}/{field('Model')}",
            "cores": os.cpu_count(), "memory_gib": round(memory / 2**20), "system": platform.platform(),
            "commit": commit.stdout.strip(), "load": os.getloadavg()[0]}


def timed(command, env=None):
    """Seconds and peak memory (MiB) of a command; its output goes to ours only where it fails."""
    begun = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], env={**os.environ, **(env or {})}, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    if process.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{output}")
    return {"seconds": seconds, "peak_mib": usage.ru_maxrss / 1024, "cpu_seconds": usage.ru_utime + usage.ru_stime,
            "output": output}


def google_benchmark(program, *arguments):
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        subprocess.run(["taskset", "-c", LOAD_CORE, PROGRAMS / program, f"--benchmark_out={out.name}",
                        "--benchmark_out_format=json", *arguments], check=True, stdout=subprocess.DEVNULL,
                       env={**os.environ, **ONE_THREAD, "NEUREC_DATASET": str(DATASET)})
        return json.loads(Path(out.name).read_text())["benchmarks"]


# ---- servers and load ----

def get(url):
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.read().decode()


def memory_mib(pid):
    """Resident set, and the part of it that is not mapped from files."""
    status = Path(f"/proc/{pid}/status").read_text()
    field = lambda name: int(re.search(rf"{name}:\s+(\d+)", status).group(1)) / 1024
    return {"resident_mib": field("VmRSS"), "anonymous_mib": field("RssAnon"), "peak_mib": field("VmHWM")}


@contextmanager
def server(command, url, env):
    """A server on its core; yields its pid and the seconds from its start to its first answer."""
    begun = time.perf_counter()
    process = subprocess.Popen(["taskset", "-c", SERVER_CORE, *map(str, command)], env={**os.environ, **env},
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            if process.poll() is not None:
                sys.exit(f"{' '.join(map(str, command))} ended at its start")
            try:
                get(url)
                break
            except OSError:
                time.sleep(0.002)
        yield process.pid, time.perf_counter() - begun
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def home_environment(home):
    return {"NEUREC_HOME": str(home), "NEUREC_PORT": str(PORT), "NEUREC_LOG_LEVEL": "warning"}


def our_server(home):
    return server([BIN / "neurec", "serve"], f"http://127.0.0.1:{PORT}/recommendations/health", home_environment(home))


def admin_token():
    form = urllib.parse.urlencode({"username": "bench@example.org", "password": PASSWORD}).encode()
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/auth/token", data=form, timeout=10) as answer:
        return json.loads(answer.read())["access_token"]


def make_admin(home):
    subprocess.run([BIN / "neurec", "user", "create-admin", "--email", "bench@example.org", "--username", "bench",
                    "--only-the-first"], check=True, stdout=subprocess.DEVNULL,
                   env={**os.environ, **home_environment(home), "NEUREC_ADMIN_PASSWORD": PASSWORD})


def load(url, connections, seconds, users, token=None, strategy="", seed=1):
    env = {**os.environ, "USERS": str(users), "SEED": str(seed), "STRATEGY": strategy}
    if token:
        env["TOKEN"] = token
    output = subprocess.run(["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout",
                             "10s", "-s", ROOT / "benchmarks/load/cold_start.lua", url], env=env, check=True,
                            capture_output=True, text=True).stdout
    rate, p50, p99, errors = re.search(r"RESULT (\S+) (\S+) (\S+) (\S+)", output).groups()
    if int(errors):
        sys.exit(f"{errors} requests to {url} failed:\n{output}")
    return {"rate": float(rate), "p50_ms": float(p50), "p99_ms": float(p99)}


def median_of(runs):
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def stage_sums(text):
    found = re.findall(r'neurec_(http|recommendation)_stage_seconds_(sum|count)\{stage="(\w+)"\} (\S+)', text)
    sums = {}
    for _family, kind, stage, value in found:
        sums.setdefault(stage, {})[kind] = float(value)
    duration = re.findall(r'neurec_http_request_duration_seconds_(sum|count)\{[^}]*cold-start[^}]*\} (\S+)', text)
    for kind, value in duration:
        sums.setdefault("whole", {})[kind] = float(value)
    return sums


def stages_between(before, after):
    stages = {}
    for stage, now in after.items():
        then = before.get(stage, {"sum": 0, "count": 0})
        count = now["count"] - then["count"]
        if count:
            stages[stage] = (now["sum"] - then["sum"]) / count * 1e6
    return stages


# ---- parts ----

def trained_home(folder):
    """A home with MovieLens 1M and the default preset's model, kept between runs of the parts."""
    home = folder / "home"
    if (home / "models/current").exists():
        return home, None
    shutil.rmtree(home, ignore_errors=True)
    say("importing and training MovieLens 1M")
    env = home_environment(home)
    imported = timed([BIN / "neurec", "import", DATASET], env)
    trained = timed([BIN / "neurec-train", "train", "--json"], env)
    result = json.loads(trained["output"][trained["output"].index("{"):].splitlines()[0])
    make_admin(home)
    return home, {"import_seconds": imported["seconds"], "train_seconds": trained["seconds"],
                  "train_peak_mib": trained["peak_mib"], "best_ndcg": result["best_ndcg"],
                  "epochs": len(result["epochs"]), "best_epoch": result["best_epoch"]}


def inference():
    say("inference")
    keep("inference", {"benchmarks": google_benchmark("bench_inference", "--benchmark_min_time=0.5")})


def training():
    say("training")
    rows = google_benchmark("bench_training", "--benchmark_min_time=5")
    keep("training", {"benchmarks": rows})


def serving():
    home, made = trained_home(RESULTS)
    if made:
        keep("preparation", made)
    say("serving")
    figures = {}
    with our_server(home) as (pid, ready):
        figures["ready_seconds"] = ready
        figures["memory_at_ready"] = memory_mib(pid)
        token, url = admin_token(), f"http://127.0.0.1:{PORT}"
        load(url, 8, 2, 6040, token)
        before = stage_sums(get(f"{url}/metrics"))
        figures["one_at_a_time"] = median_of([load(url, 1, 5, 6040, token, seed=run) for run in range(3)])
        figures["stages_us"] = stages_between(before, stage_sums(get(f"{url}/metrics")))
        figures["eight_at_a_time"] = median_of([load(url, 8, 5, 6040, token, seed=run) for run in range(3)])
        figures["memory_after_load"] = memory_mib(pid)
        figures["flame_graph"] = record_flame_graph(pid, url, token)
    starts = []
    for _ in range(5):
        with our_server(home) as (_, ready):
            starts.append(ready)
    figures["ready_seconds"] = statistics.median(starts)
    keep("serving", figures)


def record_flame_graph(pid, url, token):
    """The server's stacks under load, sampled by the clock; false where perf may not sample here."""
    if not shutil.which("perf"):
        return False
    data = RESULTS / "perf.data"
    perf = subprocess.Popen(["perf", "record", "-q", "-e", "cpu-clock", "-F", "997", "--call-graph", "dwarf,16384", "-p",
                             str(pid), "-o", data], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    load(url, 8, 5, 6040, token)
    perf.send_signal(signal.SIGINT)
    perf.wait(60)
    script = subprocess.run(["perf", "script", "-i", data], capture_output=True, text=True, errors="replace")
    data.unlink(missing_ok=True)
    if script.returncode != 0:
        return False
    (RESULTS / "flame_graph.svg").write_text(flame_graph.svg(script.stdout, "A cold-start request's time on the server's core"))
    return True


def peer():
    home, made = trained_home(RESULTS)
    if made:
        keep("preparation", made)
    say("peer: preparing")
    folder, data = ROOT / "benchmarks/peer", RESULTS / "peer"
    env = {**ONE_THREAD, "PEER_DATA": str(data), "ML_1M": str(data / "ml-1m"), "PEER_SECRET": "benchmark" * 4}
    if not (data / "prepare.json").exists():
        data.mkdir(parents=True, exist_ok=True)
        zipfile.ZipFile(DATASET).extractall(data)
        timed(["taskset", "-c", LOAD_CORE, "python3", folder / "prepare.py"], env)
    command = ["python3", "-m", "uvicorn", "--app-dir", folder, "app:app", "--port", PEER_PORT, "--loop", "uvloop", "--http",
               "httptools", "--no-access-log", "--log-level", "warning"]
    ours, theirs = [], []
    peer_url = f"http://127.0.0.1:{PEER_PORT}"
    say("peer: ours and theirs by turns")
    with our_server(home), server(command, f"{peer_url}/recommendations/health", env) as (pid, ready):
        token = admin_token()
        for run in range(4):
            ours.append(load(f"http://127.0.0.1:{PORT}", 8, 4, 6040, token, seed=run))
            theirs.append(load(peer_url, 8, 4, 6040, seed=run))
        figures = {"ours": median_of(ours[1:]), "theirs": median_of(theirs[1:]),
                   "ratios": [a["rate"] / b["rate"] for a, b in zip(ours[1:], theirs[1:])],
                   "their_ready_seconds": ready, "their_memory": memory_mib(pid)}
    say("peer: training, by turns")
    pairs = []
    for _ in range(2):
        theirs = json.loads(timed(["taskset", "-c", LOAD_CORE, "python3", folder / "prepare.py", "--training-alone"],
                                  env)["output"])
        mine = google_benchmark("bench_training", "--benchmark_min_time=3", "--benchmark_filter=DefaultPreset")[0]
        pairs.append({"their_pairs_per_s": theirs["train_samples_per_s"],
                      "their_pairs_per_s_gathered": theirs["train_samples_per_s_batched_gather"],
                      "our_likes_per_s": mine["likes"], "our_pairs_per_s": mine["pairs"]})
    figures["training"] = pairs
    keep("peer", figures)


def distributed():
    home, made = trained_home(RESULTS)
    if made:
        keep("preparation", made)
    epochs, runs = 3, []
    for processes in (1, 2):
        say(f"distributed: {processes}")
        env = {**os.environ, **home_environment(home), **ONE_THREAD, "WORLD_SIZE": str(processes),
               "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(PORT + 2)}
        started = [subprocess.Popen(["taskset", "-c", str(rank), BIN / "neurec-train", "train", "--json", "--no-activate",
                                     "--epochs", str(epochs)], env={**env, "RANK": str(rank)}, stdout=subprocess.PIPE,
                                    stderr=subprocess.DEVNULL, text=True) for rank in range(processes)]
        results = [json.loads(process.communicate()[0]) for process in started]
        if len({result["weights_sha256"] for result in results}) != 1:
            sys.exit("the processes' weights differ")
        seconds = sum(epoch["seconds"] for epoch in results[0]["epochs"])
        runs.append({"processes": processes, "users_per_second": results[0]["samples"] / seconds,
                     "best_ndcg": results[0]["best_ndcg"]})
    keep("distributed", {"epochs": epochs, "runs": runs})


def scale():
    import scale as scale_part
    scale_part.run(sys.modules[__name__])


PARTS = {"inference": inference, "serving": serving, "training": training, "peer": peer, "distributed": distributed, "scale": scale,
         "report": lambda: report.write(RESULTS, ROOT / "docs")}


def main():
    unknown = [part for part in sys.argv[1:] if part not in PARTS]
    if unknown:
        sys.exit(f"There is no part {unknown[0]}; the parts are {', '.join(PARTS)}.")
    RESULTS.mkdir(parents=True, exist_ok=True)
    for part in sys.argv[1:]:
        PARTS[part]()


if __name__ == "__main__":
    main()
