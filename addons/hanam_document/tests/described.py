"""Compares answers with the description integrators are given: as much of JSON Schema as that description uses."""

import json
import re
from datetime import date, datetime

from odoo.tools import file_open

DESCRIPTION = 'hanam_document/data/openapi-v1.json'
TYPES = {'object': dict, 'array': list, 'string': str, 'integer': int, 'null': type(None)}
FORMATS = {'date': date.fromisoformat, 'date-time': datetime.fromisoformat}


def description():
    """Return the description as it is served."""
    with file_open(DESCRIPTION, 'r') as file:
        return json.load(file)


def operation(described, method, path):
    """Return what is said of a call, None where nothing is."""
    for template, calls in described['paths'].items():
        if re.fullmatch(re.sub(r'\\{\w+\\}', '.+', re.escape(template)), path) and method.lower() in calls:
            return calls[method.lower()]
    return None


def faults(described, schema, value, place='answer'):
    """Yield in what a value differs from its schema."""
    if '$ref' in schema:
        schema = described['components']['schemas'][schema['$ref'].rpartition('/')[2]]
    types = schema.get('type', list(TYPES))
    types = types if isinstance(types, list) else [types]
    if not isinstance(value, tuple(TYPES[name] for name in types)):
        yield f'{place} is {type(value).__name__}, not {types}'
    elif value is not None:
        yield from _faults_inside(described, schema, value, place)


def _faults_inside(described, schema, value, place):
    if isinstance(value, dict):
        yield from _faults_of_object(described, schema, value, place)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from faults(described, schema.get('items', {}), item, f'{place}[{number}]')
    elif value not in schema.get('enum', [value]) or value < schema.get('minimum', value):
        yield f'{place} may not be {value!r}'
    elif schema.get('format') in FORMATS:
        try:
            FORMATS[schema['format']](value)
        except ValueError:
            yield f'{place} is no {schema["format"]}'


def _faults_of_object(described, schema, value, place):
    known, other = schema.get('properties', {}), schema.get('additionalProperties', True)
    yield from (f'{place} lacks {name}' for name in set(schema.get('required', ())) - value.keys())
    for name, item in value.items():
        if name not in known and other is False:
            yield f'{place} has {name}, which is not described'
        yield from faults(described, known.get(name, other if isinstance(other, dict) else {}), item, f'{place}.{name}')
