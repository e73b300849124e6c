"""Packets and deliveries of the version before say what this one reads off them: nobody is called about old ones.

Decision 44/2024, Art. 6.3, 6.6, 7.3, 13.1.a.
"""

from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields
from odoo.tools import SQL

RECENT = timedelta(days=7)
HANDED_OVER = "Đã giao bản giấy trước khi nâng cấp hệ thống."


def migrate(cr, version):
    """Bring over packets, answers, and who is still waited for."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    name_recipients(env)
    describe_packets(cr)
    name_refusals(cr)
    link_answers(cr)
    env.invalidate_all()
    close_handed_over(env)
    start_clocks(env)
    renew_duties(env)


def name_recipients(env):
    """Tie each packet of an issued document to the delivery it serves, and each report to the one it is about."""
    env.cr.execute("SELECT DISTINCT peer_code FROM document_transmission WHERE outgoing_id IS NOT NULL")
    agencies = [(code, env['document.agency']._find(code).id) for code, in env.cr.fetchall()]
    rows = [SQL("(%s, %s)", code, agency) for code, agency in agencies if agency]
    if not rows:
        return
    known = SQL("(VALUES %s) AS known (code, agency_id)", SQL(', ').join(rows))
    env.cr.execute(SQL("""
        INSERT INTO document_delivery_document_transmission_rel (document_transmission_id, document_delivery_id)
        SELECT packet.id, delivery.id FROM document_transmission packet JOIN %s ON known.code = packet.peer_code
          JOIN document_delivery delivery ON delivery.outgoing_id = packet.outgoing_id
                                         AND delivery.agency_id = known.agency_id
         WHERE packet.direction = 'out' AND packet.kind = 'document'
            ON CONFLICT DO NOTHING""", known))
    env.cr.execute(SQL("""
        UPDATE document_transmission packet SET delivery_id = delivery.id FROM %s, document_delivery delivery
         WHERE known.code = packet.peer_code AND delivery.agency_id = known.agency_id
           AND delivery.outgoing_id = packet.outgoing_id AND packet.delivery_id IS NULL
           AND packet.direction = 'in' AND packet.kind = 'status'""", known))


def describe_packets(cr):
    """Say of each packet what it asks for, of which document, and when by its sender's clock.

    The moment of a report that came is what its delivery keeps of it: the packets themselves are not read again.
    """
    cr.execute("UPDATE document_transmission SET business_type = '0' WHERE kind = 'document' AND business_type IS NULL")
    cr.execute("""
        UPDATE document_transmission packet SET document_code = document.document_code
          FROM document_incoming document
         WHERE document.id = packet.incoming_id AND packet.document_code IS NULL""")
    cr.execute("""
        UPDATE document_transmission packet SET document_code = document.document_code
          FROM document_outgoing document
         WHERE document.id = packet.outgoing_id AND packet.kind = 'status' AND packet.document_code IS NULL""")
    cr.execute("UPDATE document_transmission SET packet_at = create_date WHERE direction = 'out' AND packet_at IS NULL")
    cr.execute("""
        UPDATE document_transmission packet
           SET packet_at = CASE packet.status_code
                   WHEN '01' THEN delivery.arrived_at WHEN '02' THEN delivery.rejected_at
                   WHEN '03' THEN delivery.accepted_at WHEN '04' THEN delivery.assigned_at
                   WHEN '05' THEN delivery.processing_at WHEN '06' THEN delivery.completed_at END,
               description = CASE packet.status_code WHEN '02' THEN delivery.reason ELSE packet.description END
          FROM document_delivery delivery
         WHERE delivery.id = packet.delivery_id AND packet.direction = 'in' AND packet.packet_at IS NULL""")


def name_refusals(cr):
    """Part the name of a refusal from its sentence; the version before kept «Name: sentence» in one."""
    cr.execute("""
        UPDATE document_transmission
           SET error_kind = split_part(error, ': ', 1),
               error = NULLIF(substr(error, length(split_part(error, ': ', 1)) + 3), '')
         WHERE state = 'refused' AND error_kind IS NULL AND error IS NOT NULL""")


def link_answers(cr):
    """Tie the answers that have come to what they answer, so that nobody is reminded of what was answered."""
    cr.execute("""
        WITH answered AS (
            SELECT DISTINCT ON (delivery.id) delivery.id AS delivery_id, ours.id AS ours_id, answer.id AS answer_id,
                   answer.arrived_at
              FROM document_delivery delivery
              JOIN document_outgoing ours ON ours.id = delivery.outgoing_id
              JOIN document_agency agency ON agency.id = delivery.agency_id
              JOIN document_incoming theirs ON theirs.document_code = ours.document_code
                                           AND theirs.company_id = agency.company_id
              JOIN document_outgoing reply ON reply.reply_to_id = theirs.id AND reply.state = 'issued'
              JOIN document_incoming answer ON answer.document_code = reply.document_code
                                           AND answer.company_id = ours.company_id
             ORDER BY delivery.id, answer.arrived_at, answer.id),
        linked AS (
            UPDATE document_incoming answer SET answers_id = answered.ours_id FROM answered
             WHERE answer.id = answered.answer_id AND answer.answers_id IS NULL)
        UPDATE document_delivery delivery SET answered_at = answered.arrived_at, answer_id = answered.answer_id
          FROM answered WHERE delivery.id = answered.delivery_id AND delivery.answered_at IS NULL""")


def close_handed_over(env):
    """Close the packets of recipients that got the document on paper: they never leave any more (Art. 5.2)."""
    packets = env['document.transmission'].search([
        ('direction', '=', 'out'), ('kind', '=', 'document'), ('state', 'in', ('pending', 'blocked'))])
    for packet in packets:
        if packet.delivery_ids and set(packet.delivery_ids.mapped('state')) == {'handed_over'}:
            packet._withdraw(HANDED_OVER)


def start_clocks(env):
    """Wait for the reports on what was issued lately, from the moment of its issue; what is older calls nobody."""
    waiting = env['document.delivery'].search([
        ('state', 'in', ('pending', 'sent')), ('call_due_at', '=', False), ('outgoing_id.state', '=', 'issued'),
        ('outgoing_id.issued_at', '>=', fields.Datetime.now() - RECENT)])
    electronic = waiting.filtered(lambda delivery: delivery._is_electronic())
    for document, deliveries in electronic.grouped('outgoing_id').items():
        deliveries._earn(call_due_at=document._call_due_at(document.issued_at))


def renew_duties(env):
    """Let the notices of documents whose packets did not get through say what there is to do now."""
    blocked = env['document.transmission'].search([
        ('direction', '=', 'out'), ('state', '=', 'blocked'), ('closed_at', '=', False)])
    for document in (*blocked.outgoing_id, *blocked.incoming_id):
        document._renew_waiting()
