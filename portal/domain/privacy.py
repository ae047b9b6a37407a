"""How sensitive a stored column is; every column of the schema names one of these classes."""

from enum import StrEnum


class PrivacyClass(StrEnum):
    """The closed list of privacy classes, most sensitive first."""

    SECRET = "secret"  # keys, password hashes, session digests: never leaves its table
    IDENTIFYING = "identifying"  # names or finds a person: sealed by the vault, never in the clear
    HEALTH = "health"  # pregnancy and birth data of one pseudonymous person (sensitive under China's PIPL, art. 28)
    QUASI_IDENTIFYING = "quasi_identifying"  # tells little alone, finds a person together with others
    PSEUDONYM = "pseudonym"  # joins rows of one person without naming her
    STAFF = "staff"  # about a member of staff
    OPERATIONAL = "operational"  # how the portal works
    PUBLIC = "public"  # could stand on the public page
