"""Where there is one administrator, the server is the second: roles and resets from the command line."""

import re

from portal.casework import members, sign_in
from portal.domain.access import Role
from portal.services import Services
from portal.storage import staff
from tests.cli.conftest import Run

MADE = re.compile(r"\b[2-9a-z]{5}(?:-[2-9a-z]{5}){5}\b")


def test_the_server_changes_a_role_and_resets(run: Run, found: Services) -> None:
    run("staff", "add", "--login", "li", "--name", "李", "--role", "analyst")

    assert "auditor" in run("staff", "role", "li", "auditor").output
    reset = run("staff", "reset", "li")

    (passphrase,) = MADE.findall(reset.output)
    assert sign_in.sign_in("li", passphrase, store=found.store, at=found.clock())
    with found.store.read() as connection:
        account = staff.find_account(connection, "li")
    assert account and account.member.role is Role.AUDITOR
    deeds = [(one.actor, one.verb) for one in members.read(account.member.id, store=found.store).deeds]
    assert deeds == [("command_line", verb) for verb in ("staff.add", "staff.role", "staff.reset")]


def test_nobody_is_reset_whom_there_is_not(run: Run) -> None:
    for command in (("staff", "reset", "nobody"), ("staff", "role", "nobody", "analyst")):
        refused = run(*command)
        assert (refused.exit_code, "Traceback" in refused.output) == (2, False)
        assert "nobody" in refused.output


def test_the_server_says_to_which_unit_somebody_belongs(run: Run, found: Services) -> None:
    run("staff", "add", "--login", "qian", "--name", "钱", "--role", "export_requester", "--unit", "甲科")
    with found.store.read() as connection:
        account = staff.find_account(connection, "qian")
    assert account and account.member.unit == "甲科"
    assert run("staff", "unit", "qian", "甲科").exit_code == 2
    assert "乙科" in run("staff", "unit", "qian", "乙科").output
    assert (run("staff", "unit", "nobody", "甲科").exit_code, run("staff", "unit", "qian", "长" * 121).exit_code) == (
        2,
        2,
    )
    last = members.read(account.member.id, store=found.store).deeds[-1]
    assert (last.verb, last.details) == ("staff.unit", {"unit_before": "甲科", "unit": "乙科"})
