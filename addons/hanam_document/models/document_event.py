"""What happened to a document, by whom and when: append-only."""

from odoo import api, fields, models
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

STEP_LABELS = {
    'receive': _lt("Receive"), 'return': _lt("Return to Sender"), 'register': _lt("Enter in Register"),
    'annul': _lt("Annul Registration"), 'give_back': _lt("Give Back"), 'correct': _lt("Correct"),
    'present': _lt("Present"), 'present_again': _lt("Present Again"), 'forward': _lt("Forward"),
    'assign': _lt("Direct"), 'redirect': _lt("Direct Again"), 'note': _lt("Take Note"),
    'process': _lt("Start Work"), 'complete': _lt("Complete"), 'reopen': _lt("Reopen"),
    'submit': _lt("Submit"), 'submit_own': _lt("Submit Own Draft"), 'send_back': _lt("Send Back"),
    'pass_content': _lt("Confirm Content"), 'refer_back': _lt("Refer Back"), 'pass_form': _lt("Confirm Form"),
    'decline': _lt("Decline"), 'turn_back': _lt("Declined by a Further Signer"), 'seal': _lt("Seal"),
    'restart': _lt("Wait in Line Again"), 'sign': _lt("Sign"), 'hand_back': _lt("Hand Back"),
    'assign_number': _lt("Take Number"), 'void': _lt("Void Number"), 'issue': _lt("Seal and Issue"),
    'cancel': _lt("Cancel Draft"), 'open': _lt("Pass to Reader"), 'agree': _lt("Agree"), 'object': _lt("Object"),
    'skip': _lt("Pass Over"), 'accept': _lt("Accept"), 'hand_on': _lt("Hand On"), 'finish': _lt("Finish"),
    'close': _lt("Close"), 'end': _lt("End"), 'give': _lt("Give Opinion"), 'take_back': _lt("Take Back"),
    'send': _lt("Send"), 'arrive': _lt("Enter the System"), 'hand_over': _lt("Hand Over on Paper"),
    'report_anomaly': _lt("Report Anomaly"),
    'certify': _lt("Sign the Scan"), 'record_signature': _lt("Record Signature by Hand"),
    'take_unit_number': _lt("Take Number of the Unit"), 'pass_to_sign': _lt("Pass to the Signer"),
    'circulate': _lt("Circulate Inside"), 'print_original': _lt("Print Paper Original"),
    'hand_in': _lt("Handed In by Another System"),
    'send_paper': _lt("Send Paper Alongside"), 'receive_paper': _lt("Record Paper Received"),
    'create': _lt("Create"), 'change_file': _lt("Change File"), 'prove': _lt("Make Evidence Pack"),
    'damaged': _lt("Stored File Found Damaged"), 'mended': _lt("Stored File Whole Again"),
    'move_places': _lt("Move Places of Signing"), 'upgrade': _lt("Upgrade of the System"),
    'withdraw': _lt("Cancelled on Recall"), 'recall': _lt("Recall"), 'update': _lt("Update After Issue"),
    'add_recipients': _lt("Add Recipients"), 'send_again': _lt("Send Again"), 'updated': _lt("Updated by Sender"),
    'superseded': _lt("A Newer Document Came"), 'stranger': _lt("Change Asked by Another Agency"),
}
# the same step under another name: what a recipient did, and the closing of a whole register
OWN_LABELS = {
    'document.delivery': {
        'arrive': _lt("Arrived at Recipient"), 'accept': _lt("Registered by Recipient"),
        'assign': _lt("Assigned by Recipient"), 'process': _lt("In Progress at Recipient"),
        'complete': _lt("Completed by Recipient"), 'reject': _lt("Returned by Recipient"),
        'take_after_all': _lt("Taken In After All"),
        'withdraw': _lt("Cancelled by Recipient"), 'answer_15': _lt("Agreed by Recipient"),
        'answer_16': _lt("Refused by Recipient"), 'anomaly': _lt("Anomaly Reported by Recipient"),
        'mail': _lt("Send by E-mail with the Files"), 'remind': _lt("Remind by E-mail"),
        'text': _lt("Remind by Text Message"), 'call': _lt("Record a Call")},
    'document.copy': {'approve': _lt("Approve Copy"), 'make': _lt("Make Copy"), 'drop': _lt("Give Copy Up")},
    'document.register': {'close': _lt("Close Register")},
    'document.request': {
        'ask': _lt("Request Made"), 'claim': _lt("Document Found"), 'match': _lt("Choose the Document"),
        'agree': _lt("Agree to the Request"), 'propose_refusal': _lt("Propose to Refuse"),
        'refuse': _lt("Consent to the Refusal"), 'insist': _lt("No Consent to the Refusal"),
        'tell_on_paper': _lt("Record Notice on Paper"), 'record_return': _lt("Record Return of the Paper"),
        'ask_again': _lt("Ask Again"), 'note_agreed': _lt("Agreed"), 'note_refused': _lt("Refused"),
        'lapse': _lt("Lapsed")},
}


