import { containers, docker, stackAndWords } from "./stack";

// npm stop: ends the stack's containers and keeps them, their volumes and their data. npm start brings them back.
const { stack } = stackAndWords(process.argv.slice(2));
const running = containers(stack).filter((container) => container.running);
if (running.length === 0) {
    console.log(`Nothing of the stack ${stack.name} is running.`);
} else {
    docker(stack, ["stop", "--time", "15", ...running.map((container) => container.name)]);
    console.log(
        `Stopped ${running.length} containers of the stack ${stack.name}; its data is kept. Start again: npm start`,
    );
}
