"""Her words and PIN are stretched slowly, and by nothing of our own."""

from argon2.low_level import Type, hash_secret_raw

from portal.vault import recovery
from portal.vault.keyring import Keyring

KEYS = Keyring({1: b"m" * 32}, 1, b"i" * 32, b"r" * 32, b"s" * 32)
OWASP_LEAST_KIB, OWASP_LEAST_PASSES = 19 * 1024, 2


def test_words_and_pin_are_stretched_as_the_reference_does() -> None:
    # argon2-cffi binds the reference implementation; the vault uses OpenSSL's.
    salt = recovery._keyed(KEYS.receipt, "salt", b"")
    slow = hash_secret_raw(
        "雨后的桥|4711".encode(), salt, OWASP_LEAST_PASSES, OWASP_LEAST_KIB, parallelism=1, hash_len=32, type=Type.ID
    )
    made = recovery.secret_of(KEYS, "雨后 的桥", "4711")
    assert made.index == recovery._keyed(KEYS.index, "index", slow)
    assert made.key == recovery._keyed(KEYS.receipt, "seal", slow)
