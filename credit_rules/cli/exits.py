"""Exit codes, a sentence each."""

from collections.abc import Iterable
from enum import IntEnum


class Exit(IntEnum):
    """What the exit code of a command says."""

    EVALUATED = 0  # the question was answered, whatever the answer
    USAGE = 2  # the command line or a setting cannot be followed
    INPUT = 3  # the profile or the action is wrong
    RULES = 4  # the rule set is wrong
    INTERNAL = 5  # the two engines disagree, or one failed: no answer
    BARRED = 10  # with --exit-code: refuse, and hand over the reasons
    REFER = 11  # with --exit-code: a named person decides
    RESTRICTED = 12  # with --exit-code: proceed, apply the restrictions
    INCOMPLETE = 13  # with --exit-code: make the queries listed, run again
    INTERRUPTED = 130  # stopped with Ctrl-C
    UNREAD = 141  # whoever read the result went away before its end


_OF_OUTCOME = {
    "barred": Exit.BARRED,
    "refer": Exit.REFER,
    "restricted": Exit.RESTRICTED,
    "incomplete": Exit.INCOMPLETE,
}
_OF_STREAM = (Exit.INTERNAL, Exit.RULES, Exit.INPUT, Exit.BARRED, Exit.REFER, Exit.INCOMPLETE, Exit.RESTRICTED)


def exit_of(outcome: str, *, tell_outcome: bool) -> Exit:
    """The exit code of an answer; the outcome shows in it only if that was asked for."""
    return _OF_OUTCOME.get(outcome, Exit.EVALUATED) if tell_outcome else Exit.EVALUATED


def exit_of_stream(exits: Iterable[Exit]) -> Exit:
    """The gravest exit code that occurred.

    >>> exit_of_stream([Exit.RESTRICTED, Exit.INCOMPLETE, Exit.EVALUATED])
    <Exit.INCOMPLETE: 13>
    """
    found = set(exits)
    return next((code for code in _OF_STREAM if code in found), Exit.EVALUATED)
