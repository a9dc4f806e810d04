import pytest

from airflow_dbt_image.failure import Failure
from airflow_dbt_image.git_dags.check import check, reason
from airflow_dbt_image.git_dags.fake_repository import Repository, bundle


def test_the_check_finds_the_newest_commit(repository: Repository) -> None:
    commit = repository.commit("one")
    assert check(bundle(repository)) == commit


def test_the_check_names_a_branch_or_folder_that_is_not_there(repository: Repository) -> None:
    repository.commit("one")
    made = bundle(repository)
    made.subdir = "other"
    with pytest.raises(Failure, match="no folder other"):
        check(made)
    made.tracking_ref = "other"
    with pytest.raises(Failure, match="no branch or tag"):
        check(made)


@pytest.mark.parametrize(
    ("errors", "setting"),
    [
        ("No ED25519 host key is known for …\nHost key verification failed.\n", "dags: git.knownHosts has no line"),
        ("git@host: Permission denied (publickey).\n", "dagsDeployKey: the server lets nobody in"),
        ('Load key "/key": error in libcrypto\ngit@host: Permission denied', "dagsDeployKey: it is no private key"),
        (
            "fatal: … server verification failed: certificate signer not trusted. (CAfile: … CRLfile: none)\n",
            "dags: git.caCertificate is not",
        ),
        ("ssh: connect to host x port 22: Connection refused\n", "dags: the repository in git.url cannot be read"),
    ],
)
def test_what_git_prints_is_told_as_a_setting(errors: str, setting: str) -> None:
    assert reason(errors).startswith(setting)
    assert " ".join(errors.split()) in reason(errors)
