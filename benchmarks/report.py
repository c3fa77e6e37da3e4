"""docs/benchmarks.md and its plots from the figures in build/bench."""
import json
import math
import shutil
from html import escape

LINES = ("#2563eb", "#d97706", "#059669", "#7c3aed")


def read(results, name):
    file = results / f"{name}.json"
    return json.loads(file.read_text()) if file.exists() else None


def number(value, digits=3):
    """For people: `digits` significant digits, thousands apart."""
    if value == 0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    return f"{round(value, places):,.{places}f}"


def table(heads, rows):
    return "\n".join(["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads),
                      *("| " + " | ".join(map(str, row)) + " |" for row in rows)]) + "\n"


def about(figures):
    machine = figures["machine"]
    return (f"{figures['measured']}, {machine['cpu']} (family {machine['family']}), {machine['cores']} cores, "
            f"{machine['memory_gib']} GiB, load {number(machine['load'], 2)} at the end, commit {machine['commit']}")


# ---- plots ----

def bars(title, rows, unit):
    """rows: (name, value), drawn to a common scale."""
    widest, height = max(value for _, value in rows), 48 + 30 * len(rows)
    out = [svg_head(760, height, title)]
    for i, (name, value) in enumerate(rows):
        y, width = 44 + 30 * i, 380 * value / widest
        out.append(f'<text x="260" y="{y + 14}" text-anchor="end">{escape(name)}</text>'
                   f'<rect x="268" y="{y}" width="{max(width, 1):.1f}" height="19" fill="{LINES[i % len(LINES)]}"/>'
                   f'<text x="{276 + width:.1f}" y="{y + 14}">{number(value)} {unit}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


def log_log(title, x_name, y_name, series):
    """series: name → [(x, y)], all above 0."""
    points = [point for line in series.values() for point in line]
    low_x, high_x = (f(math.log10(x) for x, _ in points) for f in (min, max))
    low_y, high_y = math.floor(min(math.log10(y) for _, y in points)), math.ceil(max(math.log10(y) for _, y in points))
    high_y = max(high_y, low_y + 1)
    at_x = lambda x: 80 + 470 * (math.log10(x) - low_x) / ((high_x - low_x) or 1)
    at_y = lambda y: 330 - 280 * (math.log10(y) - low_y) / (high_y - low_y)
    out = [svg_head(760, 390, title),
           f'<text x="315" y="380" text-anchor="middle">{escape(x_name)}</text>',
           f'<text x="18" y="190" text-anchor="middle" transform="rotate(-90 18 190)">{escape(y_name)}</text>']
    for decade in range(low_y, high_y + 1):
        y = at_y(10.0 ** decade)
        out.append(f'<path d="M80 {y:.1f}H550" stroke="#ddd"/><text x="72" y="{y + 4:.1f}" text-anchor="end">'
                   f'{number(10.0 ** decade)}</text>')
    for x in sorted({x for x, _ in points}):
        out.append(f'<text x="{at_x(x):.1f}" y="350" text-anchor="middle">{number(x)}</text>')
    for i, (name, line) in enumerate(series.items()):
        colour, path = LINES[i % len(LINES)], " ".join(f"{at_x(x):.1f},{at_y(y):.1f}" for x, y in line)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{at_x(x):.1f}" cy="{at_y(y):.1f}" r="4" fill="{colour}"><title>{escape(name)}: {number(y)}</title></circle>'
                for x, y in line]
        out.append(f'<text x="565" y="{60 + 20 * i}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


def svg_head(width, height, title):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">'
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
            f'<text x="{width / 2}" y="24" text-anchor="middle" font-size="15">{escape(title)}</text>')


# ---- sections ----

