import { type SecretUse } from "../secret-uses";
import { box, type Drawn, moved, text, widthOf } from "./svg";

/** A small labelled box. */
export interface Chip {
    words: string;
    look: "secret" | "volume" | "folder" | "plain";
    /** The secrets in it. */
    uses?: SecretUse[];
}

const height = 22;
const gap = 6;

/** A number in a circle: filled for a secret, hollow for its public half. */
export function numberMark(x: number, y: number, { number, publicHalf }: SecretUse): string {
    const [look, digit] = publicHalf ? ["hollow", "hollow-digit"] : ["number", "digit"];
    return `<circle cx="${x}" cy="${y}" r="7.5" class="${look}"/>${text(x, y + 3.4, number > 9 ? `${digit} two` : digit, String(number), "middle")}`;
}

function widthOfChip({ words, uses = [] }: Chip): number {
    return 16 + widthOf(words) + uses.length * 17;
}

/** Rows of chips, each sort beginning a row of its own. */
export function chipBlocks(blocks: Chip[][], width: number): Drawn {
    const drawn: string[] = [];
    let y = 0;
    for (const rows of blocks.filter((block) => block.length > 0).map((block) => chipRows(block, width))) {
        drawn.push(moved(0, y, rows.svg));
        y += rows.height + gap;
    }
    return { width, height: Math.max(0, y - gap), svg: drawn.join("") };
}

/** Chips one after another, in as many rows as they need. */
export function chipRows(chips: Chip[], width: number): Drawn {
    const drawn: string[] = [];
    let [x, y] = [0, 0];
    for (const chip of chips) {
        const own = widthOfChip(chip);
        if (x > 0 && x + own > width) {
            [x, y] = [0, y + height + gap];
        }
        drawn.push(box(x + 0.5, y + 0.5, own - 1, height - 1, chip.look, 5), text(x + 8, y + 15, "code", chip.words));
        (chip.uses ?? []).forEach((use, index) =>
            drawn.push(numberMark(x + 8 + widthOf(chip.words) + 11 + index * 17, y + height / 2, use)),
        );
        x += own + gap;
    }
    return { width, height: chips.length === 0 ? 0 : y + height, svg: drawn.join("") };
}
