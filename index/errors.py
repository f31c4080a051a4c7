"""The errors a user can meet: one base class, each with an exit code and a message that says what to do."""


class PolicyError(Exception):
    """Base of every error shown to a user without a traceback.

    `exit_code` is what the command line returns: 2 for wrong use or unreadable input, 3 for a check not met.
    """

    exit_code = 2


class UsageError(PolicyError):
    """An argument, option, filter or input line has a value that cannot be used."""


class BusyError(UsageError):
    """Another process is writing the index: what was refused can be tried again once it is done."""


class UnreadableError(PolicyError):
    """Nothing could be read from the given files or folders."""


class ModelError(PolicyError):
    """The embedding model is missing, damaged or cannot be loaded here."""


class IndexMissingError(PolicyError):
    """There is no index in the given folder."""


class IndexRefusedError(PolicyError):
    """The index folder exists but cannot be trusted: a file is missing, damaged or of another format."""


class CheckFailedError(PolicyError):
    """A check that was asked for (`index verify`, `eval --min`) is not met."""

    exit_code = 3
