"""Time the pairing of a made-up school (856 × 78) and of 20,000 × 2,000 with 30 candidates each.

    .venv/bin/python bench/pairing.py [ROUNDS]

Prints the seconds of each round (building the network included, imports not) and what came out.
"""

import random
import resource
import sys

from nuangang.mentoring.matching import propose
from nuangang.mentoring.pairs import AdultToPair, ChildToPair, Preferences


def village(rng: random.Random, villages: int) -> str:
    return f"village {rng.randrange(villages)}"


def gender(rng: random.Random) -> str:
    return rng.choice("fm")


def made_up(children: int, adults: int, classes: int, villages: int, seed: int = 7):
    """Return children and adults of a school whose cap is 1.4 times the mean load."""
    rng = random.Random(seed)
    cap = -(-children * 14 // (adults * 10))
    staff = [
        AdultToPair(
            id=f"adult {j:05}",
            party_member=j % 3 == 0,
            quota=2 if j % 3 == 0 else 1,
            cap=cap,
            classes=frozenset(rng.sample(range(classes), 3)),
            class_teacher_of=frozenset({j}) if j < classes else frozenset(),
            village=village(rng, villages),
            gender=gender(rng),
            trained=rng.random() < 0.1,
        )
        for j in range(adults)
    ]
    pupils = [
        ChildToPair(
            id=f"child {i:06}",
            class_id=rng.randrange(classes),
            village=village(rng, villages),
            gender=gender(rng),
            boarding=rng.random() < 0.4,
            special_needs=rng.random() < 0.05,
            current_adult=f"adult {rng.randrange(adults):05}" if rng.random() < 0.7 else None,
            current_years=1,
        )
        for i in range(children)
    ]
    return pupils, staff


def main(rounds: int) -> None:
    for children, adults, classes, villages, target in [
        (856, 78, 24, 30, 0.1),
        (20_000, 2_000, 500, 300, 2.0),
    ]:
        pupils, staff = made_up(children, adults, classes, villages)
        done = [propose(pupils, staff, Preferences()) for _ in range(rounds)]
        loads = [load.children for load in done[0].loads]
        print(
            f"{children:,} × {adults:,}: {' '.join(f'{d.seconds:.3f}' for d in done)} s "
            f"(target {target} s), loads {min(loads)} to {max(loads)}, "
            f"kept {sum(pair.kept for pair in done[0].pairs):,}, points {done[0].objective:,}, "
            f"unmet {[(u.rule, u.count) for u in done[0].unmet]}"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
