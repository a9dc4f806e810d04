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
    return { width, height, svg: box(0.5, 0.5, width - 1, height - 1, "group", 10) + heading(padding, 27, title, note) + moved(padding, header, content.svg) };
}

/** The stack's settings: which of them its file sets. */
export function settingsBand(stack: string, settings: number, set: string[], width: number): Drawn {
    const note = `${settings} in Pulumi.yaml with their defaults, all checked before anything changes; Pulumi.${stack}.yaml sets`;
    return band("Settings", note, chipRows(set.map((words): Chip => ({ words, look: "plain" })), width - 2 * padding), width);
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
    const note = "made once and encrypted in the state, or from the settings; a container gets just those whose numbers it shows, as files";
    return band("Secrets", note, { width, height, svg: entries.join("") }, width);
}

/** A server and its databases; `middles` says where each database's middle is, `floor` where they end. */
export interface DataBand extends Drawn {
    middles: Map<string, number>;
    floor: number;
}

const databaseWidth = 190;

export function dataBand(server: Server, { containers }: Architecture, width: number): DataBand {
    const container = containers.find(({ role }) => role === server.name);
    const card = container ? containerCard(container) : outsideCard(server);
    const height = Math.max(card.height, 66);
    const middles = new Map<string, number>();
    const cylinders = server.databases.map(({ name, about }, index) => {
        const x = cardWidth + 28 + index * (databaseWidth + 18);
        middles.set(name, padding + x + databaseWidth / 2);
        return moved(x, (height - 66) / 2, cylinder(name, about, databaseWidth).svg);
    });
    const content = { width, height, svg: moved(0, (height - card.height) / 2, card.svg) + cylinders.join("") };
    const made = server.databases.some(database => database.made) ? "the program makes role, database and grants" : "used as it is";
    const [title, note] = container ? [container.image, `image built from ${container.image}/`] : ["Data", `outside of the stack; ${made}`];
    return { ...band(title, note, content, width), middles, floor: header + height / 2 + 33 };
}

function outsideCard({ name, kind }: Server): Drawn {
    const [title, note] = kind === "bigquery" ? ["BigQuery", "your Google Cloud project"] : [name, "your Postgres server"];
    return { width: cardWidth, height: 66, svg: box(0.5, 0.5, cardWidth - 1, 65, "outside") + text(16, 29, "name", title) + text(16, 48, "note", note) };
}
