import { type ImageSource } from "../docker/image";

/** What the image of the embedded Postgres server is built from. */
export const postgresImage: ImageSource = { dockerfile: "images/postgres/Dockerfile", files: ["images/postgres"] };
