"""The old-age allowance in OpenFisca: persons per second, to set beside the rule engine's.

The same rule set as `crates/rules/benches/allowance.rs`: a condition of four facts (at least 80,
registered here, alive, not in centralised support) and an amount by age band. OpenFisca computes
whole arrays by numpy and knows no unknown facts and no reasons, so this gives less than the
engine does: two-valued, without a reason for each person.

Run by `benches/openfisca/run`, which makes the environment.
"""

import sys
import time

import numpy
from openfisca_core import entities, periods, taxbenefitsystems
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.variables import Variable

PERSONS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
ROUNDS = 40
MONTH = "2026-10"

Person = entities.build_entity(
    key="person", plural="persons", label="Person", doc="", is_person=True
)


def fact(name, kind, default):
    body = {
        "value_type": kind,
        "entity": Person,
        "definition_period": periods.DateUnit.MONTH,
        "default_value": default,
        "label": name,
    }
    return type(name, (Variable,), body)


class eligible(Variable):
    value_type = bool
    entity = Person
    definition_period = periods.DateUnit.MONTH
    label = "Whether the allowance is owed"

    def formula(person, period):
        return (
            (person("age", period) >= 80)
            * person("registered_here", period)
            * person("alive", period)
            * numpy.logical_not(person("support_centralised", period))
        )


class allowance(Variable):
    value_type = float
    entity = Person
    definition_period = periods.DateUnit.MONTH
    label = "What is owed, in yuan"

    def formula(person, period):
        age = person("age", period)
        amount = numpy.select([age >= 100, age >= 90, age >= 80], [500.0, 120.0, 60.0], 0.0)
        return person("eligible", period) * amount


def system():
    made = taxbenefitsystems.TaxBenefitSystem([Person])
    for variable in (
        fact("age", int, 0),
        fact("registered_here", bool, False),
        fact("alive", bool, False),
        fact("support_centralised", bool, False),
        eligible,
        allowance,
    ):
        made.add_variable(variable)
    return made


def main():
    chance = numpy.random.default_rng(2)
    ages = 60 + numpy.minimum(chance.integers(0, 25, PERSONS), chance.integers(0, 46, PERSONS))
    ages = ages + chance.integers(0, 8, PERSONS) * 2
    flags = {
        "registered_here": chance.integers(0, 20, PERSONS) != 0,
        "alive": chance.integers(0, 20, PERSONS) != 0,
        "support_centralised": chance.integers(0, 20, PERSONS) == 0,
    }
    rules = system()
    times = []
    for _ in range(ROUNDS):
        simulation = SimulationBuilder().build_default_simulation(rules, PERSONS)
        simulation.set_input("age", MONTH, ages)
        for name, values in flags.items():
            simulation.set_input(name, MONTH, values)
        start = time.perf_counter()
        owed = simulation.calculate("allowance", MONTH)
        times.append(time.perf_counter() - start)
    expected = numpy.select([ages >= 100, ages >= 90, ages >= 80], [500.0, 120.0, 60.0], 0.0)
    expected = expected * flags["registered_here"] * flags["alive"] * ~flags["support_centralised"]
    assert numpy.array_equal(owed, expected.astype(owed.dtype)), "OpenFisca computes another amount"
    # The best of many rounds: what the machine does beside it only adds.
    best = min(times)
    print(f"{PERSONS} persons, {int((owed > 0).sum())} owed")
    print(f"OpenFisca    {best * 1e3:10.2f} ms  {best / PERSONS * 1e9:6.1f} ns each")
    print(f"             {PERSONS / best / 1e6:10.1f} million persons a second")


main()
