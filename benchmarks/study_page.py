"""docs/study.md and its plots from the evaluation reports in build/study."""
import pathlib
from html import escape

from report import LINES, read, svg_head, table


KS = (0, 1, 3, 5, 10, 20)
TEXT = pathlib.Path(__file__).with_name("study_text.md")


def line_chart(title, x_name, y_name, series, diagonal=False):
    """series: name → [(x, y)], on linear axes from their least to their greatest values."""
    points = [point for line in series.values() for point in line]
    low_x, high_x = (f(x for x, _ in points) for f in (min, max))
    low_y, high_y = (f(y for _, y in points) for f in (min, max))
    if diagonal:
        low_x, low_y, high_x, high_y = 0, 0, max(high_x, high_y), max(high_x, high_y)
    pad = 0.06 * ((high_y - low_y) or 1)
    low_y, high_y = (low_y, high_y) if diagonal else (low_y - pad, high_y + pad)
    at_x = lambda x: 80 + 470 * (x - low_x) / ((high_x - low_x) or 1)
    at_y = lambda y: 330 - 280 * (y - low_y) / (high_y - low_y)
    out = [svg_head(760, 390, title),
           f'<text x="315" y="380" text-anchor="middle">{escape(x_name)}</text>',
           f'<text x="18" y="190" text-anchor="middle" transform="rotate(-90 18 190)">{escape(y_name)}</text>']
    for i in range(5):
        y = low_y + (high_y - low_y) * i / 4
        out.append(f'<path d="M80 {at_y(y):.1f}H550" stroke="#ddd"/><text x="72" y="{at_y(y) + 4:.1f}" '
                   f'text-anchor="end">{y:.3f}</text>')
    ticks = sorted({x for x, _ in points})
    for x in ticks if len(ticks) <= 10 else [low_x + (high_x - low_x) * i / 5 for i in range(6)]:
        out.append(f'<text x="{at_x(x):.1f}" y="350" text-anchor="middle">{x:.3g}</text>')
    if diagonal:
        out.append(f'<path d="M80 330L550 50" stroke="#999" stroke-dasharray="5 5"/>')
    for i, (name, line) in enumerate(series.items()):
        colour, path = LINES[i % len(LINES)], " ".join(f"{at_x(x):.1f},{at_y(y):.1f}" for x, y in line)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out += [f'<circle cx="{at_x(x):.1f}" cy="{at_y(y):.1f}" r="4" fill="{colour}"/>' for x, y in line]
        out.append(f'<text x="565" y="{60 + 20 * i}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


def spread(figure):
    return f"{figure['mean']:.4f}" + (f" ± {figure['deviation']:.4f}" if figure.get("deviation") else "")


def accuracy(figures, metric="ndcg_at_10", settings=None):
    """A table of methods by settings, over all seeds."""
    names = list(dict.fromkeys(row["setting"] for row in figures["summary"]))
    names = [name for name in names if settings is None or name in settings]
    methods = list(dict.fromkeys(row["method"] for row in figures["summary"]))
    cells = {(row["method"], row["setting"]): row.get(metric) for row in figures["summary"]}
    rows = [[method, *(spread(cells[method, name]) if cells.get((method, name)) else "" for name in names)]
            for method in methods]
    return table(["", *names], rows)


def made_by(figures):
    seeds = figures["seeds"]
    return f"`{figures['command']}`: {seeds[0]['split']}" + (f"; {len(seeds)} seeds" if len(seeds) > 1 else "") + ".\n"


def methods_of(figures):
    return {method["method"]: method["settings"] for method in figures["seeds"][0]["methods"]}


def new_users(figures, plots):
    methods = methods_of(figures)
    plots["new-users.svg"] = line_chart(
        "NDCG@10 for people the model has never met", "revealed ratings", "NDCG@10",
        {name: [(s["revealed"], s["ndcg_at_10"]["mean"]) for s in methods[name]]
         for name in ("model", "demographics", "ease-liked", "popularity") if name in methods})
    model = methods["model"]
    plots["reliability.svg"] = line_chart(
        "Reliability of the top ten", "predicted probability", "share that was liked",
        {s["setting"]: [(b["mean_predicted"], b["share_relevant"]) for b in s["calibration_top_10"]["bins"]
                        if b["pairs"] >= 50] for s in model if s["revealed"] in (0, 3, 5, 20)}, diagonal=True)
    lists = table(["", "different top tens", "of users", "same ten at most", "coverage", "popularity rank"],
                  [[s["setting"], s["beyond_accuracy"]["distinct_top_10"], s["users"],
                    f"{s['beyond_accuracy']['same_top_10_share']:.1%}", f"{s['beyond_accuracy']['coverage']:.1%}",
                    f"{s['beyond_accuracy']['mean_popularity_rank']:.0f}"] for s in model])
    errors = table(["expected calibration error", *(s["setting"] for s in model)],
                   [["all ranked pairs", *(f"{s['calibration']['expected_error']:.4f}" for s in model)],
                    ["top ten", *(f"{s['calibration_top_10']['expected_error']:.4f}" for s in model)]])
    return (f"{made_by(figures)}\n{accuracy(figures)}\n![NDCG@10](study/new-users.svg)\n\n"
            f"What the model's lists are like (first seed):\n\n{lists}\n"
            f"Whether its probabilities come true (first seed):\n\n{errors}\n![Reliability](study/reliability.svg)\n")


def plain(figures, plots):
    return f"{made_by(figures)}\n{accuracy(figures)}"


def ncf(figures, plots):
    return f"{made_by(figures)}\nHR@10:\n\n{accuracy(figures, 'hit_rate_at_10')}\nNDCG@10:\n\n{accuracy(figures)}"


def most_shown(figures, plots):
    return f"{made_by(figures)}\nNDCG@10:\n\n{accuracy(figures)}\nRecall@20:\n\n{accuracy(figures, 'recall_at_20')}"


def onboarding(figures, plots):
    methods = methods_of(figures)
    plots["onboarding.svg"] = line_chart(
        "What showing movies to a newcomer is worth", "movies shown", "NDCG@10",
        {name: [(s["revealed"], s["ndcg_at_10"]["mean"]) for s in settings] for name, settings in methods.items()})
    about = "\n".join(f"- {m['method']}: {m['description']}" for m in figures["seeds"][0]["methods"])
    return f"{made_by(figures)}\n{accuracy(figures)}\n{about}\n\n![Onboarding](study/onboarding.svg)\n"


def diversity(figures, plots):
    rows = [(name, settings[0]["beyond_accuracy"]["intra_list_diversity"], settings[0]["ndcg_at_10"]["mean"])
            for name, settings in methods_of(figures).items()]
    plots["diversity.svg"] = line_chart("Accuracy against diversity, five ratings known",
                                        "mean genre distance within a list", "NDCG@10",
                                        {"diversity 0 to 1": [(x, y) for _, x, y in rows]})
    return (f"{made_by(figures)}\n" + table(["", "genre distance", "NDCG@10"],
                                            [[name, f"{x:.3f}", f"{y:.4f}"] for name, x, y in rows]) +
            "\n![Diversity](study/diversity.svg)\n")


def ablations(results, prefix):
    """Name → settings of the model, the whole one first."""
    files = sorted(results.glob(f"{prefix}-*.json"), key=lambda file: (file.stem != f"{prefix}-whole", file.stem))
    return {file.stem.removeprefix(f"{prefix}-").replace("-", " "): methods_of(read(results, file.stem))["model"]
            for file in files}


def ablation(results):
    rows = []
    whole = None
    for name, settings in ablations(results, "ablation").items():
        means = [s["ndcg_at_10"]["mean"] for s in settings]
        mean = sum(means) / len(means)
        whole = mean if whole is None else whole
        error = sum(s["calibration_top_10"]["expected_error"] for s in settings) / len(settings)
        rows.append([name, *(f"{m:.4f}" for m in means),
                     f"{mean:.4f}", f"{mean - whole:+.4f}", f"{error:.3f}"])
    if not rows:
        return None
    return "`script/study ablation`, first split of `new-users`:\n\n" + table(
        ["", *(f"k = {k}" for k in KS), "mean", "against the whole", "calibration error, top ten"], rows) + (
        "\nThe same command, `ncf`, where whole histories are known:\n\n" + ncf_ablation(results))


def ncf_ablation(results):
    rows = [[name, *(f"{s[metric]['mean']:.4f}" for s in settings for metric in ("hit_rate_at_10", "ndcg_at_10"))]
            for name, settings in ablations(results, "ncf-ablation").items()]
    return table(["", *(f"{figure}, {setting}" for setting in ("99 negatives", "full catalogue")
                        for figure in ("HR@10", "NDCG@10"))], rows)


def write(results, docs):
    plots = {}
    sections = {"ABLATION": ablation(results)}
    for name, section in (("new-users", new_users), ("ncf", ncf), ("new-movies", plain), ("time", plain),
                          ("most-shown", most_shown), ("onboarding", onboarding), ("diversity", diversity)):
        figures = read(results, name)
        sections[name.upper()] = section(figures, plots) if figures else None
    page = TEXT.read_text()
    for name, body in sections.items():
        page = page.replace("{{" + name + "}}", body or f"*Not measured yet: `script/study {name.lower()}`.*\n")
    folder = docs / "study"
    folder.mkdir(exist_ok=True)
    for name, plot in plots.items():
        (folder / name).write_text(plot)
    (docs / "study.md").write_text(page)
