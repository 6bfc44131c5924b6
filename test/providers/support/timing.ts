import type { HttpTiming } from '../../../src/providers/http.ts';

/** Time-outs short enough to wait for, long enough for a busy machine. */
export const shortTiming: HttpTiming = { readMs: 400, writeMs: 400, backoffMs: 1 };
