import { describe } from 'vitest';
import { anyAnswer } from '../conformance/any-answer.ts';
import { operationConformance } from '../conformance/operations.ts';
import { parsecBenches } from './benches.ts';
import { startOperations } from './samples.ts';

// Whether objects come in `data` is documented for some operations only, so each is held to both forms; the wrapped one is
// conformance/operations.test.ts.
describe('bare, created with 201', () => {
  const bare = { ...parsecBenches.operations, start: () => startOperations({ bare: true, createdStatus: 201 }) };
  operationConformance('parsec', bare);
  anyAnswer('parsec', bare);
});
