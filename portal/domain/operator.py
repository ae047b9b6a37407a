"""Which operator a mobile number's prefix was given to. A number may have been carried elsewhere: a class, no evidence.

Apart from `phone`, because the library's table of prefixes is large: the worker loads it, the web never does.
"""

import phonenumbers
from phonenumbers import carrier

from portal.domain.verification import UNKNOWN_OPERATOR


def operator_of(normal: str) -> str:
    """The operator's name in Chinese; `operator` where the prefix tells none."""
    return carrier.name_for_number(phonenumbers.parse(normal), "zh") or UNKNOWN_OPERATOR
