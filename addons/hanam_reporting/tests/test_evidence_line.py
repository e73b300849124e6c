"""The register's line in an evidence pack."""

import json
from io import BytesIO
from zipfile import ZipFile

from odoo.tests import tagged

from .common import PrintingCase


@tagged('post_install', '-at_install')
class TestEvidenceLine(PrintingCase):
    """A court reads the same line as in the bound book."""

    def test_the_line_is_the_printed_one(self):
        """Decree 30/2020, App. IV.VI: heading and cell of every column."""
        arrival, stream = self.registered(), BytesIO()
        arrival.env['document.evidence']._write_pack(arrival, stream)
        with ZipFile(stream) as archive:
            line = json.loads(archive.read('so-dang-ky.json'))
        book = self.span()._book()
        [(_ordinal, row)] = book.checked_rows()
        self.assertEqual(line['các cột như in trong sổ'],
                         dict(zip([column.heading for column in book.columns], row, strict=True)))
        self.assertEqual((line['sổ'], line['số']), (arrival.register_id.name, str(arrival.arrival_number)))
