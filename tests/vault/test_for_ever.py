"""What the vault once derived or sealed it derives and opens for ever: a changed label would lock mothers out.

The values are those of the first version under the keys below. Where one of these tests fails, the change needs a new
label beside the old one, not a new value here.
"""

from collections.abc import Callable
from uuid import UUID

import pytest

from portal.domain.phone import classify
from portal.vault.keyring import Keyring
from portal.vault.sealing import SealBroken, WrappedKey
from portal.vault.vault import Vault

KEYS = Keyring({1: b"m" * 32, 2: b"n" * 32}, 2, b"i" * 32, b"r" * 32, b"s" * 32)
VAULT = Vault(KEYS)
ONE, OTHER = UUID(int=1), UUID(int=2)
WORDS, PIN = "小满 六月", "1234"

DERIVED: dict[str, tuple[Callable[[], object], object]] = {
    "receipt": (lambda: VAULT.receipt_code("t" * 32), "WESD-XVHK-8FE2-9K0T-F8XP-K8T9-9NW7"),
    "complaint": (
        lambda: str(VAULT.complaint_for("WESD-XVHK-8FE2-9K0T-F8XP-K8T9-9NW7")),
        "07819db7-2ab9-f6bc-5834-8f4bbc3933cb",
    ),
    "phrase": (lambda: VAULT.phrase_numbers(ONE, 4), (16753, 17190, 39428, 38053)),
    "caller": (
        lambda: (VAULT.caller_index(classify("13800138000")) or b"").hex(),
        "3e182a0dea7a689407d2b976dd20f253dd51c4fff10f2536b48963badd0d0d80",
    ),
    "message": (
        lambda: (VAULT.message_index("产康") or b"").hex(),
        "7ffea64eb6de19c51dc9add388990ba387a326d3d7e0bac1e5fafa7e127f45bf",
    ),
    "own phone": (
        lambda: VAULT.own_phone("+8613800138000").hex(),
        "735b73e35cbdafe49f625c36ba393db0b549099c3a9952d9f36e6947d73cfc88",
    ),
    "phone code": (lambda: VAULT.phone_code(ONE), "626143"),
    "imported mother": (lambda: str(VAULT.imported_complaint("m1")), "c004d5b5-445a-5dae-a8b1-3451a156ffac"),
    "imported call": (
        lambda: VAULT.fingerprint(("ab", "c")).hex(),
        "facfbd31bee676fc308a09124d2376c11d1a27202b8aa79aa884bf35e8b293e6",
    ),
    "listed number": (
        lambda: VAULT.listed_number("+8613800138000").hex(),
        "8f9b45827d32471c92428d4392dc59a41039c1cc4ec475ea0604f15625db62d5",
    ),
    "invented name": (
        lambda: VAULT.invented_name("林小满").hex(),
        "e0ef026e753af3f40b1b95a86099ee533bd363308fb451f65162b589f88729ad",
    ),
    "name of a file": (
        lambda: VAULT.file_name("00"),
        "125533712f5e352b6570acf2fc2f4acde0c0d91582baae05d2dddfb699145de3",
    ),
    "content of a proof": (
        lambda: VAULT.proof_content(("a", "b")),
        "a251477d970d10ed5d9e57286a1004e50793517b8dfce5cc819d5ad1096ea27d",
    ),
    "key of proofs": (
        lambda: VAULT.proof_key().hex(),
        "057ebc8f9e7e503def61dd67f85cf9859f053f8abf9b5f019914db60ad53e7ad",
    ),
    "key of dossiers": (
        lambda: VAULT.dossier_key().hex(),
        "03bb37232770728ffe3d8092161f359a0ae1fba03c5b053a7d8f561c6ab3cb67",
    ),
    "key of checkpoints": (
        lambda: VAULT.checkpoint_key().hex(),
        "5cb4a5111202b43074fd35b850aeda8939102ad489ff143b97f32bbf03a650ac",
    ),
    "recovery words": (
        lambda: VAULT.recovery_words(WORDS).hex(),
        "31939eca4859156a7615671b2b71f55a2b165a3ac0dab426b71d8115f83a938a",
    ),
    "recovery secret": (
        lambda: VAULT.recovery_secret(WORDS, PIN).index.hex(),
        "624d2d132b9cb5c9c495f620b9848dc4ee18987544c052ac6aa1956c5bde4ddb",
    ),
}


