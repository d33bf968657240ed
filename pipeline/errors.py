"""What can go wrong with an *input*, one class per exit code. Bad data becomes an Issue instead.

PipelineError
├── UsageError          2   the command was called wrongly
└── InputError          3   a source, its settings or the output folder cannot be used
"""


class PipelineError(Exception):
    """One clear sentence that says what is wrong and what to do; no traceback is shown for it."""

    exit_code = 1


class UsageError(PipelineError):
    """The command line or an argument is wrong."""

    exit_code = 2


class InputError(PipelineError):
    """A source document, its settings file or the output folder cannot be used."""

    exit_code = 3
