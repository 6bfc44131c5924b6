// Reads the corpus in a process of its own, whose time zone is TZ, and prints what it read.
import { writeLength } from '../../../src/domain/time/durations.ts';
import { readLine } from '../../../src/domain/time/read-line.ts';
import { readCorpus, written } from './corpus.ts';

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const lines = readCorpus().map(({ text, context }) => written(readLine(text, context), writeLength));
process.stdout.write(JSON.stringify({ zone, lines }));
