"""Seven rules over a million elders for twelve months in OpenFisca, on the people that
`cargo bench -p rules --bench year -- FOLDER` wrote: the same fen by rule, without reasons.

Run by `benches/openfisca/run`.
"""

import resource
import sys
import time

import numpy
from openfisca_core import entities, periods, taxbenefitsystems
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.variables import Variable

FOLDER = sys.argv[1]
ROUNDS = 3
MONTHS = [f"2026-{month:02}" for month in range(1, 13)]
FLAGS = ("here", "alive", "poor", "central")

Person = entities.build_entity(key="person", plural="persons", label="Person", doc="", is_person=True)


def variable(name, kind, default, unit, formula=None):
    body = {
        "value_type": kind,
        "entity": Person,
        "definition_period": unit,
        "default_value": default,
        "label": name,
    }
    if formula:
        body["formula"] = formula
    return type(name, (Variable,), body)


def bands(values, rows):
    rows = sorted(rows, reverse=True)
    return numpy.select([values >= start for start, _ in rows], [yuan for _, yuan in rows], 0)


def age(person, period):
    now = period.start.year * 12 + period.start.month - 1
    return numpy.floor_divide(now - person("born", periods.ETERNITY), 12)


def here(person, period):
    always = periods.ETERNITY
    return person("here", always) * person("alive", always)


def fixed(person, name):
    return person(name, periods.ETERNITY)


def old_age(person, period):
    years = person("age", period)
    return (years >= 80) * here(person, period) * bands(years, [(80, 60), (90, 120), (100, 500)])


def care(person, period):
    ability = fixed(person, "ability")
    holds = (person("age", period) >= 60) * here(person, period) * fixed(person, "poor") * (ability >= 2)
    return holds * bands(ability, [(2, 100), (3, 200), (4, 300)])


def service(person, period):
    ability = fixed(person, "ability")
    holds = (person("age", period) >= 60) * here(person, period) * fixed(person, "poor")
    holds = holds * numpy.logical_not(fixed(person, "central")) * (ability < 2)
    return holds * bands(ability, [(0, 50), (1, 80)])


def disability_living(person, period):
    holds = here(person, period) * fixed(person, "poor") * numpy.logical_not(fixed(person, "central"))
    return holds * (fixed(person, "disability") >= 1) * 80


def disability_care(person, period):
    grade = fixed(person, "disability")
    holds = here(person, period) * numpy.logical_not(fixed(person, "central"))
    return holds * ((grade == 1) + (grade == 2)) * bands(grade, [(1, 90), (2, 70)])


def centenarian(person, period):
    return (person("age", period) >= 100) * here(person, period) * 1000


def destitute(person, period):
    holds = fixed(person, "central") * here(person, period)
    return holds * bands(fixed(person, "ability"), [(0, 200), (2, 400), (4, 800)])


RULES = (old_age, care, service, disability_living, disability_care, centenarian, destitute)


def system():
    made = taxbenefitsystems.TaxBenefitSystem([Person])
    always, monthly = periods.DateUnit.ETERNITY, periods.DateUnit.MONTH
    for name in ("born", "ability", "disability"):
        made.add_variable(variable(name, int, 0, always))
    for name in FLAGS:
        made.add_variable(variable(name, bool, False, always))
    made.add_variable(variable("age", int, 0, monthly, age))
    for rule in RULES:
        made.add_variable(variable(rule.__name__, float, 0, monthly, rule))
    return made


def main():
    people = {"born": numpy.fromfile(f"{FOLDER}/born", dtype="<i4")}
    for name in ("ability", "disability"):
        people[name] = numpy.fromfile(f"{FOLDER}/{name}", dtype="u1").astype("i4")
    for name in FLAGS:
        people[name] = numpy.fromfile(f"{FOLDER}/{name}", dtype="u1") == 1
    persons = len(people["born"])
    rules = system()
    best, owed = float("inf"), {}
    for _ in range(ROUNDS):
        simulation = SimulationBuilder().build_default_simulation(rules, persons)
        for name, values in people.items():
            simulation.set_input(name, periods.ETERNITY, values)
        start = time.perf_counter()
        owed = {rule.__name__: 0.0 for rule in RULES}
        for month in MONTHS:
            for rule in RULES:
                owed[rule.__name__] += float(simulation.calculate(rule.__name__, month).sum(dtype="f8"))
        best = min(best, time.perf_counter() - start)
    for name, yuan in owed.items():
        print(f"{name} {round(yuan * 100)}")
    print(f"OpenFisca {best:8.2f} s  {best * 1e9 / (persons * 12 * len(RULES)):6.1f} ns each")
    print(f"resident  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:8} MB at most")


main()
