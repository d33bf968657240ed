"""`python -m pipeline` is `framework`."""

import sys

from pipeline.cli import main

sys.exit(main())
