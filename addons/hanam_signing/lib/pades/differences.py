"""Which later changes keep an earlier signature valid."""

from pyhanko.sign.diff_analysis import (
    DEFAULT_DIFF_POLICY,
    FormUpdatingRule,
    GenericFieldModificationRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
)

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


def _policy(new_fields: SigFieldCreationRule) -> StandardDiffPolicy:
    rules = [new_fields, SigFieldModificationRule(), _UntouchedFieldsAreUnchanged()]
    return StandardDiffPolicy(global_rules=DEFAULT_DIFF_POLICY.global_rules, form_rule=FormUpdatingRule(rules))


DIFFERENCE_POLICY = _policy(SigFieldCreationRule())
# A foreign tool makes its own visible field, also after a certification; Acrobat allows that.
FOREIGN_TOOL_POLICY = _policy(SigFieldCreationRule(allow_new_visible_after_certify=True))
