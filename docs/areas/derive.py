#!/usr/bin/env python3
"""Derives the area tables of the packs from the editions of the statistics bureau's codes.

    npm pack china-division@2.3.1 …@2.4.0 …@2.5.0 …@2.6.1 …@2.7.0     (unpack each to EDITIONS/<version>/)
    pip install pypinyin
    python3 docs/areas/derive.py EDITIONS CIVIL.csv OUTLINES packs

EDITIONS/<version>/package/dist holds streets.csv and villages.csv. CIVIL.csv is AreaCity's list of the
two counties' townships in the civil-affairs code system. OUTLINES holds <code>-county.geojson.

An area keeps its path for as long as a village of that name stands in that township, whatever its code;
codes are rows of their own with dates. The exact day of a change is not in the sources: a date is the
reference day of the first edition that shows the change. Positions are made up (seeded) inside the
county's outline and say so.
"""
import csv, json, math, random, re, sys
from pathlib import Path
from pypinyin import lazy_pinyin

EDITIONS = [("2.3.1", "2019-10-31"), ("2.4.0", "2020-06-30"), ("2.5.0", "2021-10-31"),
            ("2.6.1", "2022-10-31"), ("2.7.0", "2023-06-30")]
COUNTIES = {"513433": ("mianning", "sc/liangshan/mianning/", "冕宁县", "Mianning County"),
            "530112": ("xishan", "yn/kunming/xishan/", "西山区", "Xishan District")}
KINDS = [("藏族乡", "Tibetan Township"), ("国家旅游度假区", "National Tourist Resort"), ("街道", "Subdistrict"),
         ("街道办事处", "Subdistrict"), ("镇", "Town"), ("乡", "Township"), ("社区", "Community"), ("村", "Village")]


def short(name):
    """The name people use: 新丰村村民委员会 and 西河村民委员会 are 新丰村 and 西河村."""
    name = re.sub(r"(街道)办事处$", r"\1", name)
    for tail, kind in (("村民委员会", "村"), ("村委会", "村"), ("社区居民委员会", "社区"), ("社区居委会", "社区"),
                       ("居民委员会", "社区"), ("居委会", "社区")):
        if name.endswith(tail):
            base = name[: -len(tail)]
            return base if base.endswith((kind, "村", "社区")) else base + kind
    return name


def kind_of(name):
    return next(((zh, en) for zh, en in KINDS if name.endswith(zh)), ("", ""))


def latin(name):
    zh, en = kind_of(name)
    base = name[: -len(zh)] if zh and len(name) > len(zh) else name
    return "".join(lazy_pinyin(base)).replace("ü", "v"), en


def english(name):
    base, en = latin(name)
    return f"{base.capitalize()} {en}".strip()


def rows(path, code):
    with open(path, encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if row["code"].startswith(code)]


class Slugs:
    def __init__(self):
        self.taken = {}

    def give(self, parent, name):
        base = re.sub(r"[^a-z0-9]", "", latin(name)[0].lower())
        full = re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(name)).lower())
        taken = self.taken.setdefault(parent, set())
        for slug in [base, full, *[f"{base}{n}" for n in range(2, 99)]]:
            if slug not in taken:
                taken.add(slug)
                return f"{parent}{slug}/"


def inside(ring, x, y):
    odd = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            odd = not odd
    return odd


def spread(ring, count, chance, near=None, reach=None):
    """Points inside the outline that keep away from one another (best of many draws)."""
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    points = []
    while len(points) < count:
        best, best_gap = None, -1.0
        for _ in range(60):
            if near:
                angle, away = chance.random() * math.tau, reach * math.sqrt(chance.random())
                x, y = near[0] + away * math.cos(angle), near[1] + away * math.sin(angle) * 0.9
            else:
                x, y = chance.uniform(min(xs), max(xs)), chance.uniform(min(ys), max(ys))
            if not inside(ring, x, y):
                continue
            gap = min((math.hypot(x - a, y - b) for a, b in points), default=9.0)
            if gap > best_gap:
                best, best_gap = (x, y), gap
        points.append(best or near)
    return points


def main(editions, civil, outlines, packs):
    for code, (slug, root, name, name_en) in COUNTIES.items():
        towns, villages = {}, {}            # name or (town name, name) -> {edition: code}
        last = EDITIONS[-1][0]
        for version, _ in EDITIONS:
            dist = Path(editions) / version / "package" / "dist"
            by_code = {row["code"]: short(row["name"]) for row in rows(dist / "streets.csv", code)}
            for street, town in by_code.items():
                towns.setdefault(town, {})[version] = street
            for row in rows(dist / "villages.csv", code):
                key = (by_code[row["streetCode"]], short(row["name"]))
                while version in villages.get(key, {}):          # two of one name in one township
                    key = (key[0], key[1] + "二")
                villages.setdefault(key, {})[version] = row["code"]
        renamed = renames(towns, villages)
        slugs, paths = Slugs(), {}
        current = lambda item: (last not in item[1], item[1][max(item[1])])
        for town, seen in sorted(towns.items(), key=current):
            paths[town] = slugs.give(root, town)
        for key, seen in sorted(villages.items(), key=current):
            if key not in renamed:
                paths[key] = slugs.give(paths[key[0]], key[1])
        for old, new in renamed.items():
            paths[old] = paths[new]
        ring = json.load(open(Path(outlines) / f"{code}-county.geojson"))["geometry"]["coordinates"]
        ring = [tuple(p) for p in max((part[0] for part in ring), key=len)]
        spots = positions(ring, towns, villages, paths, renamed, last, random.Random(int(code)))
        write(Path(packs) / slug, (root, name, name_en, code), towns, villages, renamed, paths, spots, civil)


