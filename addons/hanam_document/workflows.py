"""Every life cycle of Decision 44/2024, on one page.

Who may do what when is decided here and nowhere else: the engine (`models/document_workflow.py`), the
views, README's diagrams and the tests read these tables. A role is the last word of its group.
"""

from .lib.workflow import STAYS, SYSTEM, Step, Workflow

OFFICER, CLERK, FORM_CHECKER, SIGNATORY, LEADER = 'officer', 'clerk', 'form_checker', 'signatory', 'leader'

REJECTED, ACCEPTED, ASSIGNED, PROCESSING, COMPLETED = '02', '03', '04', '05', '06'

IN_BOOK = ('registered', 'presented', 'assigned', 'processing', 'completed')

INCOMING = Workflow(
    'incoming',
    {'arrived': "Arrived", 'received': "Received", 'registered': "Registered", 'presented': "Presented",
     'assigned': "Assigned", 'processing': "In Progress", 'completed': "Completed",
     'returned': "Returned", 'annulled': "Registration Annulled", 'withdrawn': "Withdrawn on Recall"},
    Step('receive', 'arrived', 'received', CLERK, usual=True, article="Art. 10.1.a"),
    Step('return', ('arrived', 'received'), 'returned', CLERK, asks='reason', tells=REJECTED, article="Art. 10.1.b"),
    Step('report_anomaly', ('arrived', 'received'), STAYS, CLERK, asks='reason', article="Art. 10.1.b"),
    Step('certify', ('arrived', 'received'), STAYS, CLERK, asks='pin', article="Art. 10.2"),
    Step('register', 'received', 'registered', CLERK, tells=ACCEPTED, usual=True, article="Art. 10.3"),
    Step('annul', ('registered', 'presented'), 'annulled', CLERK, asks='order', article="Art. 10.3.b"),
    Step('give_back', ('registered', 'presented', 'assigned'), 'returned', CLERK, asks='order', article="Art. 10.1.b"),
    Step('receive_paper', ('arrived', 'received', *IN_BOOK), STAYS, CLERK, asks='evidence', article="Art. 6.2"),
    Step('correct', IN_BOOK, STAYS, CLERK, asks='correction', article="Art. 10.3.a"),
    Step('present', 'registered', 'presented', CLERK, asks='readers', usual=True, article="Art. 11.1"),
    Step('present_again', ('presented', 'completed'), 'presented', CLERK, asks='readers', article="Art. 11.1"),
    Step('forward', 'registered', 'assigned', CLERK, asks='direction', tells=ASSIGNED,
         article="Decree 30/2020, Art. 23.1"),
    Step('assign', 'presented', 'assigned', LEADER, actor='director_ids', asks='direction', tells=ASSIGNED, usual=True,
         article="Art. 11.2"),
    Step('redirect', ('assigned', 'processing'), STAYS, LEADER, actor='director_ids', asks='direction',
         article="Art. 11.2"),
    Step('note', 'presented', 'completed', LEADER, actor='director_ids', asks='opinion', tells=COMPLETED,
         article="Art. 11.2"),
    Step('process', 'assigned', 'processing', OFFICER, actor='lead_user_id', tells=PROCESSING, usual=True,
         article="Art. 12"),
    Step('complete', 'processing', 'completed', OFFICER, actor='lead_user_id', asks='result', tells=COMPLETED,
         usual=True, article="Art. 12"),
    Step('reopen', 'completed', 'processing', LEADER, actor='director_ids', asks='reason', article="Art. 12"),
    Step('withdraw', ('arrived', 'received', *IN_BOOK, 'returned', 'annulled'), 'withdrawn', SYSTEM, asks='order',
         article="Art. 13.4.d"),
)

