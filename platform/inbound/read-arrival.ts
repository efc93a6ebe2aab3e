import {
  type Attachment,
  type Context,
  type Engine,
  type Feature,
  fail,
  type Problem,
  problem,
  problemsOf,
  type Selection,
  sha256,
  TimbreError,
} from '../../engine/index.ts';
import type { Arrival, ArrivalResult, Channel, IncomingFile } from './arrival.ts';
import { isPdf } from './pdf.ts';
import { unpack } from './unpack.ts';

export interface Reading {
  readonly engine: Engine;
  readonly deployed: () => Promise<readonly Feature[]>;
  /** Bytes that what came in may unpack to. */
  readonly largest: number;
}

const mostFiles = 100;

/**
 * Makes a run of each document in what came in that a feature recognises; a PDF is known by the XML that is attached to it. A
 * document that came before on the channel has its run: that one is named again. What is wrong is a problem of the result; it
 * rejects only when the store fails.
 */
export async function readArrival(
  reading: Reading,
  channel: Channel,
  arrival: Arrival,
  bytes: Uint8Array | undefined,
): Promise<ArrivalResult> {
  const runs: ArrivalResult['runs'][number][] = [];
  const problems: Problem[] = [];
  const { name, mediaType } = arrival;
  try {
    if (bytes === undefined) return fail('INBOUND_TOO_MUCH', `${name} has ${arrival.size} bytes.`);
    // Only who receives something needs it, and it takes long to load.
    const { recogniseFile, selectReader } = await import('./recognise.ts');
    const seen: string[] = [];
    for (const file of await unpack({ name, mediaType, bytes }, { bytes: reading.largest, files: mostFiles })) {
      try {
        const xml = await recogniseFile(await reading.deployed(), file.bytes, reading.largest);
        if (xml === undefined || xml.features.length === 0) {
          seen.push(`${file.name} (${xml ? `{${xml.root.namespace}}${xml.root.element}` : 'no XML'})`);
          continue;
        }
        runs.push({
          file: file.name,
          sha256: sha256(file.bytes),
          run: await submit(reading, channel, arrival, file, xml.text, (...given) => selectReader(xml, ...given)),
        });
      } catch (thrown) {
        problems.push(...ofFile(thrown, file.name));
      }
    }
    if (runs.length === 0 && problems.length === 0)
      fail('INBOUND_UNRECOGNISED', `No feature recognises ${seen.slice(0, 5).join(', ')}.`);
  } catch (thrown) {
    problems.push(...ofFile(thrown, name));
  }
  return { runs, problems };
}

async function submit(
  { engine }: Reading,
  { name, legalEntity, context: given }: Channel,
  { receivedAt }: Arrival,
  file: IncomingFile,
  document: string,
  select: (context: Context, data: unknown) => Selection,
): Promise<string> {
  const received = { type: 'received', issueDate: receivedAt.slice(0, 10) };
  const context = { ...given, channel: name, ...(legalEntity === undefined ? {} : { legalEntity }) };
  const { selected, problems } = select(context, received);
  if (selected === undefined) throw new TimbreError(problems);
  const attachments = isPdf(file.bytes) ? [pdfOf(file)] : [];
  const takesIt = Object.values(selected.pipeline.attachments).some((port) =>
    attachments.some(({ mediaType }) => mediaType === port.mediaType),
  );
  const data = Buffer.from(JSON.stringify(takesIt ? received : { ...received, document }));
  try {
    return await engine.submit({
      ...selected,
      data,
      attachments,
      key: `inbound.${name}.${sha256(file.bytes)}`,
    });
  } catch (thrown) {
    // It came on another day: all else is the same.
    const before = thrown instanceof TimbreError && thrown.code === 'KEY_REUSED' ? thrown.problems[0]?.run : undefined;
    if (before !== undefined) return before;
    throw thrown;
  }
}

/** A PDF goes with what is in it, whole; the one that a ZIP has in a folder, without the folder. */
const pdfOf = ({ name, bytes }: IncomingFile): Attachment => ({
  name: name.split(/[\\/]/).at(-1) ?? name,
  mediaType: 'application/pdf',
  bytes,
});

function ofFile(thrown: unknown, file: string): Problem[] {
  if (thrown instanceof TimbreError && thrown.code === 'STORE_FAILED') throw thrown;
  return problemsOf(thrown).map((each) =>
    problem(each.code, each.message.includes(file) ? each.message : `${file}: ${each.message}`, {
      ...(each.hint === undefined ? {} : { hint: each.hint }),
      ...(each.path === undefined ? {} : { path: each.path }),
    }),
  );
}
