/** One operation a provider's emulator serves, as the documents name it. */
export type EmulatedOperation = {
  readonly name: string;
  readonly method: string;
  /** Below the base URL; `{...}` stands for one segment. */
  readonly path: string;
  readonly permission: string;
};

/** A request as an emulator sees it. `operation` is undefined when no operation has this method and path. */
export type EmulatedCall<Operation extends EmulatedOperation> = {
  readonly operation: Operation | undefined;
  readonly ids: Readonly<Record<string, string>>;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The query's parameters that were sent more than once; `query` has the last. */
  readonly repeated: readonly string[];
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Undefined when there was none, `malformed` when it was no JSON. */
  readonly body: unknown;
};

/** In place of a body that is not JSON. */
export const malformed: unique symbol = Symbol('not JSON');

/** What an operation answers: a status and, unless it has none, a body that is sent as JSON. */
export type EmulatedAnswer = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export type ReceivedRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** `late`: no answer, and done later. */
  readonly status: number | 'cut' | 'hung' | 'late';
  readonly operation: string | undefined;
};

/** One scripted trouble; used up `times` times (once by default), in the order given, for the operation named (or '*'). */
export type EmulatedTrouble = {
  /** A name of the documents, or `*` for any. */
  readonly operation: string;
  readonly times?: number;
  readonly then:
    | { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
    /** A body as raw text with a content type, e.g. an HTML error page with status 200. */
    | { readonly raw: string; readonly status: number; readonly contentType: string }
    | { readonly hang: 'before' | 'after' }
    | { readonly cut: 'before' | 'after' }
    | { readonly delayMs: number }
    /** The client gets no answer, and the work is done only when this time has passed on the emulator's clock. */
    | { readonly late: 'cut' | 'hang'; readonly afterMs: number };
};

/** What every emulator of a provider offers, beside what it holds. */
export type ProviderServer = {
  /** `http://127.0.0.1:PORT`, with the provider's own base path behind it. */
  readonly url: string;
  /** The names of the operations served. */
  readonly operations: readonly string[];
  readonly requests: readonly ReceivedRequest[];
  readonly trouble: (trouble: EmulatedTrouble) => void;
  readonly clearTrouble: () => void;
  /** From now on every request is answered as one with a wrong key, or as before again: a key that is disabled, and enabled later. */
  readonly refuseKeys: (refused: boolean) => void;
  /** Does what is late and due by now: for a clock that was moved. */
  readonly catchUp: () => void;
  /** Answers how to stop listening. */
  readonly onChange: (listener: () => void) => () => void;
  readonly stop: () => Promise<void>;
};
