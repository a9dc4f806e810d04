"""dbt in a process of its own: what the `dbt` command falls back to when the warm server does not answer."""

from warm import packages


def main() -> None:
    """Run the dbt command line."""
    packages.keep_out_of_project()
    from dbt.cli.main import cli

    cli(prog_name="dbt")


if __name__ == "__main__":
    main()
