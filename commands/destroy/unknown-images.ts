import { nameOf } from "../../components/docker/names";
import { docker } from "../stack/docker";
import { type Stack } from "../stack/stack";

/** The stack's images, by what their names begin with. */
const IMAGES = ["airflow", "dbt", "postgres"];

/**
 * Removes images of this copy that the state does not know. They hold no data, and are built again when they are needed.
 *
 * @param known IDs of all resources in the state; an image's ends with its name
 */
export function removeUnknownImages(stack: Stack, known: Set<string>): void {
    const named = IMAGES.flatMap((image) => ["--filter", `reference=${nameOf(image, stack.suffix)}`]);
    const names = docker(stack, ["images", "--format", "{{.Repository}}:{{.Tag}}", ...named])
        .split("\n")
        .filter((name) => name !== "" && ![...known].some((id) => id.endsWith(name)));
    if (names.length > 0) {
        console.log(`• removing ${names.length} images that an interrupted update left`);
        docker(stack, ["rmi", "--force", ...names]);
    }
}
