// Functions that Playwright sends to a page: each must hold all that it uses.

/** Runs in a login page: the characters that are the icons, and the font families that were loaded for them. */
export async function iconsInPage(): Promise<{ icons: string[]; fonts: string[] }> {
    const fonts = [...(await document.fonts.ready)].filter(({ status }) => status === "loaded");
    const icons = [...document.querySelectorAll("form .fa")].map((icon) => getComputedStyle(icon, "::before").content);
    return {
        icons: icons.map((icon) => icon.replaceAll('"', "")),
        fonts: fonts.map(({ family }) => family.replaceAll('"', "")),
    };
}

/** The element of dbt docs that holds the graph, as far as this looks at it; it is a canvas, so there is no text to click at. */
interface GraphElement extends Element {
    _cyreg: {
        cy: {
            nodes(): { toArray(): { data(name: string): unknown; renderedPosition(): { x: number; y: number } }[] };
            edges(): { toArray(): { style(name: string): string }[] };
        };
    };
}

/** Runs in a page of dbt docs: where a model is; undefined while it is not drawn. */
export function placeInGraph(model: string): { x: number; y: number } | undefined {
    const element = [...document.querySelectorAll("*")].find((each): each is GraphElement => "_cyreg" in each);
    const node = element?._cyreg.cy
        .nodes()
        .toArray()
        .find((each) => each.data("label") === model);
    const [frame, place] = [element?.getBoundingClientRect(), node?.renderedPosition()];
    return frame && place && { x: frame.x + place.x, y: frame.y + place.y };
}

/** Runs in a page of dbt docs: how many lines are of the rarer of two colours: those that lead to or from the chosen model, or all others. */
export function linesOfItsColour(): number {
    const element = [...document.querySelectorAll("*")].find((each): each is GraphElement => "_cyreg" in each);
    const colours = (element?._cyreg.cy.edges().toArray() ?? []).map((line) => line.style("line-color"));
    const least = Math.min(...[...new Set(colours)].map((colour) => colours.filter((each) => each === colour).length));
    return new Set(colours).size > 1 ? least : 0;
}
