"""Following: a stream of record events keeps profiles current and says which measures begin and end, for whom, at
which actions, and why: what is shared takes effect at once ("sharing is punishing", 共享即惩戒).

An **event** is one line of JSON that says what happened to one record of one subject: listed, repaired, an objection
accepted, a commitment breached. It has an id of its own, the day it happened (`on`) and the day since when it is known
(`known_on`). A line `{"day": …}` says that a day has come; nothing else does, and nothing here reads the clock.

**Profiles.** An event never overwrites: it makes a *version* of its record, known from the event's `known_on`, as
profiles have them. What a record is follows from the set of its events alone, in the order in which they became known,
so that it does not matter in which order they arrive. An event that contradicts what is known (a removal of what was
never listed, two versions of one day) is *held*: told, kept, and counted by itself as soon as what arrives makes sense
of it. Relations name another subject that is followed, too; what happens to that one is judged for both.

**Days.** The follower stands on one day, and asks as of it: an action of that day, as known on that day. An event
known only from a later day waits for it; one known from an earlier day counts from now on, and that it came late is
told. When days pass, each day on which anything may turn (a term ends, a version becomes known, a rule comes into
force) is decided by itself, in order, so that what lapses is told of its own day.

**Changes.** For each subject and each action watched it is remembered which finding every measure had. Only what an
event can touch is decided anew; only what came out otherwise is told, with reasons. What is told is numbered from 1
and follows from the lines taken and the rules alone: the same lines give the same numbers. The findings are at every
moment those of `check_subject` on the profiles as they then are.

**State.** A folder holds the lines taken (`events.jsonl`, only ever added to), what was told (`changes.jsonl`,
likewise), and now and then how far that came (`snapshot.json`, replaced as a whole). After a stop at any point what
was taken and not yet told is told again under the same numbers; a half-written last line is cut off, and since the
sender repeats what it is not sure of, an event that comes twice is recognised by its id.

`events` reads lines · `books` keeps events and makes profiles · `turning` says what an event and a day can touch ·
`follower` decides and compares · `telling` puts changes into plain data · `store` is the state on disk.
"""

from credit_rules.following.follower import Follower, Watched

__all__ = ["Follower", "Watched"]
