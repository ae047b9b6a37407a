"""What the guard of the web knows of the office's door."""

from dataclasses import dataclass
from datetime import datetime

from portal.casework import sign_in
from portal.casework.door import Door
from portal.casework.waiting import digest_of
from portal.domain.presence import Presence, Proof, ProofRefused, Question


@dataclass(frozen=True, slots=True)
class Keeper:
    """One door, as long as one request looks at it."""

    door: Door

    def identify(self, token: str, at: datetime) -> Presence | None:
        """Who is signed in with a token."""
        return sign_in.presence_behind(token, at, store=self.door.store)

    def ask(self, token: str, at: datetime) -> Question:
        """How whoever is signed in may prove it again."""
        presence = self.identify(token, at)
        if presence is None:
            raise ProofRefused
        return self.door.question_for(presence.member, digest_of(token), at)

    def prove(self, token: str, proof: Proof, at: datetime) -> str:
        """Prove it again."""
        return sign_in.prove(token, proof, door=self.door, at=at)
