import {vi} from 'vitest';

// For tests that start processes or compute a lot: the limits bound a hang only, and are long for a busy machine.
vi.setConfig({testTimeout: 120_000, hookTimeout: 60_000});
