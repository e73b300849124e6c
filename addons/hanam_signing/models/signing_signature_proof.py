"""One signature on the panel «Why it still holds» (Decision 44/2024, Art. 10.1)."""

from odoo import models

from ..lib.pades.summary import changes_of
from ..tools import aware
from ..tools.proving import AFTER, LEVELS, moment_words, tone_of


class SigningSignature(models.Model):
    """Who, for whom, when, by which certificate, under which authority, and what changed since."""

    _inherit = 'signing.signature'

    def _proof(self, facts, report):
        """Return {field, role, tone, verdict, problem, signer, organisation, chain: [name], rows: [{label, value}]}."""
        return {
            'field': self.field_name, 'role': self._choice('role'), 'tone': tone_of(self.verdict),
            'verdict': self._choice('verdict'), 'problem': self.problem,
            'signer': self.signer, 'organisation': self.organisation, 'chain': self._chain(facts),
            'rows': [{'label': label, 'value': value} for label, value in self._rows(facts, report) if value],
        }

    def _choice(self, name):
        return dict(self._fields[name]._description_selection(self.env)).get(self[name], '')

    def _named(self, facts):
        """Return the signer's name; said to be unproven where no trusted authority stands behind it."""
        if facts.trusted or facts.trusted_at_signing:
            return self.signer
        return self.env._("«%(name)s» (a name nobody trusted confirms)", name=self.signer)

    def _rows(self, facts, report):
        yield self.env._("Signing time"), self._time_words(facts)
        yield self.env._("Reason given"), self.signing_reason
        yield self.env._("Level"), self.env._(LEVELS[self.level]) if self.level in LEVELS else ''
        yield self.env._("Covers"), self._choice('coverage')
        yield self.env._("Afterwards"), self.env._(AFTER[changes_of(facts, report)])
        yield self.env._("Revocation"), self._revocation_words(facts)
        yield self.env._("Certificate no."), self.serial_number
        yield self.env._("In force"), self.env._(
            "%(start)s to %(end)s", start=moment_words(facts.not_before), end=moment_words(facts.not_after))
        yield self.env._("Issued by"), common_name(self.issuer)
        yield self.env._("Fingerprint (SHA-256)"), self.fingerprint
        yield self.env._("Algorithm"), ' '.join(
            filter(None, (facts.key_algorithm.upper(), str(facts.key_bits or ''), facts.digest.upper())))

    def _time_words(self, facts):
        if facts.timestamp and facts.timestamp_ok:
            return self.env._("%(moment)s, by the time stamp of %(authority)s", moment=moment_words(facts.timestamp),
                              authority=common_name(facts.timestamp_authority))
        claimed = moment_words(facts.signed_at)
        if facts.timestamp_present:
            return self.env._("%(moment)s, by the signer's own clock; the time stamp is not trusted", moment=claimed)
        return claimed and self.env._("%(moment)s, by the signer's own clock", moment=claimed)

    def _chain(self, facts):
        """Return the names from the signer up to the trusted authority, or up to where trust ends."""
        names = [self.signer, common_name(self.issuer)]
        if facts.trust_anchor and common_name(facts.trust_anchor) != names[-1]:
            names.append(common_name(facts.trust_anchor))
        if not (facts.trusted or facts.trusted_at_signing):
            names.append(self.env._("not under a trusted authority"))
        return [name for name in names if name]

    def _revocation_words(self, facts):
        said = self._choice('revocation')
        if facts.revoked_at:
            said = self.env._("%(state)s since %(moment)s", state=said, moment=moment_words(facts.revoked_at))
        sources = [self._list_words(facts), facts.material and self.env._("what the file itself brings")]
        found = [source for source in sources if source]
        if facts.revocation == 'unknown' or not found:
            return said
        return self.env._("%(state)s, by %(sources)s", state=said, sources='; '.join(found))

    def _list_words(self, facts):
        """Name the revocation list of the issuer that counted here when the file was checked."""
        checked_at = self.verification_id.checked_at
        lists = self.env['signing.crl'].sudo().search([  # sudo: revocation is the same for everyone
            ('authority_id', '!=', False), ('create_date', '<=', checked_at), ('this_update', '<=', checked_at)])
        own = next((one for one in lists if one.authority_id.common_name == common_name(facts.issuer)), None)
        return own and self.env._("the list of %(authority)s of %(moment)s", authority=own.authority_id.common_name,
                                  moment=moment_words(aware(own.this_update)))


def common_name(subject):
    """Return the common name of a subject as the signature library writes it; the whole where it has none.

    >>> common_name('Common Name: Hà Nam Root CA, Organization: Hà Nam, Country: VN')
    'Hà Nam Root CA'
    """
    parts = dict(part.partition(': ')[::2] for part in subject.split(', '))
    return parts.get('Common Name', subject)
