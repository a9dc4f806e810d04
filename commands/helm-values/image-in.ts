/** An image of the stack, as it is called in a registry. */
export function imageIn(registry: string, image: string): { repository: string; tag: string } {
    const [name, tag] = image.split(":");
    return { repository: `${registry}/${name}`, tag };
}
