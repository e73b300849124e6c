"""The objects of a PDF, looked at one by one for what PDF/A forbids or requires."""

import pikepdf

__all__ = ['ObjectChecks']

FORBIDDEN_ACTIONS = {
    '/Launch', '/Sound', '/Movie', '/ResetForm', '/ImportData', '/JavaScript', '/Hide', '/SetOCGState', '/Rendition',
    '/Trans', '/GoTo3DView', '/GoToE', '/SubmitForm',
}
NAMED_ACTIONS = {'/NextPage', '/PrevPage', '/FirstPage', '/LastPage'}
MULTIMEDIA = {'/3D', '/Sound', '/Screen', '/Movie', '/RichMedia', '/FileAttachment'}
WITHOUT_LOOK = {'/Popup', '/Link'}
PRINTED, UNSEEN = 4, 1 | 2 | 32 | 256
SIMPLE_FONTS = {'/Type1', '/MMType1', '/TrueType', '/CIDFontType0', '/CIDFontType2'}
DEVICE_SPACES = {'/DeviceRGB': b'RGB ', '/DeviceCMYK': b'CMYK'}
OPAQUE = {'/Normal', '/Compatible'}


class ObjectChecks:
    """Goes through an opened document once; `part` is the part of PDF/A it claims."""

    def __init__(self, document: pikepdf.Pdf, part: str):
        self._document, self._part = document, part
        self._found: dict[str, list[str]] = {}
        self._space = b''

    def run(self) -> dict[str, tuple[str, ...]]:
        """Give details by the value of `Point`."""
        self._output_intent()
        self._catalog()
        for one in self._document.objects:
            self._look(one, 0)
        return {point: tuple(details) for point, details in self._found.items()}

    def _say(self, point: str, detail: str) -> None:
        self._found.setdefault(point, []).append(detail)

    def _output_intent(self) -> None:
        for intent in self._document.Root.get('/OutputIntents', ()):
            profile = intent.get('/DestOutputProfile')
            if intent.get('/S') == '/GTS_PDFA1' and isinstance(profile, pikepdf.Stream):
                data = profile.read_bytes()
                if data[36:40] == b'acsp':
                    self._space = data[16:20]
        if not self._space:
            self._say('output_intent', 'there is no output intent with a colour profile')

    def _catalog(self) -> None:
        root = self._document.Root
        if '/AA' in root or any('/AA' in page.obj for page in self._document.pages):
            self._say('actions', 'the document or a page has additional actions')
        form = root.get('/AcroForm', {})
        if '/XFA' in form or form.get('/NeedAppearances', False):
            self._say('form', 'the form has XFA or leaves its look to the viewer')
        if self._part in ('1', '2') and '/EmbeddedFiles' in root.get('/Names', {}):
            self._say('embedded_files', 'the file carries other files')
        permissions = root.get('/Perms', {})
        references = permissions.get('/DocMDP', {}).get('/Reference', ())
        digests = any(key in one for one in references for key in ('/DigestMethod', '/DigestValue', '/DigestLocation'))
        if set(permissions.keys()) - {'/DocMDP', '/UR3'} or digests:
            self._say('permissions', 'the permissions have keys PDF/A does not know')

    def _look(self, value, depth: int) -> None:
        """Walk direct objects; indirect ones come by themselves from the list of all objects."""
        if depth > 32:
            return
        if isinstance(value, pikepdf.Array):
            children = list(value)
        elif isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
            self._dictionary(value)
            children = [child for _, child in value.items()]
        else:
            return
        for child in children:
            if isinstance(child, pikepdf.Object) and not child.is_indirect:
                self._look(child, depth + 1)

    def _dictionary(self, value) -> None:
        if isinstance(value, pikepdf.Stream):
            self._stream(value)
        self._action(value)
        if '/Rect' in value and '/Subtype' in value:
            self._annotation(value)
        elif value.get('/Subtype') in SIMPLE_FONTS and '/BaseFont' in value:
            self._font(value)
        self._transparency(value)

    def _stream(self, stream) -> None:
        if '/F' in stream or '/FFilter' in stream or '/FDecodeParms' in stream:
            self._say('external_streams', 'a stream lies outside the file')
        filters = stream.get('/Filter', ())
        names = {str(one) for one in ([filters] if isinstance(filters, pikepdf.Name) else filters)}
        if names & {'/LZWDecode', '/LZW', '/Crypt'}:
            self._say('filters', 'a stream is compressed or encrypted in a way PDF/A does not allow')
        if stream.get('/Subtype') == '/Image':
            space = stream.get('/ColorSpace')
            wanted = DEVICE_SPACES.get(str(space)) if isinstance(space, pikepdf.Name) else None
            if wanted and wanted != self._space:
                self._say('colour', f'a picture has {space} without an output intent of that kind')
            if stream.get('/Interpolate', False) or '/Alternates' in stream or '/OPI' in stream:
                self._say('colour', 'a picture is interpolated or has alternates')

    def _action(self, value) -> None:
        kind = str(value.get('/S', ''))
        if kind in FORBIDDEN_ACTIONS or '/JS' in value:
            self._say('actions', f'an action {kind or "/JavaScript"}')
        elif kind == '/Named' and str(value.get('/N', '')) not in NAMED_ACTIONS:
            self._say('actions', 'a named action')

    def _annotation(self, value) -> None:
        subtype = str(value.Subtype)
        if subtype in MULTIMEDIA:
            self._say('multimedia', f'an annotation {subtype}')
            return
        if subtype == '/Widget' and ('/A' in value or '/AA' in value):
            self._say('form', 'a field has an action')
        flags = int(value.get('/F', 0))
        if subtype != '/Popup' and (not flags & PRINTED or flags & UNSEEN):
            self._say('annotations', f'an annotation {subtype} is hidden or not printed')
        ax, ay, bx, by = (float(number) for number in value.Rect)
        if subtype not in WITHOUT_LOOK and ax != bx and ay != by and list(value.get('/AP', {}).keys()) != ['/N']:
            self._say('annotations', f'an annotation {subtype} has no look of its own')

    def _font(self, value) -> None:
        descriptor = value.get('/FontDescriptor', {})
        if not any(key in descriptor for key in ('/FontFile', '/FontFile2', '/FontFile3')):
            self._say('fonts', f'the font {value.BaseFont} is not embedded')
        if value.Subtype == '/CIDFontType2' and '/CIDToGIDMap' not in value:
            self._say('fonts', f'the font {value.BaseFont} does not say which glyph is which')

    def _transparency(self, value) -> None:
        if value.get('/Type') == '/ExtGState' and ('/TR' in value or value.get('/TR2', '/Default') != '/Default'):
            self._say('colour', 'a graphics state has a transfer function')
        if self._part != '1':
            return
        group = value.get('/Group', {})
        blends = value.get('/BM', '/Normal')
        if str(value.get('/SMask', '/None')) != '/None' or (
                isinstance(group, pikepdf.Dictionary) and group.get('/S') == '/Transparency'):
            self._say('transparency', 'PDF/A-1 allows no transparency')
        elif isinstance(blends, pikepdf.Name) and str(blends) not in OPAQUE:
            self._say('transparency', 'PDF/A-1 allows no blending')
        elif any(float(value[key]) != 1 for key in ('/ca', '/CA') if key in value):
            self._say('transparency', 'PDF/A-1 allows no transparency')
