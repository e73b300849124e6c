"""One door for what only a step of the procedure may write."""

from odoo import api, models
from odoo.exceptions import AccessError


class DocumentEarned(models.AbstractModel):
    """A record with fields nobody writes by hand: states, numbers, dates, signatures."""

    _name = 'document.earned'
    _description = 'Record with Earned Fields'

    _earned = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse to be born with anything only a step may give, also by a default in the context."""
        defaults = {key.removeprefix('default_') for key in self.env.context if key.startswith('default_')}
        earned = self._earned_names()
        for vals in vals_list:
            self._refuse_earned((vals.keys() | defaults) & earned)
        return super().create(vals_list)

    def write(self, vals):
        """Refuse, for everybody and under sudo, to write what only a step may write."""
        self._refuse_earned(vals.keys() & self._earned_names())
        return super().write(vals)

    @api.model
    def _earned_names(self):
        """Return what the class of the model and every extension of it name as earned."""
        return frozenset().union(*(vars(part).get('_earned', ()) for part in type(self).__mro__))

    @api.model
    def _refuse_earned(self, names):
        if names:
            labels = ', '.join(self._fields[name].get_description(self.env)['string'] for name in sorted(names))
            raise AccessError(self.env._(
                "%(fields)s of a record change only by the steps of the procedure.", fields=labels))

    def _earn(self, **values):
        """Write what a step has earned. Private, so no client reaches it: the other side of the one door."""
        # sudo: the engine has checked the step; people hold no right to write these fields
        return super(DocumentEarned, self.sudo()).write(values)
