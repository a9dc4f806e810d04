import { type ImageSource } from "../docker/image";

/** What the image of the reverse proxy is built from. */
export const proxyImage: ImageSource = { dockerfile: "images/proxy/Dockerfile", files: ["images/proxy"] };
