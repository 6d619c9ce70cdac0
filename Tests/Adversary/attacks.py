"""Every attack, in its order."""

import worlds  # noqa: F401
import put_back  # noqa: F401
import former_keys  # noqa: F401
import entries  # noqa: F401
import schemas  # noqa: F401
import genuine  # noqa: F401
import while_running  # noqa: F401
from attack import ATTACKS, WHILE_RUNNING

__all__ = ["ATTACKS", "WHILE_RUNNING"]
