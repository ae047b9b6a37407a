"""What is mutated, and which tests are near it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """Some files and the tests that should notice a fault in them."""

    files: tuple[str, ...]
    tests: tuple[str, ...]


AREAS = {
    "vault": Area(
        (
            "portal/vault/sealing.py", "portal/vault/keyring.py", "portal/vault/vault.py", "portal/vault/receipts.py",
            "portal/vault/blind_index.py", "portal/vault/offline.py", "portal/vault/recovery.py",
            "portal/vault/phone_codes.py", "portal/vault/attachments.py", "portal/vault/openings.py",
            "portal/vault/serving.py", "portal/vault/remote.py", "portal/vault/wire.py",
        ),
        (
            "tests/vault", "tests/intake/test_receipts.py", "tests/intake/test_complaints.py",
            "tests/casework/test_second_factor.py", "tests/casework/test_opening.py",
            "tests/web/public/test_recovery.py", "tests/web/public/test_phone.py", "tests/web/public/test_evidence.py",
        ),
    ),
    "guard": Area(
        ("portal/web/guard.py", "portal/domain/access.py", "portal/domain/presence.py", "portal/domain/allowance.py"),
        (
            "tests/domain/test_access.py", "tests/domain/test_presence.py", "tests/domain/test_allowance.py",
            "tests/web/office/test_step_up.py", "tests/web/office/test_sign_in.py",
            "tests/web/office/test_admin_health.py",
        ),
    ),
    "export": Area(
        (
            "portal/files/cells.py", "portal/files/csv_table.py", "portal/storage/exports.py",
            "portal/domain/recipient.py",
        ),
        (
            "tests/files/test_tables.py", "tests/files/test_workbook.py", "tests/files/test_registry_imports.py",
            "tests/intake/test_plans.py", "tests/intake/test_places.py", "tests/casework/test_trails.py",
        ),
    ),
    "delivery": Area(
        (
            "portal/casework/delivery_checks.py", "portal/casework/deliveries.py", "portal/casework/delivering.py",
            "portal/domain/delivery.py",
        ),
        (
            "tests/casework/test_deliveries_kept.py", "tests/casework/test_deliveries.py",
            "tests/casework/test_receivers.py",
        ),
    ),
    "disclosure": Area(
        (
            "portal/domain/disclosure.py", "portal/casework/disclosing.py", "portal/stats/suppression.py",
            "portal/casework/releases.py",
        ),
        (
            "tests/domain/test_published.py", "tests/aggregation/test_disclosure.py", "tests/stats/test_suppression.py",
            "tests/casework/test_disclosing.py", "tests/casework/test_releases.py", "tests/web/public/test_numbers.py",
        ),
    ),
    "journal": Area(
        (
            "portal/domain/journal.py", "portal/domain/merkle.py", "portal/storage/journal.py",
            "portal/casework/witnessing.py", "portal/files/witness.py", "portal/vault/checkpoints.py",
        ),
        (
            "tests/domain/test_merkle.py", "tests/storage/test_journal.py", "tests/casework/test_witnessing.py",
            "tests/casework/test_told.py", "tests/casework/test_opening.py", "tests/casework/test_auditing.py",
            "tests/casework/test_identity.py",
        ),
    ),
}  # fmt: skip
