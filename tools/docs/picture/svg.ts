/** A drawing of a known size. */
export interface Drawn {
    width: number;
    height: number;
    svg: string;
}

/** Width of a character of the monospaced fonts, as a part of their size. */
const monospaced = 0.61;

/** How wide a text in the monospaced font is; its size is 11. */
export function widthOf(text: string): number {
    return Math.ceil(text.length * 11 * monospaced);
}

export function text(
    x: number,
    y: number,
    style: string,
    words: string,
    anchor: "start" | "middle" | "end" = "start",
): string {
    const at = anchor === "start" ? "" : ` text-anchor="${anchor}"`;
    return `<text x="${x}" y="${y}" class="${style}"${at}>${escaped(words)}</text>`;
}

/** A heading and, on the same line, what is to be said of it. */
export function heading(x: number, y: number, title: string, note: string): string {
    return `<text x="${x}" y="${y}"><tspan class="title">${escaped(title)}</tspan><tspan class="note" dx="10">${escaped(note)}</tspan></text>`;
}

export function box(x: number, y: number, width: number, height: number, style: string, radius = 8): string {
    return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" class="${style}"/>`;
}

/** A line of horizontal and vertical pieces with rounded corners and an arrow at its end. */
export function arrow(points: [number, number][], style = "arrow"): string {
    const [[x, y], ...rest] = points;
    const path = [`M${x} ${y}`];
    rest.forEach(([cornerX, cornerY], index) => {
        const [beforeX, beforeY] = points[index];
        const next = points[index + 2];
        if (!next) {
            path.push(`L${cornerX} ${cornerY}`);
            return;
        }
        const towards = (fromX: number, fromY: number) => {
            const [dx, dy] = [Math.sign(fromX - cornerX), Math.sign(fromY - cornerY)];
            const radius = Math.min(8, (Math.abs(fromX - cornerX) + Math.abs(fromY - cornerY)) / 2);
            return `${cornerX + dx * radius} ${cornerY + dy * radius}`;
        };
        path.push(`L${towards(beforeX, beforeY)}`, `Q${cornerX} ${cornerY} ${towards(...next)}`);
    });
    return `<path d="${path.join("")}" class="${style}" marker-end="url(#head)"/>`;
}

/** A group moved to its place. */
export function moved(x: number, y: number, svg: string): string {
    return `<g transform="translate(${x} ${y})">${svg}</g>`;
}

function escaped(words: string): string {
    return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
