"""Replaces everything that a role has in its database by a dump."""

import tempfile
from pathlib import Path

import sqlalchemy as sa

from airflow_dbt_image import postgres
from airflow_dbt_image.failure import Failure

OBJECTS = """
select 'schema', n.oid::regnamespace::text from pg_namespace n
where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public') and pg_has_role(n.nspowner, 'usage')
and not exists (select from pg_depend d where d.objid = n.oid and d.deptype = 'e')
union all
select case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end,
c.oid::regclass::text
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'S') and pg_has_role(c.relowner, 'usage') and n.nspname !~ '^pg_' and n.nspname
<> 'information_schema' and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
union all
select 'routine', p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where pg_has_role(p.proowner, 'usage') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
union all
select 'type', t.oid::regtype::text from pg_type t join pg_namespace n on n.oid = t.typnamespace
left join pg_class c on c.oid = t.typrelid
where (t.typtype in ('e', 'd') or c.relkind = 'c') and pg_has_role(t.typowner, 'usage') and n.nspname !~ '^pg_'
and n.nspname <> 'information_schema'
and not exists (select from pg_depend d where d.objid = t.oid and d.deptype = 'e')
"""
"""Kind and name of everything that the role made: what belongs to an extension or another role stays."""

LOCK_SECONDS = 60


def refuse_while_used(engine: sa.Engine) -> None:
    """Fail if the role has another session in the database."""
    sessions = sa.text(
        "select count(*) from pg_stat_activity where datname = current_database() and usename = current_user"
        " and backend_type = 'client backend' and pid <> pg_backend_pid()"
    )
    with engine.connect() as connection:
        others = connection.execute(sessions).scalar()
    if others:
        name = engine.url.database
        raise Failure(
            f"{others} session{'s' if others != 1 else ''} of {engine.url.username} use{'s' if others == 1 else ''} "
            f"the database {name}; stop what uses it first. Nothing was changed"
        )


def replace(engine: sa.Engine, dump: Path, *options: str) -> None:
    """Do it in one transaction: a failure leaves everything as it was. The options are pg_restore's."""
    with engine.connect() as connection:
        objects = connection.execute(sa.text(OBJECTS)).all()
        extensions = set(connection.execute(sa.text("select extname from pg_extension")).scalars())
    before = [f"set lock_timeout = '{LOCK_SECONDS}s';"]
    before += [f"drop {kind} if exists {name} cascade;" for kind, name in objects]
    with tempfile.NamedTemporaryFile("w", suffix=".list") as wanted:
        wanted.write(_without(postgres.contents(dump), extensions))
        wanted.flush()
        postgres.replace(engine.url, before, dump, *options, f"--use-list={wanted.name}")


def _without(contents: str, extensions: set[str]) -> str:
    """Leave out extensions that are there: usually they belong to the superuser."""
    return "".join(
        line
        for line in contents.splitlines(keepends=True)
        if not ((" EXTENSION - " in line or " COMMENT - EXTENSION " in line) and line.split()[-1] in extensions)
    )