OUTGOING = Workflow(
    'outgoing',
    {'draft': "Draft", 'unit_check': "Content Check", 'form_check': "Form Check", 'signing': "Awaiting Signature",
     'signed': "Signed", 'numbered': "Numbered", 'issued': "Issued", 'recalled': "Recalled",
     'cancelled': "Cancelled"},
    Step('submit', 'draft', 'unit_check', OFFICER, actor='drafter_id', usual=True, article="Art. 13.1.b"),
    Step('take_unit_number', ('draft', 'unit_check'), STAYS, OFFICER, actor='drafter_id',
         article="Decree 30/2020, Art. 15"),
    Step('submit_own', 'draft', 'form_check', OFFICER, actor='own_head_id', article="Art. 13.2.a"),
    Step('send_back', 'unit_check', 'draft', OFFICER, actor='unit_head_id', asks='reason', article="Art. 13.1.c"),
    Step('pass_content', 'unit_check', 'form_check', OFFICER, actor='unit_head_id', usual=True, article="Art. 13.2.a"),
    Step('pass_to_sign', 'unit_check', 'signing', OFFICER, actor='unit_head_id', article="Art. 13.2.a"),
    Step('refer_back', 'form_check', 'unit_check', FORM_CHECKER, asks='reason', article="Art. 13.1.c"),
    Step('pass_form', 'form_check', 'signing', FORM_CHECKER, usual=True, article="Art. 13.2.b"),
    Step('decline', 'signing', 'unit_check', SIGNATORY, actor='signatory_id', asks='reason', article="Art. 13.1.c"),
    Step('turn_back', 'signing', 'unit_check', SYSTEM, asks='reason', article="Art. 13.1.c"),
    Step('sign', 'signing', 'signed', SIGNATORY, actor='signatory_id', asks='pin', usual=True, article="Art. 13.3"),
    Step('record_signature', 'signing', 'signed', CLERK, asks='evidence', article="Art. 13.3"),
    Step('hand_back', 'signed', 'unit_check', CLERK, asks='reason', article="Art. 13.2"),
    Step('assign_number', 'signed', 'numbered', CLERK, usual=True, article="Art. 13.4.a"),
    Step('void', 'numbered', 'cancelled', CLERK, asks='order', article="Art. 13.4.a"),
    Step('issue', 'numbered', 'issued', CLERK, asks='pin', usual=True, article="Art. 13.4.c"),
    Step('circulate', 'signed', 'issued', OFFICER, actor='drafter_id', article="Art. 13.1"),
    Step('print_original', 'issued', STAYS, CLERK, asks='printing', article="Art. 13.4.b"),
    Step('add_recipients', 'issued', STAYS, CLERK, asks='recipients', article="Art. 13.4.c"),
    Step('update', 'issued', STAYS, CLERK, asks='update', article="Art. 13.4.d"),
    Step('recall', 'issued', 'recalled', CLERK, asks='recall', article="Art. 13.4.d"),
    Step('cancel', ('draft', 'unit_check', 'form_check', 'signing'), 'cancelled', OFFICER, actor='drafter_id',
         asks='reason', article="Art. 13.1"),
)

COSIGNATURE = Workflow(
    'cosignature',
    {'queued': "In Line", 'waiting': "Waiting to Sign", 'signed': "Signature Given", 'sealed': "Sealed",
     'declined': "Declined"},
    Step('open', 'queued', 'waiting', SYSTEM, article="Art. 13.3"),
    Step('sign', 'waiting', 'signed', SIGNATORY, actor='user_id', asks='pin', usual=True, article="Art. 13.3"),
    Step('seal', 'signed', 'sealed', CLERK, asks='pin', usual=True, article="Decree 30/2020, Art. 18"),
    Step('decline', 'waiting', 'declined', SIGNATORY, actor='user_id', asks='reason', article="Art. 13.1.c"),
    Step('restart', ('waiting', 'signed', 'sealed', 'declined'), 'queued', SYSTEM, article="Art. 13.1.c"),
)

PRESENTATION = Workflow(
    'presentation',
    {'queued': "In Line", 'waiting': "Waiting", 'agreed': "Agreed", 'objected': "Objected", 'skipped': "Passed Over"},
    Step('open', 'queued', 'waiting', SYSTEM, article="Art. 11.1"),
    Step('agree', 'waiting', 'agreed', OFFICER, actor='reader_id', asks='opinion', usual=True, article="Art. 11.1"),
    Step('object', 'waiting', 'objected', OFFICER, actor='reader_id', asks='reason', article="Art. 13.1.c"),
    Step('skip', ('queued', 'waiting'), 'skipped', SYSTEM, article="Art. 11.1"),
)

ASSIGNMENT = Workflow(
    'assignment',
    {'given': "Given", 'accepted': "Accepted", 'done': "Done", 'declined': "Declined", 'ended': "Ended"},
    Step('accept', 'given', 'accepted', OFFICER, actor='user_id', usual=True, article="Art. 12"),
    Step('hand_on', ('given', 'accepted'), STAYS, OFFICER, actor='user_id', asks='direction', article="Art. 11.2"),
    Step('decline', ('given', 'accepted'), 'declined', OFFICER, actor='user_id', asks='reason', article="Art. 11.2"),
    Step('finish', ('given', 'accepted'), 'done', OFFICER, actor='user_id', asks='opinion', article="Art. 12"),
    Step('close', ('given', 'accepted'), 'done', SYSTEM, article="Art. 12"),
    Step('end', ('given', 'accepted'), 'ended', SYSTEM, article="Art. 11.2"),
)

OPINION = Workflow(
    'opinion',
    {'asked': "Asked", 'given': "Answered", 'withdrawn': "Withdrawn"},
    Step('give', 'asked', 'given', OFFICER, actor='user_id', asks='opinion', usual=True, article="Art. 13.1.b"),
    Step('take_back', 'asked', 'withdrawn', OFFICER, actor='asked_by_id', article="Art. 13.1.b"),
)

