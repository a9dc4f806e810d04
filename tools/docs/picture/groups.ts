import { type Container } from "../architecture";
import { cardWidth, column, containerCard } from "./cards";
import { arrow, box, type Drawn, heading, moved } from "./svg";

/** Containers of one image, and where in the drawing each of them is. */
export interface Group extends Drawn {
    image: string;
    places: Map<string, { x: number; y: number; height: number }>;
}

const padding = 16;
const gutter = 40;
const header = 40;

/** The containers of an image: jobs on the left, services on the right, arrows from what runs first. */
export function imageGroup(image: string, containers: Container[]): Group {
    const columns = [
        containers.filter(({ kind }) => kind === "job"),
        containers.filter(({ kind }) => kind === "service"),
    ].filter((each) => each.length > 0);
    const drawn = columns.map((each) => column(each.map(containerCard), 22));
    const height = header + Math.max(...drawn.map((each) => each.height)) + padding;
    const width = padding * 2 + columns.length * cardWidth + (columns.length - 1) * gutter;
    const places: Group["places"] = new Map();
    columns.forEach((each, index) =>
        each.forEach((container, row) => {
            const next = drawn[index].tops[row + 1] ?? drawn[index].height + 22;
            places.set(container.role, {
                x: padding + index * (cardWidth + gutter),
                y: header + drawn[index].tops[row],
                height: next - 22 - drawn[index].tops[row],
            });
        }),
    );
    const svg = [
        box(0.5, 0.5, width - 1, height - 1, "group", 10),
        heading(padding, 26, image, `image built from images/${image}/`),
        ...drawn.map((each, index) => moved(padding + index * (cardWidth + gutter), header, each.svg)),
        ...containers.flatMap(({ role, after }) =>
            after.filter((each) => places.has(each)).map((each) => between(places, each, role)),
        ),
    ];
    return { image, width, height, places, svg: svg.join("") };
}

/** Down within a column; else over the gutter, all arrows of one source by one line. */
function between(places: Group["places"], from: string, to: string): string {
    const [source, target] = [places.get(from), places.get(to)] as { x: number; y: number; height: number }[];
    if (source.x === target.x) {
        const x = source.x + cardWidth / 2;
        return arrow([
            [x, source.y + source.height],
            [x, target.y - 2],
        ]);
    }
    const [y, targetY] = [source.y + 28, target.y + 28];
    const middle = source.x + cardWidth + gutter / 2;
    const end: [number, number] = [target.x - 2, targetY];
    return arrow(
        y === targetY
            ? [[source.x + cardWidth, y], end]
            : [[source.x + cardWidth, y], [middle, y], [middle, targetY], end],
    );
}
