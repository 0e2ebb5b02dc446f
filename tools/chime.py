#!/usr/bin/env python3
"""Make the short sound of an urgent message: two tones, twice, nobody's recording."""

import math
import struct
import wave
from pathlib import Path

TO = Path(__file__).resolve().parent.parent / "frontend" / "src" / "sounds" / "urgent.wav"
RATE = 8000
TONES = ((880.0, 0.0), (1174.7, 0.16), (880.0, 0.42), (1174.7, 0.58))
LENGTH, LOUD, FADE = 1.0, 90, 9.0


def sample(at: float) -> int:
    """Return the sound at `at` seconds, an unsigned byte."""
    heard = sum(
        math.sin(2 * math.pi * pitch * (at - begins)) * math.exp(-FADE * (at - begins))
        for pitch, begins in TONES
        if at >= begins
    )
    return max(0, min(255, 128 + round(LOUD * heard)))


def main() -> None:
    """Write the file."""
    with wave.open(str(TO), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        frames = [sample(n / RATE) for n in range(int(RATE * LENGTH))]
        file.writeframes(struct.pack(f"{len(frames)}B", *frames))


if __name__ == "__main__":
    main()
