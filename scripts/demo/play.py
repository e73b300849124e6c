"""Brings the province into the database and plays its documents by steps as their people.

    play.py [--first N]

With --first it plays the stories that give the first N documents; without, whatever is left. Every act is one
transaction and leaves a mark, so a play that was stopped or killed goes on, and nothing is played twice. Where it works
comes from the environment: HANAM_HOME (keys in pki/, list of logins), HANAM_FONT_DIR, PGDATABASE, and what odoo.conf
reads.
"""

import argparse
import os
import shutil
import sys
import time
from datetime import date
from pathlib import Path
from threading import Event

from aftermath import Aftermath
from checker import Checker
from drafts import Desk
from incoming_play import IncomingPlay
from load import load
from logins import write_logins
from maker import Maker
from outgoing_play import OutgoingPlay
from player import Player
from province import read_province
from stage import Stage, keep, kept
from stories import read_stories

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'pki'))
from load_demo_pki import load_demo_pki  # noqa: E402  the folder beside this one is no package

# A packet that another dispatcher holds is tried again by the product itself after half a minute.
PATIENCE_SECONDS, PAUSE_SECONDS = 180, 0.5


class Programme:
    """The stories in their order, and how far they are."""

    def __init__(self, player, stories, checker):
        self.player, self.checker, self.began = player, checker, time.monotonic()
        self.stories = {story.key: story for story in stories}
        self.waiting, self.followed = [], set()

    def play(self, wanted):
        """Play the stories that give the first `wanted` documents (0: all)."""
        for place, story in enumerate(self._first(wanted), 1):
            if self._is_done(story):
                continue
            self._story(story)
            self._go_on()
            self._say(f'{place:3d}/{len(self.stories)} {story.key:8s} {self._documents():4d} documents, '
                      f'{self.player.acts:5d} acts')
        self._wait()
        self.player.exchange()

    def _first(self, wanted):
        promised = 0
        for story in self.stories.values():
            if wanted and promised >= wanted:
                return
            promised += bool(story.until) + len(self._arrivals(story))
            yield story

    def _arrivals(self, story):
        """Return what the story brings to agencies of this system: once it is issued, or as paper."""
        return [IncomingPlay(self.player, story, recipient) for recipient in story.to
                if recipient.code and self.player.province.agencies[recipient.code].hosted
                and story.until in ('', 'issued')]

    def _story(self, story):
        if story.answers:
            self._wait(self._answered(story).key)
        if story.until:
            OutgoingPlay(self.player, story).play()
        self.waiting += self._arrivals(story)
        if story.answers:
            self._answer(story)
        self._close(story)

    def _answer(self, story):
        """Finish the document that the story's own agency has answered."""
        self._answered(story).complete_by(story.key)

    def _answered(self, story):
        asked = self.stories[story.answers]
        mine = next(recipient for recipient in asked.to if recipient.code == story.agency)
        return IncomingPlay(self.player, asked, mine)

    def _go_on(self):
        """Play at the recipients what is there with its signatures checked. Returns how many were."""
        self.checker.look()
        ready = [arrival for arrival in self.waiting if arrival.arrive()]
        for arrival in ready:
            self.waiting += arrival.play() or []
            self.waiting.remove(arrival)
            self._close(arrival.story)
        return len(ready)

    def _wait(self, key=''):
        """Wait for packets on their way and for signatures being checked: those of one arrival, or all."""
        last = time.monotonic()
        while [arrival for arrival in self.waiting if key in ('', arrival.key)]:
            self.player.exchange()
            if self._go_on():
                last = time.monotonic()
            elif time.monotonic() > last + PATIENCE_SECONDS:
                names = ', '.join(arrival.key for arrival in self.waiting)
                raise SystemExit(f"hanam: these demo documents have not arrived or were not checked: {names}")
            else:
                Event().wait(PAUSE_SECONDS)

    def _is_done(self, story):
        with self.player.stage.system() as env:
            return bool(kept(env, f'story_{story.key}'))

    def _close(self, story):
        """Mark a story that is played to its end, so that the next play passes over it at once."""
        self._follow(story)
        if any(arrival.story is story for arrival in self.waiting):
            return
        with self.player.stage.system() as env:
            if not kept(env, f'story_{story.key}'):
                keep(env, [(f'story_{story.key}', env.company)])

    def _follow(self, story):
        """Once every recipient has the document, play what the sender does then."""
        if not story.then or story.key in self.followed or any(arrival.story is story for arrival in self.waiting):
            return
        self.followed.add(story.key)
        self.waiting.append(Aftermath(self.player, story))

    def _documents(self):
        with self.player.stage.system() as env:
            return sum(env[model].search_count([]) for model in ('document.outgoing', 'document.incoming'))

    def _say(self, line):
        sys.stdout.write(f'{line}, {time.monotonic() - self.began:4.0f} s\n')
        sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--first', type=int, default=0, metavar='N', help="play only the first N documents")
    wanted = parser.parse_args().first
    home, today = Path(os.environ['HANAM_HOME']), date.today()
    province, stage = read_province(), Stage(os.environ.get('PGDATABASE', 'hanam'))
    with stage.system() as env:
        load(env, province, today.year)
        load_demo_pki(env, home.resolve() / 'pki')
    write_logins(province, home)
    maker = Maker(os.environ['HANAM_FONT_DIR'], converts=bool(shutil.which('soffice')))
    player = Player(stage, province, Desk(province, today.year), maker)
    checker = Checker(stage)
    try:
        Programme(player, read_stories(), checker).play(wanted)
    finally:
        checker.close()
    stage.close()


if __name__ == '__main__':
    main()