@pytest.mark.parametrize("what", DERIVED)
def test_what_was_derived_is_derived_again(what: str) -> None:
    derive, before = DERIVED[what]
    assert derive() == before


STATE = bytes.fromhex("01e2891419ec117d5296fc154b10a3c9fa088099d30926438d1b79816f32ab43577c528b077a39c6c0d168145b0d")
CODE_SECRET = bytes.fromhex("015112636d336ba48d425b76c05d62b756c4e8f4c5d3105ab34116bda0a73fe65cf7d6586a")
NOTE = bytes.fromhex("014da816188390dc123d66646a3d7dd38a288ff9c006d02ce7dd204b2fe119b57ce5373d438441f066")
RECOVERY = bytes.fromhex("0165f669fc5f10b6f5de369ab1a70751c91509428a8718dcc638a8de851117165a")
WRAPPED = {
    1: (
        "0198f52ecba82899cae9eeed45fddf4f124dd5e96f551480634b950b989f718f4faa70c03b1a07c9accb6e2d8e3dbf6ff7d97e20ec299"
        "00c9d560aa2eb",
        "f3f1211beab123d7e3bffad2b84cbc4ef09b25c3bcad8792594628fdbd865cf4",
    ),
    2: (
        "01e6d7d00e3eddd163fa547ef6ef246b16fbfeaad657c18bc2995b8e83616d4885cd35b36a7235552fc472dcc681d39fbb695cd444d88"
        "57b60ef7a7acf",
        "1b3b172795c64eb66281727eaa56d0f8acb352fa0d552e1fe62404a728d84a44",
    ),
}


def test_what_was_sealed_opens() -> None:
    assert VAULT.open_state(STATE, "reporter") == {"code": "机密"}
    assert VAULT.open_code_secret(ONE, CODE_SECRET) == "JBSWY3DP"
    assert VAULT.open_case_note(NOTE, ONE) == "再打电话"
    assert VAULT.recovery_secret(WORDS, PIN).open(RECOVERY) == "ABCD"


def test_what_is_bound_to_one_row_opens_in_no_other() -> None:
    with pytest.raises(SealBroken):
        VAULT.open_code_secret(OTHER, CODE_SECRET)
    with pytest.raises(SealBroken):
        VAULT.open_case_note(NOTE, OTHER)
    assert VAULT.recovery_secret(WORDS, "1235").open(RECOVERY) is None
    assert VAULT.recovery_secret("小满 七月", PIN).open(RECOVERY) is None


@pytest.mark.parametrize("version", WRAPPED)
def test_a_wrapped_key_opens_under_the_master_of_its_version(version: int) -> None:
    wrapped, secret = (bytes.fromhex(one) for one in WRAPPED[version])
    assert VAULT.unwrap(ONE, WrappedKey(version, wrapped)).secret == secret
    assert VAULT.master_versions() == (2, (1, 2))


def test_what_is_drawn_is_of_the_size_that_was_decided() -> None:
    key, wrapped = VAULT.new_key(ONE)
    assert (len(key.secret), wrapped.master_version, len(wrapped.wrapped)) == (32, 2, 1 + 12 + 32 + 16)


def test_a_code_for_a_phone_is_told_from_every_other() -> None:
    assert VAULT.is_phone_code(ONE, "626143")
    assert not VAULT.is_phone_code(ONE, "626144")
    assert not VAULT.is_phone_code(OTHER, "626143")
    assert not VAULT.is_phone_code(ONE, "")


def test_a_proof_that_was_signed_is_ours_and_no_other() -> None:
    signature = VAULT.sign_proof("text")
    assert VAULT.signed_proof("text", signature)
    assert not VAULT.signed_proof("other", signature)
    assert not VAULT.signed_proof("text", bytes(64))
