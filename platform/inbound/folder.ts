import { constants } from 'node:fs';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fail } from '../../engine/index.ts';
import type { Channel } from './arrival.ts';
import type { Inbound } from './inbound.ts';

export interface FolderChannel extends Channel {
  readonly folder: string;
}

/** Looks once for what has come; resolves to how much was taken. */
export type LookIn = () => Promise<number>;

/**
 * Takes files from a folder. One is taken when it has not changed from one look to the next and is not named as unfinished
 * (`.part`, `.tmp`, a leading dot); once it is kept it moves to `taken`, or to `refused` where it is too large. Folders and
 * links are left alone.
 */
export function folderChannel(channel: FolderChannel, inbound: Inbound): LookIn {
  let seen = new Map<string, string>();
  return async () => {
    const now = new Map<string, string>();
    let taken = 0;
    for (const name of await filesIn(channel.folder)) {
      const path = join(channel.folder, name);
      const state = await take(path, seen.get(name), channel, inbound);
      if (state === 'taken') taken += 1;
      else if (state !== undefined) now.set(name, state);
    }
    seen = now;
    return taken;
  };
}

/** Whether files can be read, kept and moved here: one whose name is left alone makes the round. */
export async function proveFolder({ folder }: FolderChannel): Promise<number> {
  const waiting = await filesIn(folder);
  const path = join(folder, `.timbre-doctor-${process.pid}`);
  try {
    await writeFile(path, '', { flag: 'wx' });
    await rename(path, `${path}.moved`);
    await rm(`${path}.moved`);
  } catch {
    fail('ENVIRONMENT_INVALID', `Files in the folder ${folder} of an inbound channel cannot be moved.`);
  }
  return waiting.length;
}

/** How the file is, to compare with at the next look; `taken`, or undefined when it has gone. */
async function take(path: string, before: string | undefined, channel: FolderChannel, inbound: Inbound) {
  // What became a link since the folder was read is not followed.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const state = stateOf(await file.stat());
    if (state !== before) return state;
    const { size } = await file.stat();
    const name = path.slice(channel.folder.length + 1);
    const described = { name, mediaType: mediaTypeOf(name) };
    if (size > inbound.largest) {
      await inbound.refuse(channel, { ...described, size, mark: `${name}\n${state}` });
      return await move(path, channel.folder, 'refused', name);
    }
    const bytes = await file.readFile();
    const after = stateOf(await file.stat());
    if (after !== state || bytes.byteLength !== size) return after;
    const { arrival } = await inbound.take(channel, { ...described, bytes });
    return await move(path, channel.folder, 'taken', `${arrival.id.slice(0, 8)}.${name}`);
  } finally {
    await file.close();
  }
}

async function move(path: string, folder: string, to: string, name: string): Promise<'taken'> {
  await mkdir(join(folder, to), { recursive: true });
  await rename(path, join(folder, to, name));
  return 'taken';
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() =>
    fail('ENVIRONMENT_INVALID', `The folder ${folder} of an inbound channel cannot be read.`),
  );
  return entries.filter((entry) => entry.isFile() && !isUnfinished(entry.name)).map(({ name }) => name);
}

const isUnfinished = (name: string): boolean =>
  name.startsWith('.') || /\.(part|partial|tmp|filepart|crdownload)$/i.test(name);

const stateOf = ({ ino, size, mtimeMs }: { ino: number; size: number; mtimeMs: number }): string =>
  `${ino}.${size}.${mtimeMs}`;

const mediaTypes: Readonly<Record<string, string>> = {
  '.xml': 'application/xml',
  '.zip': 'application/zip',
  '.eml': 'message/rfc822',
  '.pdf': 'application/pdf',
};

const mediaTypeOf = (name: string): string => mediaTypes[extname(name).toLowerCase()] ?? 'application/octet-stream';
