"""Runs the evaluations of docs/study.md and writes the page from their reports. Started by script/study."""
import json
import os
import pathlib
import subprocess
import sys

import study_page

ROOT = pathlib.Path(__file__).resolve().parent.parent
RESULTS = ROOT / "build/study"
HOME = RESULTS / "home"
PROGRAM = ROOT / "build/release/bin/neurec"
KEPT = RESULTS / "kept"

# What each ablation leaves out; "seed" is the original network, "whole" the default preset.
ABLATIONS = {
    "whole": [],
    "without-history": ["--without", "history"],
    "without-few_shot": ["--without", "few_shot"],
    "without-movie_vector": ["--without", "movie_vector"],
    "without-content": ["--without", "content"],
    "fusion_head-for-dot_path": ["--with", "fusion_head", "--without", "dot_path"],
    "with-fusion_head": ["--with", "fusion_head"],
    "without-item_item": ["--without", "item_item"],
    "neighbours-for-dense_item_item": ["--without", "dense_item_item"],
    "without-recency": ["--without", "recency"],
    "without-demographic_path": ["--without", "demographic_path"],
    "without-calibration": ["--without", "calibration"],
    "seed": ["--preset", "seed"],
}
# What shows where whole histories are known, newest last.
NCF_ABLATIONS = {
    "whole": [],
    "without-recency": ["--without", "recency"],
    "without-item_item": ["--without", "item_item"],
    "neighbours-for-dense_item_item": ["--without", "dense_item_item"],
}


def neurec(*arguments):
    subprocess.run([PROGRAM, *arguments], check=True,
                   env=os.environ | {"NEUREC_HOME": str(HOME), "NEUREC_DATASET": os.environ["NEUREC_DATASET"]},
                   stdout=subprocess.DEVNULL)


def evaluate(name, *arguments):
    """One evaluation, kept as build/study/<name>.json with the command that made it."""
    report = RESULTS / f"{name}.json"
    partial = RESULTS / f"{name}.partial"
    neurec("evaluate", *arguments, "--json", partial, "--html", RESULTS / f"{name}.html")
    figures = json.loads(partial.read_text())
    figures["command"] = " ".join(["neurec evaluate", *map(str, arguments)])
    report.write_text(json.dumps(figures))
    partial.unlink()


def kept_model():
    """The default preset on the first split of new-users, trained once for several parts."""
    def models():
        return sorted(path for path in KEPT.glob("*/") if (path / "manifest.json").exists())
    if not models():
        evaluate("kept", "--methods", "model", "--keep-model", KEPT)
    return models()[-1]


def ablation():
    for prefix, protocol, ablations in (("ablation", "new-users", ABLATIONS), ("ncf-ablation", "ncf", NCF_ABLATIONS)):
        for name, options in ablations.items():
            if not (RESULTS / f"{prefix}-{name}.json").exists():
                evaluate(f"{prefix}-{name}", "--protocol", protocol, "--methods", "model", *options)


PARTS = {
    "new-users": lambda: evaluate("new-users", "--seeds", "3"),
    "ncf": lambda: evaluate("ncf", "--protocol", "ncf", "--seeds", "3"),
    "new-movies": lambda: evaluate("new-movies", "--protocol", "new-movies", "--seeds", "3"),
    "time": lambda: evaluate("time", "--protocol", "time"),
    "most-shown": lambda: evaluate("most-shown", "--protocol", "most-shown"),
    "onboarding": lambda: evaluate("onboarding", "--protocol", "onboarding", "--model", kept_model()),
    "diversity": lambda: evaluate("diversity", "--methods", "model", "--k", "5", "--diversity",
                                  "0,0.1,0.2,0.3,0.4,0.5,0.6,0.8,1", "--model", kept_model()),
    "ablation": ablation,
}


def main():
    wanted = sys.argv[1:] or [*PARTS, "report"]
    unknown = [part for part in wanted if part not in PARTS and part != "report"]
    if unknown:
        sys.exit(f"script/study: there is no part {unknown[0]}. Parts: {' '.join(PARTS)} report.")
    RESULTS.mkdir(parents=True, exist_ok=True)
    if wanted != ["report"] and not (HOME / "neurec.sqlite").exists():
        neurec("import", os.environ["NEUREC_DATASET"])
    for part in wanted:
        if part != "report":
            print(f"script/study: {part}", file=sys.stderr, flush=True)
            PARTS[part]()
    study_page.write(RESULTS, ROOT / "docs")


if __name__ == "__main__":
    main()
