"""Opening a file by what is in it, not by what it is called."""

from pathlib import Path

from portal.files.csv_table import open_csv
from portal.files.tables import OLD_EXCEL, ZIP, FileProblem, Table, UnreadableFile
from portal.files.xlsx_table import open_xlsx


def open_table(path: Path) -> Table:
    """The table in a file; UnreadableFile says what is the matter with one that holds none."""
    try:
        if not path.exists():
            raise UnreadableFile(FileProblem.MISSING)
        if not path.is_file():
            raise UnreadableFile(FileProblem.NOT_A_FILE)
        with path.open("rb") as file:
            start = file.read(4)
        if start == OLD_EXCEL:
            raise UnreadableFile(FileProblem.OLD_EXCEL)
        return open_xlsx(path) if start == ZIP else open_csv(path)
    except PermissionError as error:
        raise UnreadableFile(FileProblem.NOT_ALLOWED) from error
    except OSError as error:
        raise UnreadableFile(FileProblem.NOT_A_FILE) from error
