"""`perf script` as a flame graph (Gregg, 2011): width is time, a box lies on whoever called it."""
import re
from collections import Counter
from html import escape

WIDTH, ROW, LEFT, TOP = 1200, 17, 10, 40
NARROWEST = 0.4  # pixels


def stacks(script):
    """Counts of stacks, each a tuple of functions from the outermost in."""
    counts, frames = Counter(), []
    for line in script.splitlines():
        if not line.strip():
            if frames:
                counts[tuple(reversed(frames))] += 1
            frames = []
        elif line[0] in " \t" and (match := re.match(r"\s+[0-9a-f]+ (.*?)(\+0x[0-9a-f]+)? \([^()]*\)$", line)):
            frames.append(readable(match.group(1)))
    if frames:
        counts[tuple(reversed(frames))] += 1
    return counts


def readable(function):
    """Without parameters, template arguments and the namespaces that everything is in."""
    if function == "[unknown]":
        return function
    text, depth, kept = function.replace("(anonymous namespace)::", "").replace("operator()", "operator❨❩"), 0, []
    for c in text:
        if c in "<(":
            depth += 1
        elif c in ">)":
            depth -= 1
        elif depth == 0:
            kept.append(c)
    name = "".join(kept).replace("❨❩", "()").split(" const")[0].strip()
    return re.sub(r"neurec::(infrastructure|application|presentation|domain)::", "", name.split(" ")[-1] or function)


def tree_of(counts):
    root = {"count": 0, "children": {}}
    for stack, count in counts.items():
        node = root
        node["count"] += count
        for function in stack:
            node = node["children"].setdefault(function, {"count": 0, "children": {}})
            node["count"] += count
    return root


def svg(script, title):
    root = tree_of(stacks(script))
    total = max(root["count"], 1)
    boxes, deepest = [], 0

    def draw(node, x, depth):
        nonlocal deepest
        for function, child in sorted(node["children"].items()):
            width = child["count"] / total * (WIDTH - 2 * LEFT)
            if width >= NARROWEST:
                boxes.append((function, x, depth, width, child["count"]))
                deepest = max(deepest, depth)
                draw(child, x, depth + 1)
            x += width

    draw(root, LEFT, 0)
    height = TOP + (deepest + 1) * ROW + 10
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="11">',
           f'<rect width="{WIDTH}" height="{height}" fill="#fffdf7"/>',
           f'<text x="{WIDTH / 2}" y="22" text-anchor="middle" font-size="15">{escape(title)} ({total} samples)</text>']
    for function, x, depth, width, count in boxes:
        y = height - 10 - (depth + 1) * ROW
        hue = 10 + sum(map(ord, function)) % 45
        label = function if len(function) * 6.2 < width else function[:max(0, int(width / 6.2) - 1)] + "…"
        out.append(f'<g><title>{escape(function)}: {count / total:.1%}</title><rect x="{x:.1f}" y="{y}" width="{width:.1f}" '
                   f'height="{ROW - 1}" fill="hsl({hue},85%,68%)"/>'
                   + (f'<text x="{x + 2:.1f}" y="{y + 12}">{escape(label)}</text>' if width > 25 else "") + "</g>")
    return "\n".join([*out, "</svg>"]) + "\n"
