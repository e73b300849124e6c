"""One axis with four centres, and clients of one family for them."""

from datetime import UTC, datetime, timedelta

from axis_server import AxisServer, System
from carriers import RestAxis, VxpAxis
from edxml import encode
from edxml_packets import NEW

SYSTEMS = {'HA-NAM': System('key-of-ha-nam-5c1d', ('H25.02', 'H25.30')),
           'BINH-LUC': System('key-of-binh-luc-9e', ('H25.35',)),
           'NGHE-AN': System('key-of-nghe-an-44', ('000.00.00.H41',), frozenset({'000.00.00.H99'})),
           'OLD': System('key-of-old-1', ('000.00.00.H99',))}
BODY = encode(NEW)
NAMES = {'sender': 'H25.02', 'receiver': 'H25.35', 'message_id': NEW.document_id, 'kind': 'document'}
FAMILIES = ['A', 'B as seen', 'B as written']


def open_world(family):
    """Open a fresh axis for a family: `with open_world('A') as world`."""
    return World(AxisServer(SYSTEMS, shape='success' if 'written' in family else 'code'), family.split()[0])


class World:
    """One axis and clients of one family."""

    def __init__(self, axis, family):
        self.axis, self._family = axis, family

    def __enter__(self):
        self.axis.__enter__()
        return self

    def __exit__(self, *error):
        self.axis.__exit__(*error)

    def client(self, system_id, key=None, **how):
        """A client of a centre."""
        key = SYSTEMS[system_id].key if key is None else key
        if self._family == 'A':
            return VxpAxis(self.axis.url, system_id, key, now=lambda: datetime.now(UTC), **how)
        return RestAxis(self.axis.url, system_id, key, **{'now': lambda: datetime.now(UTC), **how})

    def send(self, body=BODY, **names):
        """Send from Hà Nam."""
        return self.client('HA-NAM').send(body, **NAMES | names)

    def listed(self, system_id='BINH-LUC', kind='document', **how):
        """What waits for a centre, from some time ago."""
        return self.client(system_id, **how).listed(datetime.now(UTC) - timedelta(days=1), kind)
