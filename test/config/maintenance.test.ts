import { errorOf, read } from "../support/stack-settings";

test("by default, nothing is done on a schedule", async () => {
    const { backups, cleaning } = await read();
    expect(backups).toEqual({ schedule: undefined, keep: 7, folder: undefined });
    expect(cleaning).toEqual({ schedule: "30 2 * * *", databaseDays: 0, logDays: 0 });
});

test("reads schedules, ages and the folder", async () => {
    const { backups, cleaning } = await read({
        backupSchedule: "*/30 3,15 1-7 * 0",
        backupsKept: 30,
        backupFolder: "/srv/backups",
        databaseRetentionDays: 90,
        logRetentionDays: 30,
    });
    expect(backups).toEqual({ schedule: "*/30 3,15 1-7 * 0", keep: 30, folder: "/srv/backups" });
    expect(cleaning).toMatchObject({ databaseDays: 90, logDays: 30 });
});

test.each(["daily", "0 25 * * *", "* * * *", "0 0 3 * * *", "0 3 * * MON", "0 3 L * *", "60 * * * *"])(
    "refuses the schedule %s",
    async (backupSchedule) => {
        expect(await errorOf({ backupSchedule })).toContain(
            `backupSchedule: "${backupSchedule}" is no cron expression: write minute, hour, day, month and weekday as numbers, for example 0 3 * * *.\n` +
                `      pulumi config set backupSchedule "0 3 * * *"`,
        );
    },
);

test.each(["backups", "../backups", "/srv/../etc", "/srv:ro", "C:\\backups"])(
    "refuses the folder %s",
    async (backupFolder) => {
        expect(await errorOf({ backupFolder })).toContain("is no folder of the Docker host: write an absolute path");
    },
);

test.each([
    [{ backupsKept: 0 }, "backupsKept: 0 is no number of backups: it must be a whole number from 1 to 9999"],
    [{ logRetentionDays: -1 }, "logRetentionDays: -1 is no number of days"],
    [{ databaseRetentionDays: 36501 }, "databaseRetentionDays: 36501 is no number of days"],
])("refuses %j", async (own, message) => {
    expect(await errorOf(own)).toContain(message);
});
