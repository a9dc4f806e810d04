import { Cron } from "croner";
import { type BackupSchedule, type CleaningSchedule } from "../components/airflow/maintenance";
import { type SettingsReader } from "./reader";
import { BadValue, days } from "./values";

/** When backups are made, how many are kept, and where. */
export function readBackups(reader: SettingsReader): BackupSchedule {
    return {
        schedule: reader.optional("backupSchedule", cron, `pulumi config set backupSchedule "0 3 * * *"`),
        keep: reader.value("backupsKept", count),
        folder: reader.optional("backupFolder", folder),
    };
}

/** When rows and logs are removed, and how old they are by then. */
export function readCleaning(reader: SettingsReader): CleaningSchedule {
    return {
        schedule: reader.value("cleaningSchedule", cron),
        databaseDays: reader.value("databaseRetentionDays", days),
        logDays: reader.value("logRetentionDays", days),
    };
}

function cron(text: string): string {
    try {
        // What the container's library understands as well: neither seconds nor the letters of other dialects.
        if (/^[\d*\s,/-]+$/.test(text) && new Cron(text, { paused: true, mode: "5-part" })) {
            return text;
        }
    } catch {
        // Reported below, in words that are the same for everything.
    }
    throw new BadValue(
        `"${text}" is no cron expression: write minute, hour, day, month and weekday as numbers, for example 0 3 * * *`,
    );
}

function count(text: string): number {
    if (!/^[1-9]\d{0,3}$/.test(text)) {
        throw new BadValue(`${text} is no number of backups: it must be a whole number from 1 to 9999`);
    }
    return Number(text);
}

function folder(text: string): string {
    if (!/^\/[^:,\\]+$/.test(text) || text.split("/").includes("..")) {
        throw new BadValue(
            `"${text}" is no folder of the Docker host: write an absolute path, for example /srv/backups`,
        );
    }
    return text;
}
