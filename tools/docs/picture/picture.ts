import { type Architecture } from "../architecture";
import { type Server } from "../databases";
import { arrowsFromData, type PlacedBand, type PlacedGroup, sshArrows } from "./arrows";
import { dataBand, secretsBand, settingsBand } from "./bands";
import { imageGroup } from "./groups";
import { legend } from "./legend";
import { style } from "./style";
import { arrow, box, type Drawn, heading, moved, text } from "./svg";

const margin = 16;
const inset = 20;
const gap = 44;
const step = 28;

/** What the stack's file sets, of how many settings. */
export interface Configured {
    settings: number;
    set: string[];
}

/** One stack from top to bottom: settings, secrets, data, containers. */
export function picture(architecture: Architecture, configured: Configured): string {
    const { containers, servers, networks, suffix, stack } = architecture;
    const databaseServers = new Set(servers.map(({ name }) => name));
    const images = [...new Set(containers.filter(({ role }) => !databaseServers.has(role)).map(({ image }) => image))];
    const drawings = images.map((image) =>
        imageGroup(
            image,
            containers.filter((container) => container.image === image),
        ),
    );
    const inner = drawings.reduce((sum, { width }) => sum + width, 0) + (drawings.length - 1) * gap;
    const width = inner + 2 * inset;

    const parts: string[] = [];
    let y = margin;
    const put = (drawing: Drawn, x = margin) => {
        parts.push(moved(x, y, drawing.svg));
        y += drawing.height;
    };
    const down = () => {
        parts.push(
            arrow([
                [margin + width / 2, y],
                [margin + width / 2, y + step - 2],
            ]),
        );
        y += step;
    };
    const bands: PlacedBand[] = [];
    const putData = (shown: Server[], x: number, bandWidth: number) => {
        const band = dataBand(shown, architecture, bandWidth);
        bands.push({ band, x, y });
        put(band, x);
        y += gap;
    };

    put(settingsBand(stack, configured.settings, configured.set, width));
    down();
    put(secretsBand(architecture, width));
    down();
    const outside = servers.filter(({ kind }) => kind !== "container");
    if (outside.length > 0) {
        putData(outside, margin, width);
    }

    const frameTop = y;
    y += 44;
    for (const server of servers.filter(({ kind }) => kind === "container")) {
        putData([server], margin + inset, inner);
    }
    const groups: PlacedGroup[] = [];
    for (const group of drawings) {
        const before = groups.at(-1);
        groups.push({ group, x: before ? before.x + before.group.width + gap : margin + inset, y });
    }
    const signs = legend(300);
    const last = groups[groups.length - 1];
    const height = Math.max(...drawings.map((drawing) => drawing.height), last.group.height + gap + signs.height);
    parts.push(
        ...groups.map(({ group, x }) => moved(x, y, group.svg)),
        moved(last.x + 10, y + height - signs.height, signs.svg),
    );
    const bottom = y + height + 46;
    const frame = [
        box(margin + 0.5, frameTop + 0.5, width - 1, bottom - frameTop - 1, "frame", 12),
        heading(margin + inset, frameTop + 29, "Docker engine", ""),
        text(
            margin + inset,
            bottom - 17,
            "note",
            `Networks ${networks.join(" and ")}. The names of containers, volumes and images end in -${suffix}.`,
        ),
    ];
    const arrows = [...arrowsFromData(bands, groups, architecture), ...sshArrows(groups, architecture)];
    return document(`The stack ${stack}, drawn from the program`, width + 2 * margin, bottom + margin, [
        ...frame,
        ...parts,
        ...arrows,
    ]);
}

function document(title: string, width: number, height: number, parts: string[]): string {
    const head = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`;
    const marker = `<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" class="head"/></marker></defs>`;
    return [
        head,
        `<title>${title}</title>`,
        `<style>${style}</style>`,
        marker,
        box(0, 0, width, height, "page", 14),
        ...parts,
        "</svg>",
        "",
    ].join("\n");
}
