import type { EmulatedAnswer } from './provider-server.types.ts';

/** Thrown by an operation that refuses a request, with the answer the client gets. */
export class Refused extends Error {
  readonly answer: EmulatedAnswer;

  constructor(answer: EmulatedAnswer) {
    super(`refused: ${JSON.stringify(answer)}`);
    this.answer = answer;
  }
}
