"""The kind of import contract this project's walls are made of: a list of what may be imported, all else is refused.

import-linter's own contracts name what is forbidden, so a new package would be allowed everywhere until somebody
thought of it.
"""

import sys
from collections.abc import Iterable

import grimp
from importlinter import Contract, ContractCheck, fields, output


class MayImport(Contract):
    """`module` and everything below it import only what stands in `allowed`, the standard library and each other.

    `except_modules` lie below `module` but have a contract of their own.
    """

    module = fields.StringField()
    allowed = fields.ListField(subfield=fields.StringField(), required=False, default=[])
    except_modules = fields.ListField(subfield=fields.StringField(), required=False, default=[])

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        importers = [
            name for name in graph.modules if _lies_in(name, [self.module]) and not _lies_in(name, self.except_modules)
        ]
        if not importers:
            raise ValueError(f"the import contract {self.name!r} names {self.module}, which does not exist")
        free = [self.module, *self.allowed]
        refused = [
            detail
            for importer in sorted(importers)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if not _lies_in(imported, free) and imported.split(".")[0] not in sys.stdlib_module_names
            for detail in graph.get_import_details(importer=importer, imported=imported)
        ]
        return ContractCheck(kept=not refused, metadata={"refused": refused})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for detail in check.metadata["refused"]:
            output.print_error(f"{detail['importer']}:{detail['line_number']}: {detail['line_contents']}", bold=False)


def _lies_in(name: str, packages: Iterable[str]) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)
