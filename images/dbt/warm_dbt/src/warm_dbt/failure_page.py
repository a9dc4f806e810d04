"""The page that stands in place of the dbt docs while they cannot be made."""

import html

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="10">
<title>dbt docs: failed</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 3rem auto; padding: 0 1rem; }}
pre {{ background: #f4f4f4; padding: 1rem; overflow-x: auto; }}
</style>
</head>
<body>
<h1>The dbt docs could not be made</h1>
<p><code>dbt {command}</code> failed. The end of its message:</p>
<pre>{said}</pre>
<p>Run <code>npm run dbt -- {command}</code> to see the whole message. Fix the cause, and the next dbt command updates
the docs. This page then shows them.</p>
{older}</body>
</html>
"""
_OLDER = '<p>Until then: <a href="/index.html">the docs as they were made last</a>.</p>\n'


def page(command: str, said: str, older_docs: bool) -> str:
    """Return the page for a dbt command that failed, with the end of what it said."""
    return _PAGE.format(command=command, said=html.escape(said), older=_OLDER if older_docs else "")
