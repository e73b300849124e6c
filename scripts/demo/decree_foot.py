"""The foot of a document: who receives it, and who signs (Decree 30/2020, App. I, boxes 7 and 9b)."""

from decree_sheet import LEFT_MIDDLE, RIGHT_MIDDLE, WIDTH, wrapped
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

__all__ = ['Foot']

SIGNATURE_GAP = 27 * mm


class Foot(Flowable):
    """Boxes 7 and 9b: who receives it on the left, the signer on the right with room for the signature."""

    def __init__(self, draft, fonts):
        super().__init__()
        self.draft, self.fonts = draft, fonts
        ends = [';'] * (len(draft.copies) - 1) + ['.']
        self.copies = [line for text, end in zip(draft.copies, ends, strict=True)
                       for line in wrapped(f'- {text}{end}', fonts.regular, 11, 0.40 * WIDTH)]
        self.titles = [*draft.authority, draft.title]
        self.name_y = len(self.titles) * 16 + SIGNATURE_GAP + 14
        # the signers of other agencies sign on the left, and who receives it stands below them
        self.copies_y = self.name_y + 20 if draft.further else 0
        self.height = max(self.name_y, self.copies_y + 16 + len(self.copies) * 13) + 6

    def wrap(self, _width, _height):
        return WIDTH, self.height

    def draw(self):
        self.canv.setFont(self.fonts.bold_italic, 12)
        self.canv.drawString(0, self.height - self.copies_y - 13, 'Nơi nhận:')
        self.canv.setFont(self.fonts.regular, 11)
        for place, line in enumerate(self.copies, 2):
            self.canv.drawString(0, self.height - self.copies_y - place * 13 - 2, line)
        self.canv.setFont(self.fonts.bold, 13)
        for place, line in enumerate(self.titles, 1):
            self.canv.drawCentredString(RIGHT_MIDDLE, self.height - place * 16 + 3, line)
        self.canv.drawCentredString(RIGHT_MIDDLE, self.height - self.name_y, self.draft.signer)
        for title, name in self.draft.further:
            self.canv.drawCentredString(LEFT_MIDDLE, self.height - 13, title)
            self.canv.drawCentredString(LEFT_MIDDLE, self.height - self.name_y, name)
