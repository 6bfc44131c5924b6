import { anyAnswer } from './any-answer.ts';
import { benches } from './benches.ts';

for (const [name, { operations }] of benches) anyAnswer(name, operations);
