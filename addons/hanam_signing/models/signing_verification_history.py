"""The history of a file, revision by revision, and in a few plain sentences (Decision 44/2024, Art. 10.1)."""

from odoo import models

from ..lib.pades import FIELD_NAMES, Modification
from ..lib.pades.summary import Changes, changes_of, intact_of
from ..tools.proving import (
    AFTER,
    FIELDS,
    TOUCHED,
    bytes_words,
    moment_words,
    tone_of,
)

DATE = (FIELD_NAMES.day, FIELD_NAMES.month, FIELD_NAMES.year)


class SigningVerification(models.Model):
    """What each revision added, and what follows from it."""

    _inherit = 'signing.verification'

    def _story(self, report):
        """Return the sentences on top of the panel: who signed what, and what came after."""
        lines = {line.field_name: line for line in self.signature_ids}
        story = []
        for facts in sorted(report.signatures, key=lambda one: one.revision):
            if line := lines.get(facts.field):
                story += [sentence for sentence in self._told(line, facts, report) if sentence]
        return story

    def _told(self, line, facts, report):
        intact, name = intact_of(facts), line.signer or line.field_name
        if intact is None:
            return [self.env._("The signature in the name of %(name)s cannot be read; it proves nothing.", name=name)]
        if not intact:
            return [self.env._("The signature in the name of %(name)s is broken: what was signed is not what is here.",
                               name=name)]
        return [self._covered(facts, line._named(facts)), self._after(facts, report)]

    def _covered(self, facts, who):
        if facts.coverage == 'file':
            return self.env._("The signature of %(who)s covers the whole file, to the last byte.", who=who)
        if facts.coverage == 'revision':
            return self.env._("%(who)s signed everything up to the end of revision %(number)s.",
                              who=who, number=facts.revision + 1)
        return self.env._("The signature of %(who)s leaves out a part of the file.", who=who)

    def _after(self, facts, report):
        changes = changes_of(facts, report)
        if changes is Changes.NONE:
            return ''
        later = [one for one in report.history if one.number > facts.revision + 1]
        filled = self._filled_words([pair for one in later for pair in one.filled])
        if changes is not Changes.PERMITTED:
            return self.env._(AFTER[changes])
        if facts.modification is Modification.LTA_UPDATES or not filled:
            return self.env._("After it only proofs were added (time stamps, revocation lists), which that signature "
                              "allows.")
        numbers = ', '.join(str(one.number) for one in later if one.filled)
        return self.env._(
            "After it only these were filled in (revision %(numbers)s): %(values)s; that signature allows it.",
            values=filled, numbers=numbers)

    def _revision_proofs(self, report):
        proofs = [self._revision_proof(one, report) for one in report.history]
        if report.revisions > len(proofs) > 0:
            proofs.append({'number': '…', 'tone': 'warning', 'bytes': '', 'points': [], 'title': self.env._(
                "%(amount)s further revisions are not shown", amount=report.revisions - len(proofs))})
        return proofs

    def _revision_proof(self, revision, report):
        points = [point for point in self._points(revision) if point]
        return {
            'number': revision.number, 'tone': self._revision_tone(revision, report),
            'title': self._revision_title(revision, report),
            'bytes': self.env._("bytes %(start)s to %(end)s (%(size)s)", start=bytes_words(revision.start),
                                end=bytes_words(max(revision.end - 1, revision.start)),
                                size=bytes_words(revision.size)),
            'points': points,
        }

    def _revision_title(self, revision, report):
        if revision.is_timestamp:
            return self.env._("Time stamp over the document")
        if revision.field:
            return self.env._("Signature of %(who)s", who=revision.signer_cn or revision.field)
        if revision.number == 1:
            return self.env._("The document as it was made")
        return self._unsigned_title(revision, report)

    def _unsigned_title(self, revision, report):
        if revision.filled:
            return self.env._("Fields filled in")
        if revision.security_store and not set(revision.touched) & {'pages', 'content', 'annotations'}:
            return self.env._("Proofs for later checks")
        signed = min((one.revision + 1 for one in report.signatures), default=0)
        return (self.env._("Prepared before anybody signed") if revision.number < signed
                else self.env._("Changed"))

    def _revision_tone(self, revision, report):
        """Colour of the dot: that of the signature's own verdict, grey where nothing was signed."""
        if revision.is_timestamp:
            stamp = next((one for one in report.document_timestamps if one.field == revision.field), None)
            return 'info' if stamp is None or stamp.timestamp_ok else 'warning'
        line = self.signature_ids.filtered(lambda line: line.field_name == revision.field)[:1]
        return tone_of(line.verdict) if revision.field and line else 'secondary'

    def _points(self, revision):
        yield revision.error and self.env._("This revision cannot be read: %(problem)s", problem=revision.error)
        if revision.field:
            yield self._signed_point(revision)
        if revision.filled:
            yield self.env._("Filled in: %(values)s", values=self._filled_words(revision.filled))
        if revision.security_store:
            yield self.env._("Certificates and revocation lists for later checks (DSS)")
        if revision.objects:
            touched = ', '.join(self.env._(TOUCHED[kind]) for kind in revision.touched if kind in TOUCHED)
            yield (self.env._("%(amount)s objects written, among them: %(touched)s",
                              amount=revision.objects, touched=touched) if touched
                   else self.env._("%(amount)s objects written", amount=revision.objects))

    def _signed_point(self, revision):
        reach = (self.env._("covers every byte up to here") if revision.covered
                 else self.env._("does not cover every byte up to here"))
        if revision.is_timestamp:
            return self.env._("%(authority)s proves that the file was here on %(moment)s; the time stamp %(reach)s",
                              authority=revision.signer_cn, moment=moment_words(revision.signed_at), reach=reach)
        return self.env._("Signed in the field %(field)s, %(moment)s; %(reach)s", field=revision.field, reach=reach,
                          moment=moment_words(revision.signed_at) or self.env._("no time given"))

    def _filled_words(self, pairs):
        """Return names and values; day, month and year of one date as a date."""
        values = {name: value.strip() for name, value in pairs if value.strip()}
        dated = all(name in values for name in DATE)
        date = '/'.join(values.pop(name) for name in DATE) if dated else ''
        words = [f'{self.env._(FIELDS[name]).lower() if name in FIELDS else name} «{value}»'
                 for name, value in values.items()]
        if date:
            words.append(self.env._("date %(date)s", date=date))
        return ', '.join(words)
