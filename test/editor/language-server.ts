import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { program } from './program.ts';

export interface Completion {
  readonly label: string;
  /** As Markdown or plain text; empty where the schema says nothing. */
  readonly documentation: string;
}

/** What an editor asks of a language server about the place of the cursor, which stands in the text as `▮`. */
export interface LanguageServer {
  complete(path: string, text: string): Promise<readonly Completion[]>;
  hover(path: string, text: string): Promise<string>;
  /** What it underlines. */
  problems(path: string, text: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The YAML language server that editors use, over stdio, as VS Code's extension starts it. */
export async function startLanguageServer(): Promise<LanguageServer> {
  const child = spawn(process.execPath, [program, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const wire = openWire(child);
  await wire.request('initialize', { processId: process.pid, rootUri: pathToFileURL(root).href, capabilities });
  wire.notify('initialized', {});
  let opened = 0;
  // Each text is a file of its own, beside the one it stands for: an answer about one is never about another.
  const open = (path: string, text: string): { uri: string } => {
    opened += 1;
    const uri = pathToFileURL(`${root}${path.replace(/([^/]+)$/, `${opened}-$1`)}`).href;
    wire.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
    return { uri };
  };
  const at = (path: string, text: string) => {
    const before = text.slice(0, text.indexOf('▮')).split('\n');
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    return { textDocument: open(path, text.replace('▮', '')), position };
  };
  return {
    async complete(path, text) {
      const answer = (await wire.request('textDocument/completion', at(path, text))) as { items: Item[] } | null;
      return (answer?.items ?? []).map(({ label, documentation }) => ({ label, documentation: textOf(documentation) }));
    },
    async hover(path, text) {
      const answer = (await wire.request('textDocument/hover', at(path, text))) as { contents: Markup } | null;
      return textOf(answer?.contents);
    },
    async problems(path, text) {
      const { uri } = open(path, text);
      const { diagnostics } = await wire.published(uri);
      return diagnostics.map(({ message }) => message);
    },
    async close() {
      await wire.request('shutdown', null);
      wire.notify('exit', null);
      await new Promise((resolve) => child.once('exit', resolve));
    },
  };
}

type Markup = string | { readonly value: string } | undefined;
interface Item {
  readonly label: string;
  readonly documentation?: Markup;
}
interface Published {
  readonly uri: string;
  readonly diagnostics: readonly { readonly message: string }[];
}

const textOf = (markup: Markup): string => (typeof markup === 'string' ? markup : (markup?.value ?? ''));

const capabilities = {
  textDocument: {
    completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'] } },
    hover: { contentFormat: ['markdown', 'plaintext'] },
  },
  workspace: { configuration: true },
};

/** The settings of an editor in which nothing was set; no schema is fetched. */
const settings: Readonly<Record<string, unknown>> = {
  yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } },
  editor: { tabSize: 2 },
};

/** JSON-RPC with headers, as the Language Server Protocol has it. */
function openWire(child: ChildProcess) {
  const waiting = new Map<number, (result: unknown) => void>();
  const publishing = new Map<string, (published: Published) => void>();
  let next = 0;
  let rest = Buffer.alloc(0);
  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const take = (message: { id?: number; method?: string; result?: unknown; params?: unknown }): void => {
    if (message.method === 'workspace/configuration') {
      const { items } = message.params as { items: { section: string }[] };
      send({ id: message.id, result: items.map(({ section }) => settings[section] ?? null) });
    } else if (message.method === 'textDocument/publishDiagnostics') {
      const published = message.params as Published;
      publishing.get(published.uri)?.(published);
    } else if (message.method !== undefined && message.id !== undefined) send({ id: message.id, result: null });
    else if (message.id !== undefined) waiting.get(message.id)?.(message.result);
  };
  child.stdout?.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = rest.indexOf('\r\n\r\n');
      const length = Number(/Content-Length: (\d+)/i.exec(rest.subarray(0, head).toString())?.[1]);
      if (head < 0 || rest.length < head + 4 + length) return;
      take(JSON.parse(rest.subarray(head + 4, head + 4 + length).toString('utf8')));
      rest = rest.subarray(head + 4 + length);
    }
  });
  return {
    request(method: string, params: unknown): Promise<unknown> {
      next += 1;
      const id = next;
      send({ id, method, params });
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    notify: (method: string, params: unknown) => send({ method, params }),
    published: (uri: string): Promise<Published> => new Promise((resolve) => publishing.set(uri, resolve)),
  };
}
