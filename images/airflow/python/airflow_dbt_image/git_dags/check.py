"""`airflow-check-git`: reads the repository with the DAGs as Airflow does, and says which setting is wrong."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from airflow_dbt_image.failure import Failure
from airflow_dbt_image.git_dags.bundle import GitBundle

REASONS = {
    r"Load key .*(invalid|libcrypto|passphrase)": "dagsDeployKey: it is no private key without a passphrase",
    r"Host key verification failed": "dags: git.knownHosts has no line with the key that the server shows; compare it"
    " with the output of ssh-keyscan, and with what the server's owner says",
    r"signer not trusted|certificate verification failed|issuer certificate|self.signed": "dags: git.caCertificate is"
    " not the authority that signed the certificate of the server in git.url, or it is not set",
    r"Permission denied|Authentication failed|could not read Username": "dagsDeployKey: the server lets nobody in with"
    " it, or with no key at all",
    r"Remote branch .* not found": "dags: the repository has no branch or tag of the name in git.ref",
}
"""What git or ssh prints, and what that means for a setting. The first match counts."""


def main() -> None:
    """Do it, and end with one plain line if something is wrong."""
    from airflow.dag_processing.bundles.manager import DagBundlesManager

    try:
        for bundle in DagBundlesManager().get_all_dag_bundles():
            if isinstance(bundle, GitBundle):
                print(f"airflow-check-git: {bundle.repo_url} has {bundle.tracking_ref}, commit {check(bundle)}")
    except Failure as failure:
        sys.exit(f"airflow-check-git: {failure}")


def check(bundle: GitBundle) -> str:
    """Return the newest commit of the branch or tag that the bundle follows."""
    assert bundle.hook is not None
    with tempfile.TemporaryDirectory() as folder, bundle.hook.configure_hook_env():
        environment = {**os.environ, **bundle.hook.env}
        source = ["--branch", bundle.tracking_ref, str(bundle.repo_url)]
        git(["clone", "--quiet", "--depth=1", "--filter=blob:none", "--no-checkout", *source, folder], environment)
        if bundle.subdir and not is_folder(Path(folder), bundle.subdir, environment):
            raise Failure(f"dags: the repository has no folder {bundle.subdir}, which git.subdir names")
        return git(["-C", folder, "rev-parse", "HEAD"], environment)


def is_folder(repository: Path, name: str, environment: Mapping[str, str]) -> bool:
    """Tell whether the newest commit has this folder."""
    return git(["-C", str(repository), "ls-tree", "-d", "HEAD", "--", name.rstrip("/")], environment) != ""


def git(words: list[str], environment: Mapping[str, str]) -> str:
    """Run git, and return what it prints."""
    ended = subprocess.run(["git", *words], env=environment, capture_output=True, text=True, timeout=300, check=False)
    if ended.returncode != 0:
        raise Failure(reason(ended.stderr))
    return ended.stdout.strip()


def reason(errors: str) -> str:
    """Say what is wrong: which setting, if that can be told, and git's own words."""
    # Without ssh's frame around a warning.
    words = " ".join(line.strip() for line in errors.splitlines() if not line.startswith("@"))
    setting = next((text for pattern, text in REASONS.items() if re.search(pattern, errors)), None)
    return f"{setting or 'dags: the repository in git.url cannot be read'}. git says: {words}"
