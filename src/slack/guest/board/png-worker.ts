import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { Resvg } from '@resvg/resvg-js';
import { z } from 'zod';

// Runs in a thread of its own: a picture of fifty computers takes longer than others may be kept waiting. Fonts are those that npm
// installed, so that every machine draws the same; a sign they don't have is drawn as an empty box.
const { svg, zoom } = z.object({ svg: z.string(), zoom: z.number() }).parse(workerData);
const require = createRequire(import.meta.url);
const fonts = [
  require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
];
const drawn = new Resvg(svg, {
  fitTo: { mode: 'zoom', value: zoom },
  font: { loadSystemFonts: false, fontFiles: fonts, defaultFontFamily: 'DejaVu Sans' },
});
parentPort?.postMessage(drawn.render().asPng());
