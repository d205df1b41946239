"""Compare messages by meaning: the extra `[meaning]`, an int8 MiniLM run by onnxruntime on one thread.

Nothing outside this room imports numpy or onnxruntime, so that the desk runs without them.
"""

import os

# One message at a time gains nothing from threads that wait for each other; numpy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
