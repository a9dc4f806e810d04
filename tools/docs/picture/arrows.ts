import { type Architecture } from "../architecture";
import { type DataBand } from "./bands";
import { cardWidth } from "./cards";
import { type Group } from "./groups";
import { arrow, text } from "./svg";

/** A band of databases where it is in the picture. */
export interface PlacedBand {
    band: DataBand;
    x: number;
    y: number;
}

/** A group of containers where it is in the picture. */
export interface PlacedGroup {
    group: Group;
    x: number;
    y: number;
}

/** From each database to those that use it and wait for no container: all others come after one of these. */
export function arrowsFromData(bands: PlacedBand[], groups: PlacedGroup[], { containers }: Architecture): string[] {
    const roles = new Set(containers.map(({ role }) => role));
    const first = containers.filter(({ after }) => !after.some((each) => roles.has(each)));
    return first.flatMap(({ role, databases }) =>
        databases.flatMap((database) => {
            const from = bands.find(({ band }) => band.middles.has(database));
            const to = groups.find(({ group }) => group.places.has(role));
            const place = to?.group.places.get(role);
            if (!from || !to || !place) {
                return [];
            }
            const startX = from.x + (from.band.middles.get(database) ?? 0);
            const endX = to.x + place.x + cardWidth - 40;
            const bend = from.y + from.band.height + 22;
            return [
                arrow([
                    [startX, from.y + from.band.floor],
                    [startX, bend],
                    [endX, bend],
                    [endX, to.y + place.y - 2],
                ]),
            ];
        }),
    );
}

/** From Airflow to wherever its SSH connections lead. */
export function sshArrows(groups: PlacedGroup[], { containers }: Architecture): string[] {
    return containers.flatMap(({ connections, image }) =>
        connections.flatMap(({ to }) => {
            const [host, port] = to.split(":");
            const source = groups.find(({ group }) => group.image === image);
            const target = groups.find(({ group }) => group.places.has(host));
            const place = target?.group.places.get(host);
            if (port !== "22" || !source || !target || !place) {
                return [];
            }
            const y = target.y + place.y + 28;
            const from = source.x + source.group.width;
            return [
                arrow(
                    [
                        [from, y],
                        [target.x + place.x - 2, y],
                    ],
                    "ssh",
                ),
                text((from + target.x) / 2, y - 7, "note", "SSH", "middle"),
            ];
        }),
    );
}
