from . import document_step_wizard
from . import document_comment_wizard
from . import document_complete_wizard
from . import document_correct_wizard
from . import document_direction_wizard
from . import document_present_wizard
from . import document_print_wizard
from . import document_peer_key_wizard