DELIVERY = Workflow(
    'delivery',
    {'pending': "Waiting to Be Sent", 'sent': "Sent", 'arrived': "Arrived There", 'accepted': "Registered",
     'assigned': "Assigned", 'processing': "In Progress", 'completed': "Completed", 'rejected': "Returned",
     'handed_over': "Handed Over", 'withdrawn': "Cancelled There"},
    Step('send', 'pending', 'sent', SYSTEM, article="Art. 7.1"),
    Step('arrive', ('pending', 'sent'), 'arrived', SYSTEM, article="Art. 7.2"),
    Step('reject', ('pending', 'sent', 'arrived'), 'rejected', SYSTEM, article="Art. 5.4"),
    Step('take_after_all', 'rejected', 'arrived', SYSTEM, article="Art. 7.2"),
    Step('accept', ('pending', 'sent', 'arrived'), 'accepted', SYSTEM, article="Art. 6.3"),
    Step('assign', ('pending', 'sent', 'arrived', 'accepted'), 'assigned', SYSTEM, article="Art. 6.3"),
    Step('process', ('pending', 'sent', 'arrived', 'accepted', 'assigned'), 'processing', SYSTEM, article="Art. 6.3"),
    Step('complete', ('pending', 'sent', 'arrived', 'accepted', 'assigned', 'processing'), 'completed', SYSTEM,
         article="Art. 6.3"),
    Step('hand_over', ('pending', 'rejected'), 'handed_over', CLERK, asks='evidence', usual=True, article="Art. 5.2"),
    Step('send_paper', ('pending', 'sent', 'arrived', 'accepted', 'assigned', 'processing', 'completed'), STAYS, CLERK,
         asks='evidence', article="Art. 5.5"),
    Step('withdraw', ('pending', 'sent', 'arrived', 'accepted', 'assigned', 'processing', 'completed', 'handed_over'),
         'withdrawn', SYSTEM, article="Art. 13.4.d"),
    Step('send_again', 'rejected', STAYS, CLERK, asks='address', article="Art. 13.4.c"),
    Step('mail', 'pending', STAYS, CLERK, article="Art. 5.2"),
    Step('remind', ('pending', 'sent'), STAYS, CLERK, article="Art. 6.6"),
    Step('text', ('pending', 'sent'), STAYS, CLERK, article="Art. 6.6"),
    Step('call', ('pending', 'sent', 'arrived', 'accepted', 'assigned', 'processing', 'handed_over'), STAYS, CLERK,
         asks='call', article="Art. 6.6"),
)

REQUEST = Workflow(
    'request',
    {'asked': "Awaiting Answer", 'told': "Told on Paper", 'consent': "Refusal Proposed", 'agreed': "Agreed",
     'refused': "Refused", 'lapsed': "Lapsed"},
    Step('match', 'asked', STAYS, CLERK, asks='document', article="Art. 13.4.d"),
    Step('agree', 'asked', 'agreed', CLERK, usual=True, article="Art. 13.4.d"),
    Step('propose_refusal', 'asked', 'consent', CLERK, asks='reason', article="Art. 13.4.d"),
    Step('refuse', 'consent', 'refused', LEADER, actor='head_id', usual=True, article="Art. 13.4.d"),
    Step('insist', 'consent', 'asked', LEADER, actor='head_id', asks='reason', article="Art. 13.4.d"),
    Step('tell_on_paper', 'asked', 'told', CLERK, asks='evidence', article="Decree 30/2020, Art. 18.4"),
    Step('record_return', 'told', 'agreed', CLERK, asks='evidence', usual=True, article="Decree 30/2020, Art. 18.4"),
    Step('ask_again', 'refused', 'asked', CLERK, asks='reason', article="Art. 13.4.d"),
    Step('note_agreed', ('asked', 'refused'), 'agreed', SYSTEM, asks='answer', article="Art. 13.4.d"),
    Step('note_refused', 'asked', 'refused', SYSTEM, asks='answer', article="Art. 13.4.d"),
    Step('lapse', ('asked', 'consent'), 'lapsed', SYSTEM, article="Art. 13.4.d"),
)

COPY = Workflow(
    'copy',
    {'draft': "Requested", 'approved': "Approved", 'made': "Made", 'dropped': "Dropped"},
    Step('approve', 'draft', 'approved', SIGNATORY, actor='signatory_id', usual=True,
         article="Decree 30/2020, Art. 27.1"),
    Step('make', 'approved', 'made', CLERK, usual=True, article="Decree 30/2020, Art. 25"),
    Step('drop', ('draft', 'approved'), 'dropped', OFFICER, actor='asker_id', asks='reason',
         article="Decree 30/2020, Art. 27.1"),
)

REGISTER = Workflow(
    'register',
    {'open': "Open", 'closed': "Closed"},
    Step('close', 'open', 'closed', CLERK, asks='order', article="Art. 10.3.c"),
)

ALL = (INCOMING, OUTGOING, COSIGNATURE, PRESENTATION, ASSIGNMENT, OPINION, DELIVERY, REQUEST, COPY, REGISTER)
