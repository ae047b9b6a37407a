"""Filings with other offices, opened: for her, and for an official who gave a reason."""

from portal.domain.filing import Filing, OpenFiling
from portal.vault.sealing import ComplaintKey, Place


def opened(filing: Filing, key: ComplaintKey) -> OpenFiling:
    """The number that the office gave, and its answer."""
    reference = key.open(filing.reference_sealed, Place("filings", "reference_sealed", filing.id))
    return OpenFiling(filing, reference, key.open(filing.outcome_sealed, Place("filings", "outcome_sealed", filing.id)))
