"""A life cycle as a table: states, and the steps that lead from one to the next.

What it is: `Workflow` is a value. It refuses nonsense when it is built, so a program that imports a
broken table does not start.

How to use it: list the states with their labels, then one `Step` a row: its name, where it may start,
where it ends, who may take it. Ask the table `selection()`, `steps_from(state)`, `usual_step(state)`,
`to_mermaid()`.

How it works: rows are kept in order; the first state is where a record is born.

>>> door = Workflow('door', {'open': "Open", 'closed': "Closed"},
...                 Step('close', 'open', 'closed', 'officer', usual=True),
...                 Step('reopen', 'closed', 'open', 'clerk', asks='reason'))
>>> door.first, [step.name for step in door.steps_from('open')], door.usual_step('open').name
('open', ['close'], 'close')
>>> Workflow('door', {'open': "Open", 'shut': "Shut"}, Step('close', 'open', 'closed', 'officer'))
Traceback (most recent call last):
ValueError: door.close: unknown state 'closed'
"""

from dataclasses import dataclass, field

__all__ = ['STAYS', 'SYSTEM', 'Step', 'Workflow']

SYSTEM = 'system'
STAYS = ''


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table.

    `target`: state after the step, or `STAYS` for an act that moves nothing. `roles`: last words of the
    groups that may take it (`clerk` is `group_clerk`), or `SYSTEM` for steps that only the inbox or a
    scheduled action takes. `actor`: field that must name the person. `asks`: what the step must be told
    (`reason`, `order`, `result`, `direction`, `readers` …). `tells`: status code reported to the sender.
    `usual`: the step this state waits for. `article`: the law it serves.
    """

    name: str
    sources: tuple[str, ...] | str
    target: str
    roles: tuple[str, ...] | str
    actor: str = ''
    asks: str = ''
    tells: str = ''
    usual: bool = False
    article: str = ''

    def __post_init__(self):
        """Accept one word where a row has only one."""
        for name in ('sources', 'roles'):
            value = getattr(self, name)
            if isinstance(value, str):
                object.__setattr__(self, name, (value,) if value else ())

    @property
    def is_system(self):
        """Whether no person may take this step."""
        return self.roles == (SYSTEM,)


@dataclass(frozen=True, slots=True, init=False)
class Workflow:
    """A life cycle: states in the order of the office's work, and the steps between them."""

    name: str
    states: dict[str, str]
    steps: tuple[Step, ...]
    _by_name: dict[str, Step] = field(repr=False)

    def __init__(self, name, states, *steps):
        """Build and check the table. Raises ValueError with the row that makes no sense."""
        object.__setattr__(self, 'name', name)
        object.__setattr__(self, 'states', dict(states))
        object.__setattr__(self, 'steps', steps)
        object.__setattr__(self, '_by_name', {row.name: row for row in steps})
        self._check_rows()
        self._check_reach()

    def _check_rows(self):
        if len(self._by_name) != len(self.steps):
            names = [row.name for row in self.steps]
            twice = sorted({name for name in names if names.count(name) > 1})
            raise ValueError(f"{self.name}: two steps of one name: {twice}")
        for row in self.steps:
            for state in (*row.sources, row.target):
                if state != STAYS and state not in self.states:
                    raise ValueError(f"{self.name}.{row.name}: unknown state '{state}'")
            if not row.sources or not row.roles:
                raise ValueError(f"{self.name}.{row.name}: a step needs a state to start from and somebody to take it")
        for state in self.states:
            if len([row for row in self.steps if row.usual and state in row.sources]) > 1:
                raise ValueError(f"{self.name}: state '{state}' waits for two usual steps")

    def _check_reach(self):
        reached, new = set(), {self.first}
        while new:
            reached |= new
            new = {row.target for row in self.steps if row.target and reached & set(row.sources)} - reached
        if lost := [state for state in self.states if state not in reached]:
            raise ValueError(f"{self.name}: no step leads to {lost}")

    @property
    def first(self):
        """State in which a record is born."""
        return next(iter(self.states))

    def selection(self):
        """Return the states as an Odoo selection: [(value, label)]."""
        return list(self.states.items())

    def step(self, name):
        """Return the row of that name. Raises KeyError for a name the table does not have."""
        return self._by_name[name]

    def steps_from(self, state):
        """Return the rows that may start in this state, in table order."""
        return [row for row in self.steps if state in row.sources]

    def usual_step(self, state):
        """Return the row this state waits for, or None where nothing is waited for."""
        return next((row for row in self.steps_from(state) if row.usual), None)

    def to_mermaid(self):
        """Return the life cycle as a Mermaid state diagram (README shows it)."""
        lines = ['stateDiagram-v2', f'    [*] --> {self.first}']
        for row in self.steps:
            who = ' or '.join(row.roles) + (f' ({row.actor})' if row.actor else '')
            lines += [f'    {source} --> {row.target or source}: {row.name} / {who}' for source in row.sources]
        return '\n'.join(lines)
