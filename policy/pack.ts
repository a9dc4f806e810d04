import { PolicyPack } from "@pulumi/policy";
import { rules } from "./rules";

new PolicyPack("airflow-dbt", { enforcementLevel: "mandatory", policies: rules });