class DocumentEvent(models.Model):
    """One act on a document, register or part of one; never changed, never deleted."""

    _name = 'document.event'
    _description = 'Document Event'
    _inherit = ['document.part']
    _order = 'id desc'
    _rec_name = 'step'

    incoming_id = fields.Many2one(readonly=True, ondelete='restrict')
    outgoing_id = fields.Many2one(readonly=True, ondelete='restrict')
    register_id = fields.Many2one('document.register', readonly=True, ondelete='restrict')
    company_id = fields.Many2one(compute=None, precompute=False, readonly=True, required=True)
    subject_model = fields.Char(string="Acted On", readonly=True)
    step = fields.Char(readonly=True, required=True)
    step_name = fields.Char(string="Act", compute='_compute_step_name')
    state_from = fields.Char(string="State Before", readonly=True)
    state_to = fields.Char(string="State After", readonly=True)
    user_id = fields.Many2one('res.users', string="Person", readonly=True, required=True)
    at = fields.Datetime(string="Moment", readonly=True, required=True)
    comment = fields.Text(readonly=True)
    details = fields.Json(readonly=True)
    explanation = fields.Text(string="In Words", compute='_compute_explanation')

    # history tab of a document form
    _incoming_index = models.Index('(incoming_id, id) WHERE incoming_id IS NOT NULL')
    _outgoing_index = models.Index('(outgoing_id, id) WHERE outgoing_id IS NOT NULL')
    # corrections and annulments printed in a yearly register
    _register_index = models.Index('(register_id, id) WHERE register_id IS NOT NULL')

    @api.depends('step', 'subject_model')
    @api.depends_context('lang')
    def _compute_step_name(self):
        for event in self:
            event.step_name = self._step_label(event.step, event.subject_model)

    @api.depends('comment', 'details')
    @api.depends_context('lang')
    def _compute_explanation(self):
        for event in self:
            event.explanation = event.comment or '\n'.join(event._sentences())

    def _sentences(self):
        """Return the details of a step as lines a person reads."""
        if isinstance(self.details, list):
            return [self._receiver(line) for line in self.details]
        details, labels = self.details or {}, self.env[self.subject_model or 'document.incoming']._fields
        lines = [f'{labels[change["field"]].get_description(self.env)["string"]}: {change["old"]} → {change["new"]}'
                 for change in details.get('changes', ())]
        return lines + [details[name] for name in ('order', 'reason', 'note', 'file', 'removed') if details.get(name)]

    @api.model
    def _receiver(self, line):
        """Name the person or unit of one line of a direction, or one reader (a user id)."""
        if not isinstance(line, dict):
            return self.env['res.users'].browse(line).display_name
        unit = self.env['hr.department'].browse(line.get('department_id') or [])
        person = self.env['res.users'].browse(line.get('user_id') or [])
        return ': '.join(filter(None, (unit.name or person.display_name, line.get('opinion'))))

    @api.model
    def _step_label(self, name, model=None):
        """Return what people call the step of a model, in the language of the person."""
        label = (STEP_LABELS | OWN_LABELS.get(model, {})).get(name)
        return label._translate(self.env.lang or 'en_US') if label else name

    @api.model
    def _log(self, record, step, state_from, comment=None, details=None):
        """Write what happened to `record`. `comment` that is not text is kept as details."""
        text = comment if isinstance(comment, str) else None
        if details is None and comment is not None and text is None:
            details = comment if isinstance(comment, (dict, list)) else None
        # sudo: nobody may write events by hand; this method is their one source
        return self.sudo().create({
            **record._event_links(),
            'company_id': record._event_company().id,
            'subject_model': record._name,
            'step': step,
            'state_from': state_from,
            'state_to': record.state if 'state' in record._fields else False,
            'user_id': self.env.uid,
            'at': fields.Datetime.now(),
            'comment': text,
            'details': details,
        })