def inference_section(figures, plots):
    rows = {row["name"]: row for row in figures["benchmarks"]}
    peak = rows["BM_PeakGemm"]["FLOP"] / 1e9
    sets = (("SSE2", 1), ("AVX2", 2), ("AVX-512", 3))
    body = []
    for label, name in (("**as served**", "BM_ScoreAllAsServed"), ("without the item-item path", "BM_ScoreAllWithoutItemItem"),
                        ("dot path alone", "BM_ScoreAllByDotPathAlone"), ("with a fusion head, too", "BM_ScoreAllWithFusionHead"),
                        ("fusion head alone", "BM_ScoreAllByFusionHeadAlone"), ("500 candidates", "BM_ScoreCandidates"),
                        ("encode the user", "BM_EncodeUser")):
        cells = []
        for _, number_of_set in sets:
            row = rows.get(f"{name}/{number_of_set}" + ("/500" if "Candidates" in name else ""))
            flop = row.get("FLOP", 0) / 1e9 if row else 0
            cells.append("" if row is None else f"{number(row['cpu_time'])} µs" + (
                f", {number(flop)} GFLOP/s, {flop / peak:.0%}" if flop and "fusion head" in label else ""))
        body.append([label, *cells])
    plots["scoring.svg"] = bars("The whole catalogue (3,883 movies) for one user",
                                [(name, rows[f"BM_ScoreAllAsServed/{i}"]["cpu_time"]) for name, i in sets
                                 if f"BM_ScoreAllAsServed/{i}" in rows], "µs")
    return f"""## Scoring

`script/bench inference` ({about(figures)}). 3,883 movies, a user with 165 ratings, 750 item-item coefficients a movie, one core, CPU time. As served are the paths of the default preset: dot, demographic, item-item. GFLOP/s count
the multiplications and additions of fusion head and dot path alone; the share is of OpenBLAS' `sgemm` (1,024³, one thread) in the same run: **{number(peak)} GFLOP/s**.

{table(["", *(name for name, _ in sets)], body)}
![Scoring times](benchmarks/scoring.svg)
"""


def serving_section(figures, preparation, plots, results, folder):
    one, eight, stages = figures["one_at_a_time"], figures["eight_at_a_time"], figures["stages_us"]
    whole = stages.get("whole", 0)
    inside = ("profile", "features", "candidates", "ranking")
    rest = stages["handle"] - sum(stages[name] for name in inside)
    outside = whole - sum(stages[name] for name in ("queue", "validate", "handle", "write"))
    rows = [["waiting for a worker", "queue"], ["routing, token, JSON to request", "validate"],
            ["profile: SQLite, demographics and ratings", "profile"], ["user tower, halves of the paths", "features"],
            ["candidates: all movies but the rated", "candidates"], ["scores of the catalogue, the best ten", "ranking"]]
    body = [[label, f"{number(stages[name])} µs"] for label, name in rows]
    body += [["answer to JSON, and the rest of the handler", f"{number(rest)} µs"], ["write to the socket", f"{number(stages['write'])} µs"],
             ["reading and parsing HTTP, metrics, log", f"{number(max(outside, 0))} µs"], ["**first byte in to last byte out**", f"**{number(whole)} µs**"]]
    plots["stages.svg"] = bars("Where a cold-start request's time goes", [(label, stages[name]) for label, name in rows]
                               + [("JSON and rest", max(rest, 0)), ("write", stages["write"]), ("HTTP in", max(outside, 0))], "µs")
    text = f"""## A cold-start request

`script/bench serving` ({about(figures)}). MovieLens 1M in SQLite, random imported users (165 ratings on average), ranking of the whole catalogue, an admin's token checked with each
request; server on core 0, `wrk` on core 1, medians of three runs.

{table(["connections", "requests/s", "p50", "p99"],
       [[1, number(one["rate"]), f"{one['p50_ms']} ms", f"{one['p99_ms']} ms"], [8, number(eight["rate"]), f"{eight['p50_ms']} ms", f"{eight['p99_ms']} ms"]])}
Stage by stage, from `/metrics`, means with one connection:

{table(["stage", "time"], body)}
![Stages](benchmarks/stages.svg)

Start to ready {number(figures["ready_seconds"])} s (median of 5). Memory after the load: {number(figures["memory_after_load"]["resident_mib"])} MiB resident, of which {number(figures["memory_after_load"]["anonymous_mib"])} MiB are the process's own.
"""
    if figures.get("flame_graph"):
        shutil.copy(results / "flame_graph.svg", folder / "flame_graph.svg")
        text += """
The flame graph (`perf`, CPU clock at 997 Hz, eight connections) shows the same from the processor's side:

![Flame graph](benchmarks/flame_graph.svg)
"""
    if preparation:
        text += f"""
## Import and training

Measured while the data for this were prepared ({about(preparation)}): import of MovieLens 1M {number(preparation["import_seconds"])} s; training of the default preset, all ratings,
{number(preparation["train_seconds"])} s from start to published model ({preparation["epochs"]} epochs, the best {preparation["best_epoch"]}, validation NDCG@10 {preparation["best_ndcg"]:.4f}, {number(preparation["train_peak_mib"])} MiB).
"""
    return text


