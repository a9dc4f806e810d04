import { type Container } from "../architecture";
import { type Chip, chipBlocks } from "./chips";
import { accent } from "./style";
import { box, type Drawn, moved, text } from "./svg";

/** Width of every card. */
export const cardWidth = 290;
const padding = 12;

/** A container: what it is, what it waits for, and what it is given. */
export function containerCard(container: Container): Drawn {
    const notes = [container.kind, ...(container.after.length > 0 ? [`after ${container.after.join(", ")}`] : [])];
    const port =
        container.port === undefined ? "" : text(cardWidth - padding, 22, "port", `port ${container.port}`, "end");
    const rows = chipBlocks(
        [
            container.files.map((file): Chip => ({ words: file.name, look: "secret", uses: file.uses })),
            container.connections.map(({ id, to }): Chip => ({ words: `${id} → ${to}`, look: "plain" })),
            [
                ...container.volumes.map(({ name, readOnly }): Chip => ({
                    words: readOnly ? `${name}, read only` : name,
                    look: "volume",
                })),
                ...container.folders.map((folder): Chip => ({ words: `${folder}/`, look: "folder" })),
            ],
        ],
        cardWidth - 2 * padding,
    );
    const height = 48 + (rows.height > 0 ? rows.height + padding : 0);
    const svg = [
        box(0.5, 0.5, cardWidth - 1, height - 1, "card"),
        `<rect x="0" y="8" width="3.5" height="${height - 16}" class="${accent(container.image)}"/>`,
        text(padding, 22, "name", container.role),
        port,
        text(padding, 39, "note", notes.join(" · ")),
        moved(padding, 48, rows.svg),
    ];
    return { width: cardWidth, height, svg: svg.join("") };
}

/** A database as a cylinder. */
export function cylinder(name: string, about: string, width: number, height: number): string {
    const side = `M0.5 9V${height - 9}A${width / 2 - 0.5} 8.5 0 0 0 ${width - 0.5} ${height - 9}V9`;
    const svg = [
        `<path d="${side}" class="volume"/>`,
        `<ellipse cx="${width / 2}" cy="9" rx="${width / 2 - 0.5}" ry="8.5" class="volume"/>`,
        text(width / 2, 36, "name", name, "middle"),
        text(width / 2, 52, "note", about, "middle"),
    ];
    return svg.join("");
}

/** Drawings below one another. */
export function column(drawings: Drawn[], gap: number): Drawn & { tops: number[] } {
    const tops: number[] = [];
    let y = 0;
    for (const drawing of drawings) {
        tops.push(y);
        y += drawing.height + gap;
    }
    return {
        width: cardWidth,
        height: Math.max(0, y - gap),
        tops,
        svg: drawings.map((drawing, index) => moved(0, tops[index], drawing.svg)).join(""),
    };
}
