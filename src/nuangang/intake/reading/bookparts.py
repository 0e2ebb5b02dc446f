"""What calamine does not tell of a workbook, by the kind of file."""

from collections.abc import Callable

from lxml import etree

from nuangang.intake.reading.problems import UnreadableRoster
from nuangang.intake.reading.rawsheet import Merge


class BookParts:
    """Merges, error cells, hidden rows and number formats of each sheet, and the date system."""

    epoch_1904 = False

    def merges(self, sheet: str) -> list[Merge]:
        """Merges that the reader itself does not tell."""
        return []

    def error_cells(self, sheet: str) -> frozenset[tuple[int, int]]:
        """Cells (row, column) that hold #N/A and the like."""
        return frozenset()

    def hidden_rows(self, sheet: str) -> frozenset[int]:
        """Rows that are hidden by hand or by a filter."""
        return frozenset()

    def shown(self, sheet: str) -> Callable[[int, int], str] | None:
        """A look-up of a cell's number format."""
        return None


def parsed(data: bytes) -> etree._Element:
    """XML without entities, network or size beyond reason; raises `UnreadableRoster`."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableRoster("damaged") from None
