"""What the analysis is doing, for whoever waits for it."""

from collections.abc import Callable
from enum import StrEnum


class Step(StrEnum):
    """The steps of the pipeline, in order; worded under `step.<code>` in the catalogues."""

    EXPOSURE = "exposure"
    CLASSES = "classes"
    RECIPIENTS = "recipients"
    PICTURES = "pictures"
    REGISTRATION = "registration"
    PLACEBO = "placebo"
    SHAKING = "shaking"
    TIERS = "tiers"
    ATTRIBUTION = "attribution"
    FINDINGS = "findings"


Progress = Callable[[str, int, int], None]


def reporter(progress: Progress | None) -> Callable[[Step], None]:
    """A function to call when a step begins; it passes the step's code, its number and the number of steps on."""
    steps = list(Step)

    def begin(step: Step) -> None:
        if progress is not None:
            progress(step.value, steps.index(step), len(steps))

    return begin
