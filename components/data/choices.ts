import { type BigQueryPlace } from "../warehouse/warehouse";
import { type ExistingPostgresServerArgs } from "./existing-postgres-server";
import { type NewDatabase } from "./owned-database";
import { type PostgresLogin } from "./postgres-address";

/** Where Airflow's database is. */
export type MetadataDatabaseChoice =
    | {
          /** On a server that comes with the stack. */
          kind: "embedded";
          /** Port of that server on the Docker host. */
          port: number;
          /** Address of the Docker host's network interface for that port. Beyond loopback, the server has TLS. */
          bindAddress: string;
          database: NewDatabase;
      }
    | {
          /** On an existing server, on which an admin creates it. */
          kind: "managed";
          server: ExistingPostgresServerArgs;
          database: NewDatabase;
      }
    | {
          /** It exists already, and so does its role. */
          kind: "unmanaged";
          login: PostgresLogin;
      };

/** Where dbt's database is, if it is on Postgres. */
export type AnalyticsDatabaseChoice =
    | {
          /** On the same server as Airflow's, on which it is created. */
          kind: "managed";
          database: NewDatabase;
      }
    | {
          /** It exists already, and so does its role. */
          kind: "unmanaged";
          login: PostgresLogin;
      };

/** Where dbt builds. */
export type WarehouseChoice = { kind: "postgres"; database: AnalyticsDatabaseChoice } | BigQueryPlace;
