import { isLoopback } from "../../../components/docker/loopback";

test.each(["127.0.0.1", "127.1.2.3", "::1"])("%s is reached from its own machine alone", (address) => {
    expect(isLoopback(address)).toBe(true);
});

test.each(["0.0.0.0", "::", "10.0.0.5", "127.example.com", "128.0.0.1", "fe80::1", ""])(
    "%j may be reached by others",
    (address) => {
        expect(isLoopback(address)).toBe(false);
    },
);