def training_section(figures, plots):
    rows = {row["name"].split("/")[0]: row for row in figures["benchmarks"]}
    eager = rows["BM_EagerLoop"]
    names = (("eager loop", "BM_EagerLoop"), ("`seed` preset", "BM_SeedPreset"), ("default preset", "BM_DefaultPreset"))
    body = [[label, number(rows[key]["likes"]), number(rows[key]["pairs"]), f"{rows[key]['likes'] / eager['likes']:.1f} ×"]
            for label, key in names]
    plots["training.svg"] = bars("Liked ratings learned from", [(label.strip("`"), rows[key]["likes"]) for label, key in names], "a second")
    return f"""## Training speed

`script/bench training` ({about(figures)}). One thread. The eager loop is what one writes first with LibTorch (`benchmarks/training_benchmark.cpp`): a `Dataset` that makes each sample's
features, a loader that stacks 1,024, the original's towers, binary cross-entropy. A *like* is a liked rating learned from with its negatives: four drawn movies in the eager loop and in `seed`, the
whole catalogue in the default preset. A *pair* is a user and a movie whose score entered a loss.

{table(["", "likes a second", "pairs a second", "likes, against eager"], body)}
![Training speed](benchmarks/training.svg)
"""


def peer_section(figures, plots):
    ours, theirs = figures["ours"], figures["theirs"]
    pairs = figures["training"]
    mean = lambda key: sum(pair[key] for pair in pairs) / len(pairs)
    plots["peer.svg"] = bars("Cold-start requests a second, one core", [("this project", ours["rate"]), ("Python stack", theirs["rate"])], "/s")
    return f"""## Against a Python stack

`script/bench peer` ({about(figures)}). The [peer](../benchmarks/peer/README.md): FastAPI, SQLAlchemy, PyTorch, hnswlib. Both servers on core 0, loaded by turns from core 1 with eight connections,
medians of three runs; ratios of neighbouring runs: {", ".join(number(ratio) for ratio in figures["ratios"])}.

{table(["cold-start", "requests/s", "p50", "p99"], [["this project", number(ours["rate"]), f"{ours['p50_ms']} ms", f"{ours['p99_ms']} ms"], ["peer", number(theirs["rate"]), f"{theirs['p50_ms']} ms", f"{theirs['p99_ms']} ms"]])}
![Cold-start requests](benchmarks/peer.svg)

Start to ready {number(figures["their_ready_seconds"])} s and {number(figures["their_memory"]["resident_mib"])} MiB for the peer. Training, one thread, by turns: the peer's `Dataset` loop learns from {number(mean("their_pairs_per_s"))} pairs a second, that is
{number(mean("their_pairs_per_s") / 5)} likes with four negatives each ({number(mean("their_pairs_per_s_gathered") / 5)} where features are gathered a batch at a time); the default preset from {number(mean("our_likes_per_s"))} likes a second, each against the whole
catalogue: {number(mean("our_likes_per_s") / (mean("their_pairs_per_s") / 5))} and {number(mean("our_likes_per_s") / (mean("their_pairs_per_s_gathered") / 5))} times as many.
"""


