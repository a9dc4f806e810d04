/** Colours of one mode. */
interface Colours {
    page: string;
    frame: string;
    group: string;
    card: string;
    line: string;
    strong: string;
    soft: string;
    secret: string;
    secretLine: string;
    number: string;
    volume: string;
    volumeLine: string;
    folder: string;
    folderLine: string;
    port: string;
    accents: Record<"airflow" | "dbt" | "postgres" | "other", string>;
}

const light: Colours = {
    page: "#ffffff",
    frame: "#f6f8fa",
    group: "#ffffff",
    card: "#ffffff",
    line: "#d0d7de",
    strong: "#1f2328",
    soft: "#59636e",
    secret: "#fff6dd",
    secretLine: "#e3c26a",
    number: "#9a6700",
    volume: "#e8f1fd",
    volumeLine: "#9cc3f2",
    folder: "#e6f6ea",
    folderLine: "#94d2a4",
    port: "#7a3ec8",
    accents: { airflow: "#0b8a9e", dbt: "#e8582c", postgres: "#336791", other: "#59636e" },
};

const dark: Colours = {
    page: "#0d1117",
    frame: "#151b23",
    group: "#0d1117",
    card: "#1b222c",
    line: "#3d444d",
    strong: "#f0f6fc",
    soft: "#9198a1",
    secret: "#332a12",
    secretLine: "#7d6322",
    number: "#d9a828",
    volume: "#14263d",
    volumeLine: "#31578a",
    folder: "#12301c",
    folderLine: "#2f6b41",
    port: "#c297ff",
    accents: { airflow: "#2bb3c7", dbt: "#ff8a63", postgres: "#6b9bd1", other: "#9198a1" },
};

function rules(colours: Colours): string {
    const { accents } = colours;
    return [
        `.page{fill:${colours.page}}`,
        `.frame{fill:${colours.frame};stroke:${colours.line}}`,
        `.group{fill:${colours.group};stroke:${colours.line}}`,
        `.card{fill:${colours.card};stroke:${colours.line}}`,
        `.outside{fill:${colours.card};stroke:${colours.soft};stroke-dasharray:5 4}`,
        `.title,.name{fill:${colours.strong}}`,
        `.note,.legend{fill:${colours.soft}}`,
        `.port{fill:${colours.port}}`,
        `.code{fill:${colours.strong}}`,
        `.secret{fill:${colours.secret};stroke:${colours.secretLine}}`,
        `.volume{fill:${colours.volume};stroke:${colours.volumeLine}}`,
        `.folder{fill:${colours.folder};stroke:${colours.folderLine}}`,
        `.plain{fill:${colours.frame};stroke:${colours.line}}`,
        `.number{fill:${colours.number}}`,
        `.hollow{fill:${colours.page};stroke:${colours.number}}`,
        `.digit{fill:${colours.page}}`,
        `.hollow-digit{fill:${colours.number}}`,
        `.arrow,.ssh{stroke:${colours.soft}}`,
        `.head{fill:${colours.soft}}`,
        ...Object.entries(accents).map(([name, colour]) => `.of-${name}{fill:${colour}}`),
    ].join("");
}

/** All styles of the picture, for light and for dark pages. */
export const style = [
    `text{font-family:-apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif;font-size:12px}`,
    `.title{font-size:15px;font-weight:600}.name{font-size:13.5px;font-weight:600}.port{font-weight:600}`,
    `.code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:11px}`,
    `.digit,.hollow-digit{font-size:9.5px;font-weight:700}.two{font-size:8.5px}`,
    `.arrow,.ssh{fill:none;stroke-width:1.5}.ssh{stroke-dasharray:5 4}.legend{font-size:11.5px}`,
    rules(light),
    `@media(prefers-color-scheme:dark){${rules(dark)}}`,
].join("\n");

/** The colour of whatever comes from an image, by that image's name. */
export function accent(image: string): string {
    return image in light.accents ? `of-${image}` : "of-other";
}
