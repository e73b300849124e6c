"""Which later changes keep an earlier signature valid."""

import re

from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    DocInfoRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
)
from pyhanko.sign.diff_analysis.rules_api import QualifiedWhitelistRule

__all__ = ['DIFFERENCE_POLICY', 'FOREIGN_TOOL_POLICY']


class _UntouchedFieldsAreUnchanged(GenericFieldModificationRule):
    """Do not report a field whose appearance last changed before or in the signed revision.

    pyHanko's rule excuses only the signed revision itself, so a document filled in one revision and locked in the
    next would fail with every later time stamp although nothing was changed.
    """

    def check_form_field(self, fq_name, spec, context):
        for level, update in super().check_form_field(fq_name, spec, context):
            changed_in = context.new.reader.xrefs.get_last_change(update.updated_ref)
            if changed_in > context.old.revision:
                yield level, update


class _FormRule(FormUpdatingRule):
    """Do not let anybody tell viewers to draw all fields anew: what they would draw is not what was signed."""

    def apply(self, old, new):
        if _redrawn(new) and not _redrawn(old):
            raise SuspiciousModification('/NeedAppearances was set after signing')
        yield from super().apply(old, new)


def _redrawn(handler) -> bool:
    if '/AcroForm' not in handler.root or '/NeedAppearances' not in handler.root['/AcroForm']:
        return False
    return bool(handler.root['/AcroForm']['/NeedAppearances'])


class _Properties(QualifiedWhitelistRule):
    """Let tools note when and with what they wrote; any other property of the document counts as filling it in."""

    def __init__(self, rule, properties):
        self.rule, self.properties = rule, properties

    def apply_qualified(self, old, new):
        same = self.properties(old) == self.properties(new)
        level = ModificationLevel.LTA_UPDATES if same else ModificationLevel.FORM_FILLING
        yield from ((level, update) for update in self.rule.apply(old, new))


_TOOL_NOTES = {'/ModDate', '/Producer'}
_TOOL_NOTES_XMP = re.compile(
    rb'<(xmp:ModifyDate|xmp:MetadataDate|xmpMM:InstanceID|pdf:Producer)>[^<]*</\1>'
    rb'|(xmp:ModifyDate|xmp:MetadataDate|xmpMM:InstanceID|pdf:Producer|x:xmptk)="[^"]*"|<\?xpacket[^>]*>|\s+')


def _information(handler) -> dict:
    reference = handler.trailer_view.get_value_as_reference('/Info', optional=True)
    information = handler(reference) if reference is not None else {}
    return {key: information[key] for key in information if key not in _TOOL_NOTES}


def _metadata(handler) -> bytes:
    if '/Metadata' not in handler.root:
        return b''
    return _TOOL_NOTES_XMP.sub(b'', handler.root['/Metadata'].read_data(DecodePurpose.XMP_METADATA))


def _global_rules() -> list[QualifiedWhitelistRule]:
    """pyHanko's rules, but those about properties of the document with a level of their own."""
    kept = [rule for rule in DEFAULT_DIFF_POLICY.global_rules
            if not isinstance(getattr(rule, 'rule', None), (DocInfoRule, MetadataUpdateRule))]
    return [*kept, _Properties(DocInfoRule(), _information), _Properties(MetadataUpdateRule(), _metadata)]


def _policy(new_fields: SigFieldCreationRule) -> StandardDiffPolicy:
    rules = [new_fields, SigFieldModificationRule(), _UntouchedFieldsAreUnchanged()]
    return StandardDiffPolicy(global_rules=_global_rules(), form_rule=_FormRule(rules))


DIFFERENCE_POLICY = _policy(SigFieldCreationRule())
# A foreign tool makes its own visible field, also after a certification; Acrobat allows that.
FOREIGN_TOOL_POLICY = _policy(SigFieldCreationRule(allow_new_visible_after_certify=True))
