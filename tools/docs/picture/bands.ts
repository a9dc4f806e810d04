import { type Architecture } from "../architecture";
import { type Server } from "../databases";
import { cardWidth, containerCard, cylinder } from "./cards";
import { type Chip, chipRows, numberMark } from "./chips";
import { box, type Drawn, heading, moved, text, widthOf } from "./svg";

/** The height that a band's heading takes. */
const header = 42;
const padding = 16;

/** A band with a heading. */
function band(title: string, note: string, content: Drawn, width: number): Drawn {
    const height = header + content.height + padding;
    return {
        width,
        height,
        svg:
            box(0.5, 0.5, width - 1, height - 1, "group", 10) +
            heading(padding, 27, title, note) +
            moved(padding, header, content.svg),
    };
}

/** The stack's settings: which of them its file sets. */
export function settingsBand(stack: string, settings: number, set: string[], width: number): Drawn {
    const note = `${settings} in Pulumi.yaml with their defaults, checked before anything changes. Pulumi.${stack}.yaml sets`;
    return band(
        "Settings",
        note,
        chipRows(
            set.map((words): Chip => ({ words, look: "plain" })),
            width - 2 * padding,
        ),
        width,
    );
}

/** All secrets with their numbers. */
export function secretsBand({ secrets }: Architecture, width: number): Drawn {
    const columns = 4;
    const step = (width - 2 * padding) / columns;
    const entries = secrets.map(({ number, name, sort }, index) => {
        const [x, y] = [(index % columns) * step, 12 + Math.floor(index / columns) * 26];
        const about = sort === "random" ? "" : text(x + 28 + widthOf(name), y + 4, "note", sort);
        return numberMark(x + 8, y, { number, publicHalf: false }) + text(x + 21, y + 4, "code", name) + about;
    });
    const height = Math.ceil(secrets.length / columns) * 26 - 4;
    const note =
        "generated once and encrypted in the state, or from the settings; a container gets only those whose numbers it shows";
    return band("Secrets", note, { width, height, svg: entries.join("") }, width);
}

/** Servers and their databases; `middles` says where each database's middle is, `floor` where they end. */
export interface DataBand extends Drawn {
    middles: Map<string, number>;
    floor: number;
}

const databaseWidth = 180;
const databaseHeight = 66;

/** The server of the stack's own, or all others side by side. */
export function dataBand(servers: Server[], { containers }: Architecture, width: number): DataBand {
    const own = containers.find(({ role }) => role === servers[0].name);
    const cards = servers.map((server) => (own ? containerCard(own) : outsideCard(server)));
    const height = Math.max(databaseHeight, ...cards.map((card) => card.height));
    const middles = new Map<string, number>();
    const drawn: string[] = [];
    let x = 0;
    servers.forEach(({ databases }, index) => {
        const card = cards[index];
        drawn.push(moved(x, (height - card.height) / 2, card.svg));
        x += card.width + 20;
        for (const { name, about } of databases) {
            drawn.push(moved(x, (height - databaseHeight) / 2, cylinder(name, about, databaseWidth, databaseHeight)));
            middles.set(name, padding + x + databaseWidth / 2);
            x += databaseWidth + 16;
        }
        x += 24;
    });
    const [title, note] = own ? [own.image, `image built from images/${own.image}/`] : ["Data", "outside the stack"];
    const content = { width, height, svg: drawn.join("") };
    return { ...band(title, note, content, width), middles, floor: header + (height + databaseHeight) / 2 };
}

function outsideCard({ name, kind, made }: Server): Drawn {
    const [title, note] =
        kind === "bigquery" ? ["BigQuery", "your Google Cloud project"] : [name, "your Postgres server"];
    const [width, height] = [cardWidth, 76];
    const lines = [text(16, 25, "name", title), text(16, 43, "note", note), text(16, 61, "note", `created: ${made}`)];
    return { width, height, svg: box(0.5, 0.5, width - 1, height - 1, "outside") + lines.join("") };
}
