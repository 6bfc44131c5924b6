/** An operation of a provider, as its documents name it. */
export type EmulatedOperation = {
  readonly name: string;
  readonly method: string;
  /** Below the base URL; `{...}` stands for one segment. */
  readonly path: string;
  readonly permission: string;
};

/** What every emulator is started with. */
export type EmulatorOptions = {
  /** Epoch ms. */
  readonly now: () => number;
  /** Any free one by default. */
  readonly port?: number;
};

/** A request to an emulator. `operation` is undefined when no operation has this method and path. */
export type EmulatedCall<Operation extends EmulatedOperation> = {
  readonly operation: Operation | undefined;
  readonly ids: Readonly<Record<string, string>>;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Query parameters that were sent more than once; `query` has the last value. */
  readonly repeated: readonly string[];
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Undefined when there was none, `malformed` when it was not JSON. */
  readonly body: unknown;
};

/** In place of a body that is not JSON. */
export const malformed: unique symbol = Symbol('not JSON');

/** The response of an operation. The body is sent as JSON. */
export type EmulatedAnswer = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

export type ReceivedRequest = {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** `late`: no response, and the operation ran later. */
  readonly status: number | 'cut' | 'hung' | 'late';
  readonly operation: string | undefined;
  /** On the emulator's clock, epoch ms. */
  readonly at: number;
  /** Until the response, in real time. */
  readonly ms: number;
  /** Undefined when none was sent. */
  readonly answer: unknown;
};

/** One scripted trouble. Troubles apply in the order they were added, each `times` times (once by default). */
export type EmulatedTrouble = {
  /** An operation's name in the documents, or `*` for any. */
  readonly operation: string;
  readonly times?: number | undefined;
  readonly then:
    | EmulatedAnswer
    /** A raw body, such as an HTML error page with status 200. */
    | { readonly raw: string; readonly status: number; readonly contentType: string }
    | { readonly hang: 'before' | 'after' }
    | { readonly cut: 'before' | 'after' }
    | { readonly delayMs: number }
    /** The client gets no response, and the operation runs only after this time on the emulator's clock. */
    | { readonly late: 'cut' | 'hang'; readonly afterMs: number };
};

/** What every emulator offers besides its state. */
export type ProviderServer = {
  /** `http://127.0.0.1:PORT` with the provider's base path. */
  readonly url: string;
  readonly operations: readonly EmulatedOperation[];
  readonly requests: readonly ReceivedRequest[];
  readonly trouble: (trouble: EmulatedTrouble) => void;
  readonly clearTrouble: () => void;
  /** Treats every key as wrong until it is called with false, like a key that is disabled and enabled later. */
  readonly refuseKeys: (refused: boolean) => void;
  /** Runs the delayed operations that are due, after the clock was moved. */
  readonly catchUp: () => void;
  /** Returns a function that stops listening. */
  readonly onChange: (listener: () => void) => () => void;
  readonly stop: () => Promise<void>;
};
