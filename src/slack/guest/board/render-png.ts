import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** How many pixels a unit of the picture has, each way: sharp on most screens. */
const ZOOM = 2;
/** How long a picture may take, ms; one of fifty computers takes a second. */
const PATIENCE_MS = 20_000;

/** Draws an SVG as PNG, in a thread of its own. Throws when it can't be drawn, or takes too long. */
export async function renderPng(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  const worker = new Worker(new URL('./png-worker.ts', import.meta.url), { workerData: { svg, zoom: ZOOM } });
  try {
    const [png] = (await once(worker, 'message', { signal: AbortSignal.timeout(PATIENCE_MS) })) as [
      Uint8Array<ArrayBuffer>,
    ];
    return png;
  } finally {
    await worker.terminate();
  }
}
