"""lazy_libcst.py <site-packages>: let Airflow load libcst when it is used, not at every start.

Each `import airflow` loads it (0.3 of 1.8 seconds, 6 MB in each service) for one function that only operators with a virtual
environment call. The original module stays beside, and the function goes there.
"""

import sys
from pathlib import Path

ORIGINAL = "decorators_with_libcst"
CLASS = "class _TaskDecoratorRemover(cst.CSTTransformer):"
LAZY = f'''def remove_task_decorator(python_source: str, task_decorator_name: str) -> str:
    from airflow.sdk.definitions._internal.{ORIGINAL} import remove_task_decorator

    return remove_task_decorator(python_source, task_decorator_name)
'''

module = Path(sys.argv[1]) / "airflow/sdk/definitions/_internal/decorators.py"
source = module.read_text()
if source.count(CLASS) != 1 or source.count("import libcst as cst\n") != 1:
    sys.exit(f"lazy_libcst: {module} is not as it was in Airflow 3.3.2; look at it, or take this step out of image/slim")
module.with_stem(ORIGINAL).write_text(source)
module.write_text(source.split(CLASS)[0].replace("import libcst as cst\n", "") + LAZY)
