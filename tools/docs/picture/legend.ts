import { type Chip, chipRows, numberMark } from "./chips";
import { arrow, type Drawn, moved, text } from "./svg";

const step = 27;

/** The legend. */
export function legend(width: number): Drawn {
    const chip = (words: string, look: Chip["look"]) => chipRows([{ words, look }], width).svg;
    const rows: [string, string][] = [
        [numberMark(8, 11, { number: 1, publicHalf: false }), "a secret"],
        [numberMark(8, 11, { number: 1, publicHalf: true }), "its public half"],
        [chip("file", "secret"), "file, and the secrets in it"],
        [chip("id → host", "plain"), "Airflow connection that it creates"],
        [chip("volume", "volume"), "named volume"],
        [chip("folder/", "folder"), "mounted folder, read-only"],
        [
            arrow([
                [4, 11],
                [58, 11],
            ]),
            "starts before",
        ],
        [
            arrow(
                [
                    [4, 11],
                    [58, 11],
                ],
                "ssh",
            ),
            "runs dbt over SSH",
        ],
    ];
    const svg = rows.map(([sign, words], index) => moved(0, index * step, sign + text(86, 15, "legend", words)));
    return { width, height: rows.length * step, svg: svg.join("") };
}
