"""How the office handles a complaint: the steps it may take, and the reasons it may have to open what is sealed."""

from enum import StrEnum

from portal.domain.report import Status


class OpeningReason(StrEnum):
    """Why sealed fields are opened. A closed list: free text in the journal could name somebody."""

    CHECK_REPORT = "check_report"
    IDENTIFY_CALLER = "identify_caller"
    CONTACT_REPORTER = "contact_reporter"
    REFER_CASE = "refer_case"


class StepNotPossible(ValueError):
    """A complaint that is in `status` cannot take the step that was asked for."""

    def __init__(self, status: Status) -> None:
        super().__init__(status.value)
        self.status = status
