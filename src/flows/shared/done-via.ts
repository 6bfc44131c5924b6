import { AsyncLocalStorage } from 'node:async_hooks';
import type { Via } from '../../domain/via.ts';

// docs/decisions/0065-the-surface-follows-the-call.md
const surface = new AsyncLocalStorage<Via>();

/** Runs something that came through this surface: what it writes to the audit log says so. */
export function doneVia<T>(via: Via, run: () => T): T {
  return surface.run(via, run);
}

/** The surface through which what runs now came; undefined outside of all. */
export function currentVia(): Via | undefined {
  return surface.getStore();
}
