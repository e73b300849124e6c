"""Refusals in words: what is wrong with a packet, and what whoever reads it does next (Decision 28/2018, Art. 5, 9)."""

from odoo import api, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# name of the refusal -> (what is wrong, what the receiver does, what the sender does)
REASONS = {
    'NotXml': (
        _lt("The packet is broken: its text is not complete, well-formed XML."),
        _lt("Ask the sender to send it again; if it comes broken again, their system has to be mended."),
        _lt("Send it again; if it is refused again, tell the support of this system.")),
    'CutOff': (
        _lt("The packet did not come whole; its end is missing."),
        _lt("Ask the sender to send it again."),
        _lt("Send it again; if it breaks off again, look at the connection to the other system.")),
    'HostileXml': (
        _lt("The packet holds instructions (a document type or entities) that no packet may hold. It may be an "
            "attack."),
        _lt("Do not open it with other programs. Ask the sending agency by telephone whether it sent this packet."),
        _lt("Tell the support of this system: it must never write such a packet.")),
    'WrongShape': (
        _lt("The packet is not built as QCVN 102:2016 wants it: a part is missing, empty or in the wrong place."),
        _lt("Send the technical sentence to the support of the sender's system; try again after it was mended."),
        _lt("Send the technical sentence to the support of this system, and hand the document over on paper if it is "
            "urgent.")),
    'BadAttachment': (
        _lt("A file inside the packet cannot be unpacked."),
        _lt("Ask the sender to attach the file anew and to send the document again."),
        _lt("Open the files of the document. If they are whole, tell the support of this system; if not, issue the "
            "document again with whole files.")),
    'UnknownCode': (
        _lt("The packet uses a code that is in no table of QCVN 102:2016."),
        _lt("Ask the sender what it means. Answer them with the reason, so that they do not wait."),
        _lt("Tell the support of this system which code was refused.")),
    'TooLarge': (
        _lt("The packet or one of its files is larger than is accepted."),
        _lt("Raise the limit and try again, or ask the sender for smaller files."),
        _lt("Compress the files, keeping colour and at least 200 dpi, or hand them over on a data carrier and record "
            "it.")),
    'SecretContent': (
        _lt("The packet carries a mark of secrecy. State secrets never enter this system; nothing of the content was "
            "kept."),
        _lt("Handle the document on paper, by the law on the protection of state secrets."),
        _lt("Take the document out of every connected computer and send it on paper, by the law on the protection of "
            "state secrets.")),
    'OtherContent': (
        _lt("Other content came under the identifier of a packet that was taken in before."),
        _lt("The first content stays. Ask the sending agency by telephone which of the two it sent."),
        _lt("The receiver keeps what came first. Find out where the second content comes from before anything is sent "
            "again.")),
    'NotTheIssuer': (
        _lt("The packet wants to change a document that another agency issued."),
        _lt("Nothing was changed. Ask the sender; tell the agency that issued the document."),
        _lt("Only the agency that issued a document may recall, update or replace it.")),
    'UnknownDocument': (
        _lt("The packet speaks of a document that is not here."),
        _lt("If the document comes later, try again; otherwise ask the sender which document is meant."),
        _lt("Make sure that the document reached this recipient, and send it again.")),
    'UnknownReceiver': (
        _lt("No agency of this system has the identity code the packet was sent to."),
        _lt("Enter the code in the directory if it is one of ours, then try again; otherwise answer the sender."),
        _lt("Correct the recipient's identity code in the directory and send the document again.")),
    'NoName': (
        _lt("The packet was handed in without saying who sends it, to whom, or under which identifier."),
        _lt("Tell the keepers of the connection that handed it in."),
        _lt("Tell the support of this system: it must never hand in a packet without names.")),
    'NotThisPeer': (
        _lt("The connection that handed the packet in may not speak for the agency it names as sender."),
        _lt("Compare the ways to agencies in the directory; ask the keepers of that connection."),
        _lt("Ask the keepers of the other system to enter this system as the way to our agency.")),
    'SenderMismatch': (
        _lt("The sender inside the packet is not the one the carrier names."),
        _lt("Ask both agencies by telephone who sent it. Do not try again before that."),
        _lt("The identity code of our agency differs between the directory and the connection; correct it there.")),
    'NoFile': (
        _lt("The packet brings a document without any file."),
        _lt("Ask the sender to send the document again with its file."),
        _lt("Issue the document again with its file.")),
    'NotApplied': (
        _lt("The packet was read, but what it asks for is not possible here now."),
        _lt("Read the technical sentence, put right what it says, and try again."),
        _lt("Read the technical sentence and agree with the recipient what to do.")),
    'TakenInBefore': (
        _lt("The same packet was taken in before, under its own identifier."),
        _lt("There is nothing left to do: close this one."),
        _lt("There is nothing left to do.")),
    '19': (
        _lt("The axis does not know our agency as a sender."),
        _lt("Ask the keepers of the axis."),
        _lt("Ask the keepers of the axis to register our agency, then issue the document to this recipient again.")),
    '23': (
        _lt("The axis has locked the recipient."),
        _lt("Ask the keepers of the axis."),
        _lt("Ask the recipient; meanwhile hand the document over on paper and record it.")),
    'NotSupported': (
        _lt("The packet asks for something this system does not do."),
        _lt("Read the packet, do by hand what it asks if it is right, answer the sender and close it."),
        _lt("Agree with the recipient on another way, by telephone or on paper.")),
}
HELD = _lt(
    "The packet reports on a document that this agency did not send, or not to that agency. Ask the sender which "
    "document is meant; try again if it was sent meanwhile, otherwise close the packet.")
BLOCKED = _lt(
    "The packet could not be delivered in %(tries)s tries. If the other side answers again, send it again; otherwise "
    "hand the document over on paper and record it.")
UNKNOWN = (
    _lt("The packet was refused."),
    _lt("Read the technical sentence; answer the sender and close the packet."),
    _lt("Read the technical sentence; ask the recipient what is missing, or hand the document over on paper."))
# words of carriers and axes for what has a name here
OTHER_NAMES = {'oversized': 'TooLarge', '10': 'WrongShape', '18': 'UnknownReceiver', '22': 'WrongShape'}
SIDES = {'in': 1, 'out': 2}


class DocumentReason(models.AbstractModel):
    """The one place where the name of a refusal becomes sentences."""

    _name = 'document.reason'
    _description = 'Refusals in Words'

    @api.model
    def _say(self, name, side, lang=None):
        """Return what is wrong and what to do next.

        `name`: class name of the refusal; one that is not known here gets a general sentence that keeps the name.
        `side`: 'in' for the agency that refused, 'out' for the one that sent. `lang`: that of the reader if not given.
        """
        lang = lang or self.env.lang or 'en_US'
        words = REASONS.get(OTHER_NAMES.get(name, name), UNKNOWN)
        wrong = words[0]._translate(lang)
        if name and words is UNKNOWN:
            wrong = f'{wrong} ({name})'
        return f'{wrong} {words[SIDES[side]]._translate(lang)}'

    @api.model
    def _say_of_state(self, packet):
        """Return what a packet that was not refused waits for, or ''."""
        lang = self.env.lang or 'en_US'
        if packet.state == 'held':
            return HELD._translate(lang)
        if packet.state == 'blocked' and not packet.closed_at:
            return BLOCKED._translate(lang) % {'tries': packet.attempts}
        return ''
