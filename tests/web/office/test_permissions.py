"""Who may open what: every route of the office, every role, read off the map of the application itself."""

from uuid import UUID

import pytest
from werkzeug.routing import Rule

from portal.domain.access import ROLE_PERMISSIONS, Permission, Role
from tests.web.office.conftest import Office

FILE = ("attachment_id", "_attachment_id")
VALUES = {
    "analysis_id": 1,
    "place": 0,
    "kind": "alarm",
    "case_id": 1,
    "name": "findings",
    "_step": "review",
    "event_id": 1,
    "recipient_id": 1,
    "_recipient_id": 1,
    "member_id": UUID(int=1),
    "_deed": "role",
    "plan_id": 1,
    "_plan_id": 1,
    "receiver_id": 1,
    "_receiver_id": 1,
    "delivery_id": UUID(int=1),
    "_delivery_step": "file",
    "handover_id": 1,
    "_handover_id": 1,
    "hospital_id": 1,
    "number": 1,
    "_queue_step": "assign",
    "_identity_step": "open",
    "_case_step": "notes",
    "_letter_step": "open",
    "_account_step": "sessions",
    "_factor_step": "key",
    "_hold_step": "release",
    **dict.fromkeys(FILE, UUID(int=1)),
}


def routes(office: Office) -> list[tuple[Rule, str]]:
    rules = [rule for rule in office.app.url_map.iter_rules() if rule.rule.startswith("/office")]
    return [(rule, method) for rule in rules for method in sorted(rule.methods - {"HEAD", "OPTIONS"})]


def guard_of(office: Office, rule: Rule) -> Permission | str:
    return office.app.view_functions[rule.endpoint].guard


def address(office: Office, rule: Rule, complaint_id: UUID) -> str:
    values = {
        name: value for name, value in (VALUES | {"complaint_id": complaint_id}).items() if name in rule.arguments
    }
    with office.app.test_request_context():
        return office.app.url_map.bind("localhost").build(rule.endpoint, values)


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_what_it_is_permitted_and_nothing_else(office: Office, role: Role) -> None:
    complaint_id, client = office.submitted(), office.client(role)
    office.analysed()
    for rule, method in routes(office):
        guard = guard_of(office, rule)
        if guard == "public":
            continue
        answer = client.open(address(office, rule, complaint_id), method=method)
        refused = guard not in ROLE_PERMISSIONS[role]
        assert (answer.status_code == 403) is refused, f"{role}: {method} {rule.rule} answers {answer.status_code}"
        assert answer.status_code < 500


def test_nobody_opens_anything_without_signing_in(office: Office) -> None:
    complaint_id, client = office.submitted(), office.client()
    office.analysed()
    for rule, method in routes(office):
        if guard_of(office, rule) == "public":
            continue
        answer = client.open(address(office, rule, complaint_id), method=method)
        assert (answer.status_code, answer.location.split("?")[0]) == (302, "/office/sign-in"), rule.rule


def test_only_the_door_is_open_to_all(office: Office) -> None:
    open_to_all = {rule.endpoint for rule, _ in routes(office) if guard_of(office, rule) == "public"}
    second = {"office.second_step", "office.second_proven"}
    assert open_to_all == {"office.sign_in", "office.signed_in", "office.sign_out"} | second


@pytest.mark.parametrize(
    ("role", "start"),
    [
        (Role.CASE_OFFICER, "/office/overview"),
        (Role.ANALYST, "/office/overview"),
        (Role.SUPERVISOR, "/office/overview"),
        (Role.ADMINISTRATOR, "/office/admin/members"),
        (Role.HOTLINE_CLERK, "/office/entry"),
        (Role.HOSPITAL_VERIFIER, "/office/slips"),
        (Role.EXPORT_REQUESTER, "/office/deliveries"),
        (Role.EXPORT_APPROVER, "/office/deliveries"),
        (Role.AUDITOR, "/office/journal"),
    ],
)
def test_everybody_begins_with_a_page_that_the_role_may_see(office: Office, role: Role, start: str) -> None:
    answer = office.client(role).get("/office/", follow_redirects=True)
    assert (answer.status_code, answer.request.path) == (200, start)


@pytest.mark.parametrize("role", Role)
def test_the_navigation_offers_only_what_opens(office: Office, role: Role) -> None:
    page = office.page(role, "/office/account")
    assert ("/office/complaints" in page) is (Permission.VIEW_QUEUE in ROLE_PERMISSIONS[role])
    assert ('href="/office/findings"' in page) is (Permission.VIEW_FINDINGS in ROLE_PERMISSIONS[role])
    assert ('href="/office/overview"' in page) is (Permission.VIEW_FINDINGS in ROLE_PERMISSIONS[role])
    assert ('href="/office/entry"' in page) is (Permission.ENTER_REPORT in ROLE_PERMISSIONS[role])
