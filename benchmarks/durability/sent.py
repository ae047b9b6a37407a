"""Reports that a load sends: what number n must hold follows from n, so that nothing needs to be remembered but n."""

import hashlib
import io
import random
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from PIL import Image

from portal.domain.period import LOCAL_ZONE
from portal.vault.vault import Vault

HOSPITAL, DISTRICT = "星河妇产医院", "东湖区"
ATTACHED_EVERY = 20
MANY = 2**31 - 1  # as a limit: none
SIDE = 96  # pixels of a picture
CALLED_AT = datetime(2026, 3, 4, 10, 30, tzinfo=LOCAL_ZONE)


@dataclass(frozen=True, slots=True)
class Sent:
    """One report of the load."""

    number: int

    @property
    def token(self) -> str:
        """The token of its sending: 32 characters."""
        return hashlib.sha256(f"report {self.number}".encode()).hexdigest()[:32]

    @property
    def contact(self) -> str:
        """What is sealed in it, to be found again."""
        return f"wx-{self.number}"

    @property
    def calls(self) -> int:
        """How many calls it tells."""
        return 1 + self.number % 5

    @property
    def attached(self) -> str | None:
        """The digest that is added to it as evidence; most have none."""
        return hashlib.sha256(self.token.encode()).hexdigest() if self.number % ATTACHED_EVERY == 0 else None

    @property
    def picture(self) -> bytes | None:
        """A picture of noise that may be added to it; most have none."""
        if self.number % ATTACHED_EVERY != ATTACHED_EVERY // 2:
            return None
        out, noise = io.BytesIO(), random.Random(self.number).randbytes(3 * SIDE * SIDE)  # noqa: S311 - noise
        Image.frombytes("RGB", (SIDE, SIDE), noise).save(out, "PNG")
        return out.getvalue()

    def complaint(self, vault: Vault) -> UUID:
        """Under which id it must be found."""
        return vault.complaint_for(vault.receipt_code(self.token))

    def form(self, csrf: str) -> dict[str, str]:
        """What a browser posts at the end of the walk."""
        card = {
            "card-hospital": HOSPITAL,
            "card-registered_on": "2025-12-01",
            "card-registered_precision": "day",
            "card-baby": "expecting",
            "card-due_on": "2026-06-30",
            "card-due_precision": "day",
        }
        last = {"contact-wants_contact": "y", "contact-contact": self.contact, "screen": "check", "go": "send"}
        told = {**card, **last, "token": self.token, "csrf_token": csrf}
        for place in range(self.calls):
            call = {
                "vendor_type": "infant_formula",
                "when": "minute",
                "day": f"{CALLED_AT:%Y-%m-%d}",
                "clock": f"{CALLED_AT:%H:%M}",
                "channel": "call",
                "caller_number": f"1710000{self.number % 10_000:04d}",
                "notes": f"note {self.number}",
            }
            told |= {f"call-{place}-{name}": value for name, value in call.items()}
        return told
