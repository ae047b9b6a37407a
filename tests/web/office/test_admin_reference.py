"""What an administrator only reads: the words of the field, the languages, what has been kept long enough."""

from datetime import timedelta

from portal.domain import retention_term
from portal.domain.access import Role
from portal.domain.retention_term import RetentionClass
from portal.intake import retention
from portal.web.office.admin.vocabulary import FAMILIES
from tests.architecture.catalogues import LANGUAGES, catalogue, domains, wording
from tests.web.office.conftest import Office


def test_every_code_stands_with_its_word_in_each_language(office: Office) -> None:
    page = office.page(Role.ADMINISTRATOR, "/office/admin/vocabulary")
    assert all(f"<code>{code.value}</code>" in page for codes in FAMILIES.values() for code in codes)
    for word in ("胎毛笔", "胎毛筆", "Lanugo"):
        assert word in page


def test_every_list_has_its_words() -> None:
    for language in LANGUAGES:
        known = {key for domain in domains() for key in wording(catalogue(language, domain))}
        wanted = {f"vocabulary.{kind}.{family}" for family in FAMILIES for kind in ("family", "used")}
        wanted |= {f"{family}.{code.value}" for family, codes in FAMILIES.items() for code in codes}
        assert sorted(wanted - known) == []


def test_no_language_lacks_a_text(office: Office) -> None:
    page = office.page(Role.ADMINISTRATOR, "/office/admin/languages")
    assert "3 种语言，没有缺少的文字" in page


def test_what_is_due_is_counted_and_the_runs_are_told(office: Office) -> None:
    terms, complaint_id = retention_term.shipped(), office.submitted()
    assert "没有到期的投诉" in office.page(Role.ADMINISTRATOR, "/office/admin/retention")
    office.at += terms.by_class[RetentionClass.UNVERIFIED].kept + timedelta(days=1)
    page = office.page(Role.ADMINISTRATOR, "/office/admin/retention")
    assert "1 份投诉已到期" in page and "从未运行过" in page
    assert all(term.source in page for term in terms.by_class.values())
    assert str(complaint_id) not in page
    retention.run(terms=terms, store=office.store, at=office.at)
    page = office.page(Role.ADMINISTRATOR, "/office/admin/retention")
    assert "没有到期的投诉" in page and "从未运行过" not in page
