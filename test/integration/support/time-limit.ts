/** Real containers take their time; a test that hangs still ends. */
jest.setTimeout(300_000);
