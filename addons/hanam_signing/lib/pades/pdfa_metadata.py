"""The metadata of PDF/A: which part a file claims, and whether XMP and the Info dictionary say the same."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pikepdf
from lxml import etree

__all__ = ['metadata_shortfalls']

PDFAID = '{http://www.aiim.org/pdfa/ns/id/}'
RDF = '{http://www.w3.org/1999/02/22-rdf-syntax-ns#}'
DC, PDF = '{http://purl.org/dc/elements/1.1/}', '{http://ns.adobe.com/pdf/1.3/}'
XMP = '{http://ns.adobe.com/xap/1.0/}'
TEXTS = {'/Title': f'{DC}title', '/Author': f'{DC}creator', '/Subject': f'{DC}description',
         '/Keywords': f'{PDF}Keywords', '/Creator': f'{XMP}CreatorTool', '/Producer': f'{PDF}Producer'}
DATES = {'/CreationDate': f'{XMP}CreateDate', '/ModDate': f'{XMP}ModifyDate'}
LEVELS = {'1': 'AB', '2': 'ABU', '3': 'ABU'}
PDF_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z'?(?:00'?00'?)?|([+-])(\d\d)'?(\d\d)?'?)?$")


def metadata_shortfalls(document: pikepdf.Pdf) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Give the part of PDF/A that is claimed ('' for none), what its claim lacks, and what the metadata lack."""
    stream = document.Root.get('/Metadata')
    if not isinstance(stream, pikepdf.Stream):
        return '', ('the file does not say that it is PDF/A',), ('the file has no XMP metadata',)
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        properties = _properties(etree.fromstring(stream.read_bytes().strip(b'\0 \r\n\t'), parser))
    except etree.XMLSyntaxError as error:
        return '', ('the file does not say that it is PDF/A',), (f'the XMP metadata cannot be read: {error}',)
    part, level = properties.get(f'{PDFAID}part', ''), properties.get(f'{PDFAID}conformance', '')
    claim = () if level and level in LEVELS.get(part, '') else ('the file does not say that it is PDF/A',)
    lacks = _disagreements(document, properties)
    if part == '1' and '/Filter' in stream:
        lacks = (*lacks, 'the XMP metadata of PDF/A-1 may not be compressed')
    return part, claim, lacks


def _properties(root) -> dict[str, str]:
    """Simple values, and the first item of a list, by their qualified names."""
    found = {}
    for description in root.iter(f'{RDF}Description'):
        found |= {name: value for name, value in description.attrib.items() if not name.startswith(RDF)}
        for child in description:
            if isinstance(child.tag, str):
                items = [item.text or '' for item in child.iter(f'{RDF}li')]
                found[child.tag] = items[0] if items else (child.text or '').strip()
    return found


def _disagreements(document: pikepdf.Pdf, properties: dict[str, str]) -> tuple[str, ...]:
    info = document.trailer.get('/Info', {})
    found = [f'{key[1:]} differs between Info and XMP' for key, name in TEXTS.items()
             if key in info and str(info[key]).strip('\0 ') != properties.get(name, '').strip()]
    for key, name in DATES.items():
        if key in info and _moment(str(info[key])) != _moment(properties.get(name, '')):
            found.append(f'{key[1:]} differs between Info and XMP')
    return tuple(found)


def _moment(text: str):
    """Read a date of Info or XMP as UTC to the second; the text itself when it is none."""
    match = PDF_DATE.match(text)
    try:
        if not match:
            moment = datetime.fromisoformat(text).replace(microsecond=0)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        year, month, day, *time = (int(part) if part else None for part in match.groups()[:6])
        sign = -1 if match[7] == '-' else 1
        zone = timezone(sign * timedelta(hours=int(match[8] or 0), minutes=int(match[9] or 0)))
        moment = datetime(year, month or 1, day or 1, *(part or 0 for part in time), tzinfo=zone)
        return moment.astimezone(UTC)
    except ValueError:
        return text
