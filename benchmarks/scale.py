"""The part 'scale': made data of 10,000, 100,000 and 1,000,000 movies and as many users, each step timed."""
import json
import os
import random
import re
import urllib.request

SIZES = [int(size) for size in os.environ.get("NEUREC_SCALE_SIZES", "10000 100000 1000000").split()]
RATINGS_A_USER = 30
EPOCHS = {10_000: 10, 100_000: 3, 1_000_000: 1}
BATCH = {1_000_000: 1024}  # larger steps cost less a user and learn a little less from each
COMPARED_USERS = 200


def seconds_of(output, stage):
    """What a stage's line says it took: "(3.9 s)", "(450 ms)", "(4 min 15 s)"."""
    found = re.search(rf"^{stage}: .*\((.*)\)$", output, re.M)
    if not found:
        return 0.0
    units = {"ms": 1e-3, "s": 1, "min": 60, "h": 3600}
    return sum(float(value) * units[unit] for value, unit in re.findall(r"([\d.]+) (ms|s|min|h)", found.group(1)))


def ask(bench, token, user, strategy):
    body = json.dumps({"user_id": user, "num_recommendations": 10, "strategy": strategy}).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{bench.PORT}/recommendations/cold-start", body,
                                     {"Content-Type": "application/json", "Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return {movie["movie_id"] for movie in json.loads(answer.read())["recommendations"]}


def overlap(bench, token, users):
    """Of the ten best of the whole catalogue, how many are among the ten that hybrid gives."""
    chosen = random.Random(1).sample(range(1, users + 1), COMPARED_USERS)
    return sum(len(ask(bench, token, user, "hybrid") & ask(bench, token, user, "exhaustive")) / 10
               for user in chosen) / COMPARED_USERS


def prepared(bench, size, folder):
    """Generates, imports and trains where that is not done yet; the figures of it are kept beside."""
    kept = folder / f"{size}.json"
    home = folder / f"home{size}"
    if kept.exists():
        return home, json.loads(kept.read_text())
    data, env = folder / f"data{size}", bench.home_environment(home)
    if not data.exists():
        bench.timed([bench.BIN / "neurec", "generate", "--users", size, "--movies", size, "--ratings-per-user",
                     RATINGS_A_USER, "--seed", 7, "--output", data])
    imported = bench.timed([bench.BIN / "neurec", "import", data], env)
    trained = bench.timed([bench.BIN / "neurec-train", "train", "--json", "--epochs", EPOCHS[size],
                           "--batch-size", BATCH.get(size, 256)], env)
    bench.make_admin(home)
    figures = figures_of(size, imported, trained)
    kept.write_text(json.dumps(figures))
    return home, figures


def figures_of(size, imported, trained):
    result = json.loads(trained["output"][trained["output"].index("{"):].splitlines()[0])
    steps = sum(epoch["seconds"] for epoch in result["epochs"])
    return {"movies": size, "ratings": result["ratings"], "import_seconds": imported["seconds"],
            "import_mib": imported["peak_mib"], "train_us_a_user": 1e6 * steps / max(result["samples"], 1),
            "train_mib": trained["peak_mib"], "epochs": len(result["epochs"]), "best_ndcg": result["best_ndcg"],
            "index_seconds": seconds_of(trained["output"], "Publishing the model")}


def run(bench):
    folder, sizes = bench.RESULTS / "scale", []
    folder.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        bench.say(f"scale: {size:,}")
        home, figures = prepared(bench, size, folder)
        with bench.our_server(home) as (pid, ready):
            token, url = bench.admin_token(), f"http://127.0.0.1:{bench.PORT}"
            bench.load(url, 1, 2, size, token, "hybrid")
            latency = bench.median_of([bench.load(url, 1, 5, size, token, "hybrid", seed=run) for run in range(3)])
            memory = bench.memory_mib(pid)
            sizes.append({**figures, **latency, "memory_mib": memory["resident_mib"], "peak_mib": memory["peak_mib"],
                          "ready_seconds": ready,
                          "overlap": overlap(bench, token, size)})
        bench.keep("scale", {"sizes": sizes, "compared_users": COMPARED_USERS, "training": "trained for "
                             + ", ".join(f"{EPOCHS[s['movies']]}" for s in sizes) + " epochs, by size, not to the end"})