def scale_section(figures, plots):
    sizes = figures["sizes"]
    line = lambda key: [(size["movies"], size[key]) for size in sizes if size.get(key)]
    plots["scale_latency.svg"] = log_log("Cold-start requests with candidates (hybrid)", "movies, and as many users", "milliseconds",
                                         {"p50": line("p50_ms"), "p99": line("p99_ms")})
    plots["scale_cost.svg"] = log_log("Training and indexes", "movies, and as many users", "seconds, µs, MiB",
                                      {"µs a user of a step": line("train_us_a_user"), "publishing, s": line("index_seconds"),
                                       "server, MiB": line("memory_mib")})
    body = [[number(size["movies"]), number(size["ratings"]), f"{number(size['import_seconds'])} s", f"{number(size['import_mib'])} MiB",
             f"{number(size['train_us_a_user'])} µs", f"{number(size['train_mib'])} MiB", f"{number(size['index_seconds'])} s",
             f"{number(size['ready_seconds'])} s", f"{number(size['memory_mib'])} / {number(size['peak_mib'])} MiB", f"{size['p50_ms']} / {size['p99_ms']} ms",
             f"{size['overlap']:.3f}"] for size in sizes]
    return f"""## Scale

`script/bench scale` ({about(figures)}). Data from `neurec generate`, 30 ratings a user; {figures["training"]}. Training cost is of one user in one step; publishing is content prior, calibration and both HNSW indexes; overlap is how many of the ten
best of the whole catalogue are among the ten that `hybrid` gives, over {figures["compared_users"]} users. Requests one at a time.
Above 100,000 movies the towers are narrower ([decision 14](decisions/0014-large-catalogues-by-rows.md)), so that a request at a million reads half as much of each movie as at 100,000.

{table(["movies = users", "ratings", "import", "its memory", "training, a user", "its memory", "publishing", "ready after", "server / while it loads", "p50 / p99", "overlap"], body)}
![Latency](benchmarks/scale_latency.svg)
![Cost](benchmarks/scale_cost.svg)
"""


def distributed_section(figures):
    rows = [[row["processes"], number(row["users_per_second"]), f"{row['users_per_second'] / figures['runs'][0]['users_per_second'] / row['processes']:.0%}", f"{row['best_ndcg']:.4f}"]
            for row in figures["runs"]]
    return f"""## Several processes

`script/bench distributed` ({about(figures)}). MovieLens 1M, {figures["epochs"]} epochs, one thread and one core a process, gradients averaged by Gloo each step; users a second over all processes,
steps alone.

{table(["processes", "users a second", "efficiency", "validation NDCG@10"], rows)}"""


def write(results, docs):
    folder, plots = docs / "benchmarks", {}
    folder.mkdir(exist_ok=True)
    preparation = read(results, "preparation")
    sections = ["""# Benchmarks

Written by `script/bench`; nothing in here is typed by hand. Each part says when, where and by which command it was measured. Virtual machines are noisy, and this one was shared: take
ratios of one run before absolute times. The machine's load average is given, since it tells how much else ran.
"""]
    for name, render in (("inference", lambda f: inference_section(f, plots)),
                         ("serving", lambda f: serving_section(f, preparation, plots, results, folder)),
                         ("training", lambda f: training_section(f, plots)), ("peer", lambda f: peer_section(f, plots)),
                         ("distributed", distributed_section), ("scale", lambda f: scale_section(f, plots))):
        if (figures := read(results, name)) is not None:
            sections.append(render(figures))
    for name, plot in plots.items():
        (folder / name).write_text(plot)
    (docs / "benchmarks.md").write_text("\n".join(sections))