def renames(towns, villages):
    """Villages whose code stayed while one character of the name changed: the same village."""
    found = {}
    for (version, _), (following, _) in zip(EDITIONS, EDITIONS[1:]):
        by_code = {seen[following]: key for key, seen in villages.items() if following in seen}
        for key, seen in villages.items():
            new = by_code.get(seen.get(version))
            if version in seen and following not in seen and new and version not in villages[new]:
                same = len(set(key[1]) & set(new[1])) / max(len(set(key[1])), len(set(new[1])))
                if same >= 0.6 and key[0] == new[0]:
                    found[key] = new
    return found


def span(seen):
    days = [day for version, day in EDITIONS if version in seen]
    first = "" if days[0] == EDITIONS[0][1] else days[0]
    later = [day for _, day in EDITIONS if day > days[-1]]
    return first, (later[0] if later else "")


def positions(ring, towns, villages, paths, renamed, last, chance):
    spots = {}
    now = sorted(town for town, seen in towns.items() if last in seen)
    for town, spot in zip(now, spread(ring, len(now), chance)):
        spots[town] = spot
    for town in now:
        inner = sorted(key for key, seen in villages.items() if key[0] == town and last in seen)
        reach = 0.09 if ring[0][0] < 102.4 or len(now) > 15 else 0.045
        for key, spot in zip(inner, spread(ring, len(inner), chance, spots[town], reach)):
            spots[key] = spot
    return spots


def write(folder, county, towns, villages, renamed, paths, spots, civil):
    root, name, name_en, code = county
    last = EDITIONS[-1][0]
    by_name = {}
    for key, seen in villages.items():
        if last in seen:
            by_name.setdefault(key[1], []).append(paths[key])
    head = "path,name_zh,name_en,level,kind,valid_from,valid_to,successor,lon,lat,position".split(",")
    areas = [[root, name, name_en, "county", name[-1], "", "", "", "", "", ""]]
    codes = [[root, "stats", code + "000000", "", ""], [root, "civil", code, "", ""]]
    names = []

    def area(key, label, seen, level):
        start, end = span(seen)
        successor = ""
        if end and level == "village" and len(by_name.get(label, [])) == 1:
            successor = by_name[label][0]
        spot = spots.get(key)
        at = [f"{spot[0]:.4f}", f"{spot[1]:.4f}", "synthetic"] if spot else ["", "", ""]
        shown = label.replace("二", "") if label.endswith("二") and label[:-1].endswith(("村", "社区")) else label
        areas.append([paths[key], shown, english(shown), level, kind_of(shown)[0], start, end, successor, *at])

    for town, seen in towns.items():
        area(town, town, seen, "township")
    for key, seen in villages.items():
        if key not in renamed:
            whole = dict(seen)
            for old, new in renamed.items():
                if new == key:
                    whole.update(villages[old])
                    start, end = span(villages[old])
                    names.append([paths[key], old[1], start, end])
            area(key, key[1], whole, "village")
    for key, seen in [*towns.items(), *villages.items()]:
        runs = {}
        for version, value in seen.items():
            runs.setdefault(value, {})[version] = value
        for value, run in runs.items():
            codes.append([paths[key], "stats", value.ljust(12, "0"), *span(run)])
    merged = {}
    for path, system, value, start, end in codes:               # a renamed village keeps its code
        rows = merged.setdefault((path, system, value), [])
        rows.append((start, end))
    codes = []
    for (path, system, value), spans in merged.items():
        starts, ends = [s for s, _ in spans], [e for _, e in spans]
        codes.append([path, system, value, "" if "" in starts else min(starts), "" if "" in ends else max(ends)])
    with open(civil, encoding="utf-8") as file:
        for row in csv.reader(file):
            if row[0].startswith(code) and row[2] == "3":
                town = short(row[7])
                if town in paths:
                    codes.append([paths[town], "civil", row[0], "", ""])
                else:
                    print("civil code without a township:", row[0], row[7], file=sys.stderr)
    order = lambda row: (row[0], *row[1:4])
    note = "# Derived by docs/areas/derive.py from npm china-division 2.3.1–2.7.0 (WTFPL); civil codes: AreaCity (MIT)\n"
    for file, head, table in [("areas.csv", head, areas),
                              ("area-codes.csv", "path,system,code,valid_from,valid_to".split(","), codes),
                              ("area-names.csv", "path,name,valid_from,valid_to".split(","), names)]:
        with open(folder / file, "w", encoding="utf-8", newline="\n") as out:
            out.write(",".join(head) + "\n" + note)
            csv.writer(out, lineterminator="\n").writerows(sorted(table, key=order))


main(*sys.argv[1:5])
